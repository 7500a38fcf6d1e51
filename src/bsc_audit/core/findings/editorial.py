"""What the team makes of the engine's findings: added, worded, rated, merged and rejected ones.

An edit changes what is read, never what is scored, and nothing is edited away. A rejected nonconformity leaves the list
of findings and counts for the recommendation as before; one the team adds counts like the engine's own, also where
several amount to a greater one. What cannot be done is said, not passed over.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from bsc_audit.core.evidence.model import AddedFinding, Evidence, FindingEdit
from bsc_audit.core.findings.derive import ranked
from bsc_audit.core.findings.grading import escalated
from bsc_audit.core.findings.model import (
    Finding,
    Findings,
    Rejection,
    RiskRating,
    TeamNote,
    Unapplied,
    Wording,
)
from bsc_audit.core.findings.risk import rate
from bsc_audit.core.ruleset.finding_ids import together_ids
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.said import say
from bsc_audit.core.vocabulary import Confidence, FindingKind

TEAM = "team"  # origin of added findings


def edited(ruleset: Ruleset, evidence: Evidence, findings: Findings) -> Findings:
    """The findings with what the team says of them; the same ones where it says nothing."""
    remarks = evidence.remarks
    if not remarks.edits and not remarks.added:
        return findings
    whole = _with_added(ruleset, findings.items, [_added(ruleset, one, remarks.corrected) for one in remarks.added])
    written = {finding.id: finding for finding in whole}
    edits = {one.finding: one for one in remarks.edits if one.finding in written}
    rejected = {name for name, one in edits.items() if one.rejected}
    refused = {name: why for name, one in edits.items() if (why := _merge_refused(one, written, rejected))}
    into = {name: one.into for name, one in edits.items() if one.into and name not in refused}
    kept = [_edit(ruleset, finding, edits.get(finding.id)) for finding in whole if finding.id not in rejected]
    gone = [_unapplied(one, say("the engine does not write this finding now")) for one in remarks.edits
            if one.finding not in written]  # fmt: skip
    return replace(
        findings,
        engine=findings.items,
        items=ranked(_led(kept, into, rejected)),
        rejected=tuple(_rejection(written[name], edits[name]) for name in sorted(rejected)),
        unapplied=(*gone, *(_unapplied(edits[name], why) for name, why in refused.items())),
    )


def _with_added(ruleset: Ruleset, items: Sequence[Finding], added: Sequence[Finding]) -> list[Finding]:
    """All findings; what several nonconformities amount to is told anew, the added ones counted in."""
    together = together_ids(ruleset)
    single = [finding for finding in items if finding.id not in together]
    if not added:
        return list(items)
    graded = [finding for finding in single if finding.origin == "grading"]
    return [*single, *added, *escalated(ruleset, [*graded, *added])]


def _added(ruleset: Ruleset, one: AddedFinding, corrected: Collection[str]) -> Finding:
    return Finding(
        id=one.id,
        kind=one.kind,
        title=one.title,
        statement=one.statement,
        recommendation=one.recommendation,
        effort="",
        origin=TEAM,
        rule=say("found by {by}", by=one.by),
        operands=(),
        criteria=one.criteria,
        evidence=one.evidence,
        theme=ruleset.criteria[one.criteria[0]].parent,
        conformity=one.conformity,
        risk=_rating(ruleset, one.severity, one.likelihood),
        confidence=Confidence.MEDIUM,
        corrected=one.id in corrected,
        owner=one.owner,
        team=TeamNote(by=one.by, on=one.on),
    )


def _rating(ruleset: Ruleset, severity: int | None, likelihood: int | None) -> RiskRating | None:
    if severity is None or likelihood is None:
        return None
    return rate(ruleset.risk, severity, likelihood, Confidence.MEDIUM, say("the judgement of the team"))


def _edit(ruleset: Ruleset, finding: Finding, edit: FindingEdit | None) -> Finding:
    """A finding as the team words and rates it, with the engine's own on record."""
    if edit is None:
        return finding
    changed = replace(
        finding,
        title=edit.title or finding.title,
        statement=edit.statement or finding.statement,
        recommendation=edit.recommendation or finding.recommendation,
        risk=_rating(ruleset, edit.severity, edit.likelihood) or finding.risk,
        owner=edit.owner,
    )
    same = _wording(changed) == _wording(finding)
    engine = None if same else _wording(finding)
    return replace(changed, team=TeamNote(by=edit.by, on=edit.on, reason=edit.reason, engine=engine))


def _wording(finding: Finding) -> Wording:
    return Wording(
        title=finding.title,
        statement=finding.statement,
        recommendation=finding.recommendation,
        risk=finding.risk,
    )


def _merge_refused(edit: FindingEdit, written: Mapping[str, Finding], rejected: Collection[str]) -> str:
    """Why a merge cannot be done; "" where it can be, or nothing is merged."""
    if not edit.into:
        return ""
    target = written.get(edit.into)
    if target is None or edit.into in rejected:
        return say("it was to be merged into {finding}, which is not there now", finding=edit.into)
    kinds = [one.kind is FindingKind.NONCONFORMITY for one in (written[edit.finding], target)]
    return say("a nonconformity is merged into another one only") if kinds == [True, False] else ""


def _led(items: Sequence[Finding], into: Mapping[str, str], rejected: Collection[str]) -> Iterator[Finding]:
    """Findings with the one that leads each.

    What is merged follows where it is merged into, and with it what it led itself, unless it is merged into one of
    those: then that one leads. Where a leading finding was rejected, the gravest it led takes its place.
    """
    above = {one.id: into.get(one.id) or ("" if into.get(one.supports) == one.id else one.supports) for one in items}
    for gone in rejected:
        heirs = [one for one in items if above[one.id] == gone]
        heir = max(heirs, key=lambda one: one.risk.rating if one.risk else 0, default=None)
        above |= {one.id: heir.id if heir and one is not heir else "" for one in heirs}
    for one in items:
        leader = above[one.id]
        while above.get(leader):
            leader = above[leader]
        yield replace(one, supports=leader)


def _rejection(finding: Finding, edit: FindingEdit) -> Rejection:
    return Rejection(finding=finding, reason=edit.rejected, by=edit.by, on=edit.on)


def _unapplied(edit: FindingEdit, reason: str) -> Unapplied:
    return Unapplied(finding=edit.finding, by=edit.by, reason=reason)
