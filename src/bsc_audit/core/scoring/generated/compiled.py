"""A ruleset turned into one Python function over a vector of floats, and what it gives back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bsc_audit.core.expressions import Expression
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.generated.criteria import write_criterion
from bsc_audit.core.scoring.generated.groups import write_group
from bsc_audit.core.scoring.generated.judging import rule_source, write_decision
from bsc_audit.core.scoring.generated.leaves import write_indicator
from bsc_audit.core.scoring.generated.runtime import NAMES
from bsc_audit.core.scoring.generated.slots import Slot
from bsc_audit.core.scoring.generated.state import Writer
from bsc_audit.core.vocabulary import Truth, Verdict

Result = tuple[tuple[float, ...], tuple[Truth, ...], tuple[float, ...], int, bool]


@dataclass(frozen=True, slots=True)
class FastResult:
    """One assessment scored in floats."""

    nodes: Sequence[float]  # beside CompiledScoring.nodes: NaN not assessed, infinite not applicable
    findings: Sequence[Truth]  # beside CompiledScoring.rules
    coverage: Sequence[float]  # beside CompiledScoring.groups: 0..1, NaN when nothing applies
    outcome: int  # place in CompiledScoring.outcomes
    near_tie: bool  # a comparison is too close for floats: only the exact interpreter may decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the decision table may recommend."""

    verdict: Verdict
    award: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledScoring:
    """Generated scoring of one ruleset. Keep it by the ruleset's digest and profile: writing it takes a while."""

    ruleset: Ruleset
    slots: tuple[Slot, ...]
    nodes: tuple[str, ...]  # groups, then criteria
    groups: tuple[str, ...]
    rules: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    source: str
    function: Callable[[Sequence[float | str]], Result]

    def score(self, vector: Sequence[float | str]) -> FastResult:
        """Score one assessment.

        Args:
            vector: one value for each slot, in the order of `slots`.

        Raises:
            ValueError: the vector has another length.
        """
        return FastResult(*self.function(vector))


def compile_scoring(ruleset: Ruleset) -> CompiledScoring:
    """Write and compile the scoring of a ruleset."""
    writer = Writer(ruleset=ruleset)
    _write(writer)
    source = _function(writer)
    scope: dict[str, Callable[[Sequence[float | str]], Result]] = {}
    exec(compile(source, f"<scoring of {ruleset.id} {ruleset.version}>", "exec"), dict(NAMES), scope)
    return CompiledScoring(
        ruleset=ruleset,
        slots=tuple(writer.book.places),
        nodes=(*ruleset.groups, *ruleset.criteria),
        groups=tuple(ruleset.groups),
        rules=tuple(rule.id for rule in ruleset.rules),
        outcomes=outcomes_of(ruleset),
        source=source,
        function=scope["score"],
    )


def outcomes_of(ruleset: Ruleset) -> tuple[Outcome, ...]:
    """Everything the decision table can say: each gate's refusal, each award without and with conditions, neither."""
    table = ruleset.decision
    gates = [Outcome(verdict=gate.otherwise, award=None) for gate in table.gates]
    words = (Verdict.RECOMMEND, Verdict.RECOMMEND_WITH_CONDITIONS)
    awards = [Outcome(verdict=verdict, award=award.id) for award in table.awards for verdict in words]
    return (*gates, *awards, Outcome(verdict=table.otherwise, award=None))


def _write(writer: Writer) -> None:
    ruleset = writer.ruleset
    scored = set(_scored_names(ruleset))
    for indicator in ruleset.indicators.values():
        if indicator.id in scored:
            write_indicator(writer, indicator)
    for criterion in ruleset.criteria.values():
        write_criterion(writer, criterion)
    for group in reversed(tuple(ruleset.groups.values())):
        write_group(writer, group)


def _scored_names(ruleset: Ruleset) -> Iterator[str]:
    """Names whose score matters: indicators of a criterion, and whatever conditions ask the score of."""
    for criterion in ruleset.criteria.values():
        yield from (member.id for member in criterion.indicators)
    for condition in _conditions(ruleset):
        yield from (path[-1] for path in condition.operands if path[0] == "score")


def _conditions(ruleset: Ruleset) -> Iterator[Expression]:
    yield from (rule.when for rule in ruleset.rules)
    tables: Sequence[Mapping[str, object]] = (ruleset.indicators, ruleset.criteria, ruleset.groups)
    yield from (cap.when for table in tables for node in table.values() for cap in getattr(node, "caps", ()))
    yield from (need.when for gate in ruleset.decision.gates for need in gate.needs)
    yield from (need.when for award in ruleset.decision.awards for need in award.needs)


def _function(writer: Writer) -> str:
    rules = "".join(f"{rule_source(writer, rule)}, " for rule in writer.ruleset.rules)
    write_decision(writer)
    ruleset, nodes = writer.ruleset, writer.nodes
    scores = "".join(f"{nodes[name].score}, " for name in (*ruleset.groups, *ruleset.criteria))
    coverage = "".join(f"{nodes[name].coverage}, " for name in ruleset.groups)
    near = " or ".join(dict.fromkeys(writer.source.close_calls)) or "False"
    writer.source.add(f"return ({scores}), ({rules}), ({coverage}), outcome, {near}")
    unpacked = "".join(f"v{place}, " for place in range(len(writer.book.places)))
    body = [f"    ({unpacked}) = vector", *writer.source.lines]
    return "\n".join(["def score(vector):", *body, ""])
