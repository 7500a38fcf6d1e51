"""Sixteen writers on one assessment: no change is lost, nobody is told that the database is locked."""

import threading
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import URL

from bsc_audit.api.schemas.answers import AnswerIn
from bsc_audit.client import ClientError, Outdated
from bsc_audit.client.assessment import AssessmentClient
from live_server import LiveServer, begun_assessment, serving
from postgres_server import new_database, server

WRITERS = 16
KEYS = ("FH-1", "FH-2", "FH-3")  # many writers each: they overtake one another
TRIES_EACH = 8  # changes that every writer sends


class Writer(threading.Thread):
    """Changes the same answers as everybody else, as a careful client does: what it saw before is what it changes."""

    def __init__(self, begun: AssessmentClient, number: int) -> None:
        super().__init__(daemon=True)
        self.begun, self.number = begun, number
        self.acknowledged: Counter[str] = Counter()
        self.outdated = 0
        self.failed: list[ClientError] = []

    def run(self) -> None:
        for turn in range(TRIES_EACH):
            key = KEYS[(self.number + turn) % len(KEYS)]
            try:
                seen = self.begun.answer(key)
                self.begun.put_answer(key, AnswerIn(value=5 * (turn % 3)), seen=seen)
                self.acknowledged[key] += 1
            except Outdated:
                self.outdated += 1
            except ClientError as error:
                self.failed.append(error)


def written_by_many(live: LiveServer) -> None:
    org, assessment = begun_assessment(live.client())
    begun = live.client().organisation(org).assessment(assessment)
    for key in KEYS:
        begun.put_answer(key, AnswerIn(value=0))
    writers = [Writer(live.client().organisation(org).assessment(assessment), number) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(300)
    assert [error for writer in writers for error in writer.failed] == []
    acknowledged = sum((writer.acknowledged for writer in writers), Counter(dict.fromkeys(KEYS, 1)))
    assert {one.key: one.version for one in begun.answers()} == acknowledged
    outdated = sum(writer.outdated for writer in writers)
    assert acknowledged.total() + outdated == WRITERS * TRIES_EACH + len(KEYS)
    for key in KEYS:
        assert [one.version for one in begun.answer_versions(key).items] == list(range(1, acknowledged[key] + 1))
    assert live.client().organisation(org).prove_audit_log().holds
    assert "locked" not in live.log()


def test_no_change_is_lost_on_sqlite(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as live:
        written_by_many(live)


@pytest.fixture(scope="session")
def postgres() -> URL:
    return server()


def test_no_change_is_lost_on_postgresql(tmp_path: Path, postgres: URL) -> None:
    with (
        new_database(postgres) as url,
        serving(tmp_path / "data", database_url=url.render_as_string(hide_password=False)) as live,
    ):
        written_by_many(live)
