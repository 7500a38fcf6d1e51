"""Criteria as source: one indicator passed on, or several combined."""

from bsc_audit.core.ruleset.model import Criterion, Ruleset
from bsc_audit.core.scoring.generated.aggregating import FLAT, way_of
from bsc_audit.core.scoring.generated.flat import Leaf, write_flat
from bsc_audit.core.scoring.generated.leaves import write_caps
from bsc_audit.core.scoring.generated.slots import Role
from bsc_audit.core.scoring.generated.state import Scored, Writer
from bsc_audit.core.scoring.generated.writing import literal
from bsc_audit.core.scoring.tree import weight_in_criterion

OPEN = "inf if {none_applies} else fn_nan"  # of a node without a score: not applicable, or else not assessed


def write_criterion(writer: Writer, criterion: Criterion) -> None:
    """A criterion from its indicators; those without a score are left out."""
    score = _score(writer, criterion)
    weight = literal(criterion.weight)
    writer.nodes[criterion.id] = Scored(
        score=score,
        weight=weight,
        fixed=criterion.weight,
        nominal=criterion.weight,
        applicable=f"(0.0 if {score} == inf else {weight})",
        assessed=f"({weight} if {score} < inf else 0.0)",
        coverage=f"(1.0 if {score} < inf else 0.0 if {score} != {score} else fn_nan)",
        away=f"(1.0 if {score} == inf else 0.0)",
        whole=True,
        bounded=criterion.aggregate.method != "sum" and not _in_points(writer, criterion),
    )


def _in_points(writer: Writer, criterion: Criterion) -> bool:
    return any(writer.ruleset.indicators[member.id].as_points for member in criterion.indicators)


def _score(writer: Writer, criterion: Criterion) -> str:
    first = criterion.indicators[0]
    passed_on = len(criterion.indicators) == 1 and criterion.aggregate.method not in (*FLAT, "sum")
    declared_apart = not is_inline(writer.ruleset, criterion)
    if passed_on and not declared_apart and not criterion.caps:
        return writer.indicators[first.id]
    score = f"s{len(writer.nodes)}"
    if passed_on:
        _copy(writer, writer.indicators[first.id], score)
    else:
        _combine(writer, criterion, score)
    if declared_apart:
        writer.source.add(f"if {writer.book.variable(Role.NOT_APPLICABLE, criterion.id)}:", f"    {score} = inf")
    write_caps(writer, criterion.caps, score)
    return score


def _copy(writer: Writer, indicator: str, score: str) -> None:
    writer.source.add(f"{score} = {indicator}")
    if indicator in writer.certain:
        writer.certain.add(score)


def _combine(writer: Writer, criterion: Criterion, score: str) -> None:
    members = [(weight_in_criterion(member), writer.indicators[member.id]) for member in criterion.indicators]
    none_applies = " and ".join(f"{part} == inf" for _, part in members)
    otherwise = OPEN.format(none_applies=none_applies)
    way = way_of(criterion.aggregate)
    if way is None:
        leaves = [Leaf(weight, part, zero=False, bounded=not _in_points(writer, criterion)) for weight, part in members]
        finish = write_flat(writer, criterion.aggregate.method, leaves, score)
        writer.source.add(f"{score} = {finish} if u else {otherwise}")
        return
    writer.source.add(way.start, "w = 0.0")
    for weight, part in members:
        if weight:
            entered = way.add.format(w=literal(weight), s=part)
            writer.source.add(f"if {part} < inf:", f"    {entered}", f"    w += {literal(weight)}")
    writer.watch_zeros(criterion.aggregate, [part for weight, part in members if weight])
    writer.source.add(f"{score} = {way.finish.format(c='w')} if w else {otherwise}")


def is_inline(ruleset: Ruleset, criterion: Criterion) -> bool:
    """Whether a criterion has an indicator of its own, so that one answer speaks for both."""
    users = [
        other.id for other in ruleset.criteria.values() for member in other.indicators if member.id == criterion.id
    ]
    return users == [criterion.id] and len(criterion.indicators) == 1
