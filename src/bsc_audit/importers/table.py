"""Every import by its name, and the one way to run one: check everything, then write all or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from bsc_audit.core.documents import Document
from bsc_audit.core.evidence.tables import Table
from bsc_audit.core.problems import AuditError, EvidenceError, Location, Problem
from bsc_audit.importers.answers import import_answers
from bsc_audit.importers.mapping import load_mapping, row_mapping
from bsc_audit.importers.records import REVIEWS, VISITS, RecordMapping, import_records, record_mapping
from bsc_audit.importers.result import ImportResult, refused
from bsc_audit.importers.rows import import_rows
from bsc_audit.importers.series import import_series, own_form, series_mapping
from bsc_audit.importers.sources import open_table
from bsc_audit.importers.writing import write_whole

Importer = Callable[[Table, Document | None], ImportResult]


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One kind of import."""

    title: str
    run: Importer
    suffix: str  # of the file it makes
    needs_mapping: bool = False
    takes_mapping: bool = True
    sheet: str | None = None  # read of a workbook unless a mapping names one; None: the only one


def run_import(kind: str, source: Path, mapping: Path | None, target: Path, *, dry_run: bool) -> ImportResult:
    """Import a file into an evidence folder.

    Args:
        kind: a name of IMPORTERS.
        source: the table; see sources.open_table.
        mapping: how it is to be read; None where the table already has the columns of the evidence folder.
        target: the file to make, such as metrics/calls.csv; replaced when it is there.
        dry_run: check everything and write nothing.

    Returns:
        What was or would be written; with any problem nothing is.
    """
    try:
        result = _checked(IMPORTERS[kind], kind, source, mapping, target)
    except AuditError as error:
        return refused(error.problems)
    if result.problems or dry_run:
        return result
    problem = write_whole(target, result.text)
    return refused((problem,), rows=result.rows) if problem else replace(result, written=result.made)


def _checked(one: Import, kind: str, source: Path, mapping: Path | None, target: Path) -> ImportResult:
    problems = [*_place_problems(one, source, mapping, target)]
    if problems:
        raise EvidenceError(problems)
    document = load_mapping(mapping, kind) if mapping else None
    said = (document.data.get("source") or {}) if document else {}
    table = open_table(source, sheet=said.get("sheet", one.sheet), encoding=said.get("encoding", "utf-8"))
    return one.run(table, document)


def _place_problems(one: Import, source: Path, mapping: Path | None, target: Path) -> list[Problem]:
    found = []
    if one.needs_mapping and mapping is None:
        found.append(_problem(source, "mapping-missing", "rows say nothing of metrics", "give a mapping file"))
    if mapping is not None and not one.takes_mapping:
        message = "this table has one form, so it takes no mapping"
        found.append(_problem(mapping, "mapping-not-taken", message, "leave the mapping away"))
    if target.suffix != one.suffix:
        found.append(_problem(target, "wrong-target", f"ends in {target.suffix or 'nothing'}", f"use {one.suffix}"))
    if target.exists() and target.samefile(source):
        found.append(_problem(target, "wrong-target", "is the source itself", "write beside it"))
    return found


def _problem(path: Path, code: str, message: str, hint: str) -> Problem:
    return Problem(code=code, where=Location(path.name), message=message, hint=hint)


def _rows(table: Table, document: Document | None) -> ImportResult:
    assert document is not None  # _place_problems saw to it
    return import_rows(table, row_mapping(document))


def _series(table: Table, document: Document | None) -> ImportResult:
    return import_series(table, series_mapping(document) if document else own_form())


def _visits(table: Table, document: Document | None) -> ImportResult:
    return import_records(table, record_mapping(document) if document else RecordMapping(), VISITS)


def _reviews(table: Table, document: Document | None) -> ImportResult:
    return import_records(table, record_mapping(document) if document else RecordMapping(), REVIEWS)


def _answers(table: Table, _document: Document | None) -> ImportResult:
    return import_answers(table)


IMPORTERS: Mapping[str, Import] = MappingProxyType(
    {
        "rows": Import(title="Calls, tickets or orders", run=_rows, suffix=".csv", needs_mapping=True),
        "series": Import(title="Values of metrics by period", run=_series, suffix=".csv"),
        "visits": Import(title="Visits and test contacts", run=_visits, suffix=".yaml"),
        "reviews": Import(title="Contact reviews", run=_reviews, suffix=".yaml"),
        "answers": Import(
            title="Answers of an exported workbook", run=_answers, suffix=".yaml", takes_mapping=False, sheet="Answers"
        ),
    }
)
