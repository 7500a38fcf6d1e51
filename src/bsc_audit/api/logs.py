"""How the service logs: a line of JSON an event on standard error; on a terminal, a line for people."""

import sys

import structlog


def configure_logs() -> None:
    """Set the logging of this process up; called once, by the command that starts it."""
    for_people = sys.stderr.isatty()
    ending = structlog.dev.ConsoleRenderer() if for_people else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            ending,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
