"""A service in memory with one organisation and somebody of every role, for the tests of use cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.answers import AnswerDesk
from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.assessments import create_assessment
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.memory import MemoryBlobStore, MemoryUnitOfWork
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.organisation import OrganisationKind
from bsc_audit.app.service.model.person import Membership, Person
from bsc_audit.app.service.organisations import found_organisation
from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import UnitOfWork, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.score import Scored, Scores, score_track
from bsc_audit.app.service.system import Uuid7
from harbour import harbour, load_harbour, new_assessment
from shipped_library import LIBRARY

RULESETS = PinnedRulesets(LIBRARY)  # compiled once for all tests: what is kept is told apart by the row's id


class FixedClock:
    """Always the same time."""

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Service:
    """One organisation in a store, in memory unless another is given."""

    def __init__(self, name: str = "Harbour Bank", store: UnitOfWork | None = None) -> None:
        self.ids = Uuid7(FixedClock())
        self.work = store or MemoryUnitOfWork(FixedClock(), self.ids)
        self.scores = Scores(RULESETS, MemoryBlobStore(FixedClock()))
        with self.work.installation(write=True) as installation:
            self.org = found_organisation(installation, self.ids, name=name, kind=OrganisationKind.CLIENT).id
        self.people = {role: self._person(role) for role in Role}

    def _person(self, role: Role) -> Principal:
        with self.work.installation(write=True) as installation:
            stamp = fresh(self.ids, installation.now)
            person = installation.persons.add(Person(**stamp, email=f"{role}@{stamp['id']}.example", name=str(role)))
            member = {"org_id": self.org, "person_id": person.id, "role": role}
            installation.memberships.add(Membership(**fresh(self.ids, installation.now), **member))
        return Principal(actor=f"person:{person.id}", org_id=self.org, role=role, second_factor=True)

    def key(self, *scopes: Scope) -> Principal:
        """A system of the organisation's own."""
        return Principal(actor="key:abc", org_id=self.org, scopes=frozenset(scopes))

    @contextmanager
    def write(self) -> Iterator[Work]:
        """One transaction."""
        with self.work.write(self.org) as work:
            yield work

    def begun(self, **more: Any) -> Assessment:
        """An assessment on the sample's terms, in progress, led by the lead auditor."""
        lead = self.people[Role.LEAD_AUDITOR]
        with self.write() as work:
            made = create_assessment(work, self.ids, self.scores.rulesets, lead, new_assessment(harbour(), **more))
            return take_step(work, self.scores, lead, made, "start_assessment", expected=made.version)

    def loaded(self) -> Assessment:
        """The whole sample."""
        with self.write() as work:
            return load_harbour(work, self.ids, self.scores, self.people[Role.LEAD_AUDITOR], harbour())

    def answer(self, who: Principal, assessment: Assessment, given: Given) -> Answer:
        """Give one answer."""
        with self.write() as work:
            return self.desk(work, who, assessment).put(given)

    def withdraw(self, who: Principal, assessment: Assessment, key: str, expected: int) -> Answer:
        """Take a self-answer back."""
        given = Given(track=Track.SELF, key=key, content={}, expected=expected)
        with self.write() as work:
            return self.desk(work, who, assessment).withdraw(given)

    def desk(self, work: Work, who: Principal, assessment: Assessment) -> AnswerDesk:
        """Takes answers to an assessment as it is now stored."""
        return AnswerDesk(work, self.ids, self.scores.rulesets, who, work.assessments.get(assessment.id))

    def score(self, assessment: Assessment, track: Track) -> Scored:
        """One track as it stands."""
        with self.work.read(self.org) as work:
            return score_track(work, self.scores, work.assessments.get(assessment.id), track)
