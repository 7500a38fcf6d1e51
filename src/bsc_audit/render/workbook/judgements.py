"""Sheets of judgements: findings, rules by outcome, actions."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bsc_audit.core.report.judgements import Finding, Reason, RejectedFinding, RuleRow
from bsc_audit.core.report.model import Report
from bsc_audit.render.workbook.sheet import Row, Sheet, columns, joined, words, yes_no


def findings(report: Report) -> Sheet:
    """All findings in reading order, those about the organisation's own scorecard last."""
    grouped = [finding for group in report.findings for finding in group.findings]
    rows = [_finding(finding) for finding in dict.fromkeys([*grouped, *report.hygiene])]
    rows += [_rejected(one) for one in report.rejected]
    return Sheet(title="Findings", columns=columns(FINDINGS), rows=tuple(rows))


def _finding(one: Finding) -> Row:
    says = (one.ref, one.kind.word, one.conformity.word if one.conformity else "", one.title, one.statement)
    advice = (one.recommendation, one.effort)
    behind = (words(_reason(reason) for reason in one.reasons), " ".join(one.criteria), " ".join(one.evidence))
    confidence = joined(one.confidence, one.confidence_note)
    due = (one.due.on, yes_no(one.due.agreed)) if one.due else ("", "")
    end = (confidence, *due, yes_no(one.corrected), one.supports, one.theme, one.origin, one.rule or one.id)
    return (*says, *advice, *_risk(one), *_residual(one), *behind, *end, one.owner, *_team(one), "")


def _team(one: Finding) -> Row:
    """Who of the team touched it, and what the engine had written."""
    if one.team is None:
        return ("", "")
    had = words(f"{fact.label}: {fact.text}" for fact in one.team.engine)
    return (joined(one.team.says, one.team.reason), had)


def _rejected(one: RejectedFinding) -> Row:
    """In the same columns; it has no reference, because the report lists it apart."""
    says = ("", one.kind.word, one.conformity.word if one.conformity else "", one.title, one.statement)
    known = {
        "Criteria": " ".join(one.criteria),
        "Rule": one.id,
        "Team": one.who,
        "Rejected": joined(one.reason, one.note),
    }
    return (*says, *(known.get(name, "") for name in list(FINDINGS)[len(says) :]))


def _risk(one: Finding) -> Row:
    risk = one.risk
    return (risk.severity, risk.likelihood, risk.rating, risk.band.word) if risk else (None, None, None, "")


def _residual(one: Finding) -> Row:
    left = one.residual
    return (
        (f"{left.control} ({' '.join(left.evidence)})", left.level, left.rating, left.band.word)
        if left
        else ("", None, None, "")
    )


def _reason(reason: Reason) -> str:
    behind = ", ".join(filter(None, (reason.n, " ".join(reason.evidence))))
    return f"{reason.title}: {reason.text}" + (f" ({behind})" if behind else "")


def rules(report: Report) -> Sheet:
    """Every cross-metric rule: fired, not fired, not evaluated."""
    return Sheet(title="Rules", columns=columns(RULES), rows=tuple(_rules(report)))


def _rules(report: Report) -> Iterator[Row]:
    found = report.diagnosis
    outcomes = (("fired", found.fired), ("not fired", found.not_fired), ("not evaluated", found.not_evaluated))
    for outcome, rows in outcomes:
        for row in rows:
            yield _rule(outcome, row)


def _rule(outcome: str, row: RuleRow) -> Row:
    return (outcome, row.id, row.title, row.kind.word, row.condition, row.seen, row.missing, " ".join(row.refs))


def actions(report: Report) -> Sheet:
    """The action plan; owner and due stay empty until somebody agreed to them."""
    rows: list[Row] = [
        (a.number, " ".join(a.refs), a.action, yes_no(a.agreed), a.effort, a.priority.word if a.priority else "",
         a.owner, a.due, a.proposed_due) for a in report.actions
    ]  # fmt: skip
    return Sheet(title="Actions", columns=columns(ACTIONS), rows=tuple(rows))


FINDINGS: Mapping[str, int] = MappingProxyType(
    {"Reference": 10, "Kind": 15, "Conformity": 18, "Title": 34, "Statement": 60, "Recommendation": 60, "Effort": 10}
    | {"Severity": 9, "Likelihood": 10, "Rating": 8, "Band": 12}
    | {
        "Control": 30,
        "Control level": 10,
        "Residual rating": 10,
        "Residual band": 12,
        "Reasons": 44,
        "Criteria": 16,
        "Evidence": 16,
    }
    | {"Confidence": 30, "Due": 18, "Due agreed": 10, "Corrected": 10, "Supports": 10, "Theme": 18, "Origin": 10}
    | {"Rule": 40, "Owner": 22, "Team": 34, "Engine's own": 44, "Rejected": 44}
)
RULES: Mapping[str, int] = MappingProxyType(
    {"Outcome": 14, "Id": 26, "Title": 34, "Kind": 14, "Condition": 50, "Values seen": 44, "Missing": 44}
    | {"Findings": 12}
)
ACTIONS: Mapping[str, int] = MappingProxyType(
    {"Number": 8, "Findings": 14, "Action": 70, "Agreed": 8, "Effort": 10, "Priority": 12, "Owner": 22, "Due": 18}
    | {"Proposed due": 18}
)
