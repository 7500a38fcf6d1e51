"""The source being written: lines of one function, numbers spelled exactly."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

INDENT = "    "


@dataclass(slots=True)
class Source:
    """Lines of a function body, and what floats could not decide in them."""

    lines: list[str] = field(default_factory=list)
    close_calls: list[str] = field(default_factory=list)  # boolean source over variables that are never reused

    def add(self, *lines: str, depth: int = 0) -> None:
        """Lines at a depth below the function's body."""
        self.lines.extend(f"{INDENT * (depth + 1)}{line}" for line in lines)


def indented(lines: Iterable[str]) -> list[str]:
    """The lines one level deeper."""
    return [INDENT + line for line in lines]


def literal(number: Fraction) -> str:
    """A number as the float nearest to it, in brackets when it is negative."""
    text = repr(float(number))
    return f"({text})" if number < 0 else text


def total(terms: Iterable[str]) -> str:
    """A sum, left to right; 0.0 of nothing."""
    return " + ".join(terms) or "0.0"
