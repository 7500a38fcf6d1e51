"""Data from the store as files of an evidence folder: what a YAML or CSV file of the same content would be read as.

The text of each file is JSON (or CSV) that the readers of the core take for the very same data, so that a bundle made
of it reopens to what was scored.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bsc_audit.core.documents import Document, Path
from bsc_audit.core.documents.document import Place
from bsc_audit.core.evidence.tables import Table, read_table
from bsc_audit.core.problems import Location

MOST_DIGITS = 15  # of a whole number a file keeps exactly
# JSON allows these unescaped; YAML takes them for line ends, or refuses them.
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LONG_EXPONENT = re.compile(r"e[-+][0-9]{3}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def document(source: str, data: Any, *, placed: bool = False) -> Document:
    """A YAML file of this content.

    Args:
        source: its name in the folder.
        data: dicts, lists, texts, numbers, booleans and None.
        placed: give every value a place, so that `path_of` finds it again; costs time, only wanted for problems.
    """
    known = _known(data)
    places = {path: Place(line, 1) for line, path in enumerate(_paths(known), start=1)} if placed else {}
    return Document(source=source, data=known, values=places, keys=places, text=json_text(known))


def path_of(read: Document, where: Location) -> Path:
    """The value of a placed document that a problem is about; () for the whole document."""
    return next((path for path, place in read.values.items() if place.line == where.line), ())


def table(source: str, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Table:
    """A CSV file with these columns; a row need not fill them all.

    Raises:
        EvidenceError: more rows than a table may have.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return read_table(text.getvalue(), source)


def number_cell(value: Any) -> str | None:
    """A number as a table keeps it exactly; None when it cannot, or is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    text = repr(value)
    return text if _NUMBER.fullmatch(text) else None


def json_text(data: Any) -> str:
    """JSON with sorted keys that is YAML of the same data as well."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def escaped(part: str) -> str:
    """A part of a JSON pointer (RFC 6901)."""
    return part.replace("~", "~0").replace("/", "~1")


def _known(data: Any) -> Any:
    """The data a file can say: numbers it does not keep exactly are words there."""
    if isinstance(data, str) or data is None or isinstance(data, bool):
        return data
    if isinstance(data, Mapping):
        return {str(key): _known(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_known(value) for value in data]
    if not isinstance(data, int | float):
        return data
    kept = abs(data) < 10**MOST_DIGITS if isinstance(data, int) else _LONG_EXPONENT.search(repr(data)) is None
    return data if kept else str(data)


def _paths(data: Any, path: Path = ()) -> Iterable[Path]:
    yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _paths(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _paths(value, (*path, index))
