"""Sheets of the record: the evidence register, and what is needed to recompute the result."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bsc_audit.core.report.model import Report
from bsc_audit.render.workbook.sheet import Row, Sheet, columns, pairs, said, yes_no

NUMBERS = (
    "Numbers are not rounded; the format of a cell shows the decimals of the report. Columns `as printed` hold the "
    "report's own rounding, half up from the exact value. An empty cell is not assessed or not given, never 0."
)
ANSWERS = (
    "The sheet Answers can be filled in and read back: `bsc-audit import answers FILE.xlsx --to FOLDER/answers.yaml`. "
    "The other sheets are not read."
)


def evidence(report: Report) -> Sheet:
    """All evidence with its digest."""
    rows: list[Row] = [
        (r.id, r.title, r.method, r.grade, r.dated, r.received, r.who, r.sha256, yes_no(r.illustrative))
        for r in report.register.rows
    ]
    return Sheet(title="Evidence", columns=columns(EVIDENCE), rows=tuple(rows))


def about(report: Report) -> Sheet:
    """What this file is, and the versions and digests behind it."""
    return pairs(_about(report), "About")


def _about(report: Report) -> Iterator[Row]:
    behind = report.provenance
    yield from said("Kind", f"{report.cover.label}. {report.cover.caveat}")
    yield from said("Invented evidence", report.meta.illustrative)
    yield from said("Assessment", report.meta.id)
    yield from said("Ruleset", f"{behind.ruleset_title}: {behind.ruleset} {behind.ruleset_version}")
    yield from said("Profile", behind.profile)
    yield from said("Digest of the ruleset", behind.ruleset_digest)
    yield from said("Digest of the evidence", behind.evidence_digest)
    for fact in behind.questionnaires:
        yield from said(f"Digest of {fact.label}", fact.text)
    for text in behind.informed_by:
        yield from said("Informed by", text)
    yield from said("Engine", behind.engine)
    yield from said("Format of the result", report.format)
    yield from said("Confidentiality", report.remarks.confidentiality)
    yield from said("Distribution", "; ".join(report.remarks.distribution))
    yield from said("Numbers", NUMBERS)
    yield from said("Answers", ANSWERS)


EVIDENCE: Mapping[str, int] = MappingProxyType(
    {"Id": 10, "Title": 50, "Method": 14, "Grade": 8, "Dated": 18, "Received": 18, "Who": 18, "SHA-256": 68}
    | {"Illustrative": 11}
)
