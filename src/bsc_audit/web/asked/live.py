"""What stands beside the form while it is filled in: scores, how much is covered, what that waits for."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.score import Scored, Scores, score_track
from bsc_audit.core.problems import EvidenceError
from bsc_audit.web import filters
from bsc_audit.web.asked.tracks import Filling


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line: the whole, or a group right below it."""

    id: str
    title: str
    score: Fraction | None  # 0..100; None: not assessed, or not to be seen
    coverage: Fraction | None  # 0..1; None: nothing of it applies

    def data(self) -> dict[str, Any]:
        """As a script takes it: numbers to draw and compare, and what they are written as."""
        return {
            "id": self.id,
            "score": None if self.score is None else float(self.score),
            "shown": filters.decimal(self.score),
            "coverage": None if self.coverage is None else float(self.coverage),
            "covered": filters.percent(self.coverage),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """One track as it stands."""

    whole: Bar
    groups: tuple[Bar, ...]
    scores: bool  # whether scores are shown at all
    missing: int  # criteria without a score
    problem: str = ""  # why it cannot be scored now
    scored: Scored | None = None  # all of it

    def data(self) -> dict[str, Any]:
        """As a script takes it."""
        return {
            "bars": [one.data() for one in (self.whole, *self.groups)],
            "missing": filters.count(self.missing, "criterion", "criteria"),
            "problem": self.problem,
        }


def live_of(work: Work, scores: Scores, assessment: Assessment, filling: Filling) -> Live:
    """Judge the track of a page; what cannot be scored says why instead of failing."""
    try:
        scored = score_track(work, scores, assessment, filling.track)
    except EvidenceError as error:
        first = error.problems[0]
        whole = Bar(id="whole", title="Overall", score=None, coverage=None)
        return Live(whole=whole, groups=(), scores=filling.scores, missing=0, problem=first.message)
    return _live(scored, filling)


def _live(scored: Scored, filling: Filling) -> Live:
    judged = scored.judged
    nodes, root = judged.scorecard.nodes, judged.scorecard.root
    below = [member.id for member in judged.ruleset.groups[root].members if member.id in judged.ruleset.groups]
    overall = judged.recommendation.overall if filling.scores else None
    return Live(
        whole=Bar(id="whole", title="Overall", score=overall, coverage=scored.coverage),
        groups=tuple(
            Bar(
                id=one,
                title=nodes[one].title,
                score=nodes[one].score if filling.scores else None,
                coverage=nodes[one].coverage,
            )
            for one in below
        ),
        scores=filling.scores,
        missing=len(scored.missing),
        scored=scored,
    )


NOT_JUDGED = Live(whole=Bar(id="whole", title="Overall", score=None, coverage=None), groups=(), scores=False, missing=0)
