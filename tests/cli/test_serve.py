"""`bsc-audit serve`, `keys new` and `openapi`: from an empty folder to a key that works."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api_world import TestClient
from bsc_audit import bootstrap
from bsc_audit.api.app import create_app
from bsc_audit.api.openapi import text
from bsc_audit.cli.main import app
from bsc_audit.settings import SettingError, read_service_settings

runner = CliRunner()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for the service's data, named by the environment."""
    for name in [name for name in os.environ if name.startswith("BSC_") or name == "DATABASE_URL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BSC_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BSC_WORKERS", "0")  # what workers do is tried with them
    return tmp_path / "data"


def new_key(*arguments: str) -> str:
    made = runner.invoke(app, ["keys", "new", *arguments])
    assert made.exit_code == 0, made.output
    return str(made.stdout.strip().splitlines()[-1])


def asked(path: str, key: str) -> Any:
    client = TestClient(create_app(bootstrap.service()))
    return client.get(path, headers={"Authorization": f"Bearer {key}"})


def test_the_first_key_works_on_a_database_it_made(data: Path) -> None:
    key = new_key("--organisation", "Acme")
    me = asked("/v1/me", key).json()
    (place,) = me["memberships"]
    assert (place["organisation"], place["scopes"]) == ("Acme", ["admin:*"])
    checks = dict.fromkeys(("database", "schema", "files", "disk", "jobs", "pdf"), "")
    assert asked("/readyz", key).json() == {"status": "ok", "checks": checks}


def test_keys_are_listed_and_revoked_by_their_public_part(data: Path) -> None:
    key = new_key("--organisation", "Acme", "--name", "till")
    keyid = json.loads(runner.invoke(app, ["keys", "list", "--organisation", "Acme", "--json"]).stdout)[0]["keyid"]
    shown = runner.invoke(app, ["keys", "list", "--organisation", "Acme"]).stdout
    assert "till" in shown
    assert key not in shown
    assert runner.invoke(app, ["keys", "revoke", "--organisation", "Acme", keyid]).exit_code == 0
    assert asked("/v1/me", key).status_code == 401
    assert "revoked" in runner.invoke(app, ["keys", "list", "--organisation", "Acme"]).stdout
    assert runner.invoke(app, ["keys", "revoke", "--organisation", "Acme", "nothing"]).exit_code == 1
    assert runner.invoke(app, ["keys", "list", "--organisation", "Nobody"]).exit_code == 1


def test_a_second_key_is_of_the_same_organisation(data: Path) -> None:
    keys = [new_key("--organisation", "Acme", "--scope", "assessments:read") for _ in range(2)]
    places = [asked("/v1/me", key).json()["memberships"][0] for key in keys]
    assert places[0] == places[1]
    assert places[0]["scopes"] == ["assessments:read"]


@pytest.mark.parametrize("wrong", [["--scope", "all"], ["--kind", "shop"]])
def test_an_unknown_word_is_wrong_usage(data: Path, wrong: list[str]) -> None:
    assert runner.invoke(app, ["keys", "new", "--organisation", "Acme", *wrong]).exit_code == 2


def test_what_is_kept_is_for_the_service_only(data: Path) -> None:
    new_key("--organisation", "Acme")
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "secret").stat().st_mode) == 0o600
    assert bootstrap.service().settings.secret == bootstrap.service().settings.secret


def test_serve_starts_the_application_and_says_how_to_begin(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: dict[str, Any] = {}
    monkeypatch.setattr("uvicorn.run", lambda application, **how: started.update(how, app=application))
    monkeypatch.setattr("bsc_audit.api.logs.configure_logs", lambda: None)
    got = runner.invoke(app, ["serve", "--port", "9999"])
    assert got.exit_code == 0, got.output
    assert (started["host"], started["port"]) == ("127.0.0.1", 9999)
    assert "http://127.0.0.1:9999/docs" in got.stderr
    assert "bsc-audit keys new" in got.stderr
    assert "bsc-audit people invite" in got.stderr
    assert TestClient(started["app"]).get("/healthz").status_code == 200


def test_a_database_of_a_later_version_is_refused(data: Path) -> None:
    from sqlalchemy import text as sql

    from bsc_audit.storage.engine import open_database

    new_key("--organisation", "Acme")
    database = open_database(f"sqlite:///{data / 'bsc_audit.sqlite'}")
    with database.owner.begin() as connection:
        connection.execute(sql("UPDATE alembic_version SET version_num = 'later'"))
    database.close()
    got = runner.invoke(app, ["keys", "new", "--organisation", "Acme"])
    assert got.exit_code == 1


def test_openapi_prints_the_description() -> None:
    got = runner.invoke(app, ["openapi"])
    assert got.stdout == text()
    assert json.loads(got.stdout)["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BSC_PORT", "0"),
        ("BSC_PORT", "99999"),
        ("BSC_PORT", "http"),
        ("BSC_PORT", "²"),
        ("BSC_SECRET", "short"),
        ("BSC_FORMER_SECRETS", f"{'x' * 32},short"),
        ("BSC_FORMER_SECRETS", "@/nowhere/secrets"),
        ("BSC_EVIDENCE_STORE", "/srv/evidence"),
        ("BSC_EVIDENCE_STORE", "s3://"),
        ("BSC_S3_ENDPOINT", "s3.example"),
        ("BSC_OIDC_ISSUER", "http://sign-in.example"),
        ("BSC_OIDC_ROLES", "auditors=emperor"),
        ("BSC_OIDC_ROLES", "admin"),
        ("BSC_OTEL", "yes"),
        ("BSC_SQLITE_SYNC", "OFF"),
    ],
)
def test_a_setting_that_cannot_be_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        read_service_settings({name: value})


def test_a_provider_needs_to_know_the_service() -> None:
    with pytest.raises(SettingError, match="BSC_OIDC_CLIENT_ID"):
        read_service_settings({"BSC_OIDC_ISSUER": "https://sign-in.example"})


def test_groups_become_roles_in_the_order_they_are_named() -> None:
    told = read_service_settings({"BSC_OIDC_ROLES": "cn=a=reviewer, staff=client,staff=admin"})
    assert list(told.oidc_roles.items()) == [("cn=a", "reviewer"), ("staff", "client")]


def test_former_secrets_are_listed_or_in_a_file(tmp_path: Path) -> None:
    one, other = "o" * 40, "p" * 40
    (tmp_path / "former").write_text(f"{one}\n{other}\n")
    for value in (f"{one}, {other}", f"@{tmp_path / 'former'}"):
        assert read_service_settings({"BSC_FORMER_SECRETS": value}).former_secrets == (one, other)


def test_a_wrong_setting_is_wrong_usage(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BSC_PORT", "http")
    assert runner.invoke(app, ["serve"]).exit_code == 2


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    told = read_service_settings({"BSC_DATA": str(tmp_path), "BSC_PUBLIC_URL": "https://a.example/", "BSC_OTEL": "1"})
    assert (told.data, told.public_url, told.telemetry) == (tmp_path, "https://a.example", True)
    assert told.database_url == f"sqlite:///{tmp_path / 'bsc_audit.sqlite'}"
    assert "secret" not in repr(read_service_settings({"BSC_SECRET": "a-secret-of-many-letters-and-more-yet"})).replace(
        "secret=", ""
    )
