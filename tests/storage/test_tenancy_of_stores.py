"""One organisation never sees or touches what is another's, in any store."""

from dataclasses import replace

import pytest

from bsc_audit.app.service import assembling
from bsc_audit.app.service.model.nouns import NOUNS, Reach, TenancyError
from bsc_audit.app.service.ports import Installation, Query, UnitOfWork
from bsc_audit.app.service.refusals import NotFound
from stored_values import IN_INSTALLATION, IN_WORK, World, answer, certificate, metric_point, new_id, unit, world

OWNED = [name for name in IN_WORK if NOUNS[assembling.IN_WORK[name]].reach is not Reach.NOBODY]


@pytest.fixture
def mine(store: UnitOfWork) -> World:
    return world(store)


@pytest.fixture
def theirs(store: UnitOfWork) -> World:
    return world(store)


@pytest.mark.parametrize("name", OWNED)
def test_what_is_theirs_is_neither_seen_nor_touched(mine: World, theirs: World, name: str) -> None:
    with theirs.store.write(theirs.org.id) as work:
        added = getattr(work, name).add(IN_WORK[name](theirs))
    with mine.store.write(mine.org.id) as work:
        repository = getattr(work, name)
        assert repository.find(added.id) is None
        assert repository.one(id=added.id) is None
        assert added.id not in {one.id for one in (*repository.all(), *repository.list(Query(limit=1000)).items)}
        assert repository.history(added.id) == ()
        with pytest.raises(NotFound):
            repository.remove(added.id, expected=1)
        with pytest.raises((NotFound, TenancyError)):
            repository.replace(added, expected=1)
    with theirs.store.read(theirs.org.id) as work:
        assert getattr(work, name).get(added.id) == added


def test_what_is_theirs_cannot_be_referred_to(mine: World, theirs: World) -> None:
    with pytest.raises(NotFound), mine.store.write(mine.org.id) as work:
        work.answers.add(answer(theirs.assessment.id))
    with pytest.raises(NotFound), mine.store.write(mine.org.id) as work:
        work.metric_points.put([metric_point(unit_id=theirs.unit.id)])


def test_what_names_them_cannot_be_written_here(mine: World, theirs: World) -> None:
    with pytest.raises(TenancyError), mine.store.write(mine.org.id) as work:
        work.api_keys.add(replace(IN_WORK["api_keys"](mine), org_id=theirs.org.id))
    with pytest.raises(TenancyError), mine.store.write(mine.org.id) as work:
        work.certificates.add(certificate(theirs.org.id, mine.assessment.id, mine.decision.id))
    with pytest.raises(TenancyError), mine.store.write(mine.org.id) as work:
        work.organisations.replace(theirs.org, expected=1)


def test_two_organisations_may_use_one_external_id(mine: World, theirs: World) -> None:
    for here in (mine, theirs):
        with here.store.write(here.org.id) as work:
            work.units.add(unit(external_id="B-7"))


def test_an_organisation_sees_and_changes_itself_alone(mine: World, theirs: World) -> None:
    with mine.store.write(mine.org.id) as work:
        assert work.organisations.all() == (mine.org,)
        assert work.organisations.replace(replace(mine.org, name="New"), expected=1).name == "New"
        assert work.organisations.find(theirs.org.id) is None


def test_who_is_admitted_reads_one_organisation_as_it_was_when_they_were(mine: World, theirs: World) -> None:
    def admit(installation: Installation) -> str:
        assert installation.organisations.find(theirs.org.id) is not None
        return installation.organisations.get(mine.org.id).name

    with mine.store.admitted(mine.org.id, admit) as (name, work):
        assert (name, work.org_id) == (mine.org.name, mine.org.id)
        assert work.organisations.all() == (mine.org,)
        assert work.units.find(theirs.unit.id) is None
        with mine.store.write(mine.org.id) as other:
            other.units.add(unit(external_id="later"))
        assert work.units.one(external_id="later") is None
        with pytest.raises(RuntimeError):
            work.units.add(unit())


def test_who_is_refused_reads_nothing(mine: World) -> None:
    def refuse(_: Installation) -> None:
        raise NotFound("not you")

    with pytest.raises(NotFound, match="not you"), mine.store.admitted(mine.org.id, refuse):
        pytest.fail("nobody was admitted")


def test_there_is_no_writing_to_what_is_no_organisation(store: UnitOfWork) -> None:
    for org_id in (new_id(), "*", ""):
        with pytest.raises(NotFound), store.write(org_id):
            pytest.fail("there is no such organisation")
        with store.read(org_id) as work:
            assert work.units.all() == ()


def test_shared_content_is_read_by_all_and_written_by_none(mine: World) -> None:
    with mine.store.installation(write=True) as installation:
        shared = installation.rulesets.add(IN_INSTALLATION["rulesets"](mine))
    with mine.store.write(mine.org.id) as work:
        own = work.rulesets.add(replace(shared, id=new_id(), shared=False))
        assert [one.id for one in work.rulesets.all(ruleset_id=shared.ruleset_id)] == [shared.id, own.id]
        with pytest.raises(NotFound):
            work.rulesets.remove(shared.id, expected=1)
    with pytest.raises((NotFound, TenancyError)), mine.store.write(mine.org.id) as work:
        work.rulesets.replace(shared, expected=1)
    with pytest.raises(TenancyError), mine.store.write(mine.org.id) as work:
        work.rulesets.add(replace(shared, id=new_id(), ruleset_id="another"))


def test_the_installation_sees_no_organisations_own_content(mine: World) -> None:
    with mine.store.write(mine.org.id) as work:
        own = work.rulesets.add(IN_WORK["rulesets"](mine))
    with mine.store.installation() as installation:
        assert installation.rulesets.find(own.id) is None
        assert installation.organisations.get(mine.org.id) == mine.org
