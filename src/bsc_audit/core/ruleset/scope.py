"""What the names in a ruleset's conditions mean: their kinds, units and word lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bsc_audit.core.expressions import Kind, Path, Type
from bsc_audit.core.vocabulary import AssessmentKind, Grade, Movement, Trend

SCORE = Type(Kind.NUMBER, "score")
SHARE = Type(Kind.NUMBER, "")  # 0..1
COUNT = Type(Kind.NUMBER, "")
TRUTH = Type(Kind.BOOL)
_TREND = Type(Kind.TEXT, words=frozenset(str(word) for word in Trend))
_MOVEMENT = Type(Kind.TEXT, words=frozenset(str(word) for word in Movement))

# What may be asked of an indicator besides its value; None stands for the indicator's own unit.
OF_INDICATOR: Mapping[str, Type | None] = {
    "value": None,
    "score": SCORE,
    "trend": _TREND,
    "movement": _MOVEMENT,
    "change": None,
    "change_margin": None,
    "margin": None,
    "target": None,
    "baseline": None,
    "n": COUNT,
}
OF_NODE: Mapping[str, Type] = {"score": SCORE, "coverage": SHARE, "not_applicable_share": SHARE}
OF_DERIVED: Mapping[str, Type | None] = {"value": None, "n": COUNT}


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesetScope:
    """Names of indicators, derived values and nodes; `local` are words of one place only."""

    values: Mapping[str, Type]  # indicators and derived values
    indicators: frozenset[str]
    nodes: frozenset[str]
    local: Mapping[str, Type]

    def type_of(self, path: Path) -> Type | None:
        """Type of an operand; None when there is no such operand."""
        if len(path) == 1:
            return self.local.get(path[0]) or self.values.get(path[0])
        if len(path) != 2:
            return None
        return self._of(*path)

    def _of(self, word: str, name: str) -> Type | None:
        if name in self.nodes and word in OF_NODE:
            return OF_NODE[word]
        table = OF_INDICATOR if name in self.indicators else OF_DERIVED
        if name in self.values and word in table:
            return table[word] or self.values[name]
        return None

    def suggestions(self, path: Path) -> Iterable[str]:
        """Names known beside `path`."""
        if len(path) == 1:
            return (*self.local, *self.values, *OF_INDICATOR, *OF_NODE)
        if path[0] in OF_NODE:
            return (*self.nodes, *self.values)
        return tuple(self.values) if path[0] in OF_INDICATOR else ()


GRADING_WORDS: Mapping[str, Type] = {
    "score": SCORE,
    "weight": COUNT,
    "critical": TRUTH,
    "grade": Type(Kind.TEXT, words=frozenset(str(grade) for grade in Grade)),
    "n": COUNT,
    "low": Type(Kind.NUMBER),
    "fatal_items": COUNT,
    "trend": _TREND,
    "kind": Type(Kind.TEXT),
}
DECISION_WORDS: Mapping[str, Type] = {
    "open_majors": COUNT,
    "open_minors": COUNT,
    "falsified": COUNT,  # pieces of evidence
    "verified_share": SHARE,
    "kind": Type(Kind.TEXT, words=frozenset(str(kind) for kind in AssessmentKind)),
}
HYGIENE_WORDS: Mapping[str, Type] = {
    **dict.fromkeys(("submitted", "scored", "used", "has_owner", "has_target", "has_baseline", "has_frequency", "has_use", "has_counterpart", "needs_counterpart", "target_is_worse_than_baseline"), TRUTH),
    **dict.fromkeys(("age_days", "every_days", "n", "minimum_n"), COUNT),
}  # fmt: skip
