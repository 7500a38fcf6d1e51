"""The service's secret where nobody names one: a file in the data folder, and beside it those it replaced."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

NAME, FORMER = "secret", "secret.former"


def kept_secret(data: Path) -> str:
    """The secret in the data folder, made at the first start, readable by nobody else."""
    file = data / NAME
    with suppress(FileExistsError):
        _write(file, secrets.token_urlsafe(48), os.O_EXCL)
    return file.read_text(encoding="ascii").strip()


def former_secrets(data: Path) -> tuple[str, ...]:
    """Secrets of before, one a line, the newest last; none when there was no other."""
    file = data / FORMER
    return tuple(file.read_text(encoding="ascii").split()) if file.exists() else ()


def renew_secret(data: Path) -> None:
    """Make another secret; the present one becomes a former one before it is replaced, so that no end loses it."""
    _write(data / FORMER, "".join(f"{one}\n" for one in (*former_secrets(data), kept_secret(data))), os.O_TRUNC)
    fresh = data / f"{NAME}.new"
    _write(fresh, secrets.token_urlsafe(48), os.O_TRUNC)
    fresh.replace(data / NAME)


def _write(file: Path, text: str, how: int) -> None:
    handle = os.open(file, os.O_CREAT | os.O_WRONLY | how, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
