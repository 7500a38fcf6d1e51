"""What an assessment comes to as it stands now, in the words and numbers its report would have."""

import threading
from collections import OrderedDict

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

MOST = 16  # reports on the shelf
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


class Shelf:
    """Reports of what was judged; the latest stay at hand, since several pages show parts of the same one."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], Report] = OrderedDict()
        self._lock = threading.Lock()

    def report(self, scored: Scored) -> Report:
        """The report of what was judged."""
        made = scored.judged
        key = (made.ruleset.digest, made.ruleset.profile or "", made.ruleset.language, made.evidence.digest)
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None:
            return kept
        built = build(
            made.ruleset, made.evidence, made.scorecard, made.findings, made.recommendation, engine_version=__version__
        )
        with self._lock:
            self._kept[key] = built
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return built


def sees_scores(who: Principal, assessment: Assessment) -> bool:
    """Whether somebody may see scores, not only how much is covered.

    While a certification is under way, its client's people see coverage alone: a score that moves with every answer
    invites to steer by it.
    """
    under_way = assessment.kind is AssessmentKind.CERTIFICATION and assessment.state in STEERED
    return not (under_way and who.role in CLIENTS)
