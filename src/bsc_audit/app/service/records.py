"""Use cases of visits and contact reviews: filled in, handed over, accepted by somebody else or given back.

Who filled a record in may change it until it is handed over, and again when it was given back. A shopper sees own
visits only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.model.visit import ContactReview, RecordStatus, Visit
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import Ids, Repository, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.record_form import demand_form, finished
from bsc_audit.app.service.refusals import Conflict, Forbidden, NotFound, StaleVersion, VersionNeeded, invalid
from bsc_audit.app.service.trail import note

S = RecordStatus
R = TypeVar("R", Visit, ContactReview)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind(Generic[R]):
    """What tells visits from reviews."""

    name: str  # in actions: put_visit
    natural: str  # the field that names one in its assessment
    make: Callable[..., R]
    stored: Callable[[Work], Repository[R]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A record as somebody gives it."""

    content: Json  # as the evidence folder writes it, without id and status
    unit_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStep:
    """One way from status to status."""

    name: str
    since: frozenset[RecordStatus]
    to: RecordStatus
    by_another: bool  # than who filled it in
    reason_needed: bool = False


class RecordDesk(Generic[R]):
    """Takes the visits, or the reviews, of one assessment within one transaction."""

    def __init__(
        self,
        kind: RecordKind[R],
        work: Work,
        ids: Ids,
        rulesets: PinnedRulesets,
        who: Principal,
        assessment: Assessment,
    ) -> None:
        self._kind: RecordKind[R] = kind
        self._work, self._ids, self._rulesets = work, ids, rulesets
        self._who, self._assessment = who, assessment

    def put(self, name: str, given: Filled, *, expected: int | None) -> R:
        """Store a record under the id its device or system gave it; the same again changes nothing.

        Raises:
            Forbidden, StateForbids: not this principal's, or not in this state of the assessment.
            Conflict: it was handed over.
            VersionNeeded, StaleVersion: another version is stored than the one changed.
            Invalid, EvidenceError: it has not the form its questionnaire asks for.
        """
        self._demand(f"put_{self._kind.name}")
        stored = find_record(self._work, self._who, self._kind, self._assessment, name)
        if stored is not None and (stored.content, stored.unit_id) == (given.content, given.unit_id):
            return stored
        if given.unit_id is not None and self._work.units.find(given.unit_id) is None:
            raise invalid("/unit_id", "unknown-unit", "there is no such unit")
        filled = self._begun(name, given) if stored is None else self._changed(stored, given, expected)
        self._demand_form(filled)
        return self._store(stored, filled, f"put_{self._kind.name}")

    def take(self, step: str, record: R, *, reason: str, expected: int) -> R:
        """Take a record to the status a step leads to.

        Raises:
            Forbidden, StateForbids: not this principal's, or not in this state of the assessment.
            Conflict: the step does not begin in the record's status.
            Invalid: the reason is missing.
            EvidenceError: it is not filled in as its questionnaire asks.
            StaleVersion: somebody changed it in between.
        """
        name, way = f"{step}_{self._kind.name}", STEPS[step]
        self._demand(name)
        if record.status not in way.since:
            raise Conflict(f"the {self._kind.name} is {record.status}: {step} begins in {', '.join(sorted(way.since))}")
        if way.by_another is (record.actor == self._who.actor):
            raise Forbidden("who filled it in hands it over, somebody else judges it")
        if way.reason_needed and not reason.strip():
            raise invalid("/reason", "reason-missing", "say why")
        if way.to is not S.RETURNED:
            self._demand_form(finished(record))
        if record.version != expected:
            raise StaleVersion(f"version {record.version} is stored", version=record.version)
        return self._store(record, replace(record, status=way.to, note=reason), name, reason)

    def _begun(self, name: str, given: Filled) -> R:
        values: dict[str, Any] = {"assessment_id": self._assessment.id, self._kind.natural: name}
        values |= {"content": given.content, "unit_id": given.unit_id, "status": S.DRAFT, "actor": self._who.actor}
        return self._kind.make(**fresh(self._ids, self._work.now), **values)

    def _changed(self, stored: R, given: Filled, expected: int | None) -> R:
        if stored.actor != self._who.actor:
            raise Forbidden(f"a {self._kind.name} is changed by who filled it in")
        if stored.status not in UNFINISHED:
            raise Conflict(f"the {self._kind.name} is {stored.status}; it must be returned before it can be changed")
        if expected is None:
            raise VersionNeeded(f"version {stored.version} is stored; say which one you change")
        if expected != stored.version:
            raise StaleVersion(f"version {stored.version} is stored", version=stored.version)
        return replace(stored, content=given.content, unit_id=given.unit_id)

    def _store(self, before: R | None, after: R, action: str, reason: str = "") -> R:
        repository = self._kind.stored(self._work)
        stored = repository.add(after) if before is None else repository.replace(after, expected=before.version)
        note(self._work.audit, self._who, action, before=before, after=stored, detail=reason)
        return stored

    def _demand(self, action: str) -> None:
        self._who.demand_in(action, self._assessment.state)

    def _demand_form(self, record: Visit | ContactReview) -> None:
        demand_form(self._work, self._rulesets, self._assessment, record)


def find_record(work: Work, who: Principal, kind: RecordKind[R], assessment: Assessment, name: str) -> R | None:
    """A record by the id it was given; None while there is none.

    Raises:
        NotFound: it is not this shopper's.
    """
    found = kind.stored(work).one(assessment_id=assessment.id, **{kind.natural: name})
    if found is not None and who.role is Role.SHOPPER and found.actor != who.actor:
        raise NotFound(f"there is no such {kind.name}")
    return found


def visible_record(work: Work, who: Principal, kind: RecordKind[R], assessment: Assessment, name: str) -> R:
    """A record this principal may see.

    Raises:
        NotFound: there is none, or it is not this shopper's.
    """
    found = find_record(work, who, kind, assessment, name)
    if found is None:
        raise NotFound(f"there is no such {kind.name}")
    return found


def own_only(who: Principal) -> dict[str, str]:
    """What a list of visits is narrowed to."""
    return {"actor": who.actor} if who.role is Role.SHOPPER else {}


VISITS: RecordKind[Visit] = RecordKind(name="visit", natural="client_id", make=Visit, stored=lambda work: work.visits)
REVIEWS: RecordKind[ContactReview] = RecordKind(
    name="review", natural="external_id", make=ContactReview, stored=lambda work: work.contact_reviews
)
UNFINISHED = frozenset({S.DRAFT, S.RETURNED})
STEPS: Mapping[str, RecordStep] = MappingProxyType(
    {
        "submit": RecordStep(name="submit", since=UNFINISHED, to=S.SUBMITTED, by_another=False),
        "accept": RecordStep(name="accept", since=frozenset({S.SUBMITTED, S.EXCLUDED}), to=S.ACCEPTED, by_another=True),
        "return": RecordStep(
            name="return",
            since=frozenset({S.SUBMITTED, S.ACCEPTED}),
            to=S.RETURNED,
            by_another=True,
            reason_needed=True,
        ),
        "exclude": RecordStep(
            name="exclude",
            since=frozenset({S.SUBMITTED, S.ACCEPTED}),
            to=S.EXCLUDED,
            by_another=True,
            reason_needed=True,
        ),
    }
)
