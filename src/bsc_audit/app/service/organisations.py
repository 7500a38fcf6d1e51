"""Organisations: which ones a caller has to do with, and how a consultancy takes on a client."""

from dataclasses import replace

from bsc_audit.app.service.access import Caller
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.organisation import Organisation, OrganisationKind
from bsc_audit.app.service.model.person import Membership
from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.app.service.ports import Ids, Installation, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import invalid
from bsc_audit.app.service.trail import note


def organisation_ids(installation: Installation, who: Caller) -> frozenset[str]:
    """The organisations a caller has to do with."""
    if who.key is None:
        person, _ = who.signed_in()
        return frozenset(one.org_id for one in installation.memberships.all(person_id=person.id))
    clients = installation.organisations.all(parent_id=who.key.org_id) if Scope.ADMIN in who.key.scopes else ()
    return frozenset((who.key.org_id, *(client.id for client in clients)))


def create_client(installation: Installation, ids: Ids, who: Caller, *, name: str, parent_id: str) -> Organisation:
    """A new client of a consultancy; the person who makes it becomes its first administrator.

    Raises:
        Invalid: the parent is no consultancy.
    """
    parent = installation.organisations.get(parent_id)
    if parent.kind is not OrganisationKind.CONSULTANCY:
        raise invalid("/parent_id", "not-a-consultancy", "only a consultancy has clients")
    made = Organisation(**fresh(ids, installation.now), name=name, kind=OrganisationKind.CLIENT, parent_id=parent_id)
    added = installation.organisations.add(made)
    if who.person is not None:
        member = Membership(**fresh(ids, installation.now), org_id=added.id, person_id=who.person.id, role=Role.ADMIN)
        installation.memberships.add(member)
    note(installation.audit, who.actor, "create_organisation", after=added)
    return added


def found_organisation(installation: Installation, ids: Ids, *, name: str, kind: OrganisationKind) -> Organisation:
    """An organisation nobody is the parent of; made by the operator, from the command line."""
    added = installation.organisations.add(Organisation(**fresh(ids, installation.now), name=name, kind=kind))
    note(installation.audit, "operator", "create_organisation", after=added)
    return added


def update_organisation(work: Work, who: Principal, *, name: str, expected: int) -> Organisation:
    """Give the organisation another name.

    Raises:
        StaleVersion: somebody changed it in between.
    """
    before = work.organisations.get(work.org_id)
    changed = work.organisations.replace(replace(before, name=name), expected=expected)
    note(work.audit, who, "update_organisation", before=before, after=changed)
    return changed
