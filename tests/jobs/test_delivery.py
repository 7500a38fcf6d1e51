"""What is particular to jobs that Procrastinate delivers: its queue beside our rows, its schema, its tenancy."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bsc_audit.app.service.model.job import JobState
from bsc_audit.app.service.model.nouns import INSTALLATION
from bsc_audit.app.service.system import SystemClock
from bsc_audit.storage import queue_schema
from bsc_audit.storage.engine import Database, open_database
from bsc_audit.storage.erasing import Eraser
from bsc_audit.storage.migrating import Standing, differences, standing, upgrade
from bsc_audit.storage.queue_schema import lower_queue
from job_engines import IDS, Shop, makes_a_unit, shop_at, until
from postgres_server import new_database, server


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    opened = open_database(postgres_url)
    yield opened
    opened.close()


@pytest.fixture
def own_url() -> Iterator[str]:
    """A database whose schema the test may change."""
    with new_database(server()) as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture
def shop(postgres_url: str) -> Iterator[Shop]:
    with shop_at(postgres_url) as shop:
        yield shop


@pytest.fixture
def other(postgres_url: str) -> Iterator[Shop]:
    with shop_at(postgres_url) as other:
        yield other


def messages(database: Database, org: str) -> int:
    """How many messages about an organisation's jobs there are."""
    with database.owner.connect() as connection:
        found = connection.execute(
            text("SELECT count(*) FROM procrastinate_jobs WHERE args->>'org' = :org"), {"org": org}
        )
        return int(found.scalar_one())


def test_what_is_done_leaves_no_message(shop: Shop, database: Database) -> None:
    job = shop.order()
    assert messages(database, shop.org) == 1
    with shop.open(makes_a_unit):
        until(lambda: shop.state(job) is JobState.DONE)
    assert messages(database, shop.org) == 0


def test_a_message_that_comes_twice_makes_one_effect(shop: Shop, database: Database) -> None:
    job = shop.order()
    with database.owner.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args) "
                "SELECT queue_name, task_name, args FROM procrastinate_jobs WHERE args->>'job' = :job"
            ),
            {"job": job},
        )
    assert messages(database, shop.org) == 2
    with shop.open(makes_a_unit, workers=2, lease=timedelta(seconds=3)):
        until(lambda: messages(database, shop.org) == 0)
    assert (shop.made(), shop.job(job).attempt) == ([job], 1)


def test_a_message_names_the_job_and_nothing_else(shop: Shop, database: Database) -> None:
    job = shop.order(payload={"name": "Ana"})
    with database.owner.connect() as connection:
        found = connection.execute(
            text("SELECT args FROM procrastinate_jobs WHERE args->>'job' = :job"), {"job": job}
        ).scalar_one()
    assert found == {"job": job, "org": shop.org}


def test_workers_outlive_the_loss_of_every_connection(shop: Shop, database: Database) -> None:
    with shop.open(makes_a_unit):
        first = shop.order()
        until(lambda: shop.state(first) is JobState.DONE)
        with database.owner.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        second = shop.order()
        until(lambda: shop.state(second) is JobState.DONE)


@pytest.mark.parametrize(("org", "seen"), [("own", 1), ("other", 0), ("", 0), (INSTALLATION, 1)])
def test_messages_are_walled_like_the_jobs(shop: Shop, other: Shop, database: Database, org: str, seen: int) -> None:
    shop.order()
    said = {"own": shop.org, "other": other.org}.get(org, org)
    query = text("SELECT count(*) FROM procrastinate_jobs WHERE args->>'org' = :org")
    with database.writer.connect() as connection:
        connection.execute(text("SELECT set_config('app.org_id', :said, true)"), {"said": said})
        assert connection.execute(query, {"org": shop.org}).scalar_one() == seen


def test_an_erased_organisation_leaves_no_message(shop: Shop, other: Shop, database: Database) -> None:
    shop.order()
    other.order()
    Eraser(database=database, clock=SystemClock(), ids=IDS).erase(shop.org, actor="operator", reason="asked for")
    assert (messages(database, shop.org), messages(database, other.org)) == (0, 1)


def test_jobs_of_before_the_queue_are_delivered_after_the_upgrade(own_url: str) -> None:
    database = open_database(own_url)
    upgrade(database)
    with shop_at(own_url) as shop:
        waiting, cancelled = shop.order(), shop.order()
        with shop.store.write(shop.org) as work:
            work.jobs.cancel(cancelled)
        with database.owner.begin() as connection:
            lower_queue(connection)
        assert standing(database) is Standing.BEHIND
        upgrade(database)
        assert standing(database) is Standing.AT_HEAD
        assert differences(database) == []
        assert messages(database, shop.org) == 1
        with shop.open(makes_a_unit):
            until(lambda: shop.state(waiting) is JobState.DONE)
        assert shop.made() == [waiting]
    database.close()


def test_a_later_version_of_the_engine_runs_its_scripts_and_an_earlier_one_refuses(
    own_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(own_url)
    upgrade(database)
    known = queue_schema._scripts()
    later = [tmp_path / "99.00.00_01_pre_one.sql", tmp_path / "99.00.00_50_post_two.sql"]
    later[0].write_text("CREATE TABLE procrastinate_one (id int); -- 100% new\nSELECT 1;")
    later[1].write_text("ALTER TABLE procrastinate_one RENAME TO procrastinate_two;")
    with monkeypatch.context() as patched:
        patched.setattr(queue_schema, "_scripts", lambda: [*known, *later])
        assert standing(database) is Standing.BEHIND
        upgrade(database)
        assert standing(database) is Standing.AT_HEAD
        with database.owner.connect() as connection:
            assert connection.execute(text("SELECT to_regclass('procrastinate_two')")).scalar_one() is not None
    assert standing(database) is Standing.NEWER
    database.close()
