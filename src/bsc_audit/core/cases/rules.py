"""Cases of single rules: operands given by path, one expected outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bsc_audit.core.cases.model import CaseResult
from bsc_audit.core.documents import Document
from bsc_audit.core.expressions import Path, Value
from bsc_audit.core.quantities import exact
from bsc_audit.core.ruleset.model import Rule, Ruleset
from bsc_audit.core.ruleset.reading import path_of

ON_THE_EDGE = "on the edge"
FOUND, ABSENT, UNDETERMINED = "found", "absent", "undetermined"


def value_of(raw: Any) -> Value:
    """A value as a case writes it: numbers exactly, words and truth values as they are, null missing."""
    if isinstance(raw, bool) or raw is None or isinstance(raw, str):
        return raw
    return exact(raw)


@dataclass(frozen=True, slots=True)
class Given:
    """The environment of a rule case: what it states, and scores that follow from stated values."""

    ruleset: Ruleset
    values: Mapping[Path, Value]

    def value(self, path: Path) -> Value:
        """Value of an operand; None when the case leaves it out."""
        if path in self.values:
            return self.values[path]
        if path[0] == "value":
            return self.values.get(path[1:])
        return self._scored(path[1]) if path[0] == "score" and len(path) == 2 else None

    def _scored(self, name: str) -> Value:
        indicator = self.ruleset.indicators.get(name)
        value = self.values.get((name,))
        if indicator is None or indicator.normaliser is None or not isinstance(value, Fraction):
            return None
        return indicator.normaliser.score(value)


@dataclass(frozen=True, slots=True)
class RuleCase:
    """One case that was run, and which outcomes of its rule it shows."""

    result: CaseResult
    rule: str
    shows: frozenset[str]


def run_rule_case(ruleset: Ruleset, document: Document, rule: Rule, name: str, data: Mapping[str, Any]) -> RuleCase:
    """Run one case of a rule."""
    given = {path_of(word): value_of(raw) for word, raw in data["given"].items()}
    environment = Given(ruleset, given)
    verdict = rule.when.evaluate(environment)
    outcome = UNDETERMINED if verdict is None else FOUND if verdict is True else ABSENT
    path = ("cases", name)
    strange = [word for word in given if word not in rule.when.operands and not _feeds(word, rule)]
    failures = [f"{'.'.join(word)} is given, but the rule does not use it" for word in strange]
    if outcome != data["expect"]:
        failures.append(f"expected {data['expect']}, came {outcome}")
    shows = {outcome} | ({ON_THE_EDGE} if _on_the_edge(rule, environment) else set())
    result = CaseResult(name=name, of=rule.id, where=document.where_key(path), failures=tuple(failures))
    return RuleCase(result, rule.id, frozenset(shows) if not failures else frozenset())


def _feeds(path: Path, rule: Rule) -> bool:
    """Whether a stated value stands for a score, or a score, that the rule uses."""
    return len(path) == 1 and (("score", path[0]) in rule.when.operands or ("value", path[0]) in rule.when.operands)


def _on_the_edge(rule: Rule, environment: Given) -> bool:
    """Whether some comparison of numbers holds with equality."""
    for comparison in rule.when.comparisons():
        left, right = comparison.left.evaluate(environment), comparison.right.evaluate(environment)
        if left is not None and left == right:
            return True
    return False


def outcomes_wanted(rule: Rule) -> tuple[str, ...]:
    """What the cases of a rule should show; rules that compare words only have no edge."""
    edge = (ON_THE_EDGE,) if rule.when.comparisons() else ()
    return (FOUND, *edge, ABSENT, UNDETERMINED)
