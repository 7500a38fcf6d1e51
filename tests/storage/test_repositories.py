"""What every store promises of every noun."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bsc_audit.app.service import assembling
from bsc_audit.app.service.model.assessment import Part
from bsc_audit.app.service.model.nouns import NOUNS
from bsc_audit.app.service.ports import Query, UnitOfWork
from bsc_audit.app.service.refusals import Conflict, FourEyes, NotFound, StaleVersion
from stored_values import (
    IN_INSTALLATION,
    IN_WORK,
    START,
    World,
    answer,
    assessment,
    decision,
    evidence_item,
    idempotency_record,
    metric_point,
    new_id,
    person,
    unit,
    visit,
    world,
)


@pytest.fixture
def here(store: UnitOfWork) -> World:
    return world(store)


def test_every_noun_has_a_sample() -> None:
    assert set(IN_WORK) == set(assembling.IN_WORK) - {"organisations"}
    assert set(IN_INSTALLATION) == set(assembling.IN_INSTALLATION) - {"certificates", "questionnaires"}


@pytest.mark.parametrize("name", IN_WORK)
def test_what_is_added_is_read_back_as_it_was(here: World, name: str) -> None:
    with here.store.write(here.org.id) as work:
        added = getattr(work, name).add(IN_WORK[name](here))
    with here.store.read(here.org.id) as work:
        repository = getattr(work, name)
        assert repository.get(added.id) == added
        assert added in repository.all()
        assert added in repository.list(Query(limit=1000)).items


@pytest.mark.parametrize("name", IN_INSTALLATION)
def test_the_installation_reads_back_what_it_adds(here: World, name: str) -> None:
    with here.store.installation(write=True) as installation:
        added = getattr(installation, name).add(IN_INSTALLATION[name](here))
    with here.store.installation() as installation:
        assert getattr(installation, name).get(added.id) == added


@pytest.mark.parametrize("name", IN_WORK)
def test_a_replacement_names_the_version_it_replaces(here: World, name: str) -> None:
    with here.store.write(here.org.id) as work:
        repository = getattr(work, name)
        added = repository.add(IN_WORK[name](here))
        with pytest.raises(StaleVersion) as caught:
            repository.replace(added, expected=7)
        assert caught.value.version == 1
        assert repository.get(added.id) == added
    with here.store.write(here.org.id) as work:
        repository = getattr(work, name)
        replaced = repository.replace(replace(added, created_at=START + timedelta(days=9)), expected=1)
        assert replaced == replace(added, version=2, updated_at=work.now)
        assert repository.get(added.id) == replaced


@pytest.mark.parametrize("name", IN_WORK)
def test_what_is_removed_is_gone_and_its_history_stays(here: World, name: str) -> None:
    keeps = NOUNS[assembling.IN_WORK[name]].keeps_history
    with here.store.write(here.org.id) as work:
        repository = getattr(work, name)
        added = repository.add(IN_WORK[name](here))
        if name == "assessments":  # a participant refers to it
            added = repository.add(assessment())
        changed = repository.replace(added, expected=1)
    with here.store.write(here.org.id) as work:
        getattr(work, name).remove(added.id, expected=2)
    with here.store.read(here.org.id) as work:
        assert getattr(work, name).find(added.id) is None
        assert getattr(work, name).history(added.id) == ((added, changed) if keeps else ())


@pytest.mark.parametrize("name", [name for name, kind in assembling.IN_WORK.items() if NOUNS[kind].natural])
def test_a_natural_key_is_taken_once(here: World, name: str) -> None:
    with here.store.write(here.org.id) as work:
        added = getattr(work, name).add(IN_WORK[name](here))
    with pytest.raises(Conflict), here.store.write(here.org.id) as work:
        getattr(work, name).add(replace(added, id=new_id()))


def test_an_id_is_taken_once(here: World) -> None:
    with pytest.raises(Conflict), here.store.write(here.org.id) as work:
        work.units.add(here.unit)


@pytest.mark.parametrize("name", ["units", "answers", "metric_points"])
def test_what_is_not_there_is_not_found(here: World, name: str) -> None:
    with here.store.write(here.org.id) as work:
        repository = getattr(work, name)
        missing = IN_WORK[name](here)
        assert repository.find(missing.id) is None
        assert repository.history(missing.id) == ()
        with pytest.raises(NotFound):
            repository.get(missing.id)
        with pytest.raises(NotFound):
            repository.replace(missing, expected=1)
        with pytest.raises(NotFound):
            repository.remove(missing.id, expected=1)


def test_what_refers_to_nothing_is_refused(here: World) -> None:
    with pytest.raises(NotFound), here.store.write(here.org.id) as work:
        work.answers.add(answer(new_id()))
    with pytest.raises(NotFound), here.store.write(here.org.id) as work:
        work.metric_points.add(metric_point(unit_id=new_id()))


def test_what_is_referred_to_cannot_be_removed(here: World) -> None:
    with here.store.write(here.org.id) as work:
        work.visits.add(visit(here.assessment.id, unit_id=here.unit.id))
    with pytest.raises(Conflict), here.store.write(here.org.id) as work:
        work.units.remove(here.unit.id, expected=1)


def test_nothing_of_a_refused_transaction_stays(here: World) -> None:
    def write_and_fail() -> None:
        with here.store.write(here.org.id) as work:
            work.answers.add(answer(here.assessment.id))
            work.units.get(new_id())

    with pytest.raises(NotFound):
        write_and_fail()
    with here.store.read(here.org.id) as work:
        assert work.answers.all() == ()
        assert work.participations.of(here.assessment.id) == ()


def test_reading_cannot_write(here: World) -> None:
    with pytest.raises(RuntimeError, match="only reads"), here.store.read(here.org.id) as work:
        work.units.add(unit())
    with pytest.raises(RuntimeError, match="only reads"), here.store.installation() as installation:
        installation.persons.add(person())


def test_a_naive_time_is_refused(here: World) -> None:
    naive = datetime(2026, 1, 1)
    with pytest.raises(Exception, match="names no time zone"), here.store.write(here.org.id) as work:
        work.answers.add(answer(here.assessment.id, at=naive))


def test_times_are_read_back_in_utc(here: World) -> None:
    with here.store.write(here.org.id) as work:
        added = work.answers.add(answer(here.assessment.id, at=datetime.fromisoformat("2026-03-01T01:30:00+05:30")))
    with here.store.read(here.org.id) as work:
        assert work.answers.get(added.id).at == added.at
        assert work.answers.get(added.id).at.isoformat() in ("2026-02-28T20:00:00+00:00", added.at.isoformat())


def test_a_page_begins_where_the_one_before_ended(here: World) -> None:
    with here.store.write(here.org.id) as work:
        one_time = [work.answers.add(answer(here.assessment.id, key=f"K{n}", updated_at=work.now)) for n in range(5)]
    with here.store.write(here.org.id) as work:
        first = work.answers.replace(one_time[0], expected=1)
    with here.store.read(here.org.id) as work:
        pages = [work.answers.list(Query(limit=2))]
        while pages[-1].next is not None:
            pages.append(work.answers.list(Query(limit=2, after=pages[-1].next)))
    assert [len(page.items) for page in pages] == [2, 2, 1]
    assert [one for page in pages for one in page.items] == [*one_time[1:], first]


def test_a_feed_gives_what_changed_since(here: World) -> None:
    with here.store.write(here.org.id) as work:
        before = work.units.add(unit(updated_at=work.now))
    with here.store.write(here.org.id) as work:
        later = work.units.add(unit(updated_at=work.now))
        since = work.now
    with here.store.read(here.org.id) as work:
        found = work.units.list(Query(updated_since=since)).items
        assert later in found
        assert before not in found


def test_later_transactions_have_later_times(here: World) -> None:
    times = []
    for _ in range(3):
        with here.store.write(here.org.id) as work:
            times.append(work.now)
    assert times == sorted(set(times))


def test_values_are_found_by_their_fields(here: World) -> None:
    with here.store.write(here.org.id) as work:
        other = work.assessments.add(assessment())
        mine = [work.answers.add(answer(here.assessment.id, key=key)) for key in ("A", "B", "C")]
        work.answers.add(answer(other.id, key="A"))
        assert work.answers.all(assessment_id=here.assessment.id) == tuple(mine)
        assert work.answers.all(assessment_id=here.assessment.id, key=("A", "C")) == (mine[0], mine[2])
        assert work.answers.one(assessment_id=here.assessment.id, track="self", key="B") == mine[1]
        assert work.answers.one(key="Z") is None
        assert work.assessments.all(unit_id=None, id=other.id) == (other,)
        assert work.answers.list(Query(equal={"assessment_id": other.id})).items == work.answers.all(
            assessment_id=other.id
        )


def test_history_keeps_every_version(here: World) -> None:
    with here.store.write(here.org.id) as work:
        first = work.answers.add(answer(here.assessment.id, content={"value": 1}))
    with here.store.write(here.org.id) as work:
        second = work.answers.replace(replace(first, content={"value": 4}, actor="key:two"), expected=1)
        assert work.answers.history(first.id) == (first, second)


def test_put_adds_changes_and_leaves_alone(here: World) -> None:
    points = [metric_point(unit_id=here.unit.id, period=f"2026-0{month}") for month in (1, 2, 3)]
    with here.store.write(here.org.id) as work:
        added = work.metric_points.put([*points, metric_point(period="2026-01")])
    with here.store.write(here.org.id) as work:
        again = replace(points[0], id=new_id())
        changed = replace(points[1], id=new_id(), content={"satisfied": 90, "n": 100})
        stored = work.metric_points.put([again, changed, metric_point(period="2026-01")])
        assert stored[0] == added[0]
        assert stored[1] == replace(changed, id=added[1].id, version=2, updated_at=work.now)
        assert stored[2] == added[3]
        assert len(work.metric_points.all()) == 4
        assert [one.version for one in work.metric_points.history(added[1].id)] == [1, 2]


def test_of_two_with_one_natural_key_the_later_counts(here: World) -> None:
    early, late = metric_point(content={"n": 1}), metric_point(content={"n": 2})
    with here.store.write(here.org.id) as work:
        assert work.metric_points.put([early, late]) == (late, late)
        assert work.metric_points.all() == (late,)


def test_what_has_no_natural_key_cannot_be_put(here: World) -> None:
    with pytest.raises(ValueError, match="no natural key"), here.store.write(here.org.id) as work:
        work.units.put([unit()])


def test_values_are_put_by_a_key_of_one_field_or_several(here: World) -> None:
    with here.store.write(here.org.id) as work:
        one = work.units.put([unit(external_id="E-1")])[0]
        several = work.answers.put([answer(here.assessment.id)])[0]
        assert work.units.put([unit(external_id="E-1")]) == (one,)
        assert work.answers.put([answer(here.assessment.id)]) == (several,)


def test_more_than_one_query_can_hold_are_put(here: World) -> None:
    points = [metric_point(metric=f"m{number}") for number in range(950)]
    with here.store.write(here.org.id) as work:
        assert work.metric_points.put(points) == tuple(points)
        assert work.metric_points.put(points) == tuple(points)


def test_what_was_shown_on_a_day(here: World) -> None:
    given = {"assessment_id": here.assessment.id}
    old = evidence_item(shown_from=date(2026, 1, 1), shown_until=date(2026, 3, 1), **given)
    new = evidence_item(shown_from=date(2026, 3, 1), revision=2, supersedes=old.id, **given)
    other = evidence_item(shown_from=date(2026, 2, 1), entry="A-001", **given)
    anywhere = evidence_item(shown_from=date(2026, 1, 1))
    with here.store.write(here.org.id) as work:
        for one in (old, new, other, anywhere):
            work.evidence.add(one)

        def shown(day: date, assessment_id: str | None = here.assessment.id) -> tuple[object, ...]:
            return work.evidence.shown_on(day, assessment_id=assessment_id)

        assert shown(date(2025, 12, 31)) == ()
        assert shown(date(2026, 1, 1)) == (old,)
        assert shown(date(2026, 2, 28)) == (other, old)
        assert shown(date(2026, 3, 1)) == (other, new)
        assert shown(date(2026, 3, 1), None) == (anywhere,)


def test_what_is_older_is_removed(here: World) -> None:
    old, new = idempotency_record(), idempotency_record(created_at=START + timedelta(days=1))
    with here.store.write(here.org.id) as work:
        work.idempotency.add(old)
        work.idempotency.add(new)
    with here.store.installation(write=True) as installation:
        assert installation.idempotency.remove_older(START + timedelta(hours=1)) >= 1
        assert installation.idempotency.find(old.id) is None
        assert installation.idempotency.get(new.id) == new


def test_a_stored_action_is_verified_by_somebody_else(here: World) -> None:
    with here.store.write(here.org.id) as work:
        action = work.actions.add(IN_WORK["actions"](here))
        done = work.actions.replace(replace(action, done_by="ana"), expected=1)
        assert work.actions.replace(replace(done, verified_by="bo"), expected=2).verified_by == "bo"
    with pytest.raises(ValueError, match="verified by who did it"):
        replace(done, verified_by="ana")


def test_whoever_takes_part_is_known(here: World) -> None:
    with here.store.write(here.org.id) as work:
        first = work.answers.add(answer(here.assessment.id, actor="ana"))
        work.answers.replace(replace(first, actor="bo"), expected=1)
        work.visits.add(visit(here.assessment.id, actor="cleo"))
        work.assessments.replace(replace(here.assessment, lead="dora"), expected=1)
    with here.store.read(here.org.id) as work:
        found = {(one.actor, one.part) for one in work.participations.of(here.assessment.id)}
    assert found == {
        ("ana", Part.ANSWERED),
        ("bo", Part.ANSWERED),
        ("cleo", Part.VISITED),
        ("dora", Part.LED),
    }


@pytest.mark.parametrize("part", ["answers", "visits", "contact_reviews"])
def test_who_took_part_cannot_decide(here: World, part: str) -> None:
    with here.store.write(here.org.id) as work:
        getattr(work, part).add(replace(IN_WORK[part](here), actor="ana"))
    with pytest.raises(FourEyes), here.store.write(here.org.id) as work:
        work.decisions.add(decision(here.assessment.id, by="ana"))
    with here.store.write(here.org.id) as work:
        other = work.decisions.add(decision(here.assessment.id, by="rita"))
    with pytest.raises(FourEyes), here.store.write(here.org.id) as work:
        work.decisions.replace(replace(other, by="ana"), expected=1)


def test_who_led_cannot_decide_even_after_another_leads(here: World) -> None:
    with here.store.write(here.org.id) as work:
        led = work.assessments.replace(replace(here.assessment, lead="ana"), expected=1)
        work.assessments.replace(replace(led, lead="bo"), expected=2)
    with pytest.raises(FourEyes), here.store.write(here.org.id) as work:
        work.decisions.add(decision(here.assessment.id, by="ana"))


def test_who_decided_cannot_take_part_afterwards(here: World) -> None:
    with pytest.raises(FourEyes), here.store.write(here.org.id) as work:
        work.answers.add(answer(here.assessment.id, actor=here.decision.by))
