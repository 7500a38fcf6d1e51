"""Finding rules: every rule is asked, and every answer is kept, the undetermined ones with what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bsc_audit.core.expressions import Path
from bsc_audit.core.findings.model import Finding, Operand, RuleResult
from bsc_audit.core.findings.risk import confidence_of, likelihood_of_rule, rate
from bsc_audit.core.findings.text import fill, operand_text, operand_title
from bsc_audit.core.ruleset.model import Rule, Ruleset
from bsc_audit.core.said import joined, say
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.vocabulary import Confidence, Truth

_ORDER = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


@dataclass(frozen=True, slots=True)
class Asked:
    """One rule's outcome and the finding it wrote, if any."""

    result: RuleResult
    finding: Finding | None


def ask(ruleset: Ruleset, rule: Rule, values: Values) -> Asked:
    """Evaluate one rule and write its finding when it is true."""
    truth = truth_of(rule.when.evaluate(values))
    decisive = rule.when.decisive(values)
    shown = rule.when.operands if truth is Truth.TRUE else decisive
    operands = tuple(operand(ruleset, path, values) for path in shown)
    result = RuleResult(
        rule=rule.id,
        kind=rule.kind,
        title=rule.title,
        truth=truth,
        condition=rule.when.text,
        operands=operands,
        missing=tuple(".".join(path) for path in decisive) if truth is Truth.UNDETERMINED else (),
    )
    return Asked(result, _finding(ruleset, rule, values, operands) if truth is Truth.TRUE else None)


def truth_of(verdict: object) -> Truth:
    """A condition's value as one of three words."""
    if verdict is None:
        return Truth.UNDETERMINED
    return Truth.TRUE if verdict is True else Truth.FALSE


def operand(ruleset: Ruleset, path: Path, values: Values) -> Operand:
    """One operand as a reader can look it up."""
    value = values.value(path)
    measured = values.measured.get(path[-1])
    derived = values.derived.get(path[-1])
    exact = value if not isinstance(value, float) else None
    return Operand(
        path=".".join(path),
        title=operand_title(ruleset, path),
        value=exact,
        text=operand_text(ruleset, path, value),
        n=measured.n if measured else derived.n if derived else None,
        evidence=measured.evidence if measured else (),
    )


def _finding(ruleset: Ruleset, rule: Rule, values: Values, operands: Sequence[Operand]) -> Finding:
    def show(path: Path) -> str:
        return operand_text(ruleset, path, values.value(path))

    likelihood, certain, source = likelihood_of_rule(ruleset, rule.likelihood, rule.when.operands, values)
    confidence, note = least_confidence(ruleset, rule.when.operands, values)
    severity = rule.severity
    return Finding(
        id=rule.id,
        kind=rule.kind,
        title=rule.title,
        statement=fill(rule.says, show),
        recommendation=fill(rule.advise, show),
        effort=rule.effort,
        origin="rule",
        rule=rule.when.text,
        operands=tuple(operands),
        criteria=rule.criteria,
        evidence=tuple(sorted({name for one in operands for name in one.evidence})),
        theme=rule.theme,
        risk=rate(ruleset.risk, severity, likelihood, certain, source) if severity is not None else None,
        confidence=confidence,
        confidence_note=note,
    )


def least_confidence(ruleset: Ruleset, paths: Iterable[Path], values: Values) -> tuple[Confidence, str]:
    """A finding is as certain as its least certain operand; the note names it."""
    measured = [values.measured[path[-1]] for path in paths if path[-1] in values.measured]
    rated = [(confidence_of(ruleset, one), one) for one in measured if one.value is not None]
    if not rated:
        return Confidence.HIGH, ""
    worst, weakest = min(rated, key=lambda pair: _ORDER.index(pair[0]))
    if worst is not Confidence.LOW:
        return worst, ""
    count = say("n = {count}", count=weakest.n) if weakest.n is not None else say("n unknown")
    return worst, joined(": ", (ruleset.title_of(weakest.indicator), count))
