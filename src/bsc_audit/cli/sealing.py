"""Signing as the command line offers it: which key, which words, which time stamp."""

import importlib.util
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bsc_audit import bootstrap
from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.problems import Location, Problem, ReportFileError
from bsc_audit.settings import read_settings

KeyFile = Annotated[
    Path | None, typer.Option("--key", help="Sign with this key: PKCS#12, or PEM with its certificate.")
]
PassphraseFile = Annotated[Path | None, typer.Option("--passphrase-file", help="A file with the key's passphrase.")]
Timestamp = Annotated[
    str, typer.Option("--timestamp", help="Address of a time stamping authority (RFC 3161); asked only if given.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """What the user chose."""

    key: Path | None  # None: the key of this computer
    passphrase: Path | None
    timestamp: str  # "" for none


def refuse_without_signing_parts() -> None:
    """Say which extra to install, before anything long is begun.

    Raises:
        ReportFileError: a package that signing and verifying need is missing.
    """
    missing = [name for name in ("pyhanko", "pypdfium2") if importlib.util.find_spec(name) is None]
    if missing:
        message = f"{' and '.join(missing)} is needed to sign and verify, and not installed"
        where, hint = Location("this machine"), "pip install 'bsc-audit[sign]'"
        raise ReportFileError([Problem(code="sign-library-missing", where=where, message=message, hint=hint)])


def sealed(pdf: bytes, kind: str, sealing: Sealing, spoken: Language = ENGLISH) -> bytes:
    """The report with one signature.

    Args:
        pdf: a finished report.
        kind: self_assessment, assessed or certification: what the signature says about it.
        sealing: what the user chose.
        spoken: language of the words that are seen.

    Raises:
        ReportFileError: see render.sign and render.keys.
    """
    from bsc_audit.render.keys import local_key, read_key
    from bsc_audit.render.seal_words import seal_of
    from bsc_audit.render.sign import authority_at, sign

    authority = authority_at(sealing.timestamp) if sealing.timestamp else None
    chosen = sealing.key
    key = read_key(chosen, _passphrase(sealing)) if chosen else local_key(read_settings().config)
    seal = seal_of(kind, spoken, time.strftime("%Y-%m-%d", time.gmtime()))
    return sign(pdf, key, seal, fonts=_fonts(), authority=authority)


def _passphrase(sealing: Sealing) -> bytes | None:
    if sealing.passphrase is None:
        return None
    try:
        return sealing.passphrase.read_bytes().rstrip(b"\r\n")
    except OSError as error:
        where, message = Location(str(sealing.passphrase)), f"cannot be opened: {error.strerror}"
        raise ReportFileError([Problem(code="key-unusable", where=where, message=message)]) from error


def _fonts() -> Path:
    """The shipped template, whose fonts write the words of the signature."""
    return bootstrap.data_folder("report_templates", "certification") or Path()
