"""Units of an organisation: the tree, with its dated moves."""

from datetime import date

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service import units
from bsc_audit.app.service.model.unit import UnitKind
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import invalid
from bsc_audit.web.admin import admin_page
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure

router = APIRouter(prefix="/o/{org}/admin/units")
LONGEST_NAME = 200


@router.get("")
def admin_units_page(call: InView, org: str) -> Response:
    """The tree of a day; left out: of today."""
    return _page(call, org)


@router.post("")
def unit_made_done(call: InForm, org: str) -> Response:
    """Add a unit and hang it below its parent."""

    def use(work: Work, who: Principal) -> Response:
        form = call.form
        if form.text("kind") not in set(UnitKind):
            raise invalid("/kind", "missing", "choose its level")
        units.create_unit(
            work,
            call.wiring.ids,
            who,
            kind=UnitKind(form.text("kind")),
            name=_name(call),
            external_id=form.optional("external_id"),
            parent_id=form.optional("parent_id"),
            effective_from=form.day("effective_from") or work.now.date(),
        )
        return call.go(f"/o/{org}/admin/units", said="created")

    return call.write(org, "create_unit", use, lambda failure: _page(call, org, failure))


@router.get("/{unit}")
def admin_unit_page(call: InView, org: str, unit: str) -> Response:
    """One unit: its names, and where it hung and hangs."""
    return _unit_page(call, org, unit)


@router.post("/{unit}")
def unit_done(call: InForm, org: str, unit: str) -> Response:
    """Give it another name or number."""

    def use(work: Work, who: Principal) -> Response:
        stored = units.visible_unit(work, who, unit)
        external_id, expected = call.form.optional("external_id"), call.form.version()
        units.update_unit(work, who, stored, name=_name(call), external_id=external_id, expected=expected)
        return call.go(f"/o/{org}/admin/units", said="saved")

    return call.write(org, "update_unit", use, lambda failure: _unit_page(call, org, unit, failure))


@router.post("/{unit}/moves")
def unit_moved_done(call: InForm, org: str, unit: str) -> Response:
    """Hang it elsewhere from a day on."""

    def use(work: Work, who: Principal) -> Response:
        stored = units.visible_unit(work, who, unit)
        since = call.form.day("effective_from")
        if since is None:
            raise invalid("/effective_from", "missing", "say from which day on")
        parent = call.form.optional("parent_id")
        units.move_unit(work, call.wiring.ids, who, stored, parent_id=parent, effective_from=since)
        return call.go(f"/o/{org}/admin/units/{unit}", said="saved")

    return call.write(org, "move_unit", use, lambda failure: _unit_page(call, org, unit, failure))


def _page(call: PageCall, org: str, failure: Failure | None = None) -> Response:
    form = call.form if isinstance(call, FormCall) else None

    def use(work: Work, who: Principal) -> Response:
        on = _day(call.request.query_params.get("on", "")) or work.now.date()
        about = {
            "on": on,
            "nodes": units.unit_nodes(work, who, on),
            "kinds": list(UnitKind),
            "whole": who.unit_id is None,
            "typed": (lambda name: form.text(name)) if form else (lambda _: ""),
        }
        return admin_page(call, "units", "admin/units", about, failure)

    return call.read(org, "get_unit_tree", use)


def _unit_page(call: PageCall, org: str, unit_id: str, failure: Failure | None = None) -> Response:
    def use(work: Work, who: Principal) -> Response:
        stored = units.visible_unit(work, who, unit_id)
        names = {one.id: one.name for one in work.units.all()}
        placements = sorted(work.placements.all(unit_id=unit_id), key=lambda one: one.effective_from)
        nodes = units.unit_nodes(work, who, work.now.date())
        above = [one for one in nodes if units.LEVELS[one.unit.kind] < units.LEVELS[stored.kind]]
        about = {
            "unit": stored,
            "placements": [(one.effective_from, names.get(one.parent_id or "", "")) for one in placements],
            "parents": above,
            "whole": who.unit_id is None,
        }
        return admin_page(call, "unit", "admin/units", about, failure)

    return call.read(org, "get_unit", use)


def _name(call: FormCall) -> str:
    name = call.form.text("name")
    if not 1 <= len(name) <= LONGEST_NAME:
        raise invalid("/name", "missing", "give it a name, of at most 200 characters")
    return name


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
