"""Groups as source: applied weights, missing policies, coverage and shares in one pass over the members.

Accumulators of one group, reused by the next: `t` the aggregation's own; `w`, `m`, `z`, `n` weight of criteria
assessed, missing, missing and counted as 0, not applicable; `g`, `y` weight of groups assessed, missing and
counted as 0. Coverage and shares are kept in the nominal weight of the criteria below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bsc_audit.core.ruleset.model import Group
from bsc_audit.core.scoring.generated.aggregating import Way, way_of
from bsc_audit.core.scoring.generated.criteria import OPEN
from bsc_audit.core.scoring.generated.flat import Leaf, write_flat
from bsc_audit.core.scoring.generated.leaves import write_caps
from bsc_audit.core.scoring.generated.state import Scored, Writer
from bsc_audit.core.scoring.generated.writing import literal, total
from bsc_audit.core.vocabulary import MissingPolicy

NOTHING = Way("", "", "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A member as its group sees it."""

    node: Scored
    missing: MissingPolicy
    is_group: bool

    @property
    def weightless(self) -> bool:
        """Whether it counts for nothing in every assessment."""
        return self.node.fixed == 0

    @property
    def counts_zero(self) -> bool:
        """Whether it counts 0 points with a weight while it is not assessed."""
        return self.missing is MissingPolicy.ZERO and bool(self.node.fixed)


def write_group(writer: Writer, group: Group) -> None:
    """A group whose members have been written already."""
    number = len(writer.nodes)
    score, parts = f"s{number}", _parts(writer, group)
    way = way_of(group.aggregate)
    _write_sums(writer, parts, way or NOTHING)
    sums = _Sums.of(parts)
    finish, counted = (way.finish.format(c=sums.counted), sums.counted) if way else _flat(writer, group, score)
    sound = " and ".join([f"({counted})", *_further_conditions(parts, sums, flat=way is None)])
    otherwise = OPEN.format(none_applies=" and ".join(f"{part.node.score} == inf" for part in parts))
    writer.source.add(f"{score} = {finish} if {sound} else {otherwise}")
    writer.watch_zeros(group.aggregate, [part.node.score for part in parts if not part.weightless])
    if group.aggregate.method == "minimum" and all(part.node.score in writer.certain for part in parts):
        writer.certain.add(score)
    node = _write_shares(writer, group, parts, sums, number)
    write_caps(writer, group.caps, score)
    writer.nodes[group.id] = node


def _parts(writer: Writer, group: Group) -> list[Part]:
    ruleset = writer.ruleset
    declared = [ruleset.groups.get(member.id) or ruleset.criteria[member.id] for member in group.members]
    return [
        Part(node=writer.nodes[member.id], missing=member.missing, is_group=isinstance(member, Group))
        for member in declared
    ]


# Sums over members --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """Which accumulators a group has, as source."""

    counted: str  # weight that enters the aggregation
    assessed: str  # weight of what is assessed among it
    zeros: bool  # something may count although it is not assessed

    @classmethod
    def of(cls, parts: Sequence[Part]) -> "_Sums":
        used = [name for name in ("w", "g") if name in _accumulators(parts)]
        zeros = [name for name in ("z", "y") if name in _accumulators(parts)]
        return cls(counted=total([*used, *zeros]), assessed=total(used), zeros=bool(zeros))


def _accumulators(parts: Sequence[Part]) -> list[str]:
    criteria = [part for part in parts if not part.is_group and not part.weightless]
    groups = [part for part in parts if part.is_group and not part.weightless]
    names = [*(("w", "n") if criteria else ()), *(("g",) if groups else ())]
    names += ["m"] if any(not part.counts_zero for part in criteria) else []
    names += ["z"] if any(part.counts_zero for part in criteria) else []
    return names + (["y"] if any(part.counts_zero for part in groups) else [])


def _write_sums(writer: Writer, parts: Sequence[Part], way: Way) -> None:
    names = _accumulators(parts)
    writer.source.add(*([f"{' = '.join(names)} = 0.0"] if names else []), *([way.start] if way.start else []))
    for part in parts:
        if not part.weightless:
            lines = _group_lines(part, way) if part.is_group else _criterion_lines(part, way)
            writer.source.add(*lines)


def _criterion_lines(part: Part, way: Way) -> Iterator[str]:
    score, weight = part.node.score, part.node.weight
    yield f"if {score} < inf:"
    yield from _entered(way.add, part)
    yield f"    w += {weight}"
    yield f"elif {score} != {score}:"
    if part.counts_zero:
        yield from _entered(way.zero, part)
    yield f"    {'z' if part.counts_zero else 'm'} += {weight}"
    yield "else:"
    yield f"    n += {weight}"


def _group_lines(part: Part, way: Way) -> Iterator[str]:
    score, weight = part.node.score, part.node.weight
    yield f"if {score} < inf:" if part.node.fixed else f"if {score} < inf and {weight}:"
    yield from _entered(way.add, part)
    yield f"    g += {weight}"
    if part.counts_zero:
        yield f"elif {score} != {score}:"
        yield from _entered(way.zero, part)
        yield f"    y += {weight}"


def _entered(template: str, part: Part) -> Iterator[str]:
    if template:
        yield "    " + template.format(w=part.node.weight, s=part.node.score)


def _further_conditions(parts: Sequence[Part], sums: _Sums, *, flat: bool) -> Iterator[str]:
    """What else a score needs: something assessed, nothing blocking."""
    unsure = parts if flat else [part for part in parts if not part.node.fixed]
    if flat or sums.zeros:
        yield f"({' or '.join([sums.assessed, *(f'{part.node.score} < inf' for part in unsure)])})"
    for part in parts:
        if part.missing is MissingPolicy.BLOCK:
            yield f"{part.node.score} == {part.node.score}"


def _flat(writer: Writer, group: Group, name: str) -> tuple[str, str]:
    return write_flat(writer, group.aggregate.method, list(_leaves(writer, group)), name), "u"


def _leaves(writer: Writer, group: Group) -> Iterator[Leaf]:
    for member in group.members:
        if member.id in writer.ruleset.groups:
            yield from _leaves(writer, writer.ruleset.groups[member.id])
            continue
        criterion, node = writer.ruleset.criteria[member.id], writer.nodes[member.id]
        yield Leaf(criterion.weight, node.score, criterion.missing is MissingPolicy.ZERO, node.bounded)


# Weights and shares -------------------------------------------------------------------------------------


def _write_shares(writer: Writer, group: Group, parts: Sequence[Part], sums: _Sums, number: int) -> Scored:
    names, groups = _accumulators(parts), [part.node for part in parts if part.is_group]
    applicable = total([*(n for n in names if n in "wmz"), *(node.applicable for node in groups)])
    assessed = total([*(n for n in names if n == "w"), *(node.assessed for node in groups)])
    away = total([*(n for n in names if n == "n"), *(f"{literal(g.nominal)} * {g.away}" for g in groups if g.nominal)])
    nominal = sum((part.node.nominal for part in parts), Fraction(0))
    p, a, e, d, k = (f"{letter}{number}" for letter in "paedk")
    writer.source.add(
        f"{p} = {applicable}",
        f"{a} = {assessed}",
        f"{e} = {a} / {p} if {p} else fn_nan",
        f"{d} = ({away}) / {literal(nominal)}" if nominal else f"{d} = 0.0",
    )
    if group.weight is None:
        writer.source.add(f"{k} = {sums.counted} if s{number} < inf else 0.0")
    else:
        writer.source.add(f"if {p}:", f"    {p} = {literal(group.weight)}", f"    {a} = {p} * {e}")
    return Scored(
        score=f"s{number}",
        weight=k if group.weight is None else literal(group.weight),
        fixed=group.weight,
        nominal=nominal if group.weight is None else group.weight,
        applicable=p,
        assessed=a,
        coverage=e,
        away=d,
    )
