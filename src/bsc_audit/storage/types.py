"""Column types that mean the same on SQLite (STRICT) and PostgreSQL, and turn stored values into domain values."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Date, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

Reading = Callable[[Any], Any]  # of one column, from what the database gives
Number = Integer
Size = BigInteger().with_variant(Integer, "sqlite")  # 64 bits on both


def _of(dialect: Dialect, sqlite: TypeEngine[Any], other: TypeEngine[Any]) -> TypeEngine[Any]:
    return dialect.type_descriptor(sqlite if dialect.name == "sqlite" else other)


class Moment(TypeDecorator[datetime]):
    """A point in time. Text of one width in UTC on SQLite, so that it sorts; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT on SQLite, timestamptz elsewhere."""
        return _of(dialect, Text(), DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To what is stored."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value.isoformat()} names no time zone")
        moment = value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")[:26] + "Z" if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """To an aware time in UTC."""
        if value is None:
            return None
        return datetime.fromisoformat(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Reading | None:
        """The same without a step between, where there is none to take: rows have many."""
        return _moment if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


class Day(TypeDecorator[date]):
    """A calendar day."""

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT on SQLite, date elsewhere."""
        return _of(dialect, Text(), Date())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        """To what is stored."""
        return value.isoformat() if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        """To a date."""
        return date.fromisoformat(value) if value is not None and dialect.name == "sqlite" else value


class JsonText(TypeDecorator[Any]):
    """JSON as text, its members in the order they were given; NaN and infinity are refused."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base's signature
        """To what is stored."""
        return None if value is None else _ENCODER.encode(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - the base's signature
        """To lists and mappings."""
        return _json(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Reading:  # noqa: ARG002 - the base's signature
        """The same without a step between."""
        return _json


class Word(TypeDecorator[StrEnum]):
    """A word of a closed list."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base's
        """To what is stored; a word that is not on the list raises ValueError."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - the base's
        """To the word."""
        return None if value is None else self.kind(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Reading:  # noqa: ARG002 - the base's signature
        """The same by one look-up; a word that is not on the list raises KeyError."""
        known: dict[str | None, StrEnum | None] = {None: None, **{word.value: word for word in self.kind}}
        return known.__getitem__


class Words(TypeDecorator[tuple[str, ...]]):
    """Some words, as a JSON list; each is made by `kind` when it is read."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Callable[[str], str] = str) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base's
        """To what is stored."""
        return None if value is None else _ENCODER.encode([str(one) for one in value])

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002 - the base's
        """To a tuple."""
        return None if value is None else tuple(self.kind(one) for one in json.loads(value))


class Flag(TypeDecorator[bool]):
    """Yes or no, as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - the base's
        """To what is stored."""
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:  # noqa: ARG002 - the base's
        """To yes or no."""
        return None if value is None else bool(value)


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _json(value: str | None) -> Any:
    return None if value is None else _DECODER.decode(value)


_DECODER = json.JSONDecoder()  # `loads` asks every time what it was given
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=dict)
