"""Statements that the scope of a session does not see are written in few places, each with its reason."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import bsc_audit

SOURCE = Path(bsc_audit.__file__).parent
UNSEEN = frozenset(
    {"text", "exec_driver_sql", "__table__", "local_table", "literal_column", "connection", "raw_connection", "DDL"}
)

_WORDS = re.compile(rf"{'|'.join(UNSEEN - {'text'})}|sqlalchemy|sqlmodel|alembic|psycopg")  # others cannot offend

# Module: why it may.
ALLOWED = {
    "storage/engine.py": "begins transactions and says who the service is",
    "storage/backup/looking.py": "looks at the copy of a whole database",
    "storage/backup/making.py": "copies a whole database",
    "storage/delivery.py": "runs the queries of another engine in the session's transaction, by the job's own id",
    "storage/queue_schema.py": "makes the schema of that engine",
    "storage/migrating.py": "runs before there is a schema to be scoped",
    "storage/narrowed.py": "adds rows whose owners the session has checked",
    "storage/scope.py": "runs what was narrowed when it was built",
    "storage/walls.py": "makes the triggers and policies",
    "storage/tables/job.py": "the condition of a partial index",
    "storage/tables/webhook.py": "the condition of a partial index",
}


@cache
def _modules() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(SOURCE.rglob("*.py")):
        name, source = file.relative_to(SOURCE).as_posix(), file.read_text(encoding="utf-8")
        if _WORDS.search(source) and not name.startswith("storage/migrations/versions/"):
            yield name, ast.parse(source)


def _unseen(tree: ast.Module) -> set[str]:
    """What of sqlalchemy a module takes that no session can narrow."""
    found = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & UNSEEN - {"text"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("sqlalchemy", "sqlmodel")):
            found |= {alias.name for alias in node.names} & UNSEEN
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in ("sa", "sqlalchemy")
        ):
            found |= {node.attr} & UNSEEN
    return found


def test_raw_sql_is_written_only_where_it_may_be() -> None:
    assert {name for name, tree in _modules() if _unseen(tree)} == set(ALLOWED)


def test_the_rule_sees_every_way_of_raw_sql() -> None:
    ways = (
        "from sqlalchemy import text",
        "sa.text('x')",
        "connection.exec_driver_sql('x')",
        "Row.__table__.select()",
        "session.connection().execute(x)",
    )
    assert [bool(_unseen(ast.parse(way))) for way in ways] == [True] * len(ways)


def test_only_storage_knows_the_database() -> None:
    knowing = set()
    for name, tree in _modules():
        for node in ast.walk(tree):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(module.partition(".")[0] in ("sqlalchemy", "sqlmodel", "alembic", "psycopg") for module in modules):
                knowing.add(name.partition("/")[0])
    assert knowing == {"storage"}
