"""What webhooks can be told of: one table, in which an event is known by the entries it leaves in the audit log.

Every change of an organisation's data notes itself in the log of its transaction, so a row here is all an event takes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bsc_audit.app.service.ports import Repository, Work


class EventName(StrEnum):
    """The events, as messages and subscriptions name them."""

    ASSESSMENT_CREATED = "assessment.created"
    ASSESSMENT_STARTED = "assessment.started"
    ASSESSMENT_SUBMITTED = "assessment.submitted"
    ASSESSMENT_CHANGES_REQUESTED = "assessment.changes_requested"
    ASSESSMENT_VALIDATED = "assessment.validated"
    ASSESSMENT_DECIDED = "assessment.decided"
    ASSESSMENT_ISSUED = "assessment.issued"
    ASSESSMENT_SUPERSEDED = "assessment.superseded"
    ASSESSMENT_WITHDRAWN = "assessment.withdrawn"
    ANSWERS_CHANGED = "answers.changed"
    FINDINGS_AVAILABLE = "findings.available"
    REPORT_READY = "report.ready"
    REPORT_FAILED = "report.failed"
    DECISION_MADE = "decision.made"
    CERTIFICATE_ISSUED = "certificate.issued"
    CERTIFICATE_SUSPENDED = "certificate.suspended"
    CERTIFICATE_REINSTATED = "certificate.reinstated"
    CERTIFICATE_SUPERSEDED = "certificate.superseded"
    CERTIFICATE_WITHDRAWN = "certificate.withdrawn"
    ACTION_CREATED = "action.created"
    ACTION_CHANGED = "action.changed"
    ACTION_COMPLETED = "action.completed"
    ACTION_CHECKED = "action.checked"
    ACTION_CANCELLED = "action.cancelled"
    WEBHOOK_PING = "webhook.ping"


Entry = tuple[str, str]  # action and noun, as an entry of the audit log has them


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something webhooks are told of."""

    name: EventName
    says: str  # when it is told, for people
    entries: frozenset[Entry]  # one of these in the log, and it has happened; none: it is asked for
    href: str  # below the organisation; {id} is what it is about
    among: Callable[[Work], Repository[Any]] | None = None  # where what the entry names is found ...
    field: str = ""  # ... and which of its fields names what the event is about; "": the entry itself names it
    gathered: timedelta = timedelta(0)  # the message waits so long, and further changes meanwhile need no other one


def _event(name: EventName, says: str, href: str, *entries: Entry, **more: Any) -> Event:
    return Event(name=name, says=says, href=href, entries=frozenset(entries), **more)


_ASSESSMENT, _CERTIFICATE, _ACTION = "/assessments/{id}", "/certificates/{id}", "/actions/{id}"
_GATHERED = timedelta(seconds=10)
_E = EventName

_ALL = (
    _event(_E.ASSESSMENT_CREATED, "An assessment was created.", _ASSESSMENT, ("create_assessment", "assessment")),
    _event(_E.ASSESSMENT_STARTED, "Answering began.", _ASSESSMENT, ("start_assessment", "assessment")),
    _event(
        _E.ASSESSMENT_SUBMITTED,
        "The organisation handed it over to the auditors.",
        _ASSESSMENT,
        ("submit_assessment", "assessment"),
    ),
    _event(
        _E.ASSESSMENT_CHANGES_REQUESTED,
        "The auditors gave it back, with a reason.",
        _ASSESSMENT,
        ("request_changes", "assessment"),
    ),
    _event(
        _E.ASSESSMENT_VALIDATED,
        "A lead auditor validated it; what is scored is frozen.",
        _ASSESSMENT,
        ("validate_assessment", "assessment"),
    ),
    _event(_E.ASSESSMENT_DECIDED, "Somebody decided it.", _ASSESSMENT, ("decide_assessment", "assessment")),
    _event(_E.ASSESSMENT_ISSUED, "Its certificate was issued.", _ASSESSMENT, ("issue_assessment", "assessment")),
    _event(
        _E.ASSESSMENT_SUPERSEDED, "A later one took its place.", _ASSESSMENT, ("supersede_assessment", "assessment")
    ),
    _event(
        _E.ASSESSMENT_WITHDRAWN, "It was withdrawn, with a reason.", _ASSESSMENT, ("withdraw_assessment", "assessment")
    ),
    _event(
        _E.ANSWERS_CHANGED,
        "Answers were given, changed or withdrawn; what changes within ten seconds is told once.",
        "/assessments/{id}/answers",
        *(("put_answer", "answer"), ("withdraw_answer", "answer")),
        *(("move_ruleset", "answer"), ("undo_ruleset_move", "answer")),
        among=lambda work: work.answers,
        field="assessment_id",
        gathered=_GATHERED,
    ),
    _event(
        _E.FINDINGS_AVAILABLE,
        "It was submitted or validated: the findings will not move unless changes are requested.",
        "/assessments/{id}/findings",
        ("submit_assessment", "assessment"),
        ("validate_assessment", "assessment"),
    ),
    _event(_E.REPORT_READY, "A report that was ordered can be fetched.", "/reports/{id}", ("finish_report", "report")),
    _event(_E.REPORT_FAILED, "A report could not be made; its job says why.", "/jobs/{id}", ("fail_report", "job")),
    _event(
        _E.DECISION_MADE,
        "A decision was recorded; `id` is the assessment's.",
        "/assessments/{id}/decisions",
        ("record_decision", "decision"),
        among=lambda work: work.decisions,
        field="assessment_id",
    ),
    _event(
        _E.CERTIFICATE_ISSUED,
        "A certificate was issued; its file follows by `report.ready`.",
        _CERTIFICATE,
        ("issue_certificate", "certificate"),
    ),
    _event(
        _E.CERTIFICATE_SUSPENDED,
        "A certificate does not count for now.",
        _CERTIFICATE,
        ("suspend_certificate", "certificate"),
    ),
    _event(
        _E.CERTIFICATE_REINSTATED,
        "A suspended certificate counts again.",
        _CERTIFICATE,
        ("reinstate_certificate", "certificate"),
    ),
    _event(
        _E.CERTIFICATE_SUPERSEDED,
        "A certificate ended, because a later assessment took the place of its own.",
        _CERTIFICATE,
        ("supersede_assessment", "certificate"),
    ),
    _event(
        _E.CERTIFICATE_WITHDRAWN,
        "A certificate ended, because its assessment was withdrawn.",
        _CERTIFICATE,
        ("withdraw_assessment", "certificate"),
    ),
    _event(_E.ACTION_CREATED, "A corrective action was planned.", _ACTION, ("create_action", "action")),
    _event(_E.ACTION_CHANGED, "It was planned otherwise, or begun.", _ACTION, ("update_action", "action")),
    _event(_E.ACTION_COMPLETED, "It was done, and waits for its check.", _ACTION, ("complete_action", "action")),
    _event(_E.ACTION_CHECKED, "Somebody said whether it worked.", _ACTION, ("check_action", "action")),
    _event(_E.ACTION_CANCELLED, "It will not be done, for a reason.", _ACTION, ("cancel_action", "action")),
    _event(_E.WEBHOOK_PING, "Somebody asked for a test; it comes whatever is subscribed to.", "/webhooks/{id}"),
)

EVENTS: Mapping[EventName, Event] = MappingProxyType({one.name: one for one in _ALL})
BY_ENTRY: Mapping[Entry, tuple[Event, ...]] = MappingProxyType(
    {
        entry: tuple(one for one in _ALL if entry in one.entries)
        for entry in sorted({entry for one in _ALL for entry in one.entries})
    }
)
