"""Report to one CSV table, a row a criterion (RFC 4180, UTF-8), for programs: numbers are not rounded."""

import csv
import io

from bsc_audit.core.report.model import Report
from bsc_audit.core.report.shown import Shown
from bsc_audit.render.criteria import CRITERIA, Value, places
from bsc_audit.render.harmless import harmless
from bsc_audit.render.template import Template

MARK = "\ufeff"  # byte order mark


def render_csv(report: Report, template: Template | None = None, *, mark: bool = False) -> bytes:  # noqa: ARG001 - one signature for all formats
    """The criteria table; a template changes nothing.

    Args:
        report: what is written.
        template: not used.
        mark: begin with a byte order mark, by which spreadsheet programs know UTF-8 when the file is opened directly.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CRITERIA)
    for place in places(report):
        writer.writerow([_text(column(place)) for column in CRITERIA.values()])
    return ((MARK if mark else "") + out.getvalue()).encode()


def render_csv_marked(report: Report, template: Template | None = None) -> bytes:
    """The same with a byte order mark."""
    return render_csv(report, template, mark=True)


def _text(value: Value) -> str:
    """A number in the fewest digits that give back the same double; a text that no spreadsheet computes."""
    match value:
        case None:
            return ""
        case str():
            return harmless(value)
        case Shown():
            return _number(value.value)
    return str(value)


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)
