"""One history of the schema for both databases, that ends where the tables are."""

from dataclasses import replace
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Text, inspect, text
from sqlalchemy.exc import DBAPIError

from bsc_audit.app.service.refusals import FourEyes
from bsc_audit.app.service.system import Uuid7
from bsc_audit.storage.engine import Database
from bsc_audit.storage.migrating import (
    SchemaError,
    Standing,
    at_head,
    differences,
    downgrade,
    require_head,
    standing,
    upgrade,
)
from bsc_audit.storage.tables.every import METADATA
from bsc_audit.storage.unit_of_work import SqlUnitOfWork
from bsc_audit.storage.walls import lower_walls, raise_walls
from stored_values import IN_WORK, SteppingClock, answer, decision, world


def schema(database: Database) -> dict[str, Any]:
    """Columns, keys, references, constraints and indices of every table, as the database tells them."""
    with database.owner.connect() as connection:
        seen = inspect(connection)
        names = [name for name in seen.get_table_names() if name != "alembic_version"]
        return {name: _table(seen, name) for name in sorted(names)}


def _table(seen: Any, name: str) -> dict[str, Any]:
    columns = {one["name"]: (str(one["type"]), one["nullable"]) for one in seen.get_columns(name)}
    named = {
        what: sorted(_said(one) for one in getattr(seen, f"get_{what}")(name))
        for what in ("foreign_keys", "unique_constraints", "check_constraints", "indexes")
    }
    return {"columns": columns, "key": seen.get_pk_constraint(name), **named}


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return str(sorted((key, _said(member)) for key, member in value.items()))
    return str(value)


def walls(database: Database) -> list[Any]:
    """Triggers, and on PostgreSQL policies, by name."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    if not database.is_sqlite:
        query = (
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal UNION ALL "
            "SELECT tablename || policyname, coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies ORDER BY 1"
        )
    with database.owner.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_migrations_leave_nothing_to_be_generated(database: Database) -> None:
    assert differences(database) == []


def test_what_migrations_make_is_what_the_tables_say(database: Database, empty_database: Database) -> None:
    with empty_database.owner.begin() as connection:
        METADATA.create_all(connection)
    assert schema(empty_database) == schema(database)
    assert walls(empty_database) == walls(database)


def loose_tables(database: Database) -> set[str]:
    """Tables that take a value of any type: none, whatever the database."""
    if not database.is_sqlite:
        return set()
    with database.owner.connect() as connection:
        loose = "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict"
        return set(connection.execute(text(loose)).scalars()) - {"alembic_version", "sqlite_schema"}


def test_every_table_is_strict(database: Database) -> None:
    assert loose_tables(database) == set()


def test_a_database_goes_all_the_way_up_and_down(empty_database: Database) -> None:
    assert standing(empty_database) is Standing.EMPTY
    upgrade(empty_database)
    assert standing(empty_database) is Standing.AT_HEAD
    first = schema(empty_database), walls(empty_database)
    downgrade(empty_database, to="base")
    assert schema(empty_database) == {}
    upgrade(empty_database)
    assert (schema(empty_database), walls(empty_database)) == first


def test_rows_outlive_a_revision_that_is_undone_and_done_again(own_database: Database) -> None:
    store = SqlUnitOfWork(own_database, SteppingClock(), Uuid7())
    here = world(store)
    with store.write(here.org.id) as work:
        stored = work.answers.add(answer(here.assessment.id, actor="ana"))
        work.evidence.add(IN_WORK["evidence"](here))
    downgrade(own_database, to="0003")
    assert standing(own_database) is Standing.BEHIND
    with pytest.raises(SchemaError, match="migrate"):
        require_head(own_database)
    upgrade(own_database)
    assert at_head(own_database)
    with store.write(here.org.id) as work:
        assert work.answers.get(stored.id) == stored
        assert work.answers.history(stored.id) == (stored,)
        assert work.evidence.all() == ()
    with pytest.raises(FourEyes), store.write(here.org.id) as work:
        work.decisions.add(decision(here.assessment.id, by="ana"))


def test_a_rebuilt_table_keeps_its_rows_its_strictness_and_its_walls(own_database: Database) -> None:
    store = SqlUnitOfWork(own_database, SteppingClock(), Uuid7())
    here = world(store)
    with store.write(here.org.id) as work:
        stored = work.answers.add(answer(here.assessment.id, actor="ana"))
    with own_database.writing(), own_database.owner.begin() as connection:
        lower_walls(connection)
        operations = Operations(MigrationContext.configure(connection))
        for table in ("participation", "item_version", "assessment"):
            strict = {"sqlite_strict": True}
            with operations.batch_alter_table(table, recreate="auto", table_kwargs=strict) as batch:
                batch.add_column(Column("note", Text()))
            with operations.batch_alter_table(table, recreate="auto", table_kwargs=strict) as batch:
                batch.drop_column("note")
        raise_walls(connection)
    assert differences(own_database) == []
    assert loose_tables(own_database) == set()
    with store.read(here.org.id) as work:
        assert work.answers.history(stored.id) == (stored,)
    with pytest.raises(FourEyes), store.write(here.org.id) as work:
        work.decisions.replace(replace(here.decision, by="ana"), expected=1)


def test_a_newer_schema_is_refused_and_left_alone(own_database: Database) -> None:
    with own_database.writing(), own_database.owner.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert standing(own_database) is Standing.NEWER
    for refused in (require_head, upgrade):
        with pytest.raises(SchemaError, match="later version"):
            refused(own_database)
    assert standing(own_database) is Standing.NEWER


def test_an_empty_database_is_refused_and_one_at_head_is_taken(empty_database: Database) -> None:
    with pytest.raises(SchemaError, match="migrate"):
        require_head(empty_database)
    upgrade(empty_database)
    upgrade(empty_database)
    require_head(empty_database)


def test_the_database_refuses_rows_of_the_wrong_type(database: Database) -> None:
    world(SqlUnitOfWork(database, SteppingClock(), Uuid7()))
    with pytest.raises(DBAPIError), database.writing(), database.owner.begin() as connection:
        connection.execute(text("UPDATE unit SET version = 'three'"))
