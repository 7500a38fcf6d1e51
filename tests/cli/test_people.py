"""`bsc-audit people`: from an empty folder to somebody who signs in, and back in."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bsc_audit import bootstrap
from bsc_audit.app.service.people import set_password
from bsc_audit.app.service.refusals import Invalid
from bsc_audit.cli.main import app

runner = CliRunner()
ANN = ["--organisation", "Quayside", "--email", "Ann@Example.org", "--name", "Ann Meyer"]
PASSWORD = "a long sentence of nobody else"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for the service's data, named by the environment."""
    for name in [name for name in os.environ if name.startswith("BSC_") or name == "DATABASE_URL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BSC_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def people(*arguments: str) -> str:
    done = runner.invoke(app, ["people", *arguments])
    assert done.exit_code == 0, done.output
    return str(done.stdout.strip())


def token_of(link: str) -> str:
    address, _, token = link.rpartition("/")
    assert address == "http://127.0.0.1:8000/invitation"
    return token


def test_the_first_person_is_invited_into_an_organisation_that_is_made() -> None:
    token = token_of(people("invite", *ANN))
    assert people("list", "--organisation", "Quayside").split() == [
        "ann@example.org",
        "admin",
        "invited",
        "Ann",
        "Meyer",
    ]
    set_password(bootstrap.service().work, token=token, password=PASSWORD)
    (row,) = json.loads(people("list", "--organisation", "Quayside", "--json"))
    assert row == {"email": "ann@example.org", "name": "Ann Meyer", "role": "admin", "signs_in": "password"}


def test_who_is_known_gets_no_second_way_in_and_nobody_is_a_member_twice() -> None:
    people("invite", *ANN)
    elsewhere = ["--organisation", "Harbour", *ANN[2:], "--role", "reviewer"]
    assert people("invite", *elsewhere) == ""
    assert runner.invoke(app, ["people", "invite", *elsewhere]).exit_code == 1


@pytest.mark.parametrize("wrong", [["--role", "king"], ["--kind", "shop"], ["--email", "nobody"], ["--name", " "]])
def test_what_is_no_person_is_wrong_usage(wrong: list[str]) -> None:
    assert runner.invoke(app, ["people", "invite", *ANN, *wrong]).exit_code == 2


def test_who_forgot_their_password_gets_a_link_and_the_one_before_is_void() -> None:
    first = token_of(people("invite", *ANN))
    work = bootstrap.service().work
    set_password(work, token=first, password=PASSWORD)
    lost, kept = (token_of(people("reset", "--email", "ann@example.org")) for _ in range(2))
    with pytest.raises(Invalid):
        set_password(work, token=lost, password=PASSWORD)
    assert set_password(work, token=kept, password=PASSWORD).email == "ann@example.org"
    assert runner.invoke(app, ["people", "reset", "--email", "nobody@example.org"]).exit_code == 1


def test_who_lost_their_authenticator_signs_in_without_it_again() -> None:
    people("invite", *ANN)
    with bootstrap.service().work.installation(write=True) as installation:
        ann = installation.persons.one(email="ann@example.org")
        assert ann
        installation.persons.replace(replace(ann, totp_secret="sealed"), expected=ann.version)
    assert "codes" in people("list", "--organisation", "Quayside")
    people("reset", "--email", "ann@example.org", "--second-factors")
    assert "codes" not in people("list", "--organisation", "Quayside")
