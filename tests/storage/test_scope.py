"""No statement of the ORM leaves its organisation, however it is written; on PostgreSQL no SQL does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import delete, exists, func, insert, literal, select, text, union_all, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, aliased

from bsc_audit.app.service.model.nouns import INSTALLATION, TenancyError
from bsc_audit.app.service.model.unit import UnitKind
from bsc_audit.app.service.ports import UnitOfWork
from bsc_audit.app.service.system import Uuid7
from bsc_audit.storage.engine import Database
from bsc_audit.storage.narrowed import narrowed
from bsc_audit.storage.scope import ScopedSession, scoped
from bsc_audit.storage.tables.audit import AuditHeadRow
from bsc_audit.storage.tables.job import JobRow, WorkerRow
from bsc_audit.storage.tables.organisation import OrganisationRow
from bsc_audit.storage.tables.ruleset import RulesetVersionRow
from bsc_audit.storage.tables.unit import UnitPlacementRow, UnitRow
from bsc_audit.storage.unit_of_work import SqlUnitOfWork
from stored_values import START, SteppingClock, new_id, world

Two = tuple[str, str]  # organisations, each with one unit


@pytest.fixture
def two(sql_store: UnitOfWork) -> Two:
    return world(sql_store).org.id, world(sql_store).org.id


@contextmanager
def inside(database: Database, org_id: str) -> Iterator[ScopedSession]:
    with database.writing(), scoped(database.writer, org_id, writes=True) as session:
        yield session


def unit_row(org_id: str, **given: Any) -> dict[str, Any]:
    own = {"id": new_id(), "version": 1, "created_at": START, "updated_at": START, "kind": UnitKind.TEAM, "name": "T"}
    return {**own, "org_id": org_id, "external_id": None, **given}


class UndoneError(Exception):
    """Ends a transaction without a trace."""


def ruleset_row(org_id: str) -> dict[str, Any]:
    own = {"id": new_id(), "version": 1, "created_at": START, "updated_at": START, "org_id": org_id}
    words = dict.fromkeys(("ruleset_id", "ruleset_version", "title", "digest"), new_id())
    return {**own, **words, "natural_key": new_id(), "shared": org_id == INSTALLATION, "status": "draft", "texts": {}}


_OTHER = aliased(UnitRow)
READS: dict[str, Callable[[], Any]] = {
    "entities": lambda: select(UnitRow.org_id).order_by(UnitRow.id),
    "an alias": lambda: select(_OTHER.org_id),
    "a subquery": lambda: select(select(UnitRow.org_id).subquery().c.org_id),
    "a common table expression": lambda: select(select(UnitRow.org_id).cte().c.org_id),
    "a union": lambda: union_all(select(UnitRow.org_id), select(_OTHER.org_id)),
    "a join": lambda: select(_OTHER.org_id).select_from(UnitRow).join(_OTHER, UnitRow.kind == _OTHER.kind),
    "an outer join": lambda: select(_OTHER.org_id).select_from(UnitRow).outerjoin(_OTHER, literal(True)),
    "a scalar subquery": lambda: select(select(func.min(UnitRow.org_id)).scalar_subquery()),
    "a group": lambda: select(UnitRow.org_id, func.count()).group_by(UnitRow.org_id),
    "the organisation": lambda: select(OrganisationRow.org_id),
    "the head of the log": lambda: select(AuditHeadRow.org_id),
}


@pytest.mark.parametrize("form", READS)
def test_every_form_of_reading_is_narrowed(database: Database, two: Two, form: str) -> None:
    for org_id in two:
        with inside(database, org_id) as session:
            assert {row[0] for row in session.execute(READS[form]())} == {org_id}


def test_rows_come_only_from_their_organisation(database: Database, two: Two) -> None:
    mine, theirs = two
    with inside(database, theirs) as session:
        their_id = session.execute(select(UnitRow.id)).scalar_one()
    with inside(database, mine) as session:
        assert session.get(UnitRow, (their_id, theirs)) is None
        assert [row.org_id for row in session.scalars(select(UnitRow))] == [mine]
        assert session.execute(select(func.count()).select_from(UnitRow)).scalar_one() == 1
        assert not session.execute(select(exists().where(UnitRow.id == their_id))).scalar_one()


def test_changes_and_deletions_stop_at_the_border(database: Database, two: Two) -> None:
    mine, theirs = two
    with inside(database, mine) as session:
        assert session.execute(update(UnitRow).values(name="mine")).rowcount == 1
        assert session.execute(delete(UnitPlacementRow)).rowcount == 0
        assert session.execute(delete(UnitRow)).rowcount == 1
    with inside(database, theirs) as session:
        assert session.execute(select(UnitRow.name)).scalar_one() == "High Street"


def _added(session: Session, theirs: str) -> None:
    session.add(UnitRow(**unit_row(theirs)))
    session.flush()


def _moved(session: Session, theirs: str) -> None:
    session.scalars(select(UnitRow)).one().org_id = theirs
    session.flush()


def _unchecked(session: Session, theirs: str) -> None:
    session.execute(insert(UnitRow).values(unit_row(theirs)))


CROSSINGS: dict[str, Callable[[ScopedSession, str], Any]] = {
    "adding a row": _added,
    "giving a row away": _moved,
    "inserting": lambda session, theirs: session.execute(insert(UnitRow), [unit_row(theirs)]),
    "inserting several": lambda session, theirs: session.execute(
        insert(UnitRow), [unit_row(session.info["org_id"]), unit_row(theirs)]
    ),
    "inserting what cannot be checked": _unchecked,
    "updating the owner": lambda session, theirs: session.execute(update(UnitRow).values(org_id=theirs)),
    "updating by key": lambda session, theirs: session.execute(update(UnitRow), [{"id": "x", "org_id": theirs}]),
    "inserting unseen": lambda session, theirs: session.insert(UnitRow, [unit_row(theirs)]),
    "inserting several unseen": lambda session, theirs: session.insert(
        UnitRow, [unit_row(session.info["org_id"]), unit_row(theirs)]
    ),
    "narrowing what gives rows away": lambda _session, theirs: narrowed(update(UnitRow).values(org_id=theirs)),
    "inserting what is shared": lambda session, _theirs: session.execute(
        insert(RulesetVersionRow), [{"org_id": INSTALLATION}]
    ),
}


NARROWED: dict[str, Callable[[], Any]] = {
    "an organisation's own": lambda: select(UnitRow.org_id),
    "what the installation finds": lambda: select(OrganisationRow.org_id),
    "what is shared": lambda: select(RulesetVersionRow.org_id),
    "what is nobody's": lambda: select(WorkerRow.id),
    "two tables": lambda: select(UnitRow.org_id).where(UnitRow.org_id != OrganisationRow.org_id),
    "a change": lambda: update(UnitRow).values(name="theirs").returning(UnitRow.org_id),
    "a change of what is shared": lambda: (
        update(RulesetVersionRow).values(title="T").returning(RulesetVersionRow.org_id)
    ),
    "a deletion": lambda: delete(UnitPlacementRow).returning(UnitPlacementRow.org_id),
}


@pytest.mark.parametrize("form", NARROWED)
@pytest.mark.parametrize("place", ["mine", "theirs", "installation"])
def test_what_is_narrowed_beforehand_meets_what_the_session_would_let_it_meet(
    database: Database, two: Two, form: str, place: str
) -> None:
    def met(run: Callable[[ScopedSession], Any]) -> list[Any]:
        with pytest.raises(UndoneError) as undone, inside(database, where) as session:
            raise UndoneError(sorted(run(session).scalars()))
        return undone.value.args[0]

    for org_id in (*two, INSTALLATION):
        with database.writing(), database.owner.begin() as connection:
            connection.execute(insert(RulesetVersionRow), [ruleset_row(org_id)])
    where = {"mine": two[0], "theirs": two[1], "installation": INSTALLATION}[place]
    statement = NARROWED[form]()
    assert met(lambda session: session.run(narrowed(statement))) == met(lambda session: session.execute(statement))


def test_only_what_is_about_whole_tables_is_narrowed_beforehand() -> None:
    plain = ("entities", "a group", "the organisation", "the head of the log")
    for form, reading in READS.items():
        if form not in plain:
            with pytest.raises(TenancyError):
                narrowed(reading())


def test_what_writes_needs_a_session_that_may(database: Database, two: Two) -> None:
    with scoped(database.reader, two[0], writes=False) as session:
        with pytest.raises(RuntimeError, match="only reads"):
            session.run(narrowed(update(UnitRow).values(name="T")))
        with pytest.raises(RuntimeError, match="only reads"):
            session.insert(UnitRow, [unit_row(two[0])])


@pytest.mark.parametrize("form", CROSSINGS)
def test_every_form_of_writing_across_is_refused(database: Database, two: Two, form: str) -> None:
    mine, theirs = two
    with pytest.raises(TenancyError), inside(database, mine) as session:
        CROSSINGS[form](session, theirs)


def test_nothing_runs_without_an_organisation(database: Database) -> None:
    with ScopedSession(database.reader) as session:
        for statement in (select(UnitRow), select(literal(1))):
            with pytest.raises(TenancyError, match="no organisation"):
                session.execute(statement)
        with pytest.raises(TenancyError, match="no organisation"):
            session.run(narrowed(select(UnitRow.id)))
        with pytest.raises(TenancyError, match="no organisation"):
            session.insert(UnitRow, [unit_row("any")])
        session.add(UnitRow(**unit_row("any")))
        with pytest.raises(TenancyError, match="no organisation"):
            session.flush()


def test_the_installation_finds_but_does_not_see(database: Database, two: Two, sql_store: UnitOfWork) -> None:
    with inside(database, INSTALLATION) as session:
        assert set(session.scalars(select(OrganisationRow.id))) == set(two)
        assert session.scalars(select(UnitRow)).all() == []
        with pytest.raises(TenancyError):
            session.execute(insert(UnitRow), [unit_row(two[0])])
        with pytest.raises(TenancyError):
            session.execute(insert(JobRow), [{"org_id": None}])


def as_app(database: Database, org_id: str | None, statement: str, **values: Any) -> Any:
    """Raw SQL as the service's role, with or without an organisation."""
    with database.writer.begin() as connection:
        if org_id is not None:
            connection.execute(text("SELECT set_config('app.org_id', :org, true)"), {"org": org_id})
        return connection.execute(text(statement), values).scalar()


def test_postgresql_knows_the_service_as_a_role_without_rights_of_its_own(postgres_database: Database) -> None:
    assert as_app(postgres_database, None, "SELECT current_user") == "bsc_app"
    assert as_app(postgres_database, None, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


@pytest.fixture
def pair(postgres_database: Database) -> Two:

    store = SqlUnitOfWork(postgres_database, SteppingClock(), Uuid7())
    return world(store).org.id, world(store).org.id


def test_postgresql_shows_nothing_without_an_organisation(postgres_database: Database, pair: Two) -> None:
    for table in ("unit", "assessment", "decision", "audit_head", "item_version", "organisation"):
        assert as_app(postgres_database, None, f"SELECT count(*) FROM {table}") == 0
        assert as_app(postgres_database, pair[0], f"SELECT count(*) FROM {table}") >= 1
        assert as_app(postgres_database, pair[0], f"SELECT count(DISTINCT org_id) FROM {table}") == 1


def test_postgresql_refuses_raw_writing_across(postgres_database: Database, pair: Two) -> None:
    mine, theirs = pair
    adding = (
        "INSERT INTO unit (id, org_id, version, created_at, updated_at, kind, name) "
        "VALUES ('x', :org, 1, now(), now(), 'team', 'T') RETURNING id"
    )
    for crossing in (adding, "UPDATE unit SET org_id = :org RETURNING id"):
        with pytest.raises(DBAPIError, match="row-level security"):
            as_app(postgres_database, mine, crossing, org=theirs)
    changing = "WITH changed AS (UPDATE unit SET name = 'x' RETURNING id) SELECT count(*) FROM changed"
    assert as_app(postgres_database, mine, changing) == 1


def test_an_organisation_is_forgotten_with_its_transaction(postgres_database: Database, pair: Two) -> None:
    assert as_app(postgres_database, pair[0], "SELECT count(*) FROM unit") == 1
    assert as_app(postgres_database, None, "SELECT coalesce(current_setting('app.org_id', true), '')") == ""


def test_every_table_of_organisations_has_its_walls(postgres_database: Database) -> None:
    query = (
        "SELECT string_agg(c.table_name, ' ') FROM information_schema.columns c JOIN pg_class t ON t.relname = "
        "c.table_name WHERE c.table_schema = 'public' AND c.column_name = 'org_id' AND NOT t.relforcerowsecurity"
    )
    assert as_app(postgres_database, None, query) is None
