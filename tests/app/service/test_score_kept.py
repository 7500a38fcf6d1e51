"""A result is judged once for one end of the organisation's log, and never shown once something was changed."""

from dataclasses import replace
from typing import Any

import pytest

from bsc_audit.app.service import score
from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.ports import Work
from service_world import Service

SMALL: dict[str, Any] = {"ruleset_id": "food-hygiene-rating", "ruleset_version": "1.0"}
KEYS = ("FH-1", "FH-2", "FH-3")


class World(Service):
    """One assessment whose three questions are answered, and how often its folder was gathered."""

    def __init__(self) -> None:
        super().__init__()
        self.begun_one = self.begun(number="small", **SMALL)
        for key in KEYS:
            self.give(key, 5)
        self.gathered = 0
        self.seen: list[Any] = []  # scores within transactions

    def give(self, key: str, value: int) -> None:
        with self.work.read(self.org) as work:
            stored = work.answers.one(assessment_id=self.begun_one.id, track=Track.SELF, key=key)
        expected = stored.version if stored else None
        given = Given(track=Track.SELF, key=key, content={"value": value}, expected=expected)
        self.answer(self.people[Role.CLIENT_EDITOR], self.begun_one, given)

    def shown(self) -> Any:
        with self.work.read(self.org) as work:
            return self.score_in(work, work.assessments.get(self.begun_one.id))

    def score_in(self, work: Work, assessment: Assessment) -> Any:
        return score.score_track(work, self.scores, assessment, Track.SELF).judged.recommendation.overall


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = World()
    gather = score.gather

    def counted(*about: Any) -> Any:
        made.gathered += 1
        return gather(*about)

    monkeypatch.setattr(score, "gather", counted)
    return made


def test_what_was_judged_is_not_gathered_again_while_nothing_happens(world: World) -> None:
    first = world.shown()
    assert first is not None
    assert [world.shown() for _ in range(3)] == [first] * 3
    assert world.gathered == 1


def test_every_change_is_in_the_next_result(world: World) -> None:
    found = []
    for value in (5, 10, 0, 5):
        world.give("FH-1", value)
        found.append(world.shown())
    assert found[0] == found[3]
    assert len(set(found)) == 3


def change_and_look(world: World, undo: Exception | None = None) -> Any:
    """The score within a transaction that changed an answer and has not noted it yet; then it may be undone."""
    with world.work.write(world.org) as work:
        stored = work.assessments.get(world.begun_one.id)
        answer = work.answers.one(assessment_id=stored.id, track=Track.SELF, key="FH-1")
        assert answer is not None
        work.answers.replace(replace(answer, content={"value": 20}), expected=answer.version)
        found = world.score_in(work, stored)
        world.seen.append(found)
        if undo:
            raise undo
        return found


def test_a_transaction_that_writes_sees_its_own_change_before_its_log_tells_of_it(world: World) -> None:
    before = world.shown()
    assert change_and_look(world) != before


def test_what_a_transaction_saw_that_was_undone_is_shown_to_nobody(world: World) -> None:
    before = world.shown()
    with pytest.raises(ZeroDivisionError):
        change_and_look(world, ZeroDivisionError())
    assert world.seen != [before]
    assert world.shown() == before


def test_the_same_assessment_told_otherwise_is_judged_by_what_is_told(world: World) -> None:
    world.shown()
    with world.work.read(world.org) as work:
        stored = work.assessments.get(world.begun_one.id)
        world.score_in(work, replace(stored, period="1998"))
        assert world.gathered == 2
    world.shown()
    assert world.gathered == 3  # the one told otherwise is not taken for the stored one
