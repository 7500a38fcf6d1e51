"""What stands round every page: who looks at it, the organisations they belong to, and the one they are in."""

from dataclasses import dataclass

from bsc_audit.app.service.access import Caller
from bsc_audit.app.service.model.organisation import Organisation
from bsc_audit.app.service.model.person import Membership, Person
from bsc_audit.app.service.permissions import Role, may_ever
from bsc_audit.app.service.ports import Installation
from bsc_audit.app.service.principal import Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An organisation somebody belongs to, and what they are in it."""

    organisation: Organisation
    membership: Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Who looks, and from where."""

    person: Person | None = None
    places: tuple[Place, ...] = ()  # by name of the organisation
    organisation: Organisation | None = None  # the page is about
    principal: Principal | None = None  # what the person is in it

    @property
    def role(self) -> Role | None:
        """What the person is in the organisation of the page."""
        return self.principal.role if self.principal else None

    def may(self, action: str) -> bool:
        """Whether the person may do something in some state of an assessment: what a page offers at all."""
        return self.role is not None and may_ever(action, role=self.role)


def places(installation: Installation, who: Caller) -> tuple[Place, ...]:
    """The organisations of a person, by name."""
    person, _ = who.signed_in()
    members = {one.org_id: one for one in installation.memberships.all(person_id=person.id)}
    found = installation.organisations.all(id=tuple(members)) if members else ()
    made = (Place(organisation=one, membership=members[one.id]) for one in found)
    return tuple(sorted(made, key=lambda place: (place.organisation.name.casefold(), place.organisation.id)))


NOBODY = Frame()
