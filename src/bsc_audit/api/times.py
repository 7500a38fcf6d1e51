"""Moments and days as requests write them: RFC 3339 with an offset; a time without one is refused, not guessed."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from bsc_audit.app.service.moments import written

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _moment(value: Any) -> Any:
    """Numbers are no times here, and a time says its offset."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("time_not_text", "a moment is a text such as 2026-09-30T12:00:00Z")
    if not _MOMENT.fullmatch(value.replace(" ", "+", 1) if "+" not in value else value):
        kind = "time_naive" if re.fullmatch(r"[\d-]+[Tt ][\d:.]+", value) else "time_format"
        raise PydanticCustomError(kind, "a moment is RFC 3339 with an offset, such as 2026-09-30T12:00:00Z")
    return value


def _day(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("date_format", "a day is a text such as 2026-09-30")
    return value


def _in_range(value: datetime) -> datetime:
    """UTC; near the ends of the calendar there is none."""
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise PydanticCustomError("time_range", "a moment lies in the years 1 to 9999 in UTC, too") from error


Instant = Annotated[
    datetime,
    BeforeValidator(_moment),
    AfterValidator(_in_range),
    PlainSerializer(written, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
# Of what is stored, which is in UTC: read and written by pydantic alone, to the same text as `Instant`.
StoredInstant = Annotated[datetime, WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
