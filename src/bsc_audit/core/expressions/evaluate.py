"""The reference evaluator: Kleene's strong three-valued logic over exact numbers or floats.

None is *undetermined*. Every operation on something undetermined is undetermined, except that one false
side decides an &&, one true side decides an ||, and equal branches decide a `?:`. Division by zero and
every result that is NaN are undetermined; a float that overflows is infinite, as in IEEE 754.
"""

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.expressions.syntax import (
    Arithmetic,
    Call,
    Choose,
    Compare,
    Has,
    Logic,
    Member,
    Negate,
    Node,
    Not,
    Number,
    Operand,
    Text,
    Truth,
)
from bsc_audit.core.expressions.types import Environment, Kind, Path, Value

Amount = Fraction | float


@dataclass(frozen=True, slots=True)
class Reading:
    """The operands of one evaluation, all numbers of one type."""

    values: Mapping[Path, Value]
    inexact: bool  # numbers are floats, so literals are read as floats too

    def literal(self, number: Number) -> Amount:
        """A literal as a number of this reading's type."""
        return float(number.value) if self.inexact else number.value


def read(kinds: Mapping[Path, Kind], env: Environment) -> Reading:
    """Fetch every operand once; one float makes all numbers floats.

    A value that is not of its operand's kind, is an empty text or is no finite number counts as missing.
    """
    values = {path: _clean(env.value(path), kind) for path, kind in kinds.items()}
    inexact = any(isinstance(value, float) for value in values.values())
    if inexact:
        values = {path: _as_float(value) for path, value in values.items()}
    return Reading(values, inexact)


def _clean(value: Value, kind: Kind) -> Value:
    if isinstance(value, bool):
        return value if kind is Kind.BOOL else None
    if isinstance(value, str):
        return value or None if kind is Kind.TEXT else None
    if kind is not Kind.NUMBER or value is None:
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return Fraction(value)


def _as_float(value: Value) -> Value:
    if not isinstance(value, Fraction):
        return value
    try:
        return float(value)
    except OverflowError:  # beyond 1e308: no float can stand for it
        return None


def value_of(node: Node, reading: Reading) -> Value:
    """Value of a checked tree; None when it is undetermined."""
    match node:
        case Number():
            return reading.literal(node)
        case Text(value=value) | Truth(value=value):
            return value
        case Operand(path=path):
            return reading.values[path]
        case Has(operand=operand):
            return reading.values[operand.path] is not None
        case Logic(op=op, parts=parts):
            return _logic(op == "||", parts, reading)
        case Choose():
            return _choose(node, reading)
    return _strict(node, reading)


def _logic(decides: bool, parts: Iterable[Node], reading: Reading) -> bool | None:
    """False decides an &&, true decides an ||; otherwise one undetermined part leaves it open."""
    values = [value_of(part, reading) for part in parts]
    if any(value is decides for value in values):
        return decides
    return None if None in values else not decides


def _choose(node: Choose, reading: Reading) -> Value:
    test = value_of(node.test, reading)
    if test is not None:
        return value_of(node.then if test else node.otherwise, reading)
    then, otherwise = value_of(node.then, reading), value_of(node.otherwise, reading)
    return then if then == otherwise else None


def _strict(node: Node, reading: Reading) -> Value:
    """Operations that need all their parts."""
    match node:
        case Not(part=part):
            value = value_of(part, reading)
            return None if value is None else not value
        case Member(item=item, choices=choices):
            value = value_of(item, reading)
            return None if value is None else any(value == value_of(choice, reading) for choice in choices)
        case Compare(op=op, left=left, right=right):
            pair = [value_of(left, reading), value_of(right, reading)]
            return None if None in pair else COMPARES[op](*pair)
        case Negate(part=part):
            return _number(operator.neg, [part], reading)
        case Arithmetic(op=op, left=left, right=right):
            return _number(_ARITHMETIC[op], [left, right], reading)
        case Call(name=name, arguments=arguments):
            return _number(_CALLS[name], arguments, reading)
    raise ValueError(f"{type(node).__name__} is no part of the language")


def _number(operation: Callable[..., Amount], parts: Iterable[Node], reading: Reading) -> Value:
    values = [value_of(part, reading) for part in parts]
    if None in values:
        return None
    try:
        result = operation(*values)
    except ZeroDivisionError:
        return None
    return None if isinstance(result, float) and math.isnan(result) else result


COMPARES: Mapping[str, Callable[..., bool]] = MappingProxyType(
    {
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
        "==": operator.eq,
        "!=": operator.ne,
    }
)
_ARITHMETIC: Mapping[str, Callable[..., Amount]] = MappingProxyType(
    {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
)
_CALLS: Mapping[str, Callable[..., Amount]] = MappingProxyType({"abs": abs, "min": min, "max": max})
