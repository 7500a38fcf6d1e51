"""The tree, scored from its leaves to its root; the reference semantics of every aggregation.

Applied weights: members that are not applicable or left out give their share to the others. Coverage, the
not-applicable share and the verified share are kept in nominal weight, so that nothing can be hidden by
leaving it out. A node with nothing assessed below it is *not assessed*: never 0, never 100, never an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from bsc_audit.core.methods.aggregate import AGGREGATORS, LEAF_SCORES
from bsc_audit.core.ruleset.model import Aggregate, Cap, Criterion, Group, Member, Ruleset
from bsc_audit.core.said import joined, say
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.scoring.indicators import active_caps, capped
from bsc_audit.core.scoring.model import ScoredIndicator, ScoredMember, ScoredNode
from bsc_audit.core.vocabulary import MissingPolicy, State

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A member as its parent's aggregation sees it."""

    node: ScoredNode
    weight: Fraction
    missing: MissingPolicy

    @property
    def score(self) -> Fraction | None:
        """The score that enters the parent; None when the member is left out."""
        if self.node.state is State.NOT_ASSESSED and self.missing is MissingPolicy.ZERO:
            return ZERO
        return self.node.score


def score_criterion(ruleset: Ruleset, criterion: Criterion, values: Values, not_applicable: str | None) -> ScoredNode:
    """One criterion from its indicators. `not_applicable` is the reason given for the criterion itself."""
    scored = [(member, values.indicators[member.id]) for member in criterion.indicators]
    states = [_state(indicator) for _, indicator in scored]
    if not_applicable or all(state is State.NOT_APPLICABLE for state in states):
        reason = not_applicable or scored[0][1].measured.reason
        return _criterion(criterion, scored, State.NOT_APPLICABLE, None, reason)
    counted = [(weight_in_criterion(member), one.score) for member, one in scored if one.score is not None]
    raw = aggregate(criterion.aggregate, counted)
    if raw is None:
        return _criterion(criterion, scored, State.NOT_ASSESSED, None, _why(scored))
    node = _criterion(criterion, scored, State.ASSESSED, raw, "", _verified(ruleset, scored))
    return _with_caps(node, criterion.caps, values)


def weight_in_criterion(member: Member) -> Fraction:
    """Weight of an indicator in its criterion; indicators have no members whose weight they could carry."""
    return ONE if member.weight is None else member.weight


def _state(scored: ScoredIndicator) -> State:
    if scored.measured.state is State.ASSESSED and scored.score is None:
        return State.NOT_ASSESSED
    return scored.measured.state


def _why(scored: Sequence[tuple[Member, ScoredIndicator]]) -> str:
    reasons = [one.measured.reason or one.method for _, one in scored if one.score is None]
    return joined("; ", dict.fromkeys(reasons))


def _verified(ruleset: Ruleset, scored: Sequence[tuple[Member, ScoredIndicator]]) -> Fraction:
    """Share of the criterion's assessed indicators backed by verified evidence."""
    assessed = [(weight_in_criterion(member), one.measured.grade) for member, one in scored if one.score is not None]
    total = sum((weight for weight, _ in assessed), ZERO)
    verified = {grade for grade, cap in ruleset.evidence_grades.items() if cap.verified}
    return sum((weight for weight, grade in assessed if grade in verified), ZERO) / total if total else ZERO


def _criterion(
    criterion: Criterion,
    scored: Sequence[tuple[Member, ScoredIndicator]],
    state: State,
    raw: Fraction | None,
    reason: str,
    verified: Fraction | None = None,
) -> ScoredNode:
    used = sum((weight_in_criterion(member) for member, one in scored if one.score is not None), ZERO)
    members = tuple(
        ScoredMember(
            id=member.id,
            state=_state(one),
            weight=weight_in_criterion(member),
            applied_weight=weight_in_criterion(member) / used
            if raw is not None and one.score is not None and used
            else None,
            score=one.score,
        )
        for member, one in scored
    )
    applies = state is not State.NOT_APPLICABLE
    return ScoredNode(
        id=criterion.id,
        title=criterion.title,
        kind="criterion",
        state=state,
        raw=raw,
        score=raw,
        method=_method(criterion.aggregate),
        members=members,
        caps=(),
        coverage=(ONE if state is State.ASSESSED else ZERO) if applies else None,
        not_applicable_share=ZERO if applies else ONE,
        verified_share=verified,
        weight=criterion.weight,
        reason=reason,
        applicable_weight=criterion.weight if applies else ZERO,
        nominal_weight=criterion.weight,
    )


def score_group(ruleset: Ruleset, group: Group, values: Values) -> ScoredNode:
    """One group from its members, which have been scored already."""
    parts = [_part(ruleset, member, values) for member in group.members]
    applicable = [part for part in parts if part.node.state is not State.NOT_APPLICABLE]
    if not applicable:
        return _group(group, parts, State.NOT_APPLICABLE, None, say("nothing below applies"))
    blocking = [part.node.id for part in applicable if _blocks(part)]
    assessed = any(part.node.state is State.ASSESSED for part in applicable)
    if blocking or not assessed:
        blocked = say("blocked by {members}, which must be assessed", members=", ".join(blocking))
        reason = blocked if blocking else say("nothing below was assessed")
        return _group(group, parts, State.NOT_ASSESSED, None, reason)
    raw, points, possible = _combine(ruleset, group, applicable, values)
    if raw is None:
        return _group(group, parts, State.NOT_ASSESSED, None, say("what was assessed weighs nothing"))
    node = _group(group, parts, State.ASSESSED, raw, "", points, possible)
    return _with_caps(node, group.caps, values)


def _part(ruleset: Ruleset, member: Member, values: Values) -> Part:
    node = values.nodes[member.id]
    declared = ruleset.groups.get(member.id) or ruleset.criteria[member.id]
    return Part(node=node, weight=node.weight, missing=declared.missing)


def _blocks(part: Part) -> bool:
    return part.node.state is State.NOT_ASSESSED and part.missing is MissingPolicy.BLOCK


def _combine(
    ruleset: Ruleset, group: Group, parts: Sequence[Part], values: Values
) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Score, and points earned of points possible where the method counts points."""
    if group.aggregate.method in LEAF_SCORES:
        found = LEAF_SCORES[group.aggregate.method](_leaves(ruleset, group, values))
        return (100 * found[0] / found[1], *found) if found else (None, None, None)
    score = aggregate(group.aggregate, [(part.weight, part.score) for part in parts if part.score is not None])
    return score, (score if group.aggregate.method == "sum" else None), None


def _leaves(ruleset: Ruleset, group: Group, values: Values) -> list[tuple[Fraction, Fraction]]:
    """Every assessed criterion below, with its own weight: group weights do not count in flat models."""
    leaves: list[tuple[Fraction, Fraction]] = []
    for member in group.members:
        if member.id in ruleset.groups:
            leaves.extend(_leaves(ruleset, ruleset.groups[member.id], values))
            continue
        part = _part(ruleset, member, values)
        if part.node.state is not State.NOT_APPLICABLE and part.score is not None:
            leaves.append((ruleset.criteria[member.id].weight, part.score))
    return leaves


def aggregate(how: Aggregate, members: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Members by the declared method; None when nothing with a weight is left."""
    if how.method in LEAF_SCORES:
        found = LEAF_SCORES[how.method](members)
        return 100 * found[0] / found[1] if found else None
    parameters = {"k": how.k} if how.k is not None else {}
    return AGGREGATORS[how.method](members, **parameters)


def _method(how: Aggregate) -> str:
    table: Mapping[str, object] = AGGREGATORS if how.method in AGGREGATORS else LEAF_SCORES
    title: str = getattr(table[how.method], "title", how.method)
    return title if how.k is None else say("{method} (k = {k})", method=title, k=how.k)


def _with_caps(node: ScoredNode, caps: tuple[Cap, ...], values: Values) -> ScoredNode:
    if node.raw is None or not caps:
        return node
    score, applied = capped(node.raw, active_caps(caps, values))
    return replace(node, score=score, caps=applied)


def _group(
    group: Group,
    parts: Sequence[Part],
    state: State,
    raw: Fraction | None,
    reason: str,
    points: Fraction | None = None,
    possible: Fraction | None = None,
) -> ScoredNode:
    counted = [part for part in parts if part.score is not None and part.node.state is not State.NOT_APPLICABLE]
    used = sum((part.weight for part in counted), ZERO) if raw is not None else ZERO
    nominal = sum((part.node.nominal_weight for part in parts), ZERO)
    applicable = sum((part.node.applicable_weight for part in parts), ZERO)
    assessed = sum((_assessed(part) for part in parts), ZERO)
    not_applicable = sum((part.node.nominal_weight * part.node.not_applicable_share for part in parts), ZERO)
    verified = sum((_assessed(part) * (part.node.verified_share or ZERO) for part in parts), ZERO)
    return ScoredNode(
        id=group.id,
        title=group.title,
        kind=group.kind,
        state=state,
        raw=raw,
        score=raw,
        method=_method(group.aggregate),
        members=tuple(_member(part, used) for part in parts),
        caps=(),
        coverage=assessed / applicable if applicable else None,
        not_applicable_share=not_applicable / nominal if nominal else ZERO,
        verified_share=verified / assessed if assessed else None,
        weight=used if group.weight is None else group.weight,
        points=points,
        possible=possible,
        reason=reason,
        nominal_weight=nominal if group.weight is None else group.weight,
        applicable_weight=applicable if group.weight is None or not applicable else group.weight,
    )


def _assessed(part: Part) -> Fraction:
    return part.node.applicable_weight * (part.node.coverage or ZERO)


def _member(part: Part, used: Fraction) -> ScoredMember:
    counts = part.score is not None and part.node.state is not State.NOT_APPLICABLE
    return ScoredMember(
        id=part.node.id,
        state=part.node.state,
        weight=part.weight,
        applied_weight=part.weight / used if counts and used else None,
        score=part.score,
    )
