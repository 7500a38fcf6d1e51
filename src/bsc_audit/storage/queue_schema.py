"""Procrastinate's tables and functions beside ours on PostgreSQL, at the version of the package that is installed.

The package ships its schema and the scripts between its versions, but keeps no record of what was run. It is kept here,
as the comment of its table of jobs: the name of the last script.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from bsc_audit.storage.delivery import TASK

PREFIX = "procrastinate_"


def raise_queue(connection: Connection) -> None:
    """Make Procrastinate's schema what the package needs; may be repeated. Jobs that wait already get their message."""
    if connection.dialect.name != "postgresql" or is_current(connection):
        return
    known, found = _scripts(), _version(connection)
    if found is None:
        _run(connection, _whole())
        connection.execute(text(_DELIVER_WAITING), {"task": TASK})
    else:
        for script in known:
            if script.name > found:
                _run(connection, script.read_text(encoding="utf-8"))
    connection.execute(text(f"COMMENT ON TABLE procrastinate_jobs IS '{known[-1].name}'"))


def lower_queue(connection: Connection) -> None:
    """Take it all away; the messages are lost, the jobs are not."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_DROP))


def is_current(connection: Connection) -> bool:
    """Whether Procrastinate's schema is the one the package needs; SQLite has none."""
    return connection.dialect.name != "postgresql" or _version(connection) == _scripts()[-1].name


def is_newer(connection: Connection) -> bool:
    """Whether a later version of the package has been here."""
    if connection.dialect.name != "postgresql":
        return False
    return (_version(connection) or "") > _scripts()[-1].name


def _version(connection: Connection) -> str | None:
    """Name of the last script that was run; None where there is no schema."""
    query = "SELECT obj_description(to_regclass('procrastinate_jobs'), 'pg_class')"
    found = connection.execute(text(query)).scalar()
    return None if found is None else str(found)


def _scripts() -> list[Path]:
    from procrastinate.schema import SchemaManager

    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def _whole() -> str:
    from procrastinate.schema import SchemaManager

    return SchemaManager.get_schema()


def _run(connection: Connection, script: str) -> None:
    """Many statements at once, which only a cursor without parameters takes."""
    driver: Any = connection.connection.driver_connection
    driver.execute(script)


_DELIVER_WAITING = """
SELECT procrastinate_defer_jobs_v1(array_agg(
  ROW(kind, :task, priority, NULL, NULL, jsonb_build_object('job', id, 'org', org_id), run_at)::procrastinate_job_to_defer_v1
)) FROM job WHERE state IN ('queued', 'running') HAVING count(*) > 0
"""
_DROP = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT oid::regprocedure AS name FROM pg_proc
    WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = current_schema()::regnamespace LOOP
    EXECUTE 'DROP FUNCTION ' || one.name || ' CASCADE';
  END LOOP;
  DROP TABLE IF EXISTS procrastinate_periodic_defers, procrastinate_events, procrastinate_jobs, procrastinate_workers;
  DROP TYPE IF EXISTS procrastinate_job_to_defer_v1, procrastinate_job_status, procrastinate_job_event_type;
END $$
"""
