"""How much to look at: sample size for a share, sites of an organisation to visit."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, isqrt
from types import MappingProxyType

Z_PRINTED = Fraction(196, 100)  # published sample-size tables use 1.96, not 1.959964


def sample_size(
    margin: Fraction,
    *,
    share: Fraction = Fraction(1, 2),
    population: int | None = None,
    z: Fraction = Z_PRINTED,
) -> int:
    """Items to sample so that a share is known within `margin`.

    Args:
        margin: half-width wanted, a ratio above 0; 1/20 means 5 percentage points.
        share: the share expected, 0..1; one half asks for the most.
        population: items there are, 1 or more; None when there are too many to matter.
        z: two-sided normal quantile of the confidence wanted.

    Returns:
        The smallest whole number that is enough, never above the population.

    Source: Cochran (1977), Sampling Techniques, 4.4: n0 = z^2 p(1-p)/e^2, n = n0 / (1 + (n0 - 1)/N).
    """
    unlimited = z * z * share * (1 - share) / (margin * margin)
    if population is None:
        return ceil(unlimited)
    return min(population, ceil(unlimited / (1 + (unlimited - 1) / population)))


def sites_to_visit(sites: int, occasion: str) -> int:
    """Sites to visit of `sites` alike ones, rounded up.

    Args:
        sites: sites in the scope, 0 or more.
        occasion: a key of SITE_FACTORS.

    Source: the square-root rule of multi-site certification (IAF MD 1 style).
    """
    wanted = SITE_FACTORS[occasion] ** 2 * sites  # the square of the answer, exact
    root = isqrt(int(wanted))
    return root if root * root == wanted else root + 1


SITE_FACTORS: Mapping[str, Fraction] = MappingProxyType(
    {"initial": Fraction(1), "surveillance": Fraction(3, 5), "recertification": Fraction(4, 5)}
)
