"""Imports of measurements from tables: checked whole, tried without harm, stored all or none."""

from typing import Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.imported import read_measurements, readings_of
from bsc_audit.api.routes.metrics import formulas_of, points_done
from bsc_audit.api.schemas.base import Sent
from bsc_audit.api.schemas.metrics import PointsDone
from bsc_audit.api.uploads import InUpload, described
from bsc_audit.app.service import metrics
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal

router = APIRouter(prefix="/organisations/{org}/metric-imports", tags=["metrics"])


class ImportForm(Sent):
    """What a table holds. It stands beside these fields under `file`, how it is read under `mapping`."""

    kind: Literal["series", "rows"] = Field(
        default="series", description="values by period; or calls, tickets or orders, which need a mapping"
    )
    dry_run: bool = Field(default=False, description="say what would become of it, and store nothing")


@router.post("", response_model=PointsDone, openapi_extra=described(ImportForm, "file", "mapping", needed=("file",)))
def import_metric_points(upload: InUpload, org: str) -> Response:
    """Store the measurements of a table under their natural keys; with one that is refused, none is stored."""
    form, call = upload.form(ImportForm), upload.call
    table = read_measurements(form.kind, upload.file("file"), upload.files.get("mapping"))

    def use(work: Work, who: Principal) -> Reply:
        readings = readings_of(table, work.units.all())
        outcomes = metrics.put_points(
            work, call.wiring.ids, formulas_of(call), who, readings, dry_run=form.dry_run, whole=True
        )
        return shown(points_done(outcomes, dry_run=form.dry_run))

    return call.write(org, use)
