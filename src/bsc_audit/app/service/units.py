"""The tree of an organisation: units, their dated places in it, and what lies below one of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.unit import Unit, UnitKind, UnitPlacement
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound, invalid
from bsc_audit.app.service.trail import note

Tree = Mapping[str, str | None]  # parent by unit; None: a root


def tree_on(work: Work, day: date) -> Tree:
    """Where every unit hangs on a day; units not yet placed then are not in it."""
    return tree_of(work.placements.all(), day)


def tree_of(placements: Iterable[UnitPlacement], day: date) -> Tree:
    """The same, of placements that are at hand."""
    found: dict[str, str | None] = {}
    for one in sorted(placements, key=lambda placement: placement.effective_from):
        if one.effective_from <= day:
            found[one.unit_id] = one.parent_id
    return found


def below(tree: Tree, unit_id: str) -> frozenset[str]:
    """A unit and everything that hangs below it."""
    children: dict[str | None, list[str]] = {}
    for unit, parent in tree.items():
        children.setdefault(parent, []).append(unit)
    found, ahead = {unit_id}, [unit_id]
    while ahead:
        new = [one for one in children.get(ahead.pop(), ()) if one not in found]
        found.update(new)
        ahead.extend(new)
    return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A unit in its place in the tree."""

    unit: Unit
    parent_id: str | None
    depth: int  # 0 at a root, or at the top of the part one may see


def unit_nodes(work: Work, who: Principal, day: date) -> tuple[Node, ...]:
    """The units somebody may see, each below its parent, by name among its siblings; where they hung on a day."""
    tree = tree_on(work, day)
    seen = tree.keys() if who.unit_id is None else below(tree, who.unit_id) & tree.keys()
    units = sorted((one for one in work.units.all() if one.id in seen), key=lambda one: (one.name.casefold(), one.id))
    children: dict[str | None, list[Unit]] = {}
    for one in units:
        parent = tree[one.id]
        children.setdefault(parent if parent in seen else None, []).append(one)
    return tuple(_below_in_order(children, None, tree, 0))


def _below_in_order(
    children: Mapping[str | None, list[Unit]], parent: str | None, tree: Tree, depth: int
) -> Iterator[Node]:
    for one in children.get(parent, ()):
        yield Node(unit=one, parent_id=tree[one.id], depth=depth)
        yield from _below_in_order(children, one.id, tree, depth + 1)


def reach(work: Work, who: Principal) -> frozenset[str] | None:
    """The units this principal may see today; None: all of them. A respondent sees none, only what their link opens."""
    if who.share is not None:
        return frozenset()
    return None if who.unit_id is None else below(tree_on(work, work.now.date()), who.unit_id)


def demand_unit(work: Work, who: Principal, unit_id: str | None) -> None:
    """Refuse what lies outside the principal's part of the tree as if it were not there.

    Args:
        work: of the organisation.
        who: asks.
        unit_id: concerned; None: the whole organisation, which a restricted principal has no part in.

    Raises:
        NotFound: it lies outside.
    """
    within = reach(work, who)
    if within is not None and unit_id not in within:
        raise NotFound(NO_UNIT)


def visible_unit(work: Work, who: Principal, unit_id: str) -> Unit:
    """A unit this principal may see.

    Raises:
        NotFound: there is none, or it lies outside their part of the tree.
    """
    unit = work.units.find(unit_id)
    if unit is None:
        raise NotFound(NO_UNIT)
    demand_unit(work, who, unit_id)
    return unit


def create_unit(
    work: Work,
    ids: Ids,
    who: Principal,
    *,
    kind: UnitKind,
    name: str,
    external_id: str | None,
    parent_id: str | None,
    effective_from: date,
) -> Unit:
    """Add a unit and hang it below its parent from a day on.

    Raises:
        Invalid: there is no such parent, or it is no level above this one.
        NotFound: the principal may not add one there.
        Conflict: the external id is taken.
    """
    demand_unit(work, who, parent_id)
    unit = Unit(**fresh(ids, work.now), kind=kind, name=name, external_id=external_id)
    _demand_level(work, unit, parent_id)
    added = work.units.add(unit)
    work.placements.add(
        UnitPlacement(**fresh(ids, work.now), unit_id=added.id, parent_id=parent_id, effective_from=effective_from)
    )
    note(work.audit, who, "create_unit", after=added)
    return added


def update_unit(work: Work, who: Principal, unit: Unit, *, name: str, external_id: str | None, expected: int) -> Unit:
    """Give a unit another name or external id.

    Raises:
        StaleVersion, Conflict: as the repository says.
    """
    changed = work.units.replace(replace(unit, name=name, external_id=external_id), expected=expected)
    note(work.audit, who, "update_unit", before=unit, after=changed)
    return changed


def move_unit(
    work: Work, ids: Ids, who: Principal, unit: Unit, *, parent_id: str | None, effective_from: date
) -> UnitPlacement:
    """Hang a unit elsewhere from a day on; before that day it stays where it was.

    Raises:
        Invalid: there is no such parent, or it is no level above the unit.
        NotFound: the principal may not move it there.
    """
    demand_unit(work, who, parent_id)
    _demand_level(work, unit, parent_id)
    before = work.placements.one(unit_id=unit.id, effective_from=effective_from)
    moved = UnitPlacement(**fresh(ids, work.now), unit_id=unit.id, parent_id=parent_id, effective_from=effective_from)
    (placed,) = work.placements.put([moved])
    note(work.audit, who, "move_unit", before=before, after=placed)
    return placed


def _demand_level(work: Work, unit: Unit, parent_id: str | None) -> None:
    """A parent is of a higher level, so that no unit ever hangs below itself, on any day."""
    if parent_id is None:
        return
    parent = work.units.find(parent_id)
    if parent is None:
        raise invalid("/parent_id", "unknown-unit", "there is no such unit")
    if LEVELS[parent.kind] >= LEVELS[unit.kind]:
        said = f"a {unit.kind} hangs below a higher level, not below a {parent.kind}"
        raise invalid("/parent_id", "unit-level", said)


LEVELS: Mapping[UnitKind, int] = {kind: level for level, kind in enumerate(UnitKind)}
NO_UNIT = "there is no such unit"
