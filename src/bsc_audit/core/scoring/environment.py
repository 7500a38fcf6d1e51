"""What conditions see: measured values, scores and trends of one assessment, by operand path."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.expressions import Path, Value
from bsc_audit.core.methods.intervals import Z_95
from bsc_audit.core.scoring.model import DerivedValue, Measured, ScoredIndicator, ScoredNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """The environment of a condition. Mappings may still grow while the tree is scored."""

    measured: Mapping[str, Measured]
    derived: Mapping[str, DerivedValue]
    indicators: Mapping[str, ScoredIndicator]
    nodes: Mapping[str, ScoredNode]
    facts: Mapping[str, Value] = field(default_factory=dict)  # words of one place, and what cases set

    def with_facts(self, facts: Mapping[str, Value]) -> "Values":
        """The same values with further words, which outrank those known so far."""
        return replace(self, facts={**self.facts, **facts})

    def value(self, path: Path) -> Value:
        """Value of an operand; None when it is missing."""
        name = ".".join(path)
        if name in self.facts:
            return self.facts[name]
        if len(path) == 1:
            return self._plain(path[0])
        return self._of(*path)

    def _plain(self, name: str) -> Value:
        if name in self.measured:
            return self.measured[name].value
        return self.derived[name].value if name in self.derived else None

    def _of(self, word: str, name: str) -> Value:
        if name in self.nodes and word in OF_NODE:
            return OF_NODE[word](self.nodes[name])
        if word == "score":
            return self.indicators[name].score if name in self.indicators else None
        if name in self.measured and word in OF_MEASURED:
            return OF_MEASURED[word](self.measured[name])
        if name in self.derived and word in ("value", "n"):
            derived = self.derived[name]
            return derived.value if word == "value" else _count(derived.n)
        return None


def _count(n: int | None) -> Fraction | None:
    return None if n is None else Fraction(n)


def _trend(measured: Measured) -> str | None:
    return str(measured.trend.kind) if measured.trend else None


def _movement(measured: Measured) -> str | None:
    return str(measured.moved.movement) if measured.moved else None


def _margin(measured: Measured) -> float | None:
    return None if measured.standard_error is None else Z_95 * measured.standard_error


OF_NODE: Mapping[str, Callable[[ScoredNode], Value]] = MappingProxyType(
    {
        "score": lambda node: node.score,
        "coverage": lambda node: node.coverage,
        "not_applicable_share": lambda node: node.not_applicable_share,
    }
)
OF_MEASURED: Mapping[str, Callable[[Measured], Value]] = MappingProxyType(
    {
        "value": lambda measured: measured.value,
        "trend": _trend,
        "movement": _movement,
        "change": lambda measured: measured.moved.change if measured.moved else None,
        "change_margin": lambda measured: measured.moved.margin if measured.moved else None,
        "margin": _margin,
        "target": lambda measured: measured.target,
        "baseline": lambda measured: measured.baseline,
        "n": lambda measured: _count(measured.n),
    }
)
