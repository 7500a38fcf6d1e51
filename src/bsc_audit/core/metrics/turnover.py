"""Employees who left, against mean headcount."""

from fractions import Fraction
from math import sqrt
from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, needs_parameters, not_negative, shape, whole_numbers
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding, first_of, weighing_by_n
from bsc_audit.core.metrics.reading import scalar, scalars, whole

FORMS = (
    Form(fields=("leavers", "headcount")),
    Form(fields=("leavers", "headcount_start", "headcount_end")),
    Form(fields=("value",), optional=("n",)),
)
OBSERVED, ANNUALISED = "observed", "annualised"


def measure(inputs: Inputs, variant: str, parameters: Parameters) -> Measurement | None:
    """Percent of mean headcount; None without staff, or when it cannot be annualised."""
    stated, leavers, staff = scalar(inputs, "value"), scalar(inputs, "leavers"), _headcount(inputs)
    periods = Fraction(1) if variant == OBSERVED else scalar(parameters, "periods_per_year")
    if periods is None:
        return None
    if stated is not None:
        return Measurement(value=stated * periods, n=whole(scalar(inputs, "n")))
    if leavers is None or not staff:
        return None
    factor = 100 * periods / staff
    error = float(factor) * sqrt(leavers) if leavers > 0 else None  # leavers vary like a Poisson count
    return Measurement(value=factor * leavers, n=whole(staff), standard_error=error)


def _headcount(inputs: Inputs) -> Fraction | None:
    ends = scalars(inputs, "headcount_start", "headcount_end")
    return (ends[0] + ends[1]) / 2 if ends else scalar(inputs, "headcount")


def check(inputs: Inputs, variant: str, parameters: Parameters) -> Messages:
    """Leavers are counted; headcounts may be full-time equivalents."""
    return shape(inputs, FORMS) or every(
        whole_numbers(inputs, "leavers"),
        not_negative(inputs, "headcount", "headcount_start", "headcount_end", "value"),
        needs_parameters(parameters, "periods_per_year") if variant == ANNUALISED else (),
    )


TURNOVER = MetricKind(
    name="turnover",
    title="Employee turnover",
    explains="Leavers in percent of mean headcount; annualising a short period needs the parameter"
    " `periods_per_year` (HR-1 to HR-3).",
    variants=MappingProxyType(
        {
            OBSERVED: "leavers / mean headcount x 100",
            ANNUALISED: "leavers / mean headcount x periods per year x 100",
        }
    ),
    forms=FORMS,
    parameters=("periods_per_year",),
    measure=measure,
    pool=first_of(
        adding("leavers", "headcount"),
        adding("leavers", "headcount_start", "headcount_end"),
        weighing_by_n("value"),
    ),
    check=check,
)
