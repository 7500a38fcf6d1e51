"""The states of an assessment and the steps between them; who may take a step is said in `permissions`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bsc_audit.app.service.refusals import StateForbids


class AssessmentState(StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    VALIDATED = "validated"
    DECIDED = "decided"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


S = AssessmentState
EVERY = frozenset(AssessmentState)
OPEN = frozenset({S.DRAFT, S.IN_PROGRESS, S.CHANGES_REQUESTED})  # the organisation may still change what it says
EXAMINED = frozenset({S.IN_PROGRESS, S.SUBMITTED, S.CHANGES_REQUESTED})  # auditors may record what they see
FINAL = frozenset({S.SUPERSEDED, S.WITHDRAWN})  # no step leads on from here


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One way from state to state."""

    name: str  # the action's name in `permissions`
    since: frozenset[AssessmentState]
    to: AssessmentState
    reason_needed: bool = False  # the person taking it must say why


def step_from(state: AssessmentState, name: str) -> AssessmentState:
    """The state a step leads to.

    Raises:
        StateForbids: the step does not begin in this state; says where it does.
        KeyError: there is no such step.
    """
    step = STEPS[name]
    if state not in step.since:
        begins = ", ".join(one for one in AssessmentState if one in step.since)
        raise StateForbids(f"{name} begins in {begins}; the assessment is {state}", state=state)
    return step.to


def steps_open_in(state: AssessmentState) -> tuple[str, ...]:
    """Names of the steps that begin in a state, in the order of the workflow."""
    return tuple(name for name, step in STEPS.items() if state in step.since)


def _steps(*steps: Step) -> Mapping[str, Step]:
    return MappingProxyType({step.name: step for step in steps})


STEPS = _steps(
    Step(name="start_assessment", since=frozenset({S.DRAFT}), to=S.IN_PROGRESS),
    Step(name="submit_assessment", since=frozenset({S.IN_PROGRESS, S.CHANGES_REQUESTED}), to=S.SUBMITTED),
    Step(
        name="request_changes",
        since=frozenset({S.SUBMITTED, S.VALIDATED}),
        to=S.CHANGES_REQUESTED,
        reason_needed=True,
    ),
    Step(name="validate_assessment", since=frozenset({S.SUBMITTED}), to=S.VALIDATED),
    Step(name="decide_assessment", since=frozenset({S.VALIDATED}), to=S.DECIDED, reason_needed=True),
    Step(name="issue_assessment", since=frozenset({S.DECIDED}), to=S.ISSUED),
    Step(name="supersede_assessment", since=frozenset({S.ISSUED}), to=S.SUPERSEDED),
    Step(name="withdraw_assessment", since=EVERY - FINAL, to=S.WITHDRAWN, reason_needed=True),
)
