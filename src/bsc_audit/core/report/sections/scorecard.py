"""Rows of the scorecard: overall, perspectives and themes, and the bridge from an earlier assessment."""

from collections import Counter
from fractions import Fraction

from bsc_audit.core.report.case import Case
from bsc_audit.core.report.chapters import ScoreRow
from bsc_audit.core.report.figures import change, maybe_share, score, share, shown_change, shown_score, weight
from bsc_audit.core.report.model import Bridge, BridgeStep, Scorecard
from bsc_audit.core.report.words import RESULTS, status


def scorecard(case: Case) -> Scorecard:
    """All group scores."""
    perspectives = [group.id for group in case.perspectives()]
    themes = [
        node
        for perspective in perspectives
        for node in case.below(perspective)
        if node in case.ruleset.groups and node != perspective
    ]
    earlier = case.evidence.engagement.previous
    return Scorecard(
        overall=row(case, case.scorecard.root),
        perspectives=tuple(row(case, node) for node in perspectives),
        themes=tuple(row(case, node) for node in themes),
        bridge=_bridge(case),
        previous_id=earlier.id if earlier else "",
    )


def row(case: Case, group: str) -> ScoreRow:
    """One group with its score and how far it can be relied on."""
    node = case.scorecard.nodes[group]
    criteria = case.criteria_under(group)
    counted = Counter(case.result(criterion) for criterion in criteria)
    earlier = case.previous(group)
    capped = node.raw is not None and node.raw != node.score
    return ScoreRow(
        id=group,
        title=node.title,
        kind=node.kind,
        tone=case.tones()[group],
        summary=case.ruleset.groups[group].summary,
        status=status(node.state.value),
        score=score(node.score, case.digits),
        raw=score(node.raw, case.digits) if capped else None,
        caps=tuple(cap.says for cap in node.caps),
        reason=node.reason,
        weight=weight(node.weight),
        coverage=maybe_share(node.coverage),
        verified=maybe_share(node.verified_share),
        not_applicable=share(node.not_applicable_share),
        previous=score(earlier, case.digits),
        change=change(_difference(node.score, earlier), case.digits),
        outcomes=tuple((slug, counted[slug]) for slug in RESULTS if counted[slug]),
        criteria=len(criteria),
    )


def _difference(now: Fraction | None, earlier: Fraction | None) -> Fraction | None:
    return None if now is None or earlier is None else now - earlier


def _bridge(case: Case) -> Bridge | None:
    """Contributions of the perspectives to the change; None unless they explain the whole of it.

    With applied weights w, the change is the sum of w (score - earlier score). What other weights or a
    perspective newly assessed did to the overall score has no such share, so then there is no bridge.
    """
    root, start = case.root, case.previous(case.scorecard.root)
    steps = [_step(case, member.id, member.applied_weight, member.score) for member in root.members]
    known = [(node, step) for node, step in steps if step is not None]
    if root.score is None or start is None or not known or len(known) < len(steps):
        return None
    unexplained = root.score - start - sum((step for _, step in known), Fraction(0))
    if abs(unexplained) >= Fraction(1, 20):
        return None
    tones = case.tones()
    return Bridge(
        start=shown_score(start, case.digits),
        steps=tuple(
            BridgeStep(title=case.title(node), tone=tones[node], change=shown_change(step, case.digits))
            for node, step in known
        ),
        end=shown_score(root.score, case.digits),
        start_label=case.evidence.engagement.previous.id if case.evidence.engagement.previous else "",
        end_label=case.evidence.engagement.id,
    )


def _step(case: Case, node: str, applied: Fraction | None, now: Fraction | None) -> tuple[str, Fraction | None]:
    earlier = case.previous(node)
    if applied is None or now is None or earlier is None:
        return node, None
    return node, applied * (now - earlier)
