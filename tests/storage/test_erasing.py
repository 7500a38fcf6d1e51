"""Erasing an organisation: all of it goes, others keep theirs, and the chain can still be proved."""

from typing import Any

import pytest
from sqlalchemy import select, text

from bsc_audit.app.service.audit_log import prove_all
from bsc_audit.app.service.model.person import Membership
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.refusals import Conflict, NotFound
from bsc_audit.app.service.system import Uuid7
from bsc_audit.app.service.trail import note
from bsc_audit.storage.engine import Database
from bsc_audit.storage.erasing import Eraser
from bsc_audit.storage.tables.every import METADATA
from bsc_audit.storage.unit_of_work import SqlUnitOfWork
from stored_values import (
    IN_INSTALLATION,
    IN_WORK,
    START,
    SteppingClock,
    World,
    evidence_item,
    idempotency_record,
    new_id,
    organisation,
    world,
)

SHARED, OWN = "aa" * 32, "bb" * 32
PERSONAL = ("sessions", "passkeys", "identities")  # of the world's person


@pytest.fixture
def eraser(database: Database) -> Eraser:
    return Eraser(database=database, clock=SteppingClock(), ids=Uuid7())


@pytest.fixture
def store(database: Database) -> SqlUnitOfWork:
    return SqlUnitOfWork(database, SteppingClock(), Uuid7())


def full(store: SqlUnitOfWork) -> World:
    """An organisation with a value of every noun, and a person who belongs to no other."""
    made = world(store)
    with store.installation(write=True) as installation:
        for name in PERSONAL:
            getattr(installation, name).add(IN_INSTALLATION[name](made))
        path = f"/v1/organisations/{made.org.id}/units"
        installation.idempotency.add(idempotency_record(principal="key:one", path=path))
    with store.write(made.org.id) as work:
        for name, sample in IN_WORK.items():
            if name not in ("idempotency", "decisions"):
                getattr(work, name).add(sample(made))
        for digest in (SHARED, OWN):
            work.evidence.add(evidence_item(sha256=digest, entry=digest))
        note(work.audit, f"person:{made.person.id}", "create_unit", after=made.unit)
    return made


def rows(database: Database) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with database.owner.connect() as connection:
        return {table.name: [str(row) for row in connection.execute(select(table))] for table in METADATA.sorted_tables}


def holding(database: Database, *words: str) -> set[str]:
    """The tables that hold one of the words somewhere."""
    return {name for name, found in rows(database).items() if any(word in row for row in found for word in words)}


def test_nothing_is_left_but_the_chain(database: Database, store: SqlUnitOfWork, eraser: Eraser) -> None:
    made = full(store)
    assert len(holding(database, made.org.id)) > 20
    erased = eraser.erase(made.org.id, actor="operator", reason="the contract ended")
    assert holding(database, made.org.id) == {"audit_entry", "audit_head", "erasure"}
    assert holding(database, made.person.email, made.person.name, made.org.name, made.assessment.title) == set()
    assert (erased.persons, erased.head.seq) == (1, 2)
    assert {SHARED, OWN} < erased.files


def test_the_chain_of_what_was_erased_still_holds(store: SqlUnitOfWork, eraser: Eraser) -> None:
    made = full(store)
    erased = eraser.erase(made.org.id, actor="operator", reason="asked for")
    proofs = {proof.org_id: proof for proof in prove_all(store)}
    assert proofs.keys() == {"*", made.org.id}
    assert all(proof.holds for proof in proofs.values())
    assert proofs[made.org.id].head == erased.head
    with store.read(made.org.id) as work:
        assert work.audit.entries()[-1].event.detail == "asked for"


def test_others_keep_what_is_theirs(database: Database, store: SqlUnitOfWork, eraser: Eraser) -> None:
    gone, other = full(store), world(store)
    stamp: dict[str, Any] = {"id": new_id(), "created_at": START, "updated_at": START}
    with store.write(other.org.id) as work:
        work.memberships.add(Membership(**stamp, org_id=other.org.id, person_id=gone.person.id, role=Role.CLIENT))
        work.evidence.add(evidence_item(sha256=SHARED))
    before = holding(database, other.org.id)
    erased = eraser.erase(gone.org.id, actor="operator", reason="asked for")
    assert holding(database, other.org.id) == before
    assert "person" in holding(database, gone.person.email), "a member of another organisation stays a person"
    assert (erased.persons, SHARED in erased.files, OWN in erased.files) == (0, False, True)


def test_a_consultancy_is_not_erased_under_its_clients(store: SqlUnitOfWork, eraser: Eraser) -> None:
    made = world(store)
    with store.installation(write=True) as installation:
        installation.organisations.add(organisation(parent_id=made.org.id))
    with pytest.raises(Conflict, match="clients"):
        eraser.erase(made.org.id, actor="operator", reason="")
    with store.read(made.org.id) as work:
        assert work.units.all() == (made.unit,)


def test_what_is_not_there_cannot_be_erased(store: SqlUnitOfWork, eraser: Eraser, database: Database) -> None:
    made = world(store)
    eraser.erase(made.org.id, actor="operator", reason="")
    for org_id in (made.org.id, "nobody"):
        with pytest.raises(NotFound):
            eraser.erase(org_id, actor="operator", reason="")
    with database.owner.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM erasure")).scalar() == 1
