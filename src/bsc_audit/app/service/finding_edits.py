"""Use cases of the findings board: the team adds findings, words, rates, merges and rejects those of the engine.

What is said becomes part of the evidence folder, so that the command line, the material of a report and whoever
verifies it come to the same findings. Scores and the recommendation stay the engine's (see `core.findings.editorial`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bsc_audit.app.service.data_documents import escaped
from bsc_audit.app.service.folder import REMARKS, Rows, folder_of, gather
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.action import ActionState
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.finding_edit import FindingEdit
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict, NotFound, StaleVersion, VersionNeeded, invalid
from bsc_audit.app.service.score import Scores, counting_track, pinned_ruleset
from bsc_audit.app.service.trail import note
from bsc_audit.core.findings.model import Findings
from bsc_audit.core.problems import EvidenceError, Problem

BOARD = f"/{REMARKS}/findings"


def find_edit(work: Work, assessment: Assessment, finding: str) -> FindingEdit | None:
    """What the team says of a finding; None while it says nothing."""
    return work.finding_edits.one(assessment_id=assessment.id, finding=finding)


def get_edit(work: Work, assessment: Assessment, finding: str) -> FindingEdit:
    """What the team says of a finding.

    Raises:
        NotFound: nothing.
    """
    found = find_edit(work, assessment, finding)
    if found is None:
        raise NotFound("nothing is said of this finding")
    return found


def put_finding_edit(
    work: Work,
    ids: Ids,
    scores: Scores,
    who: Principal,
    assessment: Assessment,
    finding: str,
    content: Mapping[str, Any],
    *,
    by: str,
    expected: int | None,
) -> FindingEdit:
    """Say something of a finding, or add one.

    Args:
        work: of the organisation.
        ids: for a new one.
        scores: judge what is stored.
        who: says it; an auditor.
        assessment: it is about.
        finding: id of the engine's finding; with `kind` in the content, of one of the team's own.
        content: as the evidence folder writes it, without `by` and `on`: title, statement, recommendation, severity,
            likelihood, owner, into, rejected, reason; of added ones kind, conformity, criteria, evidence as well.
        by: name of who says it, as the report prints it.
        expected: version it replaces; None: nothing is said yet.

    Raises:
        Forbidden, StateForbids: not this principal's, or not in this state.
        EvidenceError: it makes no sense; with every problem, pointed into the content.
        Invalid: the engine writes no such finding now, or it cannot be merged so.
        VersionNeeded, StaleVersion: another version is stored.
    """
    who.demand_in("put_finding_edit", assessment.state)
    before = find_edit(work, assessment, finding)
    _demand_version(before, expected)
    said = {**content, "by": by, "on": work.now.date().isoformat()}
    values: dict[str, Any] = {"content": said, "actor": who.actor}
    if before is None:
        after = FindingEdit(**fresh(ids, work.now), assessment_id=assessment.id, finding=finding, **values)
    else:
        after = replace(before, **values)
    _demand_sense(work, scores, assessment, finding, after)
    stored = (
        work.finding_edits.add(after) if before is None else work.finding_edits.replace(after, expected=before.version)
    )
    note(work.audit, who, "put_finding_edit", before=before, after=stored)
    return stored


def remove_finding_edit(
    work: Work, scores: Scores, who: Principal, assessment: Assessment, edit: FindingEdit, *, expected: int
) -> None:
    """Take back what was said of a finding: the engine's stands again, an added one is gone.

    Raises:
        Forbidden, StateForbids: not this principal's, or not in this state.
        Conflict: others were merged into the finding, it is said to be corrected, or an action answers it.
        StaleVersion: another version is stored.
    """
    who.demand_in("remove_finding_edit", assessment.state)
    if edit.content.get("kind"):
        _demand_unused(work, scores, assessment, edit)
    work.finding_edits.remove(edit.id, expected=expected)
    note(work.audit, who, "remove_finding_edit", before=edit)


def _demand_version(before: FindingEdit | None, expected: int | None) -> None:
    version = 0 if before is None else before.version
    if before is not None and expected is None:
        raise VersionNeeded(f"what is said of the finding is at version {version}; say which one you change")
    if expected not in (None, version):
        raise StaleVersion(f"what is said of the finding is at version {version}", version=version)


def _demand_sense(work: Work, scores: Scores, assessment: Assessment, finding: str, after: FindingEdit) -> None:
    """Refuse what the engine refuses or cannot do; what else is wrong with the assessment is said elsewhere."""
    rows = _rows(work, scores, assessment)
    others = [one for one in rows.edits if one.finding != finding]
    try:
        findings = _findings(work, scores, assessment, replace(rows, edits=[*others, after]))
    except EvidenceError as error:
        problems = _own(error.problems, finding)
        if problems:
            raise EvidenceError(problems) from error
        return
    for one in findings.unapplied:
        if one.finding == finding:
            raise invalid("", "not-applicable", one.reason)


def _demand_unused(work: Work, scores: Scores, assessment: Assessment, edit: FindingEdit) -> None:
    rows = _rows(work, scores, assessment)
    left = [one for one in rows.edits if one.id != edit.id]
    planned = work.actions.all(assessment_id=assessment.id, finding=edit.finding)
    if any(one.state is not ActionState.CANCELLED for one in planned):
        raise Conflict("an action answers this finding; cancel it first")
    try:
        _findings(work, scores, assessment, replace(rows, edits=left))
    except EvidenceError as error:
        named = [one for one in error.problems if one.field.startswith(f"/{REMARKS}/") and edit.finding in one.message]
        if named:
            raise Conflict(f"something else names this finding: {named[0].field}") from error


def _rows(work: Work, scores: Scores, assessment: Assessment) -> Rows:
    ruleset = pinned_ruleset(work, scores.rulesets, assessment)
    return gather(work, assessment, counting_track(assessment.kind), ruleset)


def _findings(work: Work, scores: Scores, assessment: Assessment, rows: Rows) -> Findings:
    ruleset = pinned_ruleset(work, scores.rulesets, assessment)
    return scores.judge(f"{assessment.id} board", ruleset, folder_of(rows, ruleset)).findings


def _own(problems: Sequence[Problem], finding: str) -> list[Problem]:
    """Problems of the board, pointed into the content where they lie in it; others' are said with their place."""
    mine = f"{BOARD}/{escaped(finding)}"
    return [
        replace(one, field=one.field.removeprefix(mine) if _below(one.field, mine) else "")
        for one in problems
        if _below(one.field, BOARD)
    ]


def _below(pointer: str, place: str) -> bool:
    return pointer == place or pointer.startswith(f"{place}/")
