"""Customer lifetime value in its simple and its perpetuity forms."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, needs, not_negative, shape, within
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.reading import scalar, scalars, whole

ORDERS = ("order_value", "orders_per_year", "years")
PERPETUITY = ("yearly_margin", "retention", "discount")
FORMS = (
    Form(fields=ORDERS, optional=("gross_margin",)),
    Form(fields=PERPETUITY),
    Form(fields=("value",), optional=("n",)),
)


def measure(inputs: Inputs, variant: str, _parameters: Parameters) -> Measurement | None:
    """The value of a customer in money; None when the variant's fields are missing or nobody ever leaves."""
    stated, values = scalar(inputs, "value"), scalars(inputs, *NEEDS[variant])
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    value = FORMULAS[variant](*values) if values else None
    return None if value is None else Measurement(value=value)


def check(inputs: Inputs, variant: str, _parameters: Parameters) -> Messages:
    """No amount below 0; margin, retention and discount are percentages."""
    return shape(inputs, FORMS) or every(
        not_negative(inputs, *ORDERS, "discount"),
        within(inputs, "gross_margin", -100, 100),
        within(inputs, "retention", 0, 100),
        () if "value" in inputs else needs(inputs, variant, *NEEDS[variant]),
    )


def _simple(order: Fraction, per_year: Fraction, years: Fraction) -> Fraction | None:
    return order * per_year * years


def _with_margin(order: Fraction, per_year: Fraction, years: Fraction, margin: Fraction) -> Fraction | None:
    return order * per_year * years * margin / 100


def _deferred(margin: Fraction, retention: Fraction, discount: Fraction) -> Fraction | None:
    fading = 100 + discount - retention
    return margin * retention / fading if fading else None


def _immediate(margin: Fraction, retention: Fraction, discount: Fraction) -> Fraction | None:
    fading = 100 + discount - retention
    return margin * (100 + discount) / fading if fading else None


FORMULAS: Mapping[str, Callable[..., Fraction | None]] = MappingProxyType(
    {
        "with_margin": _with_margin,
        "simple": _simple,
        "perpetuity_deferred": _deferred,
        "perpetuity_immediate": _immediate,
    }
)
NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "with_margin": (*ORDERS, "gross_margin"),
        "simple": ORDERS,
        "perpetuity_deferred": PERPETUITY,
        "perpetuity_immediate": PERPETUITY,
    }
)

CLV = MetricKind(
    name="clv",
    title="Customer lifetime value",
    explains="What a customer is worth over the whole relation; margin, retention and discount in percent (MET-2).",
    variants=MappingProxyType(
        {
            "with_margin": "order value x orders per year x years x gross margin",
            "simple": "order value x orders per year x years",
            "perpetuity_deferred": "yearly margin x r / (1 + d - r), first payment after a year",
            "perpetuity_immediate": "yearly margin x (1 + d) / (1 + d - r), first payment now",
        }
    ),
    forms=FORMS,
    measure=measure,
    check=check,
)
