"""Names for actors: pages show people and API keys by what they are called, never by id."""

from collections.abc import Iterable, Mapping

from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.ports import Installation

GONE = "somebody who left"
OTHERS = {"operator": "the operator", "": "nobody"}  # who is neither a person nor a key


class Names(dict[str, str]):
    """Name by actor, as the audit log writes actors; whoever is not known is somebody who left."""

    def __missing__(self, actor: str) -> str:
        return GONE


def names(installation: Installation, org_id: str, others: Iterable[str | None] = ()) -> Mapping[str, str]:
    """Names of everybody who acts in an organisation: its members, its API keys and those of its consultancy.

    Args:
        installation: where people and keys are found.
        org_id: the organisation.
        others: actors named in something the organisation has stored, who may be no members any more.
    """
    members = {one.person_id for one in installation.memberships.all(org_id=org_id)}
    wanted = members | {_person(one) for one in others if one and one.startswith("person:")}
    people = installation.persons.all(id=frozenset(wanted)) if wanted else ()
    keys = {f"key:{one.keyid}": f"{one.name} (API key)" for one in _keys(installation, org_id)}
    links = {
        f"respondent:{one.id}": f"{one.name} (by link)" for one in installation.respondent_links.all(org_id=org_id)
    }
    return Names(OTHERS | keys | links | {f"person:{one.id}": one.name for one in people})


def _person(actor: str) -> str:
    return actor.removeprefix("person:")


def _keys(installation: Installation, org_id: str) -> tuple[ApiKey, ...]:
    """The organisation's keys, and its consultancy's, which may administer it."""
    organisation = installation.organisations.get(org_id)
    owners = frozenset(filter(None, (org_id, organisation.parent_id)))
    return installation.api_keys.all(org_id=owners)
