"""Retention: what nobody needs any more is deleted, after as long as is said here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bsc_audit.app.service.model.webhook import DeliveryState
from bsc_audit.app.service.ports import BlobStore, Clock, Installation, Query, UnitOfWork

SESSIONS_KEPT = timedelta(days=8)  # since they began; they last seven days
ANSWERS_KEPT = timedelta(hours=25)  # to repeated requests, which may come for a day
MESSAGES_KEPT = timedelta(days=30)  # of webhooks, since they last changed; those that wait to be sent are kept
JOBS_KEPT = timedelta(days=30)  # since they ended, and as long as a report names them; the audit log has what they did
FILES_KEPT = timedelta(days=7)  # since nothing refers to them: as long as a backup may take to be made


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """How much is gone."""

    sessions: int
    tokens: int
    answers: int
    files: int
    messages: int
    jobs: int


def tidy(units: UnitOfWork, blobs: BlobStore, clock: Clock) -> Tidied:
    """Delete what is past its time; may be run at any time, and again."""
    now = clock.now()
    with units.installation(write=True) as installation:
        sessions = installation.sessions.remove_older(now - SESSIONS_KEPT)
        answers = installation.idempotency.remove_older(now - ANSWERS_KEPT)
        tokens = _remove_expired(installation, now)
        organisations = [one.id for one in installation.organisations.all()]
    messages = sum(_remove_messages(units, org_id, now - MESSAGES_KEPT) for org_id in organisations)
    jobs = sum(_remove_jobs(units, org_id, now - JOBS_KEPT) for org_id in organisations)
    files = blobs.sweep(now - FILES_KEPT)
    return Tidied(sessions=sessions, tokens=tokens, answers=answers, files=len(files), messages=messages, jobs=jobs)


def _remove_expired(installation: Installation, now: datetime) -> int:
    """Tokens last from minutes to years, so their age says nothing."""
    expired = [token for token in installation.tokens.all() if token.expires_at < now]
    for token in expired:
        installation.tokens.remove(token.id, expected=token.version)
    return len(expired)


def _remove_messages(units: UnitOfWork, org_id: str, before: datetime) -> int:
    """A page at a time, so that nobody else who writes to the organisation waits long."""
    removed = 0
    while True:
        with units.write(org_id) as work:
            page = work.deliveries.list(Query(equal={"state": ENDED}, limit=MOST_AT_ONCE))
            old = [one for one in page.items if one.updated_at < before]
            for one in old:
                work.deliveries.remove(one.id, expected=one.version)
        removed += len(old)
        if len(old) < MOST_AT_ONCE:
            return removed


def _remove_jobs(units: UnitOfWork, org_id: str, before: datetime) -> int:
    """The same for jobs."""
    removed = 0
    while True:
        with units.write(org_id) as work:
            some = work.jobs.remove_ended(before, most=MOST_AT_ONCE)
        removed += some
        if some < MOST_AT_ONCE:
            return removed


ENDED = (DeliveryState.DELIVERED, DeliveryState.FAILED)
MOST_AT_ONCE = 200
