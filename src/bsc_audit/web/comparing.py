"""Two assessments side by side, by criterion; an organisation's series; its units against each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.score import Scored, Scores, counting_track, score_track
from bsc_audit.core.problems import EvidenceError
from bsc_audit.core.scoring.model import ScoredNode

CRITERION = "criterion"  # the kind of nodes that have no nodes below


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: an assessment, and its scores where it can be scored."""

    assessment: Assessment
    scored: Scored | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One node in both; None where one has no such node, or no score."""

    id: str
    title: str
    kind: str
    depth: int  # 0 for the whole
    first: Fraction | None
    second: Fraction | None

    @property
    def change(self) -> Fraction | None:
        """The second minus the first, points; None when one of them is missing."""
        return None if self.first is None or self.second is None else self.second - self.first


def side_of(work: Work, scores: Scores, assessment: Assessment) -> Side:
    """An assessment in the track that counts for its kind."""
    try:
        scored = score_track(work, scores, assessment, counting_track(assessment.kind))
    except EvidenceError:
        scored = None
    return Side(assessment=assessment, scored=scored)


def rows_of(first: Side, second: Side) -> tuple[Row, ...]:
    """Every group and criterion of the second in its order, then those only the first had."""
    shown = list(_walk(second.scored)) if second.scored else []
    known = {node.id for _, node in shown}
    gone = [(depth, node) for depth, node in _walk(first.scored)] if first.scored else []
    every = [*shown, *((depth, node) for depth, node in gone if node.id not in known)]
    return tuple(
        Row(
            id=node.id,
            title=node.title,
            kind=node.kind,
            depth=depth,
            first=_score(first.scored, node.id),
            second=_score(second.scored, node.id),
        )
        for depth, node in every
    )


def peers(assessments: Sequence[Assessment], chosen: Assessment) -> Sequence[Assessment]:
    """Others by the same ruleset, whose numbers can be compared; the latest first."""
    same = [one for one in assessments if one.ruleset_id == chosen.ruleset_id and one.id != chosen.id]
    return sorted(same, key=lambda one: (one.as_of, one.id), reverse=True)


def _walk(scored: Scored | None) -> Iterator[tuple[int, ScoredNode]]:
    """Nodes with their depth, parents before children."""
    if scored is None:
        return
    scorecard = scored.judged.scorecard
    ahead = [(0, scorecard.root)]
    while ahead:
        depth, name = ahead.pop(0)
        node = scorecard.nodes[name]
        yield depth, node
        if node.kind != CRITERION:  # below a criterion are indicators, which may have its own id
            ahead[:0] = [(depth + 1, member.id) for member in node.members]


def _score(scored: Scored | None, name: str) -> Fraction | None:
    node = scored.judged.scorecard.nodes.get(name) if scored else None
    return node.score if node else None
