"""Measurements from a spreadsheet: pasted or uploaded, tried first, then stored all or none."""

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.responses import Response

from bsc_audit.api.imported import read_measurements, readings_of
from bsc_audit.app.service import metrics
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Invalid, invalid
from bsc_audit.core.evidence.tables import Table
from bsc_audit.core.problems import EvidenceError
from bsc_audit.web.call import FormCall, InView, PageCall
from bsc_audit.web.forms import Failure
from bsc_audit.web.pasted import as_text, pasted_file
from bsc_audit.web.routes.metrics import formulas_of
from bsc_audit.web.shell import shell_of
from bsc_audit.web.uploads import InUpload

router = APIRouter(prefix="/o/{org}/a/{assessment}/metric-import")


@router.get("")
def metric_import_page(call: InView, org: str, assessment: str) -> Response:
    """Paste, or choose a file."""
    return _page(call, org, assessment)


@router.post("")
def metric_import_done(call: InUpload, org: str, assessment: str) -> Response:
    """Try the table; once somebody has looked at it, store it."""
    try:
        table = _table(call)
    except (EvidenceError, Invalid) as error:
        return _page(call, org, assessment, Failure.of(error))

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "metrics")
        readings = readings_of(table, work.units.all())
        looked_at = call.form.ticked("store")
        outcomes = metrics.put_points(
            work, call.wiring.ids, formulas_of(call), who, readings, dry_run=not looked_at, whole=True
        )
        if any(one.refused for one in outcomes):
            raise EvidenceError([problem for one in outcomes for problem in one.problems])
        if looked_at:
            return call.go(shell.at("metrics"), said="saved")
        about = {"shell": shell, "outcomes": outcomes, "table": table, "text": as_text(table)}
        return call.page("metrics/tried", about)

    return call.write(org, "import_metric_points", use, lambda failure: _page(call, org, assessment, failure))


def _table(call: FormCall) -> Table:
    form = call.form
    text = form.text("table")
    file: UploadFile | None = form.file("file") or (pasted_file(text) if text else None)
    if file is None:
        raise invalid("/table", "missing", "paste a table, or choose a file")
    kind = "rows" if form.file("mapping") else "series"
    return read_measurements(kind, file, form.file("mapping"))


def _page(call: PageCall, org: str, assessment: str, failure: Failure | None = None) -> Response:
    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "metrics")
        text = call.form.text("table") if isinstance(call, FormCall) else ""
        about = {"shell": shell, "text": text, "failure": failure}
        return call.page("metrics/import", about, status=failure.status if failure else 200)

    return call.read(org, "import_metric_points", use)
