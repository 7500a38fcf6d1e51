"""Use cases of remarks: what the team confirms, corrects or disputes beside the findings of the engine."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bsc_audit.app.service.folder import REMARKS, folder_of, gather
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.remarks import Remarks
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import StaleVersion, VersionNeeded
from bsc_audit.app.service.score import demand_acceptable, pinned_ruleset
from bsc_audit.app.service.trail import note
from bsc_audit.core.problems import EvidenceError


def find_remarks(work: Work, assessment: Assessment) -> Remarks | None:
    """The remarks of an assessment; None while there are none."""
    return work.remarks.one(assessment_id=assessment.id)


def put_remarks(
    work: Work,
    ids: Ids,
    rulesets: PinnedRulesets,
    who: Principal,
    assessment: Assessment,
    content: Mapping[str, Any],
    *,
    expected: int | None,
) -> Remarks:
    """Store all remarks of an assessment.

    Args:
        work: of the organisation.
        ids: for new ones.
        rulesets: compile the pinned one.
        who: remarks.
        assessment: they are about.
        content: as the evidence folder writes remarks.
        expected: version they replace; None: there are none yet.

    Raises:
        StateForbids: not in this state.
        EvidenceError: they are about something that is not there; pointed into the content.
        VersionNeeded, StaleVersion: another version is stored.
    """
    who.demand_in("put_remarks", assessment.state)
    return keep_remarks(work, ids, rulesets, who, assessment, content, action="put_remarks", expected=expected)


def keep_remarks(
    work: Work,
    ids: Ids,
    rulesets: PinnedRulesets,
    who: Principal,
    assessment: Assessment,
    content: Mapping[str, Any],
    *,
    action: str,
    expected: int | None,
) -> Remarks:
    """The same for whoever may change a part of them; the caller has asked for that.

    Raises:
        EvidenceError, VersionNeeded, StaleVersion: as `put_remarks`.
    """
    before = find_remarks(work, assessment)
    _demand_version(before, expected)
    values: dict[str, Any] = {"content": content, "actor": who.actor}
    if before is None:
        after = Remarks(**fresh(ids, work.now), assessment_id=assessment.id, **values)
    else:
        after = replace(before, **values)
    _demand_sense(work, rulesets, assessment, after)
    stored = work.remarks.add(after) if before is None else work.remarks.replace(after, expected=before.version)
    note(work.audit, who, action, before=before, after=stored)
    return stored


def _demand_version(before: Remarks | None, expected: int | None) -> None:
    version = 0 if before is None else before.version
    if before is not None and expected is None:
        raise VersionNeeded(f"the remarks are at version {version}; say which one you change")
    if expected not in (None, version):
        raise StaleVersion(f"the remarks are at version {version}", version=version)


def _demand_sense(work: Work, rulesets: PinnedRulesets, assessment: Assessment, remarks: Remarks) -> None:
    """Refuse remarks about what is not there; what else is wrong with the assessment is said elsewhere."""
    ruleset = pinned_ruleset(work, rulesets, assessment)
    rows = replace(gather(work, assessment, Track.VALIDATED, ruleset), remarks=remarks)
    try:
        demand_acceptable(ruleset, folder_of(rows, ruleset))
    except EvidenceError as error:
        own = f"/{REMARKS}"
        problems = [one for one in error.problems if one.field.startswith(own)]
        if problems:
            raise EvidenceError(replace(one, field=one.field.removeprefix(own)) for one in problems) from error
