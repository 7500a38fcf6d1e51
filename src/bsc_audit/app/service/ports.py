"""What the service needs from the world, as protocols that adapters fulfil.

A unit of work is one transaction. What is written through it, its entries of the audit log and the jobs it enqueues
become true together or not at all. It belongs to one organisation: nothing of another can be seen or written.
Adapters refuse with the words of `refusals`: NotFound, Conflict, StaleVersion, FourEyes, StorageFull. After a refused
`add`, `put` or `remove` the unit of work is over: let the refusal leave its block.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import BinaryIO, Generic, Protocol, TypeVar

from bsc_audit.app.service.model.action import Action
from bsc_audit.app.service.model.answer import Answer
from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.model.assessment import Assessment, Participation
from bsc_audit.app.service.model.audit import AuditEntry, AuditEvent, AuditHead
from bsc_audit.app.service.model.brand import Brand
from bsc_audit.app.service.model.decision import Certificate, Decision
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.finding_edit import FindingEdit
from bsc_audit.app.service.model.idempotency import IdempotencyRecord
from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.app.service.model.metric import MetricPoint, Target
from bsc_audit.app.service.model.organisation import Organisation
from bsc_audit.app.service.model.person import ExternalIdentity, Membership, OneTimeToken, Passkey, Person, Session
from bsc_audit.app.service.model.remarks import Remarks
from bsc_audit.app.service.model.report import Report
from bsc_audit.app.service.model.respondent_link import RespondentLink
from bsc_audit.app.service.model.ruleset import QuestionnaireVersion, RulesetMove, RulesetVersion
from bsc_audit.app.service.model.section_task import SectionTask
from bsc_audit.app.service.model.standing import Standing
from bsc_audit.app.service.model.stored import Json, Stored
from bsc_audit.app.service.model.unit import Unit, UnitPlacement
from bsc_audit.app.service.model.visit import ContactReview, Visit
from bsc_audit.app.service.model.webhook import Webhook, WebhookDelivery

T = TypeVar("T", bound=Stored)
A = TypeVar("A")
T_co = TypeVar("T_co", covariant=True)

Position = tuple[datetime, str]  # updated_at and id of the last value seen: where the next page begins
Wanted = str | int | date | None | Collection[str]  # what a field must be; of a collection, one of its members
MOST_A_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which values, in the order of (updated_at, id)."""

    equal: Mapping[str, Wanted] = field(default_factory=dict)  # field: what it must be
    updated_since: datetime | None = None  # changed then or later
    after: Position | None = None
    limit: int = 50  # 1..MOST_A_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T_co]):
    """Some of the values a query asks for."""

    items: tuple[T_co, ...]
    next: Position | None  # where the next page begins; None: these were the last


class Repository(Protocol[T]):
    """Values of one noun."""

    def add(self, item: T) -> T:
        """Store a new value as version 1.

        Raises:
            Conflict: its id or natural key is taken.
            NotFound: something it refers to is not there.
            FourEyes: a decision by somebody who took part, or taking part after having decided.
        """
        ...

    def get(self, item_id: str) -> T:
        """The value of an id.

        Raises:
            NotFound: there is none here.
        """
        ...

    def find(self, item_id: str) -> T | None:
        """The value of an id; None when there is none here."""
        ...

    def one(self, **equal: Wanted) -> T | None:
        """The value whose fields are these, such as a natural key; the oldest where there are several."""
        ...

    def all(self, **equal: Wanted) -> tuple[T, ...]:
        """Every value whose fields are these, in the order of their ids (which is that of their making)."""
        ...

    def list(self, query: Query) -> Page[T]:
        """One page of what a query asks for."""
        ...

    def replace(self, item: T, *, expected: int) -> T:
        """Store a value in the place of the one with its id; what is returned has the next version and its time.

        Raises:
            StaleVersion: the stored version is not the expected one.
            NotFound, Conflict, FourEyes: as `get` and `add`.
        """
        ...

    def put(self, items: Iterable[T]) -> tuple[T, ...]:
        """Store values by their natural keys, whatever is there: new ones are added, changed ones replaced.

        A value whose content is stored already is left as it is. Of two with one natural key the later counts.

        Returns:
            What is stored now, in the order given: ids and versions are those of the values that were there.

        Raises:
            ValueError: a value has no natural key.
            NotFound, FourEyes: as `add`.
        """
        ...

    def remove(self, item_id: str, *, expected: int) -> None:
        """Delete a value; its history stays.

        Raises:
            StaleVersion, NotFound: as `replace`.
            Conflict: something refers to it.
        """
        ...

    def history(self, item_id: str) -> tuple[T, ...]:
        """Every version of a value whose noun keeps its history, the first one first; empty when there was none."""
        ...


class EvidenceItems(Repository[EvidenceItem], Protocol):
    """The evidence register."""

    def shown_on(self, day: date, *, assessment_id: str | None) -> tuple[EvidenceItem, ...]:
        """What was shown on a day for an assessment (None: for any), in the order of entry and revision."""
        ...


class Expiring(Repository[T], Protocol):
    """Values nobody needs for long."""

    def remove_older(self, moment: datetime) -> int:
        """Delete what was made before; says how many."""
        ...


class Participations(Protocol):
    """Who took part; written by the repositories of what one takes part by."""

    def of(self, assessment_id: str) -> tuple[Participation, ...]:
        """Who took part in an assessment, each part once, in the order they first did."""
        ...


class AuditLog(Protocol):
    """The chain of one organisation, or of the installation."""

    def append(self, event: AuditEvent) -> AuditEntry:
        """Chain an event to the last one."""
        ...

    def head(self) -> AuditHead:
        """The end of the chain."""
        ...

    def entries(
        self,
        *,
        after: int = 0,
        limit: int = 100,
        target: str | None = None,
        actor: str | None = None,
        since: datetime | None = None,
    ) -> tuple[AuditEntry, ...]:
        """Entries with a higher number than `after`, made `since` then or later, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is wanted of a job that is yet to be."""

    kind: str
    payload: Json
    actor: str
    run_at: datetime | None = None  # not before; None: at once
    priority: int = 0  # higher first
    dedup: str | None = None  # no two queued or running jobs of an organisation share one; None: any number may
    most_attempts: int = 5


class LeaseLost(Exception):  # noqa: N818 - nothing went wrong in the program
    """The job is no longer this worker's: another has it, or somebody cancelled it."""


class Jobs(Protocol):
    """Jobs of one organisation, in the transaction of what they are about."""

    def enqueue(self, order: Order) -> Job:
        """A new job; where a queued or running one has the order's `dedup`, that one."""
        ...

    def get(self, job_id: str) -> Job:
        """The job of an id.

        Raises:
            NotFound: there is none here.
        """
        ...

    def find(self, job_id: str) -> Job | None:
        """The job of an id; None when there is none here, or none any more."""
        ...

    def list(self, query: Query) -> Page[Job]:
        """One page of what a query asks for."""
        ...

    def remove_ended(self, before: datetime, *, most: int) -> int:
        """Delete jobs that have ended before a moment, the oldest first; says how many.

        A job stays as long as a report names it, and with the report its answer to how it came about.
        """
        ...

    def finish(self, job: Job, result: Json) -> Job:
        """Done, in the transaction of its effects.

        Raises:
            LeaseLost: it is no longer this worker's attempt; nothing of the transaction may be kept.
        """
        ...

    def fail(self, job: Job, error: Json, *, again_at: datetime | None) -> Job:
        """Not done: to be tried again then, or (None, or no attempt is left) failed for good.

        Raises:
            LeaseLost: as `finish`.
        """
        ...

    def cancel(self, job_id: str) -> Job:
        """Cancel a queued job at once; a running one is asked to stop. One that has ended stays as it is."""
        ...

    def retry(self, job_id: str) -> Job:
        """Queue a failed or cancelled job again, with all its attempts.

        Raises:
            Conflict: it has not failed, nor was it cancelled; or another with its `dedup` waits or runs.
        """
        ...


class JobQueue(Protocol):
    """The jobs of every organisation, for workers. Each call is better a transaction of its own."""

    def claim(
        self, worker: str, *, lease: timedelta, kinds: Collection[str] = (), job_id: str | None = None
    ) -> Job | None:
        """Take up the next job that is due, or whose worker let its lease pass; None when there is none.

        A job that has used up its attempts without ending is failed on the way.

        Args:
            worker: its name.
            lease: how long it may be silent.
            kinds: of jobs it can do; empty for all.
            job_id: this job only.
        """
        ...

    def waits_until(self, job_id: str) -> datetime | None:
        """When a job that nobody can take up now may be: its time, or the end of its lease; None when it has ended."""
        ...

    def heartbeat(self, job: Job, *, lease: timedelta) -> Job:
        """Hold on to a job; its `cancel_at` says whether to stop.

        Raises:
            LeaseLost: another has it, or it has ended.
        """
        ...

    def progress(self, job: Job, percent: int, step: str) -> Job:
        """Say how far a job is.

        Raises:
            LeaseLost: as `heartbeat`.
        """
        ...

    def stopped(self, job: Job) -> Job:
        """A running job that was asked to stop has stopped.

        Raises:
            LeaseLost: as `heartbeat`.
        """
        ...

    def counts(self) -> Mapping[JobState, int]:
        """How many jobs there are in every state."""
        ...

    def oldest_due(self) -> datetime | None:
        """Since when the longest waiting job is due; None when none waits."""
        ...

    def report_alive(self, worker: str) -> None:
        """A worker says that it runs."""
        ...

    def alive_since(self, moment: datetime) -> int:
        """How many workers said so since then."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One transaction in one organisation. `now` is its time: in an organisation, later transactions have later ones."""

    org_id: str
    now: datetime
    writes: bool  # whether it may change anything; what it reads is then not yet what everybody sees
    organisations: Repository[Organisation]  # only its own
    memberships: Repository[Membership]
    api_keys: Repository[ApiKey]
    brands: Repository[Brand]  # only its own
    units: Repository[Unit]
    placements: Repository[UnitPlacement]
    rulesets: Repository[RulesetVersion]  # its own and, to read, the shared ones
    questionnaires: Repository[QuestionnaireVersion]  # likewise
    ruleset_moves: Repository[RulesetMove]
    assessments: Repository[Assessment]
    participations: Participations
    answers: Repository[Answer]
    metric_points: Repository[MetricPoint]
    targets: Repository[Target]
    evidence: EvidenceItems
    visits: Repository[Visit]
    contact_reviews: Repository[ContactReview]
    remarks: Repository[Remarks]
    finding_edits: Repository[FindingEdit]
    section_tasks: Repository[SectionTask]
    respondent_links: Repository[RespondentLink]
    standings: Repository[Standing]  # results as they were last known
    actions: Repository[Action]
    decisions: Repository[Decision]
    certificates: Repository[Certificate]
    reports: Repository[Report]
    jobs: Jobs
    webhooks: Repository[Webhook]
    deliveries: Repository[WebhookDelivery]
    idempotency: Expiring[IdempotencyRecord]  # of every principal: its natural key says whose
    audit: AuditLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One transaction on what belongs to no organisation, or has to be found before it is known whose it is."""

    now: datetime
    organisations: Repository[Organisation]  # adding one makes its audit log
    persons: Repository[Person]
    memberships: Repository[Membership]  # of every organisation
    sessions: Expiring[Session]
    passkeys: Repository[Passkey]
    identities: Repository[ExternalIdentity]
    tokens: Expiring[OneTimeToken]
    api_keys: Repository[ApiKey]  # of every organisation
    brands: Repository[Brand]  # of every organisation
    respondent_links: Repository[RespondentLink]  # of every organisation
    certificates: Repository[Certificate]  # of every organisation, to be read for public verification
    rulesets: Repository[RulesetVersion]  # the shared ones
    questionnaires: Repository[QuestionnaireVersion]  # likewise
    idempotency: Expiring[IdempotencyRecord]
    queue: JobQueue
    audit: AuditLog  # of the installation


class UnitOfWork(Protocol):
    """Opens transactions: committed when the block ends, undone when it raises."""

    def read(self, org_id: str) -> AbstractContextManager[Work]:
        """Read one organisation as it is at one moment; writing through it is a mistake and raises RuntimeError."""
        ...

    def admitted(self, org_id: str, admit: Callable[[Installation], A]) -> AbstractContextManager[tuple[A, Work]]:
        """Read one organisation as it is at the moment somebody is admitted to it, in one transaction.

        Args:
            org_id: of the organisation.
            admit: finds out who asks, or refuses; what it gives comes beside the work.
        """
        ...

    def write(self, org_id: str) -> AbstractContextManager[Work]:
        """Read and write one organisation, one at a time: nobody else writes to it meanwhile.

        Raises:
            NotFound: there is no such organisation.
            StorageFull: there is no room.
        """
        ...

    def installation(self, *, write: bool = False) -> AbstractContextManager[Installation]:
        """Read, or read and write, what has no organisation."""
        ...


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...


class Ids(Protocol):
    """New ids."""

    def new(self) -> str:
        """A UUIDv7 as text, in lower case."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """A stored file, by its content."""

    sha256: str  # 64 hexadecimal digits
    size: int  # bytes


class BlobStore(Protocol):
    """Files under the SHA-256 of their content; what is stored never changes."""

    def put(self, chunks: Iterable[bytes]) -> Blob:
        """Store a content, all of it or nothing; one that is there already is left alone, and no longer marked.

        Raises:
            StorageFull: there is no room.
        """
        ...

    def get(self, sha256: str) -> bytes:
        """The whole content.

        Raises:
            NotFound: it is not here.
        """
        ...

    def open(self, sha256: str) -> BinaryIO:
        """The content as a stream, for the caller to close.

        Raises:
            NotFound: it is not here.
        """
        ...

    def exists(self, sha256: str) -> bool:
        """Whether it is here."""
        ...

    def mark_deleted(self, sha256: str) -> None:
        """Nothing refers to it any more, so far as is known; it is kept for a while."""
        ...

    def sweep(self, marked_before: datetime) -> tuple[str, ...]:
        """Delete what was marked before then; says which."""
        ...
