"""Criterion-level findings: what each score means by the declared thresholds, and what several of them add up to."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.expressions import Value
from bsc_audit.core.findings.before import Before, looks_no_further
from bsc_audit.core.findings.model import Finding, Operand
from bsc_audit.core.findings.risk import NOTHING_MEASURED, likelihood_of_indicator, rate, severity
from bsc_audit.core.findings.rules import least_confidence
from bsc_audit.core.findings.text import FACTS, number_text, of, value_text
from bsc_audit.core.ruleset.finding_ids import together_id
from bsc_audit.core.ruleset.model import Criterion, Escalation, GradingRule, Ruleset
from bsc_audit.core.said import joined, say
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.scoring.measure import lowest
from bsc_audit.core.scoring.model import ScoredIndicator, ScoredNode
from bsc_audit.core.vocabulary import Confidence, FindingKind, State

GRADING = "grading"  # where these findings come from
RATED = frozenset(
    {
        FindingKind.RISK,
        FindingKind.WEAKNESS,
        FindingKind.NONCONFORMITY,
        FindingKind.OBSERVATION,
        FindingKind.OPPORTUNITY,
    }
)


def grade_criteria(
    ruleset: Ruleset, evidence: Evidence, values: Values, before: Before | None = None
) -> tuple[Finding, ...]:
    """Findings of all criteria, then what they amount to together."""
    if before is not None and not looks_no_further(ruleset, LOCAL_FACTS):
        before = None
    graded = [_graded(ruleset, criterion, evidence, values, before) for criterion in ruleset.criteria.values()]
    found = [finding for finding in graded if finding is not None]
    return (*found, *escalated(ruleset, found))


def _graded(
    ruleset: Ruleset, criterion: Criterion, evidence: Evidence, values: Values, before: Before | None
) -> Finding | None:
    if before is not None and before.holds(criterion, evidence, values):
        return before.graded.get(criterion.id)
    return grade(ruleset, criterion, evidence, values)


def grade(ruleset: Ruleset, criterion: Criterion, evidence: Evidence, values: Values) -> Finding | None:
    """The finding of one criterion; None when nothing is to be said of it."""
    node = values.nodes[criterion.id]
    if node.state is State.NOT_APPLICABLE:
        return None
    local = local_values(ruleset, criterion, evidence, values)
    if node.state is State.NOT_ASSESSED:
        return _not_assessed(ruleset, criterion, node, local)
    rule = next((rule for rule in ruleset.grading.rules if rule.when.evaluate(local) is True), None)
    if rule is None or rule.kind is None:
        return None
    return _finding(ruleset, criterion, node, rule, local, criterion.id in evidence.remarks.corrected)


def local_values(ruleset: Ruleset, criterion: Criterion, evidence: Evidence, values: Values) -> Values:
    """The environment of grading conditions for one criterion."""
    scored = [values.indicators[member.id] for member in criterion.indicators]
    counts = [one.measured.n for one in scored if one.measured.n is not None]
    trends = [one.measured.trend for one in scored if one.measured.trend]
    lows = [one.measured.interval.low for one in scored if one.measured.interval]
    facts: dict[str, Value] = {
        "score": values.nodes[criterion.id].score,
        "weight": criterion.weight,
        "critical": criterion.critical,
        "grade": str(lowest(one.measured.grade for one in scored if one.score is not None)),
        "kind": ruleset.indicators[criterion.indicators[0].id].kind,
        "n": Fraction(min(counts)) if counts else None,
        "low": min(lows, default=None),
        "trend": str(trends[0].kind) if trends else None,
        "fatal_items": Fraction(len(_confirmed_fatal(criterion, evidence, values))),
    }
    return values.with_facts(facts)


LOCAL_FACTS = frozenset({"score", "weight", "critical", "grade", "kind", "n", "low", "trend", "fatal_items"})


def _confirmed_fatal(criterion: Criterion, evidence: Evidence, values: Values) -> list[str]:
    """Failed fatal items a person confirmed: record id / item id."""
    records = [r for member in criterion.indicators for r in values.indicators[member.id].measured.records]
    failed = [f"{record.id}/{item}" for record in records for item in record.failed_fatal]
    return [name for name in failed if name in evidence.remarks.confirmed_fatal]


def _finding(
    ruleset: Ruleset, criterion: Criterion, node: ScoredNode, rule: GradingRule, local: Values, corrected: bool
) -> Finding:
    assert rule.kind is not None
    leading = local.indicators[criterion.indicators[0].id]
    likelihood, certain, source = likelihood_of_indicator(ruleset, leading)
    confidence, note = least_confidence(ruleset, [(member.id,) for member in criterion.indicators], local)
    rated = rule.kind in RATED
    return Finding(
        id=criterion.id,
        kind=rule.kind,
        title=criterion.title,
        statement=_statement(ruleset, node, rule, local),
        recommendation=criterion.advise if rated else "",
        effort=criterion.effort if rated else "",
        origin=GRADING,
        rule=rule.when.text,
        operands=_operands(rule, local),
        criteria=(criterion.id,),
        evidence=_evidence(criterion, local),
        theme=criterion.parent,
        conformity=rule.conformity,
        risk=rate(ruleset.risk, severity(ruleset.severity, local), likelihood, certain, source) if rated else None,
        confidence=confidence,
        confidence_note=note,
        corrected=corrected,
    )


def _statement(ruleset: Ruleset, node: ScoredNode, rule: GradingRule, local: Values) -> str:
    """What was found, in a reader's order: the value, its score, what it means, what held it down."""
    values = [_value(ruleset, local.indicators[member.id]) for member in node.members]
    found = joined("; ", filter(None, values))
    score = say("Scored {score} of 100.", score=number_text(node.score)) if node.score is not None else ""
    held = [cap.says for member in node.members for cap in local.indicators[member.id].caps]
    found = joined("", (found, ".")) if found else ""
    parts = (found, score, rule.says, *(cap.says for cap in node.caps), *dict.fromkeys(held))
    return joined(" ", filter(None, parts))


def _value(ruleset: Ruleset, scored: ScoredIndicator) -> str:
    """An indicator's value in words: a rubric's level with its text, a metric's value with its n."""
    measured, indicator = scored.measured, ruleset.indicators[scored.measured.indicator]
    if measured.value is None:
        return ""
    if indicator.levels:
        anchor = indicator.levels.get(int(measured.value), "").rstrip(" .:")
        level = say("Level {level} of 5", level=number_text(measured.value, 1 if measured.value.denominator > 1 else 0))
        return joined(": ", (level, anchor)) if anchor else level
    value = value_text(measured.value, measured.unit)
    if indicator.items:
        return say("{share} of what is asked is in place", share=value)
    measure = joined(": ", (indicator.title, value))
    if measured.n is None:
        return measure
    return joined(" ", (measure, say("(n = {count})", count=number_text(measured.n, 0))))


def _operands(rule: GradingRule, local: Values) -> tuple[Operand, ...]:
    shown = rule.when.decisive(local) or (("score",),)
    return tuple(_operand(path[0], local.value(path)) for path in shown)


def _operand(word: str, value: Value) -> Operand:
    text = number_text(value) if isinstance(value, Fraction) else _WORDS.get(str(value).lower(), str(value).lower())
    title = FACTS.get(word, word.replace("_", " "))
    return Operand(path=word, title=title, value=None if isinstance(value, float) else value, text=text)


def _evidence(criterion: Criterion, values: Values) -> tuple[str, ...]:
    names = {name for member in criterion.indicators for name in values.indicators[member.id].measured.evidence}
    return tuple(sorted(names))


def _not_assessed(ruleset: Ruleset, criterion: Criterion, node: ScoredNode, local: Values) -> Finding | None:
    kind = ruleset.grading.not_assessed_kind
    if kind is None:
        return None
    likelihood, level = ruleset.likelihood.otherwise, severity(ruleset.severity, local)
    reason = Operand(path=f"score.{criterion.id}", title=of("score", criterion.title), value=None, text=node.reason)
    return Finding(
        id=criterion.id,
        kind=kind,
        title=criterion.title,
        statement=ruleset.grading.not_assessed_says,
        recommendation=criterion.advise,
        effort=criterion.effort,
        origin=GRADING,
        rule=say("not assessed"),
        operands=(reason,),
        criteria=(criterion.id,),
        evidence=(),
        theme=criterion.parent,
        risk=rate(ruleset.risk, level, likelihood, Confidence.LOW, NOTHING_MEASURED),
        confidence=Confidence.LOW,
        confidence_note=node.reason,
    )


def escalated(ruleset: Ruleset, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What several lesser nonconformities in one place amount to; each counts once in every place it touches."""
    escalation = ruleset.grading.escalate
    if escalation is None:
        return ()
    inside: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.conformity is not escalation.conformity or finding.corrected:
            continue
        places = (ancestor(ruleset, criterion, escalation.within) for criterion in finding.criteria)
        for group in dict.fromkeys(filter(None, places)):
            inside.setdefault(group, []).append(finding)
    grave = {group: found for group, found in inside.items() if len(found) >= escalation.at_least}
    return tuple(_together(ruleset, escalation, group, found) for group, found in grave.items())


def ancestor(ruleset: Ruleset, criterion: str, kind: str) -> str | None:
    """The group of that kind above a criterion; None when there is none."""
    groups: Mapping[str, object] = ruleset.groups
    name = ruleset.criteria[criterion].parent if criterion in ruleset.criteria else None
    while name is not None and name in groups:
        if ruleset.groups[name].kind == kind:
            return name
        name = ruleset.groups[name].parent
    return None


def _together(ruleset: Ruleset, escalation: Escalation, group: str, found: Sequence[Finding]) -> Finding:
    title = ruleset.groups[group].title
    count, ids = len(found), tuple(finding.id for finding in found)
    within = _WORDS.get(escalation.within, escalation.within)
    gravest = max((finding.risk for finding in found if finding.risk), key=lambda risk: risk.rating, default=None)
    return Finding(
        id=together_id(group),
        kind=FindingKind.NONCONFORMITY,
        title=say(
            "{title}: {count} {grade} nonconformities amount to a {becomes} one",
            title=title,
            count=count,
            grade=_WORDS[escalation.conformity],
            becomes=_WORDS[escalation.becomes],
        ),
        statement=say(
            "{criteria} fall short in the same {group}; together they put the whole of it in doubt.",
            criteria=", ".join(ids),
            group=within,
        ),
        recommendation=say("Look for the common cause before correcting them one by one."),
        effort="large",
        origin=GRADING,
        rule=say(
            "{count} or more {grade} in one {group}",
            count=escalation.at_least,
            grade=_WORDS[escalation.conformity],
            group=within,
        ),
        operands=(Operand(path=group, title=title, value=Fraction(count), text=str(count)),),
        criteria=tuple(dict.fromkeys(name for finding in found for name in finding.criteria)),
        evidence=tuple(sorted({name for finding in found for name in finding.evidence})),
        theme=group,
        conformity=escalation.becomes,
        risk=gravest,
    )


_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "true": say("true"),
        "false": say("false"),
        "improving": say("improving"),
        "worsening": say("worsening"),
        "flat": say("flat"),
        "none": say("none"),
        "conforms": say("conforms"),
        "observation": say("observation"),
        "minor": say("minor"),
        "major": say("major"),
        "theme": say("theme"),
        "perspective": say("perspective"),
    }
)
"""Words of conditions, results and groups inside a sentence."""
