"""Reading single numbers and lists of numbers out of submitted inputs."""

from fractions import Fraction

from bsc_audit.core.metrics.kind import Inputs


def scalar(inputs: Inputs, name: str) -> Fraction | None:
    """The single number of that name; None when it was not given, or given as a list."""
    value = inputs.get(name)
    return None if isinstance(value, tuple) else value


def scalars(inputs: Inputs, *names: str) -> tuple[Fraction, ...] | None:
    """The single numbers of those names; None when one of them was not given."""
    values = [scalar(inputs, name) for name in names]
    known = tuple(value for value in values if value is not None)
    return known if len(known) == len(names) else None


def numbers(inputs: Inputs, name: str) -> tuple[Fraction, ...]:
    """The list of that name; a single number is a list of one; empty when it was not given."""
    value = inputs.get(name, ())
    return value if isinstance(value, tuple) else (value,)


def total(values: tuple[Fraction, ...]) -> Fraction:
    """Their sum; 0 for none."""
    return sum(values, Fraction(0))


def whole(value: Fraction | None) -> int | None:
    """The value as a count; None when it is unknown or no whole number."""
    return None if value is None or value.denominator != 1 else int(value)
