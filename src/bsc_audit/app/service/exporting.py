"""Everything an organisation has stored, as data of its own: for handing over, and for the right to have it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from bsc_audit.app.plain_data import plain
from bsc_audit.app.service.assembling import IN_WORK
from bsc_audit.app.service.audit_log import every_entry
from bsc_audit.app.service.model.job import Job
from bsc_audit.app.service.model.nouns import NOUNS, Reach
from bsc_audit.app.service.model.stored import Json, Stored
from bsc_audit.app.service.ports import MOST_A_PAGE, Installation, Query, Work

# What proves who somebody is stays where it is.
SECRET = frozenset({"secret_sha256", "secrets", "password_hash", "totp_secret", "token_sha256"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One file of an export."""

    name: str  # of the noun, in the plural where the work has it so
    lines: Iterator[Json]  # one value each; read once, while the transaction lasts


def export_organisation(work: Work) -> Iterator[Exported]:
    """Every noun of an organisation, each value with its former versions where they are kept, and the audit log.

    Take the lines of one file before asking for the next; all are of one moment.
    """
    for name, kind in IN_WORK.items():
        if NOUNS[kind].reach is not Reach.NOBODY:
            yield Exported(name=name, lines=_values(work, name, kind))
    yield Exported(name="jobs", lines=_jobs(work))
    yield Exported(name="audit_log", lines=(plain(entry) for entry in every_entry(work.audit)))


def export_people(installation: Installation, org_id: str) -> Exported:
    """Who the members are; what belongs to the persons alone is left out."""
    return Exported(name="people", lines=_people(installation, org_id))


def files_of(work: Work) -> frozenset[str]:
    """SHA-256 of every file the organisation's values name."""
    named = {one.sha256 for one in work.evidence.all()} | {one.material_sha256 for one in work.assessments.all()}
    named |= {digest for one in work.reports.all() for digest in (one.sha256, one.source_sha256, one.brand_sha256)}
    named |= {one.file_sha256 for one in work.certificates.all()} | {one.sha256 for one in work.brands.all()}
    return frozenset(digest for digest in named if digest is not None)


def _values(work: Work, name: str, kind: type[Stored]) -> Iterator[Json]:
    repository = getattr(work, name)
    shared = NOUNS[kind].reach is Reach.SHARED
    for value in repository.all(**({"shared": False} if shared else {})):
        shown = _shown(value)
        if NOUNS[kind].keeps_history:
            shown["history"] = [_shown(former) for former in repository.history(value.id)]
        yield shown


def _jobs(work: Work) -> Iterator[Json]:
    page = work.jobs.list(Query(limit=MOST_A_PAGE))
    while True:
        yield from (_shown(job) for job in page.items)
        if page.next is None:
            return
        page = work.jobs.list(Query(limit=MOST_A_PAGE, after=page.next))


def _people(installation: Installation, org_id: str) -> Iterator[Json]:
    for member in installation.memberships.all(org_id=org_id):
        person = installation.persons.get(member.person_id)
        yield {"id": person.id, "email": person.email, "name": person.name, "role": str(member.role)}


def _shown(value: Stored | Job) -> dict[str, Any]:
    kept: Mapping[str, Any] = {one.name: getattr(value, one.name) for one in fields(value) if one.name not in SECRET}
    return dict(plain(kept))
