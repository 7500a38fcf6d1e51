"""kill -9 of the server while it writes: nothing acknowledged is lost, nothing is done twice, the chain holds."""

import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random

from bsc_audit.api.schemas.access import UnitIn
from bsc_audit.api.schemas.answers import AnswerIn, AnswerOut
from bsc_audit.app.service.model.unit import UnitKind
from bsc_audit.client import Client, ClientError, NotFound, Unanswered
from live_server import begun_assessment, serving

KEYS = ("FH-1", "FH-2", "FH-3")  # one writer each, so that every version has one author
MOST_SECONDS = 0.8  # that a server lives after everybody has written to it
TRIES = 100_000  # until a server that was killed is back, which takes a busy machine minutes
KNOCKS = 0.05  # seconds between two of them, so that writers are at it as soon as it lives
PATIENCE = 120.0  # seconds in which somebody who may write must have written


class Writer(threading.Thread):
    """Makes units and changes one answer, one after the other, across every death of the server."""

    def __init__(self, client: Client, org: str, assessment: str, key: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.ours, self.key, self.stop = client.organisation(org), key, stop
        self.begun = self.ours.assessment(assessment)
        self.names: list[str] = []  # of units, as acknowledged
        self.acknowledged, self.unsure = 0, 0  # changes of the answer
        self.failed: ClientError | None = None

    def run(self) -> None:
        seen: AnswerOut | None = None
        try:
            while not self.stop.is_set():
                name = f"{self.key}, team {len(self.names)}"
                self.ours.create_unit(UnitIn(kind=UnitKind.TEAM, name=name))
                self.names.append(name)
                seen = self.answer(seen)
        except ClientError as error:
            self.failed = error

    @property
    def written(self) -> int:
        """How often it was told that something is stored."""
        return len(self.names) + self.acknowledged

    def answer(self, seen: AnswerOut | None) -> AnswerOut | None:
        """Change the answer; where no acknowledgement came, look what became of it."""
        try:
            put = self.begun.put_answer(self.key, AnswerIn(value=5 * (len(self.names) % 3)), seen=seen)
        except Unanswered:
            self.unsure += 1
            return self.stored()
        self.acknowledged += 1
        return put

    def stored(self) -> AnswerOut | None:
        try:
            return self.begun.answer(self.key)
        except NotFound:
            return None


def test_what_was_acknowledged_is_there_once_however_often_the_server_is_killed(tmp_path: Path, rounds: int) -> None:
    random = Random(20261122)
    with serving(tmp_path / "data") as server:
        org, assessment = begun_assessment(server.client())
        stop = threading.Event()
        writers = [Writer(server.client(tries=TRIES, most_wait=KNOCKS), org, assessment, key, stop) for key in KEYS]
        for writer in writers:
            writer.start()
        for _ in range(rounds):
            until_written(writers)
            time.sleep(random.uniform(0, MOST_SECONDS))
            server.kill()
            demand_sound(server.data / "bsc_audit.sqlite")
            server.start()
        stop.set()
        for writer in writers:
            writer.join(120)
        assert [writer.failed for writer in writers] == [None] * len(KEYS)
        demand_kept(server.client(), org, assessment, writers)


def until_written(writers: list[Writer]) -> None:
    """Wait until every writer has written to the server as it lives now: a life in which nobody writes shows nothing."""
    before = [writer.written for writer in writers]
    until = time.monotonic() + PATIENCE
    while any(writer.written == was for writer, was in zip(writers, before, strict=True)):
        assert [writer.failed for writer in writers] == [None] * len(writers)
        assert time.monotonic() < until, "somebody was kept from writing"
        time.sleep(0.02)


def demand_kept(client: Client, org: str, assessment: str, writers: list[Writer]) -> None:
    """Every acknowledged unit once, no unit twice, every acknowledged change of an answer, and an unbroken chain."""
    ours = client.organisation(org)
    made = Counter(unit.name for unit in ours.units())
    assert made == Counter(name for writer in writers for name in writer.names)
    stored = {one.key: one.version for one in ours.assessment(assessment).answers()}
    for writer in writers:
        assert writer.acknowledged <= stored[writer.key] <= writer.acknowledged + writer.unsure
    proof = ours.prove_audit_log()
    assert (proof.holds, proof.breaks) == (True, [])
    assert proof.entries >= made.total() + sum(stored.values())


def demand_sound(file: Path) -> None:
    """SQLite's own look at the file and at its references."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
