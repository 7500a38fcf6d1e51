"""Scorecard hygiene: is the organisation steering by the right figures, and are they in order?"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from bsc_audit.core.catalogue import CATALOGUE
from bsc_audit.core.evidence.model import Evidence, ScorecardEntry
from bsc_audit.core.expressions import Path, Value
from bsc_audit.core.findings.model import Finding, Operand
from bsc_audit.core.findings.text import fill, number_text
from bsc_audit.core.ruleset.finding_ids import hygiene_id
from bsc_audit.core.ruleset.model import HygieneRule, Indicator, Ruleset
from bsc_audit.core.ruleset.schema import FREQUENCIES
from bsc_audit.core.said import joined, say
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.vocabulary import Direction, FindingKind

NOTHING = ScorecardEntry()


def check_hygiene(ruleset: Ruleset, evidence: Evidence, values: Values) -> tuple[Finding, ...]:
    """One observation for each check that some metric fails, naming every such metric."""
    used = used_names(ruleset)
    metrics = [
        (indicator, facts(indicator, evidence, values, used=indicator.id in used))
        for indicator in ruleset.indicators.values()
        if indicator.kind in CATALOGUE.metric_kinds and _known(indicator, evidence)
    ]
    found = (_check(ruleset, rule, metrics) for rule in ruleset.hygiene)
    return tuple(finding for finding in found if finding is not None)


def _known(indicator: Indicator, evidence: Evidence) -> bool:
    return indicator.id in evidence.observations or indicator.id in evidence.scorecard


def facts(indicator: Indicator, evidence: Evidence, values: Values, *, used: bool) -> Values:
    """The environment of hygiene conditions for one metric."""
    entry = evidence.scorecard.get(indicator.id, NOTHING)
    observations = evidence.observations.get(indicator.id, ())
    measured, scored = values.measured[indicator.id], values.indicators[indicator.id]
    last = max((observation.period.end for observation in observations), default=None)
    every = entry.every or indicator.every or ""
    local: dict[str, Value] = {
        "submitted": bool(observations),
        "scored": scored.score is not None,
        "used": used,
        "has_owner": bool(entry.owner),
        "has_target": entry.target is not None,
        "has_baseline": entry.baseline is not None,
        "has_frequency": bool(entry.every),
        "has_use": bool(entry.use),
        "has_counterpart": bool(entry.counterpart or _counterpart_known(indicator, values)),
        "needs_counterpart": indicator.counterpart is not None,
        "target_is_worse_than_baseline": _worse(indicator, entry),
        "age_days": Fraction((evidence.engagement.as_of - last).days) if last else None,
        "every_days": Fraction(FREQUENCIES[every]) if every in FREQUENCIES else None,
        "n": Fraction(measured.n) if measured.n is not None else None,
        "minimum_n": Fraction(indicator.minimum_n) if indicator.minimum_n is not None else None,
    }
    return values.with_facts(local)


def _counterpart_known(indicator: Indicator, values: Values) -> bool:
    """Whether the counterpart the ruleset names was measured, by whatever evidence."""
    counterpart = values.measured.get(indicator.counterpart or "")
    return counterpart is not None and counterpart.value is not None


def _worse(indicator: Indicator, entry: ScorecardEntry) -> bool | None:
    if entry.target is None or entry.baseline is None or indicator.better in (None, Direction.BAND):
        return None
    if indicator.better is Direction.HIGHER:
        return entry.target < entry.baseline
    return entry.target > entry.baseline


def used_names(ruleset: Ruleset) -> frozenset[str]:
    """Indicators that a criterion, a rule or a derived value uses."""
    by_criteria = {member.id for criterion in ruleset.criteria.values() for member in criterion.indicators}
    by_rules = {path[-1] for rule in ruleset.rules for path in rule.when.operands}
    by_derived = {name for derived in ruleset.derived.values() for name in derived.of}
    return frozenset(by_criteria | by_rules | by_derived)


def _check(ruleset: Ruleset, rule: HygieneRule, metrics: Sequence[tuple[Indicator, Values]]) -> Finding | None:
    failing = [(indicator, local) for indicator, local in metrics if rule.when.evaluate(local) is True]
    if not failing:
        return None
    statements = [fill(rule.says, _shown(indicator, local)) for indicator, local in failing]
    names = {indicator.id for indicator, _ in failing}
    return Finding(
        id=hygiene_id(rule.id),
        kind=FindingKind.OBSERVATION,
        title=rule.title,
        statement=joined(" ", statements),
        recommendation=rule.advise,
        effort="small",
        origin="hygiene",
        rule=rule.when.text,
        operands=tuple(
            Operand(path=indicator.id, title=indicator.title, value=None, text=text)
            for (indicator, _), text in zip(failing, statements, strict=True)
        ),
        criteria=tuple(c.id for c in ruleset.criteria.values() if names & {member.id for member in c.indicators}),
        evidence=(),
        theme="scorecard",
    )


def _shown(indicator: Indicator, local: Values) -> Callable[[Path], str]:
    def show(path: Path) -> str:
        if path == ("metric",):
            return indicator.title
        value = local.value(path)
        text = number_text(value, 0) if isinstance(value, Fraction) else str(value)
        return say("{number}\u00a0days", number=text) if path[0].endswith("_days") else text

    return show
