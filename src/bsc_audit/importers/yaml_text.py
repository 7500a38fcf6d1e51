"""Records as YAML text that the strict reader takes back unchanged."""

import json
import re
from collections.abc import Mapping, Sequence

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[-.][A-Za-z0-9_]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAKEN = frozenset({"true", "false", "null"})
WIDTH = 110


def scalar(text: str) -> str:
    """A text as YAML: plain where it stays a word or a date, else in quotes, so that ticket 4411 stays a text."""
    plain = _DAY.fullmatch(text) or (_WORD.fullmatch(text) and text.lower() not in _TAKEN)
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    """A text that stays a text, whatever it looks like."""
    return json.dumps(text, ensure_ascii=False)


def listing(key: str, records: Sequence[Mapping[str, str]]) -> str:
    """A list of records under one key; their values are YAML already."""
    lines = [f"{key}:"]
    for record in records:
        mark = "-"
        for name, value in record.items():
            lines.append(f"{mark} {name}: {value}")
            mark = " "
    return "\n".join(lines) + "\n"


def flow(entries: Mapping[str, str], *, indent: int = 4) -> str:
    """A mapping in braces, several entries a line; its values are YAML already."""
    lines: list[str] = []
    for name, value in entries.items():
        entry = f"{name}: {value}"
        if lines and len(lines[-1]) + len(entry) + 2 + indent <= WIDTH:
            lines[-1] += f", {entry}"
        else:
            lines.append(entry)
    pad = " " * indent
    return "{\n" + ",\n".join(f"{pad}{line}" for line in lines) + "}"
