"""Which columns a mapping of rows uses, and as what."""

from collections.abc import Iterator, Mapping
from typing import Any

from bsc_audit.importers.aggregates import AGGREGATES
from bsc_audit.importers.cells import Column
from bsc_audit.importers.selection import limited_columns

NUMBERS = ("number", "duration")  # column types that can be added and compared by size
TIMES = ("date", "time")


def columns_of(data: Mapping[str, Any]) -> Mapping[str, Column]:
    """Every column that is declared or used, and how its cells are read."""
    decimal = (data.get("source") or {}).get("decimal", "")
    declared = {
        name: Column(type=one["type"], format=one.get("format", ""), decimal=one.get("decimal", decimal))
        for name, one in (data.get("columns") or {}).items()
    }
    used = dict.fromkeys(used_columns(data))
    return {name: declared.get(name, Column()) for name in {**declared, **used}}


def used_columns(data: Mapping[str, Any]) -> Iterator[str]:
    """Every column a number, a period or a unit depends on, in the order of the mapping."""
    yield data["period"]["column"]
    if data.get("unit"):
        yield data["unit"]["column"]
    for one in data.get("leave_out", ()):
        yield from one["where"]
    for asked in asked_inputs(data).values():
        for key in ("where", "among", *(name for name in asked if name in AGGREGATES)):
            yield from named(asked.get(key))


def named(part: Any) -> tuple[str, ...]:
    """Columns named by a condition, a span or a plain name."""
    if isinstance(part, str):
        return (part,)
    if isinstance(part, Mapping):
        return (part["from"], part["to"]) if set(part) >= {"from", "to", "in"} else tuple(part)
    return ()


def asked_inputs(data: Mapping[str, Any]) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """What is asked for, by metric and input field."""
    return {(metric, name): asked for metric, one in data["metrics"].items() for name, asked in one["inputs"].items()}


def demands(asked: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Columns an input needs as something else than text, with the types that will do."""
    for word in asked:
        if word in AGGREGATES and not AGGREGATES[word].counts_rows:
            operand = asked[word]
            yield from ((name, NUMBERS if isinstance(operand, str) else TIMES) for name in named(operand))
        elif word in ("where", "among", "count", "share"):
            yield from ((name, NUMBERS) for name in limited_columns(asked[word]))
