"""Tables that were uploaded, as measurements: read by the importers the command line has, all of them or none."""

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.datastructures import UploadFile

from bsc_audit.api.uploads import file_name
from bsc_audit.app.service.metric_form import Reading
from bsc_audit.app.service.model.unit import Unit
from bsc_audit.core.evidence.tables import Row, Table, read_table
from bsc_audit.core.problems import EvidenceError, Problem
from bsc_audit.importers.table import run_import

OWN = ("metric", "period", "unit", "evidence", "grade", "variant", "illustrative")
MADE = "metrics.csv"


def read_measurements(kind: str, file: UploadFile, mapping: UploadFile | None) -> Table:
    """A table of measurements, with the columns of metrics.csv.

    Args:
        kind: `series` for values by period, `rows` for calls, tickets or orders.
        file: a CSV or workbook.
        mapping: how it is to be read; None where it has these columns already.

    Raises:
        EvidenceError: with every problem of the table and the mapping.
        Invalid: a file has no usable name.
    """
    with TemporaryDirectory(prefix="import-") as name:
        folder = Path(name)
        source = _kept(file, folder / "source")
        told = None if mapping is None else _kept(mapping, folder / "mapping")
        result = run_import(kind, source, told, folder / MADE, dry_run=True)
    if result.problems:
        raise EvidenceError(result.problems)
    return read_table(result.text, MADE)


def readings_of(table: Table, units: Iterable[Unit]) -> tuple[Reading, ...]:
    """Its rows as measurements of these units, which it calls by external id or name.

    Raises:
        EvidenceError: a unit is none of them, or two are called so.
    """
    called = _called(units)
    unknown = [
        Problem(
            code="unknown-unit",
            where=table.where(row, "unit"),
            message=f"no unit, or more than one, is called {row.cells['unit']!r}",
            hint="write the external id of a unit",
        )
        for row in table.rows
        if row.cells.get("unit") and row.cells["unit"] not in called
    ]
    if unknown:
        raise EvidenceError(unknown)
    return tuple(_reading(row, called) for row in table.rows)


def _kept(file: UploadFile, folder: Path) -> Path:
    folder.mkdir()
    place = folder / file_name(file)
    with place.open("wb") as written:
        shutil.copyfileobj(file.file, written)
    return place


def _called(units: Iterable[Unit]) -> Mapping[str, str]:
    """Id by what a table may call a unit; what two are called says nothing."""
    every = tuple(units)
    names = [(name, one.id) for one in every for name in dict.fromkeys((one.external_id, one.name)) if name]
    often = Counter(name for name, _ in names)
    return {name: id_ for name, id_ in names if often[name] == 1}


def _reading(row: Row, called: Mapping[str, str]) -> Reading:
    cells = row.cells
    inputs = {name: _number(cell) for name, cell in cells.items() if name not in (*OWN, "n") and cell}
    content: dict[str, object] = {"inputs": inputs}
    content |= {"n": _number(cells["n"])} if cells.get("n") else {}
    content |= {"evidence": cells["evidence"].split()} if cells.get("evidence") else {}
    content |= {"grade": cells["grade"]} if cells.get("grade") else {}
    content |= {"illustrative": True} if cells.get("illustrative") in ("yes", "true") else {}
    unit = cells.get("unit")
    return Reading(
        metric=cells["metric"],
        period=cells["period"],
        unit_id=called[unit] if unit else None,
        variant=cells.get("variant", ""),
        content=content,
    )


def _number(cell: str) -> int | float:
    """A number as JSON has it; the importer wrote it in decimals."""
    return int(cell) if cell.lstrip("-").isdecimal() else float(cell)
