"""What an assessment comes to as it stands now, in the words and numbers its report would have."""

import threading
from collections import OrderedDict

from bsc_audit import __version__
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.score import Scored, Scores, counting_track, score_track
from bsc_audit.core.report.build import build
from bsc_audit.core.report.model import Report

MOST = 16  # reports on the shelf


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
