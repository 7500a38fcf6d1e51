"""Retention: what nobody needs any more is deleted, after as long as is said here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bsc_audit.app.service.ports import BlobStore, Clock, Installation, UnitOfWork

SESSIONS_KEPT = timedelta(days=8)  # since they began; they last seven days
ANSWERS_KEPT = timedelta(hours=25)  # to repeated requests, which may come for a day
FILES_KEPT = timedelta(days=7)  # since nothing refers to them: as long as a backup may take to be made


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """How much is gone."""

    sessions: int
    tokens: int
    answers: int
    files: int


def tidy(units: UnitOfWork, blobs: BlobStore, clock: Clock) -> Tidied:
    """Delete what is past its time; may be run at any time, and again."""
    now = clock.now()
    with units.installation(write=True) as installation:
        sessions = installation.sessions.remove_older(now - SESSIONS_KEPT)
        answers = installation.idempotency.remove_older(now - ANSWERS_KEPT)
        tokens = _remove_expired(installation, now)
    files = blobs.sweep(now - FILES_KEPT)
    return Tidied(sessions=sessions, tokens=tokens, answers=answers, files=len(files))


def _remove_expired(installation: Installation, now: datetime) -> int:
    """Tokens last from minutes to years, so their age says nothing."""
    expired = [token for token in installation.tokens.all() if token.expires_at < now]
    for token in expired:
        installation.tokens.remove(token.id, expected=token.version)
    return len(expired)
