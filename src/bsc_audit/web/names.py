"""Names for actors: pages show people and API keys by what they are called, never by id."""

from collections.abc import Iterable, Mapping

from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.model.person import Person
from bsc_audit.app.service.model.respondent_link import RespondentLink
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
    wanted = members | _ids(filter(None, others), "person")
    people = installation.persons.all(id=frozenset(wanted)) if wanted else ()
    links = installation.respondent_links.all(org_id=org_id)
    return Names(OTHERS | _called(people, _keys(installation, org_id), links))


def names_of(installation: Installation, actors: Iterable[str | None]) -> Mapping[str, str]:
    """Names of some actors; no more is read than they need."""
    wanted = frozenset(filter(None, actors))
    people = installation.persons.all(id=ids) if (ids := _ids(wanted, "person")) else ()
    keys = installation.api_keys.all(keyid=ids) if (ids := _ids(wanted, "key")) else ()
    links = installation.respondent_links.all(id=ids) if (ids := _ids(wanted, "respondent")) else ()
    return Names(OTHERS | _called(people, keys, links))


def _ids(actors: Iterable[str], kind: str) -> frozenset[str]:
    return frozenset(one.removeprefix(f"{kind}:") for one in actors if one.startswith(f"{kind}:"))


def _called(people: Iterable[Person], keys: Iterable[ApiKey], links: Iterable[RespondentLink]) -> dict[str, str]:
    return {
        **{f"person:{one.id}": one.name for one in people},
        **{f"key:{one.keyid}": f"{one.name} (API key)" for one in keys},
        **{f"respondent:{one.id}": f"{one.name} (by link)" for one in links},
    }


def _keys(installation: Installation, org_id: str) -> tuple[ApiKey, ...]:
    """The organisation's keys, and its consultancy's, which may administer it."""
    organisation = installation.organisations.get(org_id)
    owners = frozenset(filter(None, (org_id, organisation.parent_id)))
    return installation.api_keys.all(org_id=owners)
