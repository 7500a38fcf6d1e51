"""Conditions of a mapping on the rows of a table: which rows a number is made of."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from bsc_audit.core.quantities import exact
from bsc_audit.importers.cells import Value

Values = Mapping[str, Value]  # of one row, by column; a blank cell is absent
Test = Callable[[Value | None], bool]
Selection = Callable[[Values], bool]


def selection(where: Mapping[str, Any]) -> Selection:
    """Rows for which every named column passes its test; no columns: all rows."""
    tests = tuple((column, _test(asked)) for column, asked in where.items())
    return lambda row: all(test(row.get(column)) for column, test in tests)


def _test(asked: Any) -> Test:
    if not isinstance(asked, Mapping):
        return _equals(asked)
    tests = tuple(_TESTS[word](operand) for word, operand in asked.items())
    return lambda value: all(test(value) for test in tests)


def _equals(asked: Any) -> Test:
    """One of the given values; a blank cell equals nothing."""
    options = asked if isinstance(asked, list) else [asked]
    words = frozenset(_word(option) for option in options)
    numbers = frozenset(exact(option) for option in options if _is_number(option))
    return lambda value: value in numbers if isinstance(value, Fraction) else value in words


def _word(option: Any) -> str:
    return str(option).lower() if isinstance(option, bool) else str(option)


def _is_number(option: Any) -> bool:
    return isinstance(option, int | float) and not isinstance(option, bool)


def _limit(holds: Callable[[Fraction, Fraction], bool]) -> Callable[[Any], Test]:
    def against(operand: Any) -> Test:
        edge = exact(operand)
        return lambda value: isinstance(value, Fraction) and holds(value, edge)

    return against


def _differs(asked: Any) -> Test:
    """A value that is none of these; a blank cell passes, ask for `blank: false` to keep it out."""
    equal = _equals(asked)
    return lambda value: not equal(value)


def limited_columns(where: Mapping[str, Any]) -> Sequence[str]:
    """Columns that are compared by size and so must hold numbers."""
    return [
        column
        for column, asked in where.items()
        if isinstance(asked, Mapping) and {"at_most", "at_least", "above", "below"} & set(asked)
    ]


_TESTS: Mapping[str, Callable[[Any], Test]] = MappingProxyType(
    {
        "at_most": _limit(lambda value, edge: value <= edge),
        "at_least": _limit(lambda value, edge: value >= edge),
        "above": _limit(lambda value, edge: value > edge),
        "below": _limit(lambda value, edge: value < edge),
        "not": _differs,
        "blank": lambda wanted: lambda value: (value is None) is wanted,
    }
)
