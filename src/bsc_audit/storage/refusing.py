"""What the database refuses, in the words of the service."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bsc_audit.app.service.refusals import Conflict, FourEyes, NotFound, Refusal, StorageFull, Unavailable
from bsc_audit.storage.walls import FOUR_EYES

_FULL = ("database or disk is full", "disk i/o error")
_FULL_STATES = ("53100", "53400")  # PostgreSQL: disk_full, configuration_limit_exceeded


@contextmanager
def refusing(what: str, *, removing: bool = False) -> Iterator[None]:
    """Translate a refusal of the database into one of the service; what it does not know passes as it is.

    Args:
        what: noun and id, for the message.
        removing: a missing reference means that something still refers to it.
    """
    try:
        yield
    except DBAPIError as error:
        refusal = _refusal(error, what, removing=removing)
        if refusal is None:
            raise
        raise refusal from error


@contextmanager
def answering() -> Iterator[None]:
    """Say that a database which does not answer is not available; for what the service can do without for a while.

    Raises:
        Unavailable: it does not answer.
    """
    try:
        yield
    except (OperationalError, InterfaceError, NoConnection) as error:
        raise Unavailable(type(error).__name__) from error


def _refusal(error: DBAPIError, what: str, *, removing: bool) -> Refusal | None:
    words = str(error.orig).lower()
    state = getattr(error.orig, "sqlstate", None)
    if any(word in words for word in _FULL) or state in _FULL_STATES:
        return StorageFull("there is no room left to write")
    if FOUR_EYES in words:
        return FourEyes(f"{what}: one and the same would have taken part and decided")
    if not isinstance(error, IntegrityError):
        return None
    if "foreign key" in words:
        return Conflict(f"something refers to {what}") if removing else NotFound(f"{what} refers to what is not there")
    return Conflict(f"{what} is there already, or another with the same key")
