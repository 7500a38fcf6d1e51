"""Organisations: those one has to do with, and a consultancy's new clients."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import InChange, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.access import OrganisationChange, OrganisationIn, OrganisationOut
from bsc_audit.app.service.access import Caller
from bsc_audit.app.service.organisations import create_client, organisation_ids
from bsc_audit.app.service.organisations import update_organisation as update
from bsc_audit.app.service.ports import Installation, Work
from bsc_audit.app.service.principal import Principal

router = APIRouter(prefix="/organisations", tags=["organisations"])


@router.get("", response_model=PageOf[OrganisationOut])
def list_organisations(call: InGet, paging: InPage) -> Response:
    """The organisations you have to do with."""

    def use(installation: Installation, who: Caller) -> Reply:
        ids = organisation_ids(installation, who)
        found = installation.organisations.list(call.cursors.query(who.actor, paging, {"id": ids}))
        items = map(OrganisationOut.of, found.items)
        return shown(call.cursors.page(who.actor, items, found.next))

    return call.read_own(use)


@router.post("", status_code=201, response_model=OrganisationOut)
def create_organisation(call: InPost, body: OrganisationIn) -> Response:
    """Take on a client; a person who does becomes its administrator."""
    call.principal(body.parent_id).demand_whole()

    def use(installation: Installation, who: Caller) -> Reply:
        made = create_client(installation, call.wiring.ids, who, name=body.name, parent_id=body.parent_id)
        where = f"/v1/organisations/{made.id}"
        return shown(OrganisationOut.of(made), status=201, version=made.version, location=where)

    return call.write_own(use)


@router.get("/{org}", response_model=OrganisationOut)
def get_organisation(call: InGet, org: str) -> Response:
    """One organisation."""

    def use(work: Work, _: Principal) -> Reply:
        found = work.organisations.get(org)
        return shown(OrganisationOut.of(found), version=found.version)

    return call.read(org, use)


@router.put("/{org}", response_model=OrganisationOut)
def update_organisation(call: InChange, org: str, body: OrganisationChange) -> Response:
    """Change an organisation's name."""

    def use(work: Work, who: Principal) -> Reply:
        who.demand_whole()
        stored = work.organisations.get(org)
        expected = call.expected(stored, lambda: OrganisationOut.of(stored))
        changed = update(work, who, name=body.name, expected=expected)
        return shown(OrganisationOut.of(changed), version=changed.version)

    return call.write(org, use)
