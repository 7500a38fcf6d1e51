"""Who sees scores and findings: while a certification is under way, its client's people see how much is covered, no more.

A score that moves with every answer invites to steer by it. The rule is about what the engine makes of the evidence;
the evidence itself is the client's, too. See docs/decisions/0014.
"""

from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import ScoresWithheld
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.vocabulary import AssessmentKind

CLIENTS = frozenset({Role.CLIENT, Role.CLIENT_EDITOR})
SETTLED = frozenset(
    {AssessmentState.VALIDATED, AssessmentState.DECIDED, AssessmentState.ISSUED, AssessmentState.SUPERSEDED}
)


def is_under_way(assessment: Assessment) -> bool:
    """Whether it is a certification nobody has validated, or that was withdrawn."""
    return assessment.kind is AssessmentKind.CERTIFICATION and assessment.state not in SETTLED


def sees_scores(who: Principal, assessment: Assessment) -> bool:
    """Whether somebody may see scores and findings, not only how much is covered.

    A respondent never does; API keys are the organisation's own say, and do.
    """
    return who.share is None and not (who.role in CLIENTS and is_under_way(assessment))


def demand_scores(who: Principal, assessment: Assessment) -> None:
    """Refuse scores and findings to who may not see them yet.

    Raises:
        ScoresWithheld: they are a client's, and the certification is under way.
    """
    if not sees_scores(who, assessment):
        said = "scores and findings of a certification are shown once it is validated; until then, what is covered"
        raise ScoresWithheld(said, state=assessment.state)
