"""How far an observed number can be relied on: intervals, standard errors, margins, clustering.

Everything here is a float: these numbers accompany a value, they never are the value.
"""

from fractions import Fraction
from math import sqrt

from bsc_audit.core.quantities import Interval, Number

Z_95 = 1.959963984540054  # two-sided 95 % quantile of the standard normal distribution

_T_95 = (  # the same quantile of Student's t for 1..30 degrees of freedom
    *(12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281),
    *(2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860),
    *(2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423),
)


def wilson(k: Number, n: Number, *, z: float = Z_95) -> Interval | None:
    """Wilson score interval of a share, without continuity correction.

    Args:
        k: items that have the property, 0..n; need not be whole (a share times n).
        n: items observed.
        z: two-sided normal quantile; 1.96 matches tables printed with that value.

    Returns:
        Ratios in 0..1 that contain k/n, or None when nothing was observed.

    Raises:
        ValueError: k is negative or above n.

    Source: Wilson (1927); Newcombe (1998), Statistics in Medicine 17:857-872, method 3.
    """
    if not n:
        return None
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    share, size, square = float(k) / float(n), float(n), z * z
    centre = (share + square / (2 * size)) / (1 + square / size)
    half = z * sqrt(share * (1 - share) / size + square / (4 * size * size)) / (1 + square / size)
    # rounding may push an end past 0, 1 or the share itself
    return Interval(max(0.0, min(centre - half, share)), min(1.0, max(centre + half, share)))


def share_standard_error(k: Number, n: Number) -> float | None:
    """Standard error of the share k/n, a ratio; None when nothing was observed.

    At 0 of n and n of n the usual sqrt(p(1-p)/n) is 0, which claims a certainty nobody has; there
    the half-width of the Wilson interval stands in, as a number of standard errors.
    """
    interval = wilson(k, n)
    if interval is None:
        return None
    share = float(k) / float(n)
    wald = sqrt(share * (1 - share) / float(n))
    return wald if 0 < k < n else (interval.high - interval.low) / (2 * Z_95)


def net_promoter_variance(promoters: Number, passives: Number, detractors: Number) -> Fraction | None:
    """Variance of one answer scored +1, 0, -1, in 0..1; None without answers.

    Source: p + d - (p - d)^2 with p, d the shares of promoters and detractors.
    """
    up, down = Fraction(promoters), Fraction(detractors)
    answers = up + Fraction(passives) + down
    if not answers:
        return None
    mean = (up - down) / answers
    return (up + down) / answers - mean * mean


def net_promoter_standard_error(promoters: Number, passives: Number, detractors: Number) -> float | None:
    """Standard error of a net score in points (-100..100); None without answers.

    When all answers fall in one group the variance is 0 and says nothing about the customers who did
    not answer; one pseudo-answer is then added to each group (our own convention).
    """
    variance = net_promoter_variance(promoters, passives, detractors)
    if variance is None:
        return None
    if not variance:
        return net_promoter_standard_error(promoters + 1, passives + 1, detractors + 1)
    return 100 * sqrt(variance / Fraction(promoters + passives + detractors))


def student_t_95(degrees: int) -> float:
    """Two-sided 95 % quantile of Student's t for 1 or more degrees of freedom.

    Source: the usual printed table to 30; beyond, the first terms of the expansion in 1/degrees
    (Abramowitz and Stegun 26.7.5), right to 1e-4.
    """
    if degrees <= len(_T_95):
        return _T_95[degrees - 1]
    z = Z_95
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / degrees + second / degrees**2


def mean_standard_error(standard_deviation: Number, n: int) -> float | None:
    """Standard error of a mean of n values; None for fewer than 2, which show no spread."""
    return float(standard_deviation) / sqrt(n) if n > 1 else None


def mean_interval(mean: Number, standard_error: float, n: int) -> Interval | None:
    """95 % interval of a mean of n values, with Student's t; None for fewer than 2."""
    if n < 2:
        return None
    margin = student_t_95(n - 1) * standard_error
    return Interval(float(mean) - margin, float(mean) + margin)


def normal_interval(
    value: Number, standard_error: float, *, low: float = float("-inf"), high: float = float("inf")
) -> Interval:
    """95 % interval of a value whose error is about normal, cut off where its scale ends."""
    margin = Z_95 * standard_error
    return Interval(max(low, float(value) - margin), min(high, float(value) + margin))


def difference_margin(first: float, second: float, *, z: float = Z_95) -> float:
    """Margin of the difference of two independent values, from their standard errors; default 95 %."""
    return z * sqrt(first * first + second * second)


def design_effect(m: Number, rho: Number) -> Fraction:
    """Factor by which clustering inflates the variance: m observations per cluster, correlation rho.

    Source: Kish (1965), 1 + (m - 1) rho.
    """
    return 1 + (Fraction(m) - 1) * Fraction(rho)


def effective_n(n: Number, m: Number, rho: Number) -> Fraction:
    """Independent observations that n clustered ones are worth."""
    return Fraction(n) / design_effect(m, rho)
