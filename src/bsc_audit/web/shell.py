"""What stands round every page of one assessment: its facts above, its rooms at the side."""

from dataclasses import dataclass

from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.unit import Unit
from bsc_audit.app.service.permissions import may_ever
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One page, or a family of pages, of an assessment."""

    id: str  # last part of its address; "" for the first
    title: str
    action: str  # who may do this sees the room


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """An assessment, and the rooms its visitor may enter."""

    assessment: Assessment
    unit: Unit | None  # None: the whole organisation
    rooms: tuple[Room, ...]
    room: str  # the one the page is in
    address: str  # of the first room, without a slash at the end

    def at(self, *parts: str) -> str:
        """Address of a page of the assessment."""
        return "/".join((self.address, *parts))


def shell_of(work: Work, who: Principal, assessment_id: str, room: str) -> Shell:
    """The shell of a page.

    Raises:
        NotFound: there is no such assessment, or it is of another part of the organisation.
    """
    found = visible_assessment(work, who, assessment_id)
    return Shell(
        assessment=found,
        unit=None if found.unit_id is None else work.units.find(found.unit_id),
        rooms=tuple(one for one in ROOMS if may_ever(one.action, role=who.role)),
        room=room,
        address=address_of(work.org_id, found.id),
    )


def address_of(org_id: str, assessment_id: str) -> str:
    """Address of the first page of an assessment."""
    return f"/o/{org_id}/a/{assessment_id}"


ROOMS = (
    Room(id="", title="Overview", action="get_assessment"),
    Room(id="engagement", title="Engagement", action="get_assessment"),
    Room(id="form", title="Form", action="list_answers"),
    Room(id="metrics", title="Metrics", action="list_metric_points"),
    Room(id="evidence", title="Evidence", action="list_evidence"),
    Room(id="visits", title="Visits and reviews", action="list_visits"),
    Room(id="result", title="Result", action="get_score"),
    Room(id="compare", title="Compare", action="get_score"),
    Room(id="findings", title="Findings", action="list_findings"),
    Room(id="check", title="Quality check", action="check_quality"),
    Room(id="actions", title="Actions", action="list_actions"),
    Room(id="decision", title="Review and decision", action="list_decisions"),
    Room(id="reports", title="Reports", action="list_reports"),
)
