"""Units of an organisation and their dated places in its tree."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import InChange, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.access import MoveIn, PlacementOut, TreeNode, TreeOut, UnitChange, UnitIn, UnitOut
from bsc_audit.api.times import Day
from bsc_audit.app.service import units
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal

router = APIRouter(prefix="/organisations/{org}", tags=["units"])

OnDay = Annotated[Day | None, Query(description="the tree as it was or will be; left out: today"), MAY_BE_ABSENT]


@router.get("/units", response_model=PageOf[UnitOut])
def list_units(call: InGet, org: str, paging: InPage) -> Response:
    """Units, in the order they were last changed in."""

    def use(work: Work, who: Principal) -> Reply:
        within = units.reach(work, who)
        name = f"units {org} {who.unit_id}"
        found = work.units.list(call.cursors.query(name, paging, {} if within is None else {"id": within}))
        return shown(call.cursors.page(name, map(UnitOut.of, found.items), found.next))

    return call.read(org, use)


@router.post("/units", status_code=201, response_model=UnitOut)
def create_unit(call: InPost, org: str, body: UnitIn) -> Response:
    """Add a unit and hang it below its parent."""

    def use(work: Work, who: Principal) -> Reply:
        made = units.create_unit(
            work,
            call.wiring.ids,
            who,
            kind=body.kind,
            name=body.name,
            external_id=body.external_id,
            parent_id=body.parent_id,
            effective_from=body.effective_from or work.now.date(),
        )
        where = f"/v1/organisations/{org}/units/{made.id}"
        return shown(UnitOut.of(made), status=201, version=made.version, location=where)

    return call.write(org, use)


@router.get("/unit-tree", response_model=TreeOut)
def get_unit_tree(call: InGet, org: str, on: OnDay = None) -> Response:
    """The tree of a day, parents before children."""

    def use(work: Work, who: Principal) -> Reply:
        day = on or work.now.date()
        return shown(TreeOut(on=day, items=_nodes(work, who, day)))

    return call.read(org, use)


@router.get("/units/{unit}", response_model=UnitOut)
def get_unit(call: InGet, org: str, unit: str) -> Response:
    """One unit."""

    def use(work: Work, who: Principal) -> Reply:
        found = units.visible_unit(work, who, unit)
        return shown(UnitOut.of(found), version=found.version)

    return call.read(org, use)


@router.put("/units/{unit}", response_model=UnitOut)
def update_unit(call: InChange, org: str, unit: str, body: UnitChange) -> Response:
    """Change a unit's name or external id."""

    def use(work: Work, who: Principal) -> Reply:
        stored = units.visible_unit(work, who, unit)
        expected = call.expected(stored, lambda: UnitOut.of(stored))
        name, external_id = body.name, body.external_id
        changed = units.update_unit(work, who, stored, name=name, external_id=external_id, expected=expected)
        return shown(UnitOut.of(changed), version=changed.version)

    return call.write(org, use)


@router.post("/units/{unit}/moves", status_code=201, response_model=PlacementOut)
def move_unit(call: InPost, org: str, unit: str, body: MoveIn) -> Response:
    """Hang a unit elsewhere from a day on; before that day it stays where it was, and so do its scores."""

    def use(work: Work, who: Principal) -> Reply:
        stored = units.visible_unit(work, who, unit)
        parent, since = body.parent_id, body.effective_from
        placed = units.move_unit(work, call.wiring.ids, who, stored, parent_id=parent, effective_from=since)
        return shown(PlacementOut.of(placed), status=201, version=placed.version)

    return call.write(org, use)


def _nodes(work: Work, who: Principal, day: date) -> list[TreeNode]:
    """Units placed on a day; a higher level comes first, so that parents stand before their children."""
    tree = units.tree_on(work, day)
    seen = tree.keys() if who.unit_id is None else units.below(tree, who.unit_id) & tree.keys()
    found = [one for one in work.units.all() if one.id in seen]
    found.sort(key=lambda one: (units.LEVELS[one.kind], one.name, one.id))
    return [
        TreeNode(id=one.id, kind=one.kind, name=one.name, external_id=one.external_id, parent_id=tree[one.id])
        for one in found
    ]
