"""What can be wrong with submitted inputs, in words a person can act on."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain

from bsc_audit.core.metrics.kind import Form, Inputs, Parameters
from bsc_audit.core.metrics.reading import numbers, scalar

Messages = tuple[str, ...]


def every(*messages: Messages) -> Messages:
    """All messages of several checks."""
    return tuple(chain.from_iterable(messages))


def shape(inputs: Inputs, forms: Sequence[Form], lists: Sequence[str] = ()) -> Messages:
    """The fields make up one of the forms, lists where lists belong and single numbers elsewhere."""
    given = {name for name in inputs if name != "n"} or set(inputs)
    if not any(set(form.fields) <= given <= {*form.fields, *form.optional, "n"} for form in forms):
        wanted = "; or ".join(_form(form) for form in forms)
        return (f"got {', '.join(sorted(inputs)) or 'nothing'}; give {wanted}",)
    return tuple(
        f"{name} must be {'a list of numbers' if name in lists else 'a single number'}"
        for name, value in inputs.items()
        if isinstance(value, tuple) is not (name in lists)
    )


def not_negative(inputs: Inputs, *names: str) -> Messages:
    """None of these is below 0, alone or in its list."""
    return tuple(f"{name} is {text(value)}, below 0" for name in names for value in numbers(inputs, name) if value < 0)


def whole_numbers(inputs: Inputs, *names: str) -> Messages:
    """All of these are counts: whole and not below 0."""
    return every(
        not_negative(inputs, *names),
        tuple(
            f"{name} is {text(value)}, no whole number"
            for name in names
            for value in numbers(inputs, name)
            if value.denominator != 1
        ),
    )


def part_of(inputs: Inputs, part: str, whole: str) -> Messages:
    """The part is not larger than its whole."""
    small, large = scalar(inputs, part), scalar(inputs, whole)
    if small is None or large is None or small <= large:
        return ()
    return (f"{part} is {text(small)}, more than {whole}, {text(large)}",)


def within(inputs: Inputs, name: str, low: Fraction | int, high: Fraction | int) -> Messages:
    """The number, or each of the list, lies on its scale."""
    return tuple(
        f"{name} is {text(value)}, outside {text(low)}..{text(high)}"
        for value in numbers(inputs, name)
        if not low <= value <= high
    )


def on_scale(inputs: Inputs, parameters: Parameters, *names: str) -> Messages:
    """The numbers lie within the ruleset's `scale`, when it declares one."""
    scale = numbers(parameters, "scale")
    if len(scale) != 2:
        return ()
    return every(*(within(inputs, name, *scale) for name in names))


def same_length(inputs: Inputs, first: str, second: str) -> Messages:
    """Two lists that belong together are equally long."""
    a, b = len(numbers(inputs, first)), len(numbers(inputs, second))
    return () if a == b else (f"{first} has {a} numbers, {second} has {b}",)


def needs(inputs: Inputs, variant: str, *names: str) -> Messages:
    """A variant's own fields are there."""
    missing = [name for name in names if name not in inputs]
    return (f"the variant {variant} also needs {', '.join(missing)}",) if missing else ()


def needs_parameters(parameters: Parameters, *names: str) -> Messages:
    """The ruleset gave what the formula cannot do without."""
    missing = [name for name in names if name not in parameters]
    return (f"the ruleset must give the parameter {', '.join(missing)}",) if missing else ()


def text(value: Fraction | int) -> str:
    """A number as a person writes it."""
    return f"{float(value):g}"


def _form(form: Form) -> str:
    extra = f" (and {', '.join(form.optional)} if known)" if form.optional else ""
    return f"{', '.join(form.fields)}{extra}"
