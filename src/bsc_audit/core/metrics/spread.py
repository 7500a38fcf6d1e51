"""How far apart units or channels are."""

from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, not_negative, on_scale, same_length, shape
from bsc_audit.core.metrics.kind import STANDARD, Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.reading import numbers, scalar, whole

FORMS = (
    Form(fields=("values",)),
    Form(fields=("values", "counts")),
    Form(fields=("value",), optional=("n",)),
)


def measure(inputs: Inputs, _variant: str, parameters: Parameters) -> Measurement | None:
    """Highest minus lowest; None when fewer than two units have enough observations."""
    stated = scalar(inputs, "value")
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    values = _enough(inputs, scalar(parameters, "minimum_n"))
    if len(values) < 2:
        return None
    ends = {"highest": max(values), "lowest": min(values), "compared": Fraction(len(values))}
    return Measurement(value=max(values) - min(values), details=MappingProxyType(ends))


def _enough(inputs: Inputs, minimum: Fraction | None) -> tuple[Fraction, ...]:
    """The values that rest on enough observations; all of them when no minimum is set."""
    values, counts = numbers(inputs, "values"), numbers(inputs, "counts")
    if minimum is None:
        return values
    return tuple(value for value, count in zip(values, counts, strict=False) if count >= minimum)


def check(inputs: Inputs, _variant: str, parameters: Parameters) -> Messages:
    """One count a value, where counts are given or a minimum asks for them."""
    missing = "minimum_n" in parameters and not {"counts", "value"} & set(inputs)
    return shape(inputs, FORMS, lists=("values", "counts")) or every(
        same_length(inputs, "values", "counts") if "counts" in inputs else (),
        ("the ruleset's minimum_n needs counts, one a value",) if missing else (),
        not_negative(inputs, "counts", "value"),
        on_scale(inputs, parameters, "values"),
    )


SPREAD = MetricKind(
    name="spread",
    title="Spread between units",
    explains="Distance between the best and the worst unit or channel, leaving out those with fewer"
    " observations than the parameter `minimum_n`.",
    variants=MappingProxyType({STANDARD: "highest value - lowest value"}),
    forms=FORMS,
    parameters=("minimum_n", "scale"),
    measure=measure,
    check=check,
)
