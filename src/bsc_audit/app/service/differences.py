"""Use cases of differences of opinion: the assessed raise one, the team answers and says what came of it.

They are part of the remarks, which the report prints; numbers count from 1 in the order they were raised.
"""

from dataclasses import dataclass
from typing import Any

from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.remarks import Remarks
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.remarks import find_remarks, keep_remarks


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the team says to a difference."""

    assessor: str
    outcome: str = ""  # what came of it; "" while it is not resolved


def raise_difference(
    work: Work, ids: Ids, rulesets: PinnedRulesets, who: Principal, assessment: Assessment, *, about: str, said: str
) -> Remarks:
    """Say that the organisation sees something otherwise.

    Args:
        work: of the organisation.
        ids: for the first remark.
        rulesets: compile the pinned one.
        who: says it.
        assessment: it is about.
        about: id of the criterion, indicator, finding, visit or review.
        said: what the organisation holds.

    Raises:
        Forbidden, StateForbids: not this principal's, or not in this state.
        EvidenceError: there is nothing of that id; pointed into the remarks.
    """
    who.demand_in("raise_difference", assessment.state)
    before = find_remarks(work, assessment)
    raised = [*_all(before), {"about": about, "auditee": said}]
    return _keep(work, ids, rulesets, who, assessment, before, raised, "raise_difference")


def answer_difference(
    work: Work,
    ids: Ids,
    rulesets: PinnedRulesets,
    who: Principal,
    assessment: Assessment,
    number: int,
    answer: Answer,
    *,
    by: str,
    expected: int | None,
) -> Remarks:
    """Say what the team holds, and what came of it.

    Args:
        work: of the organisation.
        ids: of new values.
        rulesets: compile the pinned one.
        who: answers; an auditor.
        assessment: it is about.
        number: of the difference, from 1.
        answer: what is said.
        by: name of who answers, as the report prints it.
        expected: version of the remarks.

    Raises:
        Forbidden, StateForbids: not this principal's, or not in this state.
        NotFound: there is no such difference.
        VersionNeeded, StaleVersion: another version of the remarks is stored.
    """
    who.demand_in("answer_difference", assessment.state)
    before = find_remarks(work, assessment)
    every = _all(before)
    if not 1 <= number <= len(every):
        raise NotFound("there is no such difference of opinion")
    kept = {name: every[number - 1][name] for name in ("about", "auditee")}
    settled = {"outcome": answer.outcome, "by": by, "on": work.now.date().isoformat()} if answer.outcome else {}
    every[number - 1] = {**kept, "assessor": answer.assessor, **settled}
    return _keep(work, ids, rulesets, who, assessment, before, every, "answer_difference", expected)


def _all(remarks: Remarks | None) -> list[dict[str, Any]]:
    return [dict(one) for one in remarks.content.get("differences", ())] if remarks else []


def _keep(
    work: Work,
    ids: Ids,
    rulesets: PinnedRulesets,
    who: Principal,
    assessment: Assessment,
    before: Remarks | None,
    differences: list[dict[str, Any]],
    action: str,
    expected: int | None = None,
) -> Remarks:
    """Store them; without an expected version, on top of whatever is stored."""
    stored = before.version if before else None
    content = {**(before.content if before else {}), "differences": differences}
    version = stored if action == "raise_difference" else expected
    return keep_remarks(work, ids, rulesets, who, assessment, content, action=action, expected=version)
