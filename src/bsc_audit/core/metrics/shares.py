"""A share of counted items as a measurement: its standard error and its Wilson interval."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.methods.intervals import share_standard_error, wilson
from bsc_audit.core.metrics.kind import Measurement
from bsc_audit.core.metrics.reading import whole
from bsc_audit.core.quantities import Interval

_NONE: Mapping[str, Fraction] = MappingProxyType({})


def share(
    part: Fraction, items: Fraction, *, scale: int = 100, details: Mapping[str, Fraction] = _NONE
) -> Measurement | None:
    """`scale` x part / items, with error and interval in the same unit.

    The reliability is known only for counted items: a whole number of them, and a part within them.
    None when there are no items.
    """
    if items <= 0:
        return None
    value, n = scale * part / items, whole(items)
    interval = wilson(part, items) if n is not None and 0 <= part <= items else None
    if interval is None:
        return Measurement(value=value, n=n, details=details)
    error = share_standard_error(part, items)
    return Measurement(
        value=value,
        n=n,
        standard_error=None if error is None else scale * error,
        interval=Interval(scale * interval.low, scale * interval.high),
        details=details,
    )


def stated_share(value: Fraction, n: Fraction | None, *, scale: int = 100) -> Measurement:
    """A share somebody else computed: with its n it still has an interval."""
    return (share(value * n / scale, n, scale=scale) if n else None) or Measurement(value=value, n=whole(n))
