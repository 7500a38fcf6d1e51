"""What the database itself refuses, whoever asks: triggers on both databases, row-level security on PostgreSQL.

They are raised anew after every migration, from this module as it is now: a table that was rebuilt has lost its own.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, MetaData, event, text

from bsc_audit.app.service.model.nouns import INSTALLATION, Reach
from bsc_audit.storage.engine import APP_ROLE
from bsc_audit.storage.queue_schema import raise_queue
from bsc_audit.storage.tables.base import Owned
from bsc_audit.storage.tables.every import METADATA, OTHERS, ROWS

APPEND_ONLY = ("audit_entry", "item_version")
QUEUE = "procrastinate_jobs"  # Procrastinate's table; see queue_schema
FOUR_EYES = "four-eyes"  # how the messages of its triggers begin
ORG = "current_setting('app.org_id', true)"


def raise_walls(connection: Connection) -> None:
    """Make every trigger, policy and grant what this module says; may be repeated."""
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgresql(connection)
    for statement in statements:
        connection.execute(text(statement))


def lower_walls(connection: Connection) -> None:
    """Take SQLite's triggers away before tables are rebuilt: no table can be renamed that one of them names."""
    if connection.dialect.name == "sqlite":
        for name in _TRIGGERS:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))


@event.listens_for(METADATA, "after_create")
def _after_create(_metadata: MetaData, connection: Connection, **_: Any) -> None:
    raise_queue(connection)
    raise_walls(connection)


def _sqlite() -> Iterator[str]:
    for name, (table, when, condition, message) in _TRIGGERS.items():
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


def _postgresql(connection: Connection) -> Iterator[str]:
    yield from _functions()
    if _may_make_roles(connection):
        yield _MAKE_ROLE
    if _role_is_ours(connection) or _may_make_roles(connection):
        yield from _grants()
    for row in (*ROWS.values(), *OTHERS):
        if issubclass(row, Owned):
            yield from _policies(row.__tablename__, *_POLICIES[row.reach])  # type: ignore[attr-defined]
    yield from _policies(QUEUE, _QUEUED, _QUEUED)


def _functions() -> Iterator[str]:
    for name, (table, when, condition, message) in _TRIGGERS.items():
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {'OLD' if when == 'DELETE' else 'NEW'}; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _grants() -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}"
    for table in APPEND_ONLY:
        yield f"REVOKE UPDATE ON {table} FROM {APP_ROLE}"
    yield f"REVOKE UPDATE, DELETE ON erasure FROM {APP_ROLE}"


def _policies(table: str, readable: str, writable: str) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    for name, clause in (
        ("reading", f"FOR SELECT USING ({readable})"),
        ("adding", f"FOR INSERT WITH CHECK ({writable})"),
        ("changing", f"FOR UPDATE USING ({writable}) WITH CHECK ({writable})"),
        ("deleting", f"FOR DELETE USING ({writable})"),
    ):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
        yield f"CREATE POLICY {name} ON {table} {clause}"


def _may_make_roles(connection: Connection) -> bool:
    query = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    return bool(connection.execute(text(query)).scalar())


def _role_is_ours(connection: Connection) -> bool:
    query = "SELECT count(*) FROM pg_roles WHERE rolname = :role AND pg_has_role(rolname, 'MEMBER')"
    return bool(connection.execute(text(query), {"role": APP_ROLE}).scalar())


# Roles belong to the server, not to the database: another database's migration may make it at the same time.
_MAKE_ROLE = f"""DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN CREATE ROLE {APP_ROLE} NOLOGIN; END IF;
  IF NOT pg_has_role('{APP_ROLE}', 'MEMBER') THEN GRANT {APP_ROLE} TO CURRENT_USER; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"""

_ERASED = "NOT EXISTS (SELECT 1 FROM erasure WHERE erased_org_id = OLD.org_id)"
_TOOK_PART = (
    "EXISTS (SELECT 1 FROM participation AS p WHERE p.org_id = NEW.org_id "
    'AND p.assessment_id = NEW.assessment_id AND p.actor = NEW."by")'
)
_DECIDED = (
    "EXISTS (SELECT 1 FROM decision AS d WHERE d.org_id = NEW.org_id "
    'AND d.assessment_id = NEW.assessment_id AND d."by" = NEW.actor)'
)

# Name: table, on what, refused when, with which words.
_TRIGGERS = MappingProxyType(
    {f"{table}_never_changes": (table, "UPDATE", "TRUE", f"append-only: {table}") for table in APPEND_ONLY}
    | {f"{table}_never_goes": (table, "DELETE", _ERASED, f"append-only: {table}") for table in APPEND_ONLY}
    | {
        "participation_never_goes": ("participation", "DELETE", _ERASED, "append-only: participation"),
        "participation_never_changes": ("participation", "UPDATE", "TRUE", "append-only: participation"),
        "decision_by_another": ("decision", "INSERT", _TOOK_PART, f"{FOUR_EYES}: who took part cannot decide"),
        "decision_still_by_another": ("decision", "UPDATE", _TOOK_PART, f"{FOUR_EYES}: who took part cannot decide"),
        "participation_by_another": ("participation", "INSERT", _DECIDED, f"{FOUR_EYES}: who decided cannot take part"),
    }
)

# Messages about jobs: an organisation sees its own, workers see all.
_QUEUED = f"{ORG} IN (args->>'org', '{INSTALLATION}')"

# Reach: which rows can be read, and which written.
_MINE = f"org_id = {ORG}"
_POLICIES = MappingProxyType(
    {
        Reach.OWN: (_MINE, _MINE),
        Reach.FOUND: (f"{_MINE} OR {ORG} = '{INSTALLATION}'", f"{_MINE} OR {ORG} = '{INSTALLATION}'"),
        Reach.SHARED: (f"{_MINE} OR (org_id = '{INSTALLATION}' AND {ORG} <> '')", _MINE),
    }
)
