"""Corrective actions as the API takes and shows them."""

from pydantic import Field

from bsc_audit.api.schemas.base import Id, Name, Sent, StoredOut, Text
from bsc_audit.api.schemas.decisions import Reason
from bsc_audit.api.times import Day, Instant
from bsc_audit.app.service.actions import Plan
from bsc_audit.app.service.model.action import ActionState


class PlanIn(Sent):
    """What is to be done."""

    title: Name
    owner: Name = Field(description="who sees to it")
    due: Day | None = None
    root_cause: Text = ""
    correction: Text = Field(default="", description="what was put right at once")

    def plan(self) -> Plan:
        """As the use cases take it."""
        return Plan(
            title=self.title,
            owner=self.owner,
            due=self.due,
            root_cause=self.root_cause,
            correction=self.correction,
        )


class ActionIn(PlanIn):
    """A new action."""

    finding: Id = Field(description="id of the finding it answers")


class ActionChangeIn(PlanIn):
    """An action planned otherwise, or begun."""

    begun: bool = False


class CheckIn(Sent):
    """What a check of the effect found."""

    worked: bool
    effectiveness: Reason = Field(description="what was looked at and found")


class ActionOut(StoredOut):
    """An action."""

    assessment_id: str
    finding: str
    title: str
    owner: str
    due: Day | None
    root_cause: str
    correction: str
    state: ActionState
    done_by: str | None = Field(description="actor")
    done_at: Instant | None
    verified_by: str | None = Field(description="actor; never who did it")
    verified_at: Instant | None
    effectiveness: str
