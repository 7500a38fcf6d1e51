"""The audit log: a chain in every store, that the databases let nobody rewrite."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bsc_audit.app.service.model.audit import GENESIS, AuditEvent, AuditHead, breaks
from bsc_audit.app.service.ports import UnitOfWork
from bsc_audit.storage.engine import Database
from stored_values import IN_WORK, World, answer, unit, world


def event(target: str = "unit/1", actor: str = "key:one") -> AuditEvent:
    return AuditEvent(actor=actor, action="create_unit", target=target, after="sha256:00", request_id="r")


def append(store: UnitOfWork, org_id: str, *events: AuditEvent) -> None:
    for one in events:
        with store.write(org_id) as work:
            work.audit.append(one)


def test_an_empty_chain_has_a_head(store: UnitOfWork) -> None:
    with store.read(world(store).org.id) as work:
        assert work.audit.head() == AuditHead(seq=0, hash=GENESIS)
        assert work.audit.entries() == ()


def test_entries_are_chained_and_found(store: UnitOfWork) -> None:
    org_id = world(store).org.id
    append(store, org_id, event("unit/1"), event("unit/2", actor="ana"), event("unit/1"))
    with store.read(org_id) as work:
        entries = work.audit.entries()
        assert [entry.seq for entry in entries] == [1, 2, 3]
        assert breaks(org_id, entries, work.audit.head()) == ()
        assert work.audit.entries(after=1, limit=1) == entries[1:2]
        assert work.audit.entries(target="unit/1") == (entries[0], entries[2])
        assert work.audit.entries(actor="ana") == (entries[1],)
        assert [entry.at for entry in entries] == sorted({entry.at for entry in entries})


def test_several_entries_of_one_transaction_are_chained(store: UnitOfWork) -> None:
    org_id = world(store).org.id
    with store.write(org_id) as work:
        first = work.audit.append(event())
        assert work.audit.head() == AuditHead(seq=1, hash=first.hash)
        assert work.audit.append(event()).prev == first.hash
    with store.read(org_id) as work:
        assert breaks(org_id, work.audit.entries(), work.audit.head()) == ()


def test_an_undone_transaction_leaves_no_entry(store: UnitOfWork) -> None:
    org_id = world(store).org.id

    def append_and_fail() -> None:
        with store.write(org_id) as work:
            work.audit.append(event())
            raise LookupError

    with pytest.raises(LookupError):
        append_and_fail()
    with store.read(org_id) as work:
        assert work.audit.head().seq == 0


def test_the_installation_has_a_chain_of_its_own(store: UnitOfWork) -> None:
    org_id = world(store).org.id
    for _ in range(2):
        with store.installation(write=True) as installation:
            installation.audit.append(event("person/1"))
    append(store, org_id, event())
    with store.installation() as installation:
        entries = installation.audit.entries(limit=1000)
        assert {entry.event.target for entry in entries} == {"person/1"}
        assert breaks("*", entries, installation.audit.head()) == ()


def test_every_kind_of_forgery_is_a_break(store: UnitOfWork) -> None:
    org_id = world(store).org.id
    append(store, org_id, event(), event(), event())
    with store.read(org_id) as work:
        one, two, three = work.audit.entries()
        head = work.audit.head()
    forged = replace(two, event=replace(two.event, actor="somebody else"))
    assert [found.seq for found in breaks(org_id, (one, forged, three), head)] == [2]
    assert [found.seq for found in breaks(org_id, (one, three), head)] == [3, 3]
    assert [found.seq for found in breaks(org_id, (one, two), head)] == [2]
    assert {found.seq for found in breaks("another", (one, two, three), head)} == {1, 2, 3}


def test_eight_threads_make_one_chain(sql_store: UnitOfWork) -> None:
    org_id = world(sql_store).org.id
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: append(sql_store, org_id, *[event(actor=f"t{n}")] * 10), range(8)))
    with sql_store.read(org_id) as work:
        entries = work.audit.entries(limit=1000)
        assert len(entries) == 80
        assert breaks(org_id, entries, work.audit.head()) == ()


def test_threads_make_one_chain_of_the_installation(sql_store: UnitOfWork) -> None:
    def write(_: int) -> None:
        with sql_store.installation(write=True) as installation:
            installation.audit.append(event())

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(24)))
    with sql_store.installation() as installation:
        entries = installation.audit.entries(limit=1000)
        assert len(entries) == 24
        assert breaks("*", entries, installation.audit.head()) == ()


@pytest.fixture
def written(sql_store: UnitOfWork) -> World:
    here = world(sql_store)
    with sql_store.write(here.org.id) as work:
        work.answers.add(answer(here.assessment.id, actor="ana"))
        work.audit.append(event())
    return here


def as_owner(database: Database, statement: str) -> None:
    """Raw SQL with all rights: what the database still refuses, nobody gets past by mistake."""
    with database.writing(), database.owner.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("table", ["audit_entry", "item_version", "participation"])
def test_the_database_refuses_to_change_or_delete_what_is_append_only(
    database: Database, written: World, table: str
) -> None:
    for statement in (f"UPDATE {table} SET org_id = org_id", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"):
            as_owner(database, statement)


def test_the_database_keeps_four_eyes(database: Database, written: World) -> None:
    org_id = written.org.id
    deciding = "UPDATE decision SET \"by\" = 'ana'"
    with pytest.raises(DBAPIError, match="four-eyes"):
        as_owner(database, deciding)
    taking_part = (
        "INSERT INTO participation (org_id, assessment_id, actor, part, at) "
        f"SELECT '{org_id}', assessment_id, \"by\", 'led', at FROM decision"
    )
    with pytest.raises(DBAPIError, match="four-eyes"):
        as_owner(database, taking_part)


def test_the_database_wants_another_to_verify(database: Database, written: World, sql_store: UnitOfWork) -> None:
    with sql_store.write(written.org.id) as work:
        work.actions.add(IN_WORK["actions"](written))
    with pytest.raises(DBAPIError, match="verified_by_another"):
        as_owner(database, "UPDATE action SET done_by = 'ana', verified_by = 'ana'")


def test_only_an_organisation_that_is_being_erased_loses_its_log(database: Database, written: World) -> None:
    org_id = written.org.id
    erasing = "INSERT INTO erasure (erased_org_id, at, actor, reason) "
    as_owner(database, f"{erasing} VALUES ('another', '2026-11-22T00:00:00.000000Z', 'admin', 'asked to')")
    with pytest.raises(DBAPIError, match="append-only"):
        as_owner(database, "DELETE FROM audit_entry")
    as_owner(database, f"{erasing} VALUES ('{org_id}', '2026-11-22T00:00:00.000000Z', 'admin', 'asked to')")
    as_owner(database, "DELETE FROM audit_entry")


def test_sixteen_writers_lose_no_update(sql_store: UnitOfWork) -> None:
    here = world(sql_store)
    with sql_store.write(here.org.id) as work:
        counted = work.answers.add(answer(here.assessment.id, content={"value": 0}))

    def add_one(_: int) -> None:
        with sql_store.write(here.org.id) as work:
            now = work.answers.get(counted.id)
            work.answers.replace(replace(now, content={"value": now.content["value"] + 1}), expected=now.version)

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(add_one, range(64)))
    with sql_store.read(here.org.id) as work:
        assert work.answers.get(counted.id).content == {"value": 64}
        assert work.answers.get(counted.id).version == 65


def test_a_reader_sees_one_moment(sql_store: UnitOfWork) -> None:
    here = world(sql_store)
    with sql_store.read(here.org.id) as reading:
        before = reading.units.all()
        with sql_store.write(here.org.id) as work:
            added = work.units.add(unit())
        assert reading.units.all() == before
    with sql_store.read(here.org.id) as reading:
        assert reading.units.get(added.id) == added
