"""Findings with their reasons, by kind, and the map of rated ones."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bsc_audit.core.findings import model as core
from bsc_audit.core.report.case import HYGIENE, Case
from bsc_audit.core.report.figures import count, day, day_of_text, plural
from bsc_audit.core.report.judgements import Due, Finding, FindingGroup, Reason, Residual, Risk, RiskMap, RiskPoint
from bsc_audit.core.report.sections.team import mark
from bsc_audit.core.report.words import KINDS, level, status
from bsc_audit.core.ruleset.model import RiskTable
from bsc_audit.core.said import say
from bsc_audit.core.vocabulary import Confidence, FindingKind

_ON_MAP = frozenset({"risk", "weakness", "nonconformity"})


def findings(case: Case) -> tuple[Finding, ...]:
    """Every finding in reading order."""
    refs = {finding.id: ref for finding, ref in zip(case.findings.items, case.refs, strict=True)}
    return tuple(
        _finding(case, finding, ref, refs) for finding, ref in zip(case.findings.items, case.refs, strict=True)
    )


def groups(case: Case, shown: tuple[Finding, ...]) -> tuple[FindingGroup, ...]:
    """Findings by kind, hygiene apart; kinds without findings are kept, so that the report can say so."""
    origins = [finding.origin for finding in case.findings.items]
    return tuple(
        FindingGroup(
            kind=status(kind.value),
            title=title,
            explains=explains,
            findings=tuple(
                finding
                for finding, origin in zip(shown, origins, strict=True)
                if finding.kind.slug == kind.value and origin != HYGIENE
            ),
        )
        for kind, (title, explains) in KINDS.items()
    )


def hygiene(case: Case, shown: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Observations about the organisation's own scorecard."""
    pairs = zip(shown, case.findings.items, strict=True)
    return tuple(finding for finding, source in pairs if source.origin == HYGIENE)


def risk_map(case: Case, shown: tuple[Finding, ...]) -> RiskMap:
    """The bands of the ruleset over the 25 cells, and every open risk, weakness and nonconformity that leads its cause."""
    table = case.ruleset.risk
    points = [
        RiskPoint(
            ref=finding.ref,
            title=finding.title,
            kind=finding.kind.slug,
            severity=finding.risk.severity,
            likelihood=finding.risk.likelihood,
            band=finding.risk.band,
            residual=finding.residual,
        )
        for finding in shown
        if finding.risk and finding.kind.slug in _ON_MAP and not (finding.supports or finding.corrected)
    ]
    return RiskMap(
        bands=tuple(
            tuple(_band(table, severity, likelihood) for severity in range(1, 6)) for likelihood in range(1, 6)
        ),
        names=tuple(level(name).word for name, _ in table.bands),
        points=tuple(sorted(points, key=lambda point: -point.severity * point.likelihood)),
        severities=tuple(one.name for one in table.severity),
        likelihoods=tuple(one.name for one in table.likelihood),
        unused=tuple(_unused(case)),
    )


def _unused(case: Case) -> Iterator[str]:
    """Controls named for findings that are not written or not rated: they change nothing, which is said."""
    held = {finding.id for finding in case.findings.items if finding.residual}
    for one in case.evidence.remarks.controls:
        if one.finding not in held:
            yield say("{control} ({finding}: no rated finding now)", control=one.control, finding=one.finding)


def _band(table: RiskTable, severity: int, likelihood: int) -> int:
    names = [name for name, _ in table.bands]
    rating = severity * likelihood
    by_rating = max((i for i, (_, lowest) in enumerate(table.bands) if lowest <= rating), default=0)
    floors = [names.index(band) for least, band in table.at_least.items() if severity >= least and band in names]
    return max([by_rating, *floors])


def _finding(case: Case, source: core.Finding, ref: str, refs: Mapping[str, str]) -> Finding:
    return Finding(
        ref=ref,
        id=source.id,
        kind=status(source.kind.value),
        origin=source.origin,
        title=source.title,
        statement=source.statement,
        recommendation=source.recommendation,
        effort=source.effort,
        rule=source.rule,
        reasons=tuple(_reason(operand) for operand in source.operands),
        criteria=source.criteria,
        evidence=_evidence(case, source),
        theme=source.theme,
        conformity=status(source.conformity.value) if source.conformity else None,
        risk=_risk(source.risk),
        residual=_residual(source.residual),
        confidence=source.confidence.value,
        confidence_note=source.confidence_note if source.confidence is not Confidence.HIGH else "",
        supports=refs.get(source.supports, ""),
        corrected=source.corrected,
        due=_due(case, source),
        owner=source.owner,
        team=mark(source),
    )


def _evidence(case: Case, source: core.Finding) -> tuple[str, ...]:
    """What the finding names; for one computed from visits or reviews, what stands behind its criteria."""
    named = source.evidence or tuple(id_ for operand in source.operands for id_ in operand.evidence)
    behind = (id_ for criterion in source.criteria for id_ in case.evidence_of(criterion))
    return tuple(dict.fromkeys(named or behind))


def _reason(operand: core.Operand) -> Reason:
    return Reason(
        title=operand.title,
        text=operand.text,
        n="" if operand.n is None else count(operand.n),
        evidence=operand.evidence,
    )


def _risk(rating: core.RiskRating | None) -> Risk | None:
    if rating is None:
        return None
    return Risk(
        severity=rating.severity,
        likelihood=rating.likelihood,
        rating=rating.rating,
        band=level(rating.band),
        confidence=rating.confidence.value,
        likelihood_from=rating.likelihood_from,
    )


def _residual(left: core.Residual | None) -> Residual | None:
    if left is None:
        return None
    return Residual(
        control=left.control.control,
        level=left.control.level,
        evidence=left.control.evidence,
        likelihood=left.risk.likelihood,
        rating=left.risk.rating,
        band=level(left.risk.band),
    )


def _due(case: Case, source: core.Finding) -> Due | None:
    """The agreed date, else for nonconformities the one the ruleset proposes for the risk band."""
    agreed = [action.get("due", "") for action in case.evidence.remarks.actions if action.get("finding") == source.id]
    if any(agreed):
        return Due(on=day_of_text(min(filter(None, agreed))), agreed=True, note=say("agreed"))
    proposed = proposed_due(case, source)
    if source.kind is not FindingKind.NONCONFORMITY or not proposed or not source.risk:
        return None
    allowed = plural(case.ruleset.risk.due_days[source.risk.band], "day", "days")
    note = say("proposed: {days} after the date of the data", days=allowed)
    return Due(on=day(proposed), agreed=False, note=note)


def proposed_due(case: Case, source: core.Finding) -> date | None:
    """As-of date plus the days the ruleset allows for the finding's risk band; None where it allows none."""
    days = case.ruleset.risk.due_days.get(source.risk.band) if source.risk else None
    return None if days is None else case.evidence.engagement.as_of + timedelta(days=days)
