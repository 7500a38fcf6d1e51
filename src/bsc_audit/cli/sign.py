"""`bsc-audit sign`: one signature over a report that is written already."""

from pathlib import Path
from typing import Annotated

import typer

from bsc_audit.app.report_file import RESULT
from bsc_audit.app.verification.claims import claims_of, text_at
from bsc_audit.cli.console import mending, out
from bsc_audit.cli.sealing import (
    KeyFile,
    PassphraseFile,
    Sealing,
    Timestamp,
    refuse_without_signing_parts,
    sealed,
)
from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.problems import Location, Problem, RenderError, ReportFileError
from bsc_audit.languages import language


def sign(
    report: Annotated[Path, typer.Argument(help="The PDF of a report.", show_default=False)],
    key: KeyFile = None,
    passphrase: PassphraseFile = None,
    timestamp: Timestamp = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file instead of REPORT.")] = None,
) -> None:
    """Sign a report with a certifier's key, or with the key of this computer."""
    with mending():
        refuse_without_signing_parts()
        data, kind, spoken = _read(report)
        signed = sealed(data, kind, Sealing(key=key, passphrase=passphrase, timestamp=timestamp), spoken)
        _write(output or report, signed)
    out.print(f"Signed  {output or report}")


def _read(report: Path) -> tuple[bytes, str, Language]:
    """The file, kind and language its result names; "" and English when it carries none, as a public summary does."""
    from bsc_audit.importers.report_file import open_report

    found = open_report(report)
    claimed = claims_of(found.attachments.get(RESULT, b""))
    return report.read_bytes(), text_at(claimed, "meta", "kind"), _language(text_at(claimed, "meta", "language"))


def _language(tag: str) -> Language:
    try:
        return language(tag)
    except RenderError:
        return ENGLISH


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all."""
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        message = f"cannot be written to: {error.strerror}"
        raise ReportFileError([Problem(code="cannot-write", where=Location(str(file)), message=message)]) from error
