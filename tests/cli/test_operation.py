"""The operator's commands, on a service that was started from an empty folder."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import obstore
import pytest
from click.testing import Result
from typer.testing import CliRunner

import s3_server
from bsc_audit import bootstrap
from bsc_audit.app.service.system import SystemClock
from bsc_audit.app.service.trail import note
from bsc_audit.cli.config import VARIABLES
from bsc_audit.cli.main import app
from bsc_audit.settings import ServiceTold
from s3_server import Bucket
from stored_values import evidence_item, person, unit

runner = CliRunner()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for the service's data, named by the environment."""
    for name in [name for name in os.environ if name.startswith("BSC_") or name == "DATABASE_URL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BSC_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def org(data: Path) -> str:
    """An organisation with a unit, a file of evidence and some entries in its log; its id."""
    run("keys", "new", "--organisation", "Acme")
    wiring = bootstrap.service()
    with wiring.work.installation() as installation:
        (found,) = installation.organisations.all()
    blob = wiring.blobs.put([b"a rota"])
    with wiring.work.write(found.id) as work:
        note(work.audit, "operator", "create_unit", after=work.units.add(unit()))
        work.evidence.add(evidence_item(sha256=blob.sha256, size=blob.size))
    return found.id


def run(*arguments: str, code: int = 0, **more: Any) -> Result:
    got = runner.invoke(app, list(arguments), **more)
    assert got.exit_code == code, got.output
    return got


def test_a_backup_is_made_checked_and_put_back(data: Path, org: str, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "copy"))
    assert "holds" in run("verify-backup", str(tmp_path / "copy")).stdout
    run("restore", str(tmp_path / "copy"), code=1)
    shutil.move(data, tmp_path / "lost")
    run("restore", str(tmp_path / "copy"))
    assert "holds" in run("verify-log", "--organisation", org).stdout
    (tmp_path / "copy" / "database.sqlite").write_bytes(b"")
    assert "not what was written" in run("verify-backup", str(tmp_path / "copy"), code=1).stderr


def test_nothing_can_be_copied_where_there_is_nothing(data: Path, tmp_path: Path) -> None:
    assert "no database" in run("backup", str(tmp_path / "copy"), code=1).stderr
    assert "no backup" in run("verify-backup", str(tmp_path), code=1).stderr


@pytest.fixture
def store(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A bucket that the environment names as the place for evidence."""
    with s3_server.server() as endpoint:
        s3_server.use_keys(monkeypatch)
        monkeypatch.setenv("BSC_EVIDENCE_STORE", "s3://evidence/acme")
        monkeypatch.setenv("BSC_S3_ENDPOINT", endpoint)
        yield s3_server.new_bucket(endpoint, "evidence")


def test_files_in_an_s3_store_are_backed_up_put_back_exported_and_erased(
    store: Bucket, data: Path, org: str, tmp_path: Path
) -> None:
    place = store.open("acme")
    (name,) = [one["path"] for page in obstore.list(place) for one in page]
    assert not (data / "evidence").exists()
    assert bootstrap.service().checks["files"]() == ""
    assert "1 files" in run("backup", str(tmp_path / "copy")).stdout
    assert "holds" in run("verify-backup", str(tmp_path / "copy")).stdout
    shutil.move(data, tmp_path / "lost")
    obstore.delete(place, name)
    run("restore", str(tmp_path / "copy"))
    run("export-org", "Acme", str(tmp_path / "export"))
    assert [file.read_bytes() for file in (tmp_path / "export" / "files").iterdir()] == [b"a rota"]
    run("delete-org", org, "--reason", "asked for", "--yes")
    digest = Path(name).name
    assert bootstrap.service().blobs.sweep(SystemClock().now()) == (digest,)
    with pytest.raises(FileNotFoundError):
        obstore.head(place, name)


def test_an_s3_store_without_its_package_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BSC_EVIDENCE_STORE", "s3://evidence")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "obstore" else object())
    assert "bsc-audit[s3]" in run("backup", str(data / "copy"), code=1).stderr


def test_every_chain_is_verified_and_a_hash_is_found(org: str) -> None:
    proofs = json.loads(run("verify-log", "--json").stdout)
    assert {proof["organisation"] for proof in proofs} == {"*", org}
    head = next(proof["head"] for proof in proofs if proof["organisation"] == org)
    assert f"entry {head['seq']}" in run("verify-log", "--organisation", "Acme", "--head", head["hash"]).stdout
    assert "no entry" in run("verify-log", "--head", "0" * 64, code=1).stdout
    run("verify-log", "--organisation", "Nobody", code=1)


def test_a_forged_entry_is_named(data: Path, org: str) -> None:
    from sqlalchemy import text

    from bsc_audit.storage.engine import open_database

    database = open_database(f"sqlite:///{data / 'bsc_audit.sqlite'}")
    with database.owner.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_never_changes"))
        connection.execute(text("UPDATE audit_entry SET prev = hash WHERE seq = 2 AND org_id = :org"), {"org": org})
    database.close()
    assert f"BROKEN  {org}: first at entry 2" in run("verify-log", code=1).stdout


def test_an_organisation_is_exported_and_deleted(org: str, tmp_path: Path) -> None:
    out = tmp_path / "export"
    run("export-org", "Acme", str(out))
    run("export-org", "Acme", str(out), code=2)
    assert json.loads((out / "organisations.jsonl").read_text())["name"] == "Acme"
    assert [file.read_bytes() for file in (out / "files").iterdir()] == [b"a rota"]
    run("delete-org", org, "--reason", "asked for", input="n\n", code=1)
    run("export-org", org, str(tmp_path / "again"))
    assert "is gone" in run("delete-org", org, "--reason", "asked for", "--yes").stdout
    run("export-org", org, str(tmp_path / "gone"), code=1)
    run("delete-org", org, "--reason", "asked for", "--yes", code=1)
    assert run("verify-log").stdout.count("holds") == 2
    assert "0 files" in run("tidy").stdout, "files are kept for a week"


def test_the_database_is_migrated_by_hand(data: Path) -> None:
    assert "without tables" in run("migrate", "--check", code=1).stdout
    assert "is up to date" in run("migrate").stdout
    run("migrate", "--check")


def test_the_secret_is_rotated_and_nothing_is_lost(data: Path) -> None:
    before = bootstrap.service()
    with before.work.installation(write=True) as installation:
        installation.persons.add(person(id="a", totp_secret=before.sealer.seal("aaa", noun="person", id="a")))
        installation.persons.add(person(id="b", totp_secret="bbb"))
    run("rotate-secret", "--new")
    after = bootstrap.service()
    assert after.settings.secret != before.settings.secret
    assert after.settings.former_secrets == (before.settings.secret,)
    assert "2 rows are sealed anew" in run("rotate-secret").stdout
    (data / "secret.former").unlink()
    with bootstrap.service().work.installation() as installation:
        stored = {one.id: one.totp_secret or "" for one in installation.persons.all()}
    opened = {id_: bootstrap.service().sealer.open(text, noun="person", id=id_) for id_, text in stored.items()}
    assert opened == {"a": "aaa", "b": "bbb"}
    assert {(data / name).stat().st_mode & 0o777 for name in ("secret",)} == {0o600}


def test_a_rotation_without_the_former_secret_says_what_it_cannot_read(data: Path) -> None:
    before = bootstrap.service()
    with before.work.installation(write=True) as installation:
        installation.persons.add(person(id="a", totp_secret=before.sealer.seal("aaa", noun="person", id="a")))
    run("rotate-secret", "--new")
    kept = (data / "secret.former").read_text()
    assert (data / "secret.former").stat().st_mode & 0o777 == 0o600
    (data / "secret.former").unlink()
    assert "person/a" in run("rotate-secret", code=1).stderr
    (data / "secret.former").write_text(kept)
    assert "1 rows" in run("rotate-secret").stdout


def test_a_named_secret_is_renewed_where_it_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BSC_SECRET", "a-secret-of-many-letters-and-more-yet")
    assert "BSC_FORMER_SECRETS" in run("rotate-secret", "--new", code=2).stderr
    assert not (data / "secret.former").exists()


def test_settings_are_shown_and_secrets_are_not(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BSC_SECRET", "a-secret-of-many-letters-and-more-yet")
    monkeypatch.setenv("BSC_FORMER_SECRETS", "former-secret-of-many-letters-and-more-yet")
    monkeypatch.setenv("BSC_METRICS_TOKEN", "a-token")
    monkeypatch.setenv("DATABASE_URL", "postgresql://ann:s3cret@db.example/audit?password=s3cret")
    rows = {row["name"]: row for row in json.loads(run("config", "--json").stdout)}
    assert rows.keys() == VARIABLES.keys()
    shown = run("config").stdout
    for secret in ("s3cret", "a-secret", "former-secret", "a-token"):
        assert secret not in json.dumps(rows) + shown
    assert (rows["BSC_DATA"]["value"], rows["BSC_DATA"]["set"]) == (str(data), True)
    assert (rows["BSC_PORT"]["value"], rows["BSC_PORT"]["set"]) == ("8000", False)
    assert "ann" in rows["DATABASE_URL"]["value"]


def test_every_setting_is_shown() -> None:
    assert set(VARIABLES.values()) == {one.name for one in fields(ServiceTold)}
