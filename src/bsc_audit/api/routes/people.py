"""People of an organisation and their roles."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.api.answers import Reply, done, shown
from bsc_audit.api.call import Call, InChange, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.access import MemberInvited, MemberOut, MembershipChange, PersonIn, invited
from bsc_audit.app.service import people, units
from bsc_audit.app.service.model.person import Membership, Person
from bsc_audit.app.service.ports import Installation, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound

router = APIRouter(prefix="/organisations/{org}/people", tags=["people"])


@router.get("", response_model=PageOf[MemberOut])
def list_people(call: InGet, org: str, paging: InPage) -> Response:
    """Members and their roles."""

    def use(installation: Installation, who: Principal) -> Reply:
        name = f"people {org} {who.unit_id}"
        found = installation.memberships.list(call.cursors.query(name, paging, {"org_id": org, **_within(call, who)}))
        ids = frozenset(member.person_id for member in found.items)
        persons = {person.id: person for person in installation.persons.all(id=ids)}
        items = [MemberOut.made(member, persons[member.person_id]) for member in found.items]
        return shown(call.cursors.page(name, items, found.next))

    return call.read_beside(org, use)


@router.post("", status_code=201, response_model=MemberInvited)
def add_person(call: InPost, org: str, body: PersonIn) -> Response:
    """Make somebody a member; who is new gets an invitation to choose a password."""
    call.principal(org)
    with call.wiring.work.installation(write=True) as installation:
        guest = people.invite(installation, call.wiring.ids, email=body.email, name=body.name)

    def use(work: Work, who: Principal) -> Reply:
        person, place = guest.person, body.unit_id
        member = people.add_member(work, call.wiring.ids, who, person_id=person.id, role=body.role, unit_id=place)
        where = f"/v1/organisations/{org}/people/{person.id}"
        content = invited(member, person, guest.token)
        return shown(content, status=201, version=member.version, location=where, shown_once=True)

    return call.write(org, use)


@router.get("/{person}", response_model=MemberOut)
def get_person(call: InGet, org: str, person: str) -> Response:
    """One member."""

    def use(installation: Installation, who: Principal) -> Reply:
        member = installation.memberships.one(org_id=org, person_id=person, **_within(call, who))
        if member is None:
            raise NotFound("there is no such person here")
        return _shown(member, installation.persons.get(person))

    return call.read_beside(org, use)


@router.put("/{person}", response_model=MemberOut)
def update_membership(call: InChange, org: str, person: str, body: MembershipChange) -> Response:
    """Give a member another role or part of the tree."""
    call.principal(org)
    known = _person(call, person)

    def use(work: Work, who: Principal) -> Reply:
        stored = people.membership_of(work, known.id)
        units.demand_unit(work, who, stored.unit_id)
        expected = call.expected(stored, lambda: MemberOut.made(stored, known))
        role, place = body.role, body.unit_id
        return _shown(people.change_member(work, who, stored, role=role, unit_id=place, expected=expected), known)

    return call.write(org, use)


@router.delete("/{person}", status_code=204, response_model=None)
def remove_person(call: InChange, org: str, person: str) -> Response:
    """Take a person out of the organisation; what they did stays."""
    call.principal(org)
    known = _person(call, person)

    def use(work: Work, who: Principal) -> Reply:
        stored = people.membership_of(work, known.id)
        units.demand_unit(work, who, stored.unit_id)
        people.remove_member(work, who, stored, expected=call.expected(stored, lambda: MemberOut.made(stored, known)))
        return done()

    return call.write(org, use)


def _within(call: Call, who: Principal) -> Mapping[str, frozenset[str]]:
    """Which memberships a principal may see: of a unit, those of its part of the tree."""
    if who.unit_id is None:
        return {}
    with call.wiring.work.read(who.org_id) as work:
        return {"unit_id": units.reach(work, who) or frozenset()}


def _person(call: InChange, person_id: str) -> Person:
    with call.wiring.work.installation() as installation:
        found = installation.persons.find(person_id)
    if found is None:
        raise NotFound("there is no such person here")
    return found


def _shown(member: Membership, person: Person) -> Reply:
    return shown(MemberOut.made(member, person), version=member.version)
