"""What people made of the engine's findings: the mark on each they touched, and those they do not share."""

from collections.abc import Iterator
from datetime import date

from bsc_audit.core.findings import model as core
from bsc_audit.core.report.case import Case
from bsc_audit.core.report.figures import day
from bsc_audit.core.report.judgements import RejectedFinding, TeamMark
from bsc_audit.core.report.shown import Fact
from bsc_audit.core.report.words import level, status
from bsc_audit.core.said import joined, say
from bsc_audit.core.vocabulary import FindingKind

WORDS = ("title", "statement", "recommendation")


def mark(finding: core.Finding) -> TeamMark | None:
    """What people did with a finding; None where they left it alone."""
    note = finding.team
    if note is None:
        return None
    added = finding.origin == "team"
    engine = note.engine
    changed = WORDS if added else tuple(_changed(finding, engine)) if engine else ()
    return TeamMark(
        says=_says(finding, note, added=added, worded=bool(changed)),
        added=added,
        worded=changed,
        engine=tuple(_engine(finding, engine)) if engine else (),
        reason=note.reason,
    )


def rejected(case: Case) -> tuple[RejectedFinding, ...]:
    """Findings of the engine that the team does not share, in order of their ids."""
    return tuple(_rejected(one) for one in case.findings.rejected)


def not_applied(case: Case) -> tuple[Fact, ...]:
    """What the team said of findings that are not there, with the reason."""
    return tuple(Fact(one.finding, joined(": ", (one.by, one.reason))) for one in case.findings.unapplied)


def _says(finding: core.Finding, note: core.TeamNote, *, added: bool, worded: bool) -> str:
    who = _who(note.by, note.on)
    if added:
        return say("Added by the team: {who}.", who=who)
    if worded:
        return say("Worded by the team: {who}. The engine's wording:", who=who)
    if note.engine is not None:
        return say("Rated by the team: {who}. The engine's rating:", who=who)
    if finding.supports:
        return say("Merged by the team: {who}.", who=who)
    return say("Looked at by the team: {who}.", who=who)


def _changed(finding: core.Finding, engine: core.Wording) -> Iterator[str]:
    return (name for name in WORDS if getattr(finding, name) != getattr(engine, name))


def _engine(finding: core.Finding, engine: core.Wording) -> Iterator[Fact]:
    for name in _changed(finding, engine):
        yield Fact(_LABELS[name], getattr(engine, name) or say("none"))
    if engine.risk != finding.risk:
        yield Fact(say("rating"), _rating(engine.risk))


def _rating(risk: core.RiskRating | None) -> str:
    if risk is None:
        return say("none")
    return say(
        "severity {severity} × likelihood {likelihood} = {rating}, {band}",
        severity=risk.severity,
        likelihood=risk.likelihood,
        rating=risk.rating,
        band=level(risk.band).word,
    )


def _rejected(one: core.Rejection) -> RejectedFinding:
    source = one.finding
    counts = source.kind is FindingKind.NONCONFORMITY
    return RejectedFinding(
        id=source.id,
        kind=status(source.kind.value),
        conformity=status(source.conformity.value) if source.conformity else None,
        title=source.title,
        statement=source.statement,
        criteria=source.criteria,
        reason=one.reason,
        who=_who(one.by, one.on),
        note=say("It counts for the recommendation all the same.") if counts else "",
    )


def _who(by: str, on: date | None) -> str:
    return joined(", ", (by, day(on))) if on else by


_LABELS = {"title": say("title"), "statement": say("statement"), "recommendation": say("recommendation")}
