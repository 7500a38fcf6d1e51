"""What an answer type is: how an item of it is declared, how its answers are read, and what they earn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Protocol

Value = str | Fraction | tuple[Fraction, Fraction]  # a word, a number, or (importance, satisfaction)
Bands = tuple[tuple[Fraction | None, Fraction], ...]  # (up to, score 0..100); the last is open


class Declared(Protocol):
    """What an answer type needs to know of the item it belongs to; a questionnaire's Item is one."""

    @property
    def points(self) -> int | None:
        """The highest answer of a scale or rating."""
        ...

    @property
    def bands(self) -> Bands:
        """What a number earns."""
        ...

    @property
    def choices(self) -> Mapping[str, str]:
        """The words one may choose from, with what they say."""
        ...


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that cannot be read; `message` completes the sentence 'the answer ...'."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerType:
    """One way to answer a question."""

    name: str
    title: str
    explains: str  # one sentence for the documentation and the form
    read: Callable[[Declared, Any], Value | Refused]
    credit: Callable[[Declared, Value], Fraction | None]  # 0..1; None: not scored
    scored: bool  # whether its answers can earn anything, so that an item of it has a weight
    fields: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))  # JSON Schema of its own keys
    required: tuple[str, ...] = ()  # own keys an item cannot do without


def not_scored(item: Declared, value: Value) -> Fraction | None:  # noqa: ARG001 - the signature of credit
    """The credit of an answer that is reported and never scored."""
    return None
