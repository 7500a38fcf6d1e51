"""Tables pasted from a spreadsheet, or uploaded: one and the same to who reads them."""

import csv
import io

from starlette.datastructures import UploadFile

from bsc_audit.core.evidence.tables import Table


def pasted_file(text: str) -> UploadFile:
    """Pasted text as the CSV file it would be; spreadsheets put tabs between cells."""
    return UploadFile(io.BytesIO(_with_commas(text).encode()), filename="pasted.csv")


def as_text(table: Table) -> str:
    """A table as CSV, for a form to send again once somebody has looked at it."""
    written = io.StringIO()
    writer = csv.DictWriter(written, table.columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.cells for row in table.rows)
    return written.getvalue()


def _with_commas(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    if "\t" not in first:
        return text
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(csv.reader(io.StringIO(text.strip("\r\n")), delimiter="\t"))
    return written.getvalue()
