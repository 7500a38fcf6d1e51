"""What a condition talks about: kinds and units of operands, and the two things its caller supplies."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

Path = tuple[str, ...]  # ("csat",) or ("score", "CLI-13")
Value = Fraction | float | str | bool | None  # None: missing as an operand, undetermined as a result


class Kind(StrEnum):
    """What sort of value an expression has."""

    NUMBER = "number"
    TEXT = "text"
    BOOL = "truth value"


@dataclass(frozen=True, slots=True)
class Type:
    """Kind of a value, with what narrows it."""

    kind: Kind
    unit: str | None = None  # of a number; "" is a pure number, None fits any unit
    words: frozenset[str] | None = None  # closed list a text comes from; None: any text


class Scope(Protocol):
    """What names mean; supplied by the ruleset compiler."""

    def type_of(self, path: Path) -> Type | None:
        """Type of an operand; None when there is no such operand."""

    def suggestions(self, path: Path) -> Iterable[str]:
        """Last parts of the names known beside `path`, for *did you mean*."""


class Environment(Protocol):
    """The values of one assessment."""

    def value(self, path: Path) -> Value:
        """Value of an operand, None when it is missing. Exact numbers are `Fraction`, measured ones `float`."""


class _Nothing:
    def value(self, path: Path) -> None:
        """No operand is known."""


NOTHING: Environment = _Nothing()  # for expressions that need no operand
