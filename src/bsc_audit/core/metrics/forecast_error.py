"""How far forecasts were from what came."""

from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, not_negative, same_length, shape
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import joining
from bsc_audit.core.metrics.reading import numbers, scalar, total, whole

FORMS = (Form(fields=("actual", "forecast")), Form(fields=("value",), optional=("n",)))
LISTS = ("actual", "forecast")


def measure(inputs: Inputs, variant: str, _parameters: Parameters) -> Measurement | None:
    """The error in percent; None without actual volume, for mape with any actual of 0."""
    stated = scalar(inputs, "value")
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    actual, forecast = numbers(inputs, "actual"), numbers(inputs, "forecast")
    if not total(actual) or len(actual) != len(forecast):
        return None
    missed = tuple(abs(a - f) for a, f in zip(actual, forecast, strict=True))
    error = _mape(actual, missed) if variant == "mape" else 100 * total(missed) / total(actual)
    return None if error is None else Measurement(value=error, n=len(actual))


def _mape(actual: tuple[Fraction, ...], missed: tuple[Fraction, ...]) -> Fraction | None:
    if 0 in actual:
        return None
    return 100 * total(tuple(miss / a for miss, a in zip(missed, actual, strict=True))) / len(actual)


def check(inputs: Inputs, variant: str, _parameters: Parameters) -> Messages:
    """As many forecasts as actuals, none below 0."""
    zero = variant == "mape" and 0 in numbers(inputs, "actual")
    return shape(inputs, FORMS, lists=LISTS) or every(
        same_length(inputs, *LISTS),
        not_negative(inputs, *LISTS, "value"),
        ("mape is undefined where actual is 0; use wape",) if zero else (),
    )


FORECAST_ERROR = MetricKind(
    name="forecast_error",
    title="Forecast error",
    explains="Misses of a forecast over its intervals; the mean of percentages explodes on small intervals.",
    variants=MappingProxyType(
        {
            "wape": "sum |actual - forecast| / sum actual x 100",
            "mape": "mean of |actual - forecast| / actual x 100",
        }
    ),
    forms=FORMS,
    measure=measure,
    pool=joining(*LISTS),
    check=check,
)
