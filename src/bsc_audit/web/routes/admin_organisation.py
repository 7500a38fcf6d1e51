"""An organisation itself: its name, and the clients of a consultancy."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.access import Caller
from bsc_audit.app.service.model.organisation import OrganisationKind
from bsc_audit.app.service.organisations import create_client, update_organisation
from bsc_audit.app.service.permissions import may_ever
from bsc_audit.app.service.ports import Installation, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.web.admin import admin_page
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure
from bsc_audit.web.frame import Place

router = APIRouter(prefix="/o/{org}/admin")
LONGEST_NAME = 200
NAMELESS = "Give a name, of at most 200 characters."


@router.get("/organisation")
def admin_organisation_page(call: InView, org: str) -> Response:
    """Its name; of a consultancy also its clients."""
    return _page(call, org)


@router.post("/organisation")
def organisation_named_done(call: InForm, org: str) -> Response:
    """Give it another name."""
    if not _is_name(call.form.text("name")):
        return _page(call, org, Failure.say(name=NAMELESS))

    def use(work: Work, who: Principal) -> Response:
        who.demand_whole()
        update_organisation(work, who, name=call.form.text("name"), expected=call.form.version())
        return call.go(f"/o/{org}/admin/organisation", said="saved")

    return call.write(org, "update_organisation", use, lambda failure: _page(call, org, failure))


@router.post("/clients")
def client_done(call: InForm, org: str) -> Response:
    """Take on a client; who does becomes its administrator."""
    if not _is_name(call.form.text("client")):
        return _page(call, org, Failure.say(client=NAMELESS))
    call.enter(org, "create_organisation").demand_whole()

    def use(installation: Installation, who: Caller) -> Response:
        made = create_client(installation, call.wiring.ids, who, name=call.form.text("client"), parent_id=org)
        return call.go(f"/o/{made.id}", said="client-added")

    return call.write_own(use, lambda failure: _page(call, org, failure))


def _page(call: PageCall, org: str, failure: Failure | None = None) -> Response:
    form = call.form if isinstance(call, FormCall) else None

    def use(work: Work, who: Principal) -> Response:
        who.demand_whole()
        here = work.organisations.get(org)
        about = {
            "stored": here,
            "typed": (lambda name, known="": form.text(name) if name in form.fields else known)
            if form
            else (lambda _, known="": known),
            "consultancy": here.kind is OrganisationKind.CONSULTANCY,
            "takes_clients": call.frame.may("create_organisation"),
            "clients": _clients(call, org),
            "renames": lambda place: may_ever("update_organisation", role=place.membership.role),
        }
        return admin_page(call, "organisation", "admin/organisation", about, failure)

    return call.read(org, "update_organisation", use)


def _clients(call: PageCall, org: str) -> Sequence[Place]:
    """Clients the person belongs to: nobody sees the name of one they have nothing to do with."""
    return [one for one in call.frame.places if one.organisation.parent_id == org]


def _is_name(name: str) -> bool:
    return 1 <= len(name) <= LONGEST_NAME
