"""From scorecard and findings to a recommendation: gates in order, then the best award that is reached."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.decision.model import AwardResult, GateResult, Recommendation
from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.expressions import NOTHING, Comparison, Expression, Path, Value
from bsc_audit.core.findings.derive import values_of
from bsc_audit.core.findings.model import Findings
from bsc_audit.core.findings.rules import truth_of
from bsc_audit.core.findings.text import known_title, number_text, of, operand_text
from bsc_audit.core.quantities import round_half_up
from bsc_audit.core.ruleset.decision import EACH
from bsc_audit.core.ruleset.model import Award, Gate, Requirement, Ruleset
from bsc_audit.core.said import NBSP, capital, joined, listed, say
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.scoring.model import Scorecard
from bsc_audit.core.vocabulary import Conformity, Truth, Verdict


@dataclass(frozen=True, slots=True)
class Rounded:
    """Scores as the decision sees them: rounded half up before they are compared; `each` names one node."""

    values: Values
    digits: int
    node: str | None = None

    def value(self, path: Path) -> Value:
        """Value of an operand."""
        actual = (*path[:-1], self.node) if self.node and path[-1] == EACH else path
        value = self.values.value(actual)
        if actual[0] == "score" and isinstance(value, Fraction):
            return round_half_up(value, self.digits)
        return value


def decide(ruleset: Ruleset, evidence: Evidence, scorecard: Scorecard, findings: Findings) -> Recommendation:
    """What the engine recommends. The decision itself is a named person's."""
    root = scorecard.nodes[scorecard.root]
    facts: dict[str, Value] = {
        "open_majors": Fraction(len(findings.open(Conformity.MAJOR))),
        "open_minors": Fraction(len(findings.open(Conformity.MINOR))),
        "falsified": Fraction(len(evidence.remarks.falsified)),
        "verified_share": root.verified_share,
        "kind": str(evidence.engagement.kind),
    }
    return recommend(ruleset, scorecard, facts)


def recommend(ruleset: Ruleset, scorecard: Scorecard, facts: dict[str, Value]) -> Recommendation:
    """Apply the decision table to scores and facts.

    Args:
        facts: open_majors, open_minors, falsified, verified_share, kind; any operand path may be set here.
    """
    values = values_of(scorecard).with_facts(facts)
    gates = tuple(_gate(ruleset, gate, values) for gate in ruleset.decision.gates)
    awards = tuple(_award(ruleset, award, values) for award in ruleset.decision.awards)
    verdict, award, decisive = _verdict(ruleset, gates, awards, values)
    conditional = verdict is Verdict.RECOMMEND_WITH_CONDITIONS
    overall = Rounded(values, ruleset.decision.digits).value(("score", scorecard.root))
    return Recommendation(
        verdict=verdict,
        award=award.id if award else None,
        award_title=award.title if award else "",
        overall=overall if isinstance(overall, Fraction) else None,
        gates=gates,
        awards=awards,
        decisive=decisive,
        conditions=(ruleset.decision.conditions_say,) if conditional else (),
        validity_months=ruleset.decision.validity_months,
    )


def _verdict(
    ruleset: Ruleset, gates: Iterable[GateResult], awards: Iterable[AwardResult], values: Values
) -> tuple[Verdict, AwardResult | None, str]:
    table = ruleset.decision
    for gate, result in zip(table.gates, gates, strict=True):
        if result.truth is not Truth.TRUE:
            return gate.otherwise, None, _decisive(result)
    tried = tuple(awards)
    reached = next((award for award in tried if award.reached), None)
    if reached is None:
        lowest = joined("; ", tried[-1].unmet) if tried else say("no award is declared")
        return table.otherwise, None, say("No award is reached: {unmet}.", unmet=lowest)
    above = tried[: tried.index(reached)]
    decisive: str = say("Every gate is passed and {award} is reached.", award=reached.title)
    if above:
        lacks = joined("; ", above[-1].unmet)
        decisive = joined(" ", (decisive, say("{award} is not reached: {unmet}.", award=above[-1].title, unmet=lacks)))
    rounded = Rounded(values, table.digits)
    if table.conditions_when is not None and table.conditions_when.evaluate(rounded) is True:
        return Verdict.RECOMMEND_WITH_CONDITIONS, reached, decisive
    return Verdict.RECOMMEND, reached, decisive


def _decisive(result: GateResult) -> str:
    if result.truth is Truth.UNDETERMINED:
        untold = say("It cannot be told whether this holds: {gate}.", gate=result.title)
        return joined(" ", (untold, _sentence(result.detail)))
    return joined(" ", (result.says, _sentence(result.detail)))


def _sentence(text: str) -> str:
    return joined("", (capital(text), "."))


def _gate(ruleset: Ruleset, gate: Gate, values: Values) -> GateResult:
    outcomes = [(need, _ask(ruleset, need, values)) for need in gate.needs]
    failing = [need for need, truth in outcomes if truth is Truth.FALSE]
    unknown = [need for need, truth in outcomes if truth is Truth.UNDETERMINED]
    truth = Truth.FALSE if failing else Truth.UNDETERMINED if unknown else Truth.TRUE
    shown = failing or unknown or gate.needs
    detail = joined("; ", judged(ruleset, shown, values))
    return GateResult(id=gate.id, title=gate.title, truth=truth, says=gate.says, detail=detail)


def _award(ruleset: Ruleset, award: Award, values: Values) -> AwardResult:
    unmet = [need for need in award.needs if _ask(ruleset, need, values) is not Truth.TRUE]
    return AwardResult(
        id=award.id,
        title=award.title,
        reached=not unmet,
        unmet=judged(ruleset, unmet, values),
        threshold=award.threshold,
    )


def _ask(ruleset: Ruleset, need: Requirement, values: Values) -> Truth:
    return truth_of(need.when.evaluate(Rounded(values, ruleset.decision.digits, need.node)))


def judged(ruleset: Ruleset, needs: Sequence[Requirement], values: Values) -> tuple[str, ...]:
    """Requirements with the numbers they were judged on, those of one condition together.

    As in: Client 69.56, Operational 56.07 (needed: at least 80).
    """
    alike: dict[str, list[Requirement]] = {}
    for need in needs:
        alike.setdefault(need.when.text, []).append(need)
    return tuple(_together(ruleset, group, values) for group in alike.values())


def _together(ruleset: Ruleset, needs: Sequence[Requirement], values: Values) -> str:
    shown: dict[str, None] = {}
    for need in needs:
        rounded = Rounded(values, ruleset.decision.digits, need.node)
        for path in need.when.operands:
            shown[joined(" ", (_name(ruleset, path, need.node), _value(ruleset, path, rounded.value(path))))] = None
    limits = _limits(ruleset, needs[0].when)
    values_shown = joined(", ", shown)
    return say("{values} (needed: {limits})", values=values_shown, limits=limits) if limits else values_shown


def _limits(ruleset: Ruleset, when: Expression) -> str:
    """What a plain condition asks for, in words; "" for one with alternatives, which its title must say."""
    plain = [c for c in when.comparisons() if len(c.left.operands) == 1 and not c.right.operands]
    if any(word in when.text for word in ("||", "?", "has(")) or len(plain) < len(when.operands):
        return ""
    if len(plain) == 1:
        return _limit(ruleset, plain[0])
    return listed([joined(" ", (_name(ruleset, c.left.operands[0], None), _limit(ruleset, c))) for c in plain])


def _limit(ruleset: Ruleset, asked: Comparison) -> str:
    return say(str(WORDS[asked.op]), value=_value(ruleset, asked.left.operands[0], asked.right.evaluate(NOTHING)))


def _name(ruleset: Ruleset, path: Path, node: str | None) -> str:
    name = node if node and path[-1] == EACH else path[-1]
    title = known_title(ruleset, name)
    return title if path[0] == "score" or len(path) == 1 else of(path[0], title)


def _value(ruleset: Ruleset, path: Path, value: Value) -> str:
    if path[0] == "score" and isinstance(value, Fraction):
        whole = value.denominator == 1
        return number_text(value, 0 if whole else ruleset.decision.digits)
    if path[0] in ("verified_share", "coverage", "not_applicable_share") and isinstance(value, Fraction):
        return joined(NBSP, (number_text(100 * value), "%"))
    if len(path) == 1 and isinstance(value, Fraction):
        return number_text(value, 0) if value.denominator == 1 else number_text(value, 2)
    return operand_text(ruleset, path, value)


WORDS: Mapping[str, str] = MappingProxyType(
    {
        ">=": say("at least {value}"),
        ">": say("more than {value}"),
        "<=": say("at most {value}"),
        "<": say("less than {value}"),
        "==": say("exactly {value}"),
        "!=": say("other than {value}"),
    }
)
