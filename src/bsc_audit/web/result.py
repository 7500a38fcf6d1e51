"""What an assessment comes to as it stands now, in the words and numbers its report would have."""

from bsc_audit import __version__
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.score import Scored, Scores, counting_track, score_track
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.report.build import build
from bsc_audit.core.report.model import Report
from bsc_audit.core.vocabulary import AssessmentKind

CLIENTS = frozenset({Role.CLIENT, Role.CLIENT_EDITOR})
STEERED = frozenset(AssessmentState) - {
    AssessmentState.VALIDATED,
    AssessmentState.DECIDED,
    AssessmentState.ISSUED,
    AssessmentState.SUPERSEDED,
}


def scored_of(work: Work, scores: Scores, assessment: Assessment, track: Track | None = None) -> Scored:
    """One track, judged; None: the one that counts for the assessment's kind.

    Raises:
        EvidenceError: what is stored does not fit together.
    """
    return score_track(work, scores, assessment, track or counting_track(assessment.kind))


def report_now(scored: Scored) -> Report:
    """The report of what was judged."""
    made = scored.judged
    return build(
        made.ruleset, made.evidence, made.scorecard, made.findings, made.recommendation, engine_version=__version__
    )


def sees_scores(who: Principal, assessment: Assessment) -> bool:
    """Whether somebody may see scores, not only how much is covered.

    While a certification is under way, its client's people see coverage alone: a score that moves with every answer
    invites to steer by it.
    """
    under_way = assessment.kind is AssessmentKind.CERTIFICATION and assessment.state in STEERED
    return not (under_way and who.role in CLIENTS)
