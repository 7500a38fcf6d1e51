"""How the service logs: a line of JSON an event on standard error; on a terminal, a line for people.

Answers and names are personal data, and messages of exceptions quote what they were about. So of an exception the log
holds the kind and the places it went through, never its words; and of other packages the record, not its values.
"""

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import structlog

MOST_PLACES = 20  # of one exception, the innermost ones


def configure_logs() -> None:
    """Set the logging of this process up; called once, by the command that starts it."""
    for_people = sys.stderr.isatty()
    ending = structlog.dev.ConsoleRenderer() if for_people else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_words,
            ending,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.root.handlers[:] = [_Others()]
    logging.root.setLevel(logging.WARNING)


def without_words(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put kinds and places in the place of an event's exception."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exceptions"] = list(_chain(error))
    return event


def _chain(error: BaseException) -> Iterator[dict[str, Any]]:
    """An exception and what it came from, the last one first."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        frames = traceback.extract_tb(found.__traceback__)[-MOST_PLACES:]
        places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        yield {"kind": f"{type(found).__module__}.{type(found).__qualname__}", "places": places}
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _short(file: str) -> str:
    """The end of a path, from the package's folder on."""
    parts = Path(file).parts
    return "/".join(parts[-3:])


class _Others(logging.Handler):
    """What other packages log, as our own events."""

    def emit(self, record: logging.LogRecord) -> None:
        """Tell one record: where it is from, and its words only where they are known to hold no data."""
        told: dict[str, Any] = {"logger": record.name, "place": f"{_short(record.pathname)}:{record.lineno}"}
        if record.name in SPEAKERS:
            told["said"] = record.getMessage().strip()
        if record.exc_info:
            told["exc_info"] = record.exc_info
        structlog.get_logger("bsc_audit.others").log(max(record.levelno, logging.WARNING), "library", **told)


SPEAKERS = MappingProxyType({"uvicorn.error": "addresses and process ids only"})
