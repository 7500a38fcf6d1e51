"""People of an organisation: invited, given roles, taken out."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service import people, units
from bsc_audit.app.service.model.person import Membership, Person
from bsc_audit.app.service.permissions import MFA_ROLES, Role
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Refusal
from bsc_audit.web.admin import admin_page
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure

router = APIRouter(prefix="/o/{org}/admin")
LONGEST_NAME, LONGEST_EMAIL = 200, 254


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who belongs to the organisation."""

    person: Person
    membership: Membership
    unit: str  # name of the part they see; "" for all of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way in, shown once."""

    name: str
    address: str


@router.get("")
def admin_people_page(call: InView, org: str) -> Response:
    """Who belongs here, and as what."""
    return _page(call, org)


@router.post("/people")
def person_added_done(call: InForm, org: str) -> Response:
    """Make somebody a member; who is new gets a link, which the page shows this once."""
    call.enter(org, "add_person")
    form = call.form
    failure = _flaw(call)
    if failure is not None:
        return _page(call, org, failure)
    with call.wiring.work.installation(write=True) as installation:
        guest = people.invite(installation, call.wiring.ids, email=form.text("email"), name=form.text("name"))

    def use(work: Work, who: Principal) -> Response:
        role, unit_id = Role(form.text("role")), form.optional("unit_id")
        people.add_member(work, call.wiring.ids, who, person_id=guest.person.id, role=role, unit_id=unit_id)
        return call.go(f"/o/{org}/admin", said="person-added")

    answer = call.write(org, "add_person", use, lambda refused: _page(call, org, refused))
    return _page(call, org, link=_link(call, guest.person, guest.token)) if guest.token and _led_on(answer) else answer


@router.post("/people/{person}")
def membership_done(call: InForm, org: str, person: str) -> Response:
    """Give a member another role or part of the tree."""

    def use(work: Work, who: Principal) -> Response:
        stored = people.membership_of(work, person)
        units.demand_unit(work, who, stored.unit_id)
        role, unit_id = Role(call.form.text("role")), call.form.optional("unit_id")
        people.change_member(work, who, stored, role=role, unit_id=unit_id, expected=call.form.version())
        return call.go(f"/o/{org}/admin", said="saved")

    if call.form.text("role") not in set(Role):
        call.enter(org, "update_membership")
        return _page(call, org, Failure.say(role="Choose a role."))
    return call.write(org, "update_membership", use, lambda refused: _page(call, org, refused))


@router.post("/people/{person}/removal")
def person_removed_done(call: InForm, org: str, person: str) -> Response:
    """Take somebody out; what they did stays."""

    def use(work: Work, who: Principal) -> Response:
        stored = people.membership_of(work, person)
        units.demand_unit(work, who, stored.unit_id)
        people.remove_member(work, who, stored, expected=call.form.version())
        return call.go(f"/o/{org}/admin", said="removed")

    return call.write(org, "remove_person", use, lambda refused: _page(call, org, refused))


@router.post("/people/{person}/invitation")
def invitation_again_done(call: InForm, org: str, person: str) -> Response:
    """Another link for who has not chosen a password yet; the one before works no more."""
    who = call.enter(org, "add_person")
    with call.wiring.work.read(org) as work:
        units.demand_unit(work, who, people.membership_of(work, person).unit_id)
    try:
        with call.wiring.work.installation(write=True) as installation:
            found = installation.persons.get(person)
            token = people.invite_again(installation, call.wiring.ids, org, found)
    except Refusal as error:
        return _page(call, org, Failure.of(error))
    return _page(call, org, link=_link(call, found, token))


def _page(call: PageCall, org: str, failure: Failure | None = None, link: Link | None = None) -> Response:
    who = call.enter(org, "list_people")
    with call.wiring.work.read(org) as work:
        nodes = units.unit_nodes(work, who, work.now.date())
        within = units.reach(work, who)
    named = {one.unit.id: one.unit.name for one in nodes}
    form = call.form if isinstance(call, FormCall) else None
    about = {
        "members": _members(call, org, within, named),
        "link": link,
        "roles": [(str(role), str(role).replace("_", " ").capitalize(), ABOUT[role]) for role in Role],
        "strong": MFA_ROLES,
        "units": nodes,
        "whole": who.unit_id is None,
        "me": who.actor,
        "typed": {name: form.text(name) if form and failure else "" for name in ("email", "name", "role", "unit_id")},
    }
    return admin_page(call, "people", "admin", about, failure)


def _members(call: PageCall, org: str, within: frozenset[str] | None, named: dict[str, str]) -> list[Member]:
    with call.wiring.work.installation() as installation:
        found = installation.memberships.all(org_id=org, **({} if within is None else {"unit_id": within}))
        persons = {one.id: one for one in installation.persons.all(id=frozenset(one.person_id for one in found))}
    members = [Member(person=persons[m.person_id], membership=m, unit=named.get(m.unit_id or "", "")) for m in found]
    return sorted(members, key=lambda one: (one.person.name.casefold(), one.person.id))


def _flaw(call: FormCall) -> Failure | None:
    """What is wrong with who is to be added."""
    form = call.form
    name, _, host = form.text("email").partition("@")
    told = {
        "email": "" if name and "." in host and len(form.text("email")) <= LONGEST_EMAIL else "Give an e-mail address.",
        "name": "" if 1 <= len(form.text("name")) <= LONGEST_NAME else "Give their name, of at most 200 characters.",
        "role": "" if form.text("role") in set(Role) else "Choose a role.",
    }
    wrong = {field: said for field, said in told.items() if said}
    return Failure.say(**wrong) if wrong else None


def _link(call: PageCall, person: Person, token: str) -> Link:
    return Link(name=person.name, address=f"{call.wiring.settings.public_url}/invitation/{token}")


def _led_on(answer: Response) -> bool:
    return answer.status_code == 303


ABOUT = {
    Role.ADMIN: "People, keys, units and rules; may issue, and decide with a reason.",
    Role.LEAD_AUDITOR: "Leads assessments, validates what was seen.",
    Role.ASSESSOR: "Answers, visits, reviews, collects evidence.",
    Role.SHOPPER: "Fills in their own visits, and sees nothing else.",
    Role.REVIEWER: "Decides what they took no part in.",
    Role.CLIENT: "Reads results and reports.",
    Role.CLIENT_EDITOR: "Answers the self-assessment, keeps metrics and actions.",
}
