"""`bsc-audit sign` and `bsc-audit verify`: what they print, write and return."""

import importlib.util
import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from typer.testing import CliRunner, Result

import signed_reports as files
from bsc_audit.cli.main import app
from bsc_audit.settings import CONFIG_VARIABLE
from cli_builders import EVIDENCE, home


@pytest.fixture(autouse=True)
def own_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches the keys of whoever runs it."""
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path / "config"))
    return tmp_path / "config"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.pdf"
    file.write_bytes(files.unsigned())
    return file


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def certificate(folder: Path) -> Path:
    file = folder / "trusted.pem"
    file.write_bytes(files.root().certificate.public_bytes(Encoding.PEM))
    return file


def test_a_report_is_signed_with_the_local_key_and_then_holds(report: Path, own_config: Path) -> None:
    done = run("sign", report)
    assert done.exit_code == 0, done.output
    assert [file.name for file in own_config.iterdir()] == ["local-signing-key.pem"]
    found = run("verify", report)
    assert found.exit_code == 0, found.output
    assert "not a byte was changed since" in found.output
    assert "Local key, unverified identity" in found.output
    assert "scores: recomputed, and equal" in found.output
    assert "FAILS" not in found.output


def test_a_certifiers_key_is_told_from_others_by_the_certificate_one_trusts(report: Path, tmp_path: Path) -> None:
    key = files.certifier()
    file = tmp_path / "key.pem"
    secret = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + b"".join(one.public_bytes(Encoding.PEM) for one in (key.certificate, *key.chain)))
    target = tmp_path / "signed.pdf"
    assert run("sign", report, "--key", file, "-o", target).exit_code == 0
    assert report.read_bytes() == files.unsigned()
    good = run("verify", target, "--trust", certificate(tmp_path))
    assert (good.exit_code, "which you trust" in good.output) == (0, True)
    run("sign", report)
    other = run("verify", report, "--trust", certificate(tmp_path))
    assert (other.exit_code, "no certificate you named vouches for" in other.output) == (1, True)


def test_what_does_not_hold_is_said_and_counted(report: Path) -> None:
    report.write_bytes(files.signed()[:-40] + b"#" + files.signed()[-39:])
    found = run("verify", report)
    assert found.exit_code == 1
    assert "FAILS" in found.output
    assert "do not hold" in found.output.splitlines()[-1]


def test_the_lines_come_as_data_too(report: Path) -> None:
    found = run("verify", report, "--json")
    assert found.exit_code == 0
    data = json.loads(found.stdout)
    assert data["holds"] is True
    lines = {check["id"]: check["holds"] for check in data["checks"]}
    assert lines["signature"] is None
    assert lines["scores"] is True
    assert lines["known-ruleset"] is None


def test_a_report_of_this_computer_is_drawn_anew_unless_a_quick_look_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home(tmp_path / "home", monkeypatch)
    made = run("assess", EVIDENCE, "-o", tmp_path / "out", "--template", "executive-summary")
    assert made.exit_code == 0, made.output
    (file,) = (tmp_path / "out").glob("*.pdf")
    found = run("verify", file)
    assert "drawn anew by the template 'executive-summary': the whole file is the same, byte for byte" in flat(found)
    assert "not drawn anew, as you asked for a quick look" in flat(run("verify", file, "--quick"))
    branded = run("verify", file, "--brand", files.HERE.parent / "examples" / "brand")
    assert branded.exit_code == 0
    assert "of this computer, or its brand, is another one" in flat(branded)


def test_a_template_of_ones_own_is_named_by_its_folder_as_it_was_to_make_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home(tmp_path / "home", monkeypatch)
    letter = shutil.copytree(files.HERE.parent / "examples" / "templates" / "letter", tmp_path / "letter")
    manifest = letter / "template.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("attach: false", "attach: true"), encoding="utf-8")
    brand = files.HERE.parent / "examples" / "brand"
    made = run("assess", EVIDENCE, "-o", tmp_path / "out", "--template", letter, "--brand", brand)
    assert made.exit_code == 0, made.output
    (file,) = (tmp_path / "out").glob("*.pdf")
    assert "a template this computer does not have, 'letter'; name its folder with --template" in flat(
        run("verify", file)
    )
    assert "or its brand, is another one" in flat(run("verify", file, "--template", letter))
    again = flat(run("verify", file, "--template", letter, "--brand", brand))
    assert "by the template 'letter': the whole file is the same, byte for byte" in again


def flat(done: Result) -> str:
    """What was printed, wherever its lines break."""
    return " ".join(done.output.split())


def test_a_signed_report_is_not_signed_again(report: Path) -> None:
    report.write_bytes(files.signed())
    again = run("sign", report)
    assert again.exit_code == 1
    assert "already-signed" in again.output
    assert report.read_bytes() == files.signed()


@pytest.mark.parametrize("command", ["sign", "verify"])
def test_a_file_that_is_not_there_is_a_problem(command: str, tmp_path: Path) -> None:
    done = run(command, tmp_path / "none.pdf")
    assert (done.exit_code, "report-unreadable" in done.output) == (1, True)


def test_another_pdf_is_not_signed(report: Path) -> None:
    report.write_bytes(b"%PDF-1.7 of somebody else")
    assert "report-unreadable" in run("sign", report).output


def test_a_trusted_certificate_that_is_none_is_a_problem(report: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.pem"
    file.write_text("x")
    done = run("verify", report, "--trust", file)
    assert (done.exit_code, "certificate-unreadable" in done.output) == (1, True)


@pytest.mark.parametrize("command", ["sign", "verify"])
def test_without_the_extra_its_name_is_said(command: str, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    done = run(command, report)
    assert (done.exit_code, "bsc-audit[sign]" in done.output) == (1, True)


def test_signing_options_without_a_pdf_are_wrong_usage(tmp_path: Path) -> None:
    for words in (["--sign", "--format", "json"], ["--timestamp", "https://example.org"]):
        assert run("assess", tmp_path, *words).exit_code == 2
