"""Customers who stayed or left, counted from a start, over one period or a year."""

from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import (
    Messages,
    every,
    needs_parameters,
    part_of,
    shape,
    whole_numbers,
    within,
)
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding, first_of, weighing_by_n
from bsc_audit.core.metrics.reading import scalar, scalars, whole
from bsc_audit.core.metrics.shares import share, stated_share
from bsc_audit.core.quantities import Interval

FORMS = (
    Form(fields=("start", "end", "new")),
    Form(fields=("start", "lost")),
    Form(fields=("value",), optional=("n",)),
)
RETENTION, CHURN, ANNUALISED = "retention", "churn", "annualised_churn"
MONTHS = Fraction(12)


def measure(inputs: Inputs, variant: str, parameters: Parameters) -> Measurement | None:
    """The rate in percent; None without customers at the start."""
    stated = scalar(inputs, "value")
    if stated is not None:
        rate: Measurement | None = stated_share(stated, scalar(inputs, "n"))
    else:
        rate = _counted(inputs, variant)
    if variant != ANNUALISED or rate is None:
        return rate
    return _annualise(rate, whole(scalar(parameters, "periods_per_year") or MONTHS) or int(MONTHS))


def _counted(inputs: Inputs, variant: str) -> Measurement | None:
    start, lost = scalar(inputs, "start"), _lost(inputs)
    if start is None or lost is None:
        return None
    return share(start - lost if variant == RETENTION else lost, start)


def _lost(inputs: Inputs) -> Fraction | None:
    """Customers of the start who are gone: all there were and came, less those there are."""
    counts = scalars(inputs, "start", "end", "new")
    return counts[0] + counts[2] - counts[1] if counts else scalar(inputs, "lost")


def _annualise(churn: Measurement, periods: int) -> Measurement:
    """1 - (1 - m)^periods, its interval end by end, its error by the slope at the value."""
    stay = 1 - churn.value / 100
    slope = periods * float(stay) ** (periods - 1)
    ends = churn.interval
    return replace(
        churn,
        value=100 * (1 - stay**periods),
        standard_error=None if churn.standard_error is None else slope * churn.standard_error,
        interval=ends and Interval(_yearly(ends.low, periods), _yearly(ends.high, periods)),
        details=MappingProxyType({"churn_per_period": churn.value}),
    )


def _yearly(percent: float, periods: int) -> float:
    return 100 * (1 - (1 - percent / 100) ** periods)


def check(inputs: Inputs, variant: str, parameters: Parameters) -> Messages:
    """No more customers stayed or left than there were."""
    lost, periods = _lost(inputs), scalar(parameters, "periods_per_year")
    derived = inputs if lost is None else {**inputs, "lost": lost}
    return shape(inputs, FORMS) or every(
        whole_numbers(inputs, "start", "end", "new", "n"),
        part_of(inputs, "new", "end"),
        part_of(derived, "lost", "start"),
        ("fewer than 0 customers would have left",) if lost is not None and lost < 0 else (),
        within(inputs, "value", 0, 100),
        needs_parameters(parameters, "periods_per_year") if variant == ANNUALISED and not periods else (),
        whole_numbers(parameters, "periods_per_year"),
    )


CUSTOMER_RETENTION = MetricKind(
    name="retention",
    title="Customer retention and churn",
    explains="Of the customers at the start, how many stayed or left; the annualised variant takes the churn of"
    " one period and the parameter `periods_per_year` (MET-2).",
    variants=MappingProxyType(
        {
            RETENTION: "(end - new) / start x 100",
            CHURN: "lost / start x 100, where lost = start + new - end",
            ANNUALISED: "(1 - (1 - lost / start)^periods per year) x 100",
        }
    ),
    forms=FORMS,
    parameters=("periods_per_year",),
    required=MappingProxyType({ANNUALISED: ("periods_per_year",)}),
    measure=measure,
    pool=first_of(adding("start", "end", "new"), adding("start", "lost"), weighing_by_n("value")),
    check=check,
)
