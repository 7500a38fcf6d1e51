"""Mystery visits: put under the id the visitor's device gave them, handed over, judged by somebody else."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from bsc_audit.api.call import InChange, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.records import RecordRoutes
from bsc_audit.api.schemas.records import RecordIn, RecordStepIn, VisitOut
from bsc_audit.app.service.records import VISITS

router = APIRouter(prefix="/organisations/{org}/assessments/{assessment}/visits", tags=["visits"])

VisitId = Annotated[
    str, Path(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,63}$", description="made by the visitor's device, such as a UUID")
]

_RECORDS = RecordRoutes(kind=VISITS, out=VisitOut)


@router.get("", response_model=PageOf[VisitOut])
def list_visits(call: InGet, org: str, assessment: str, paging: InPage) -> Response:
    """Visits, in the order they were last changed in; to a shopper own ones only."""
    return _RECORDS.list(call, org, assessment, paging)


@router.get("/{visit}", response_model=VisitOut)
def get_visit(call: InGet, org: str, assessment: str, visit: VisitId) -> Response:
    """One visit."""
    return _RECORDS.read(call, org, assessment, visit)


@router.put("/{visit}", response_model=VisitOut, responses={201: {"model": VisitOut, "description": "Stored anew."}})
def put_visit(call: InChange, org: str, assessment: str, visit: VisitId, body: RecordIn) -> Response:
    """Store a visit. A first one needs no If-Match, the same again changes nothing: a device may send it twice."""
    return _RECORDS.put(call, org, assessment, visit, body)


@router.post("/{visit}/submission", response_model=VisitOut)
def submit_visit(call: InPost, org: str, assessment: str, visit: VisitId, body: RecordStepIn) -> Response:
    """Hand a visit over; from now on it is changed only when it is returned."""
    return _RECORDS.step(call, org, assessment, visit, body, "submit")


@router.post("/{visit}/acceptance", response_model=VisitOut)
def accept_visit(call: InPost, org: str, assessment: str, visit: VisitId, body: RecordStepIn) -> Response:
    """Accept a visit of somebody else; only accepted ones are scored."""
    return _RECORDS.step(call, org, assessment, visit, body, "accept")


@router.post("/{visit}/return", response_model=VisitOut)
def return_visit(call: InPost, org: str, assessment: str, visit: VisitId, body: RecordStepIn) -> Response:
    """Give a visit back to its visitor, with the reason."""
    return _RECORDS.step(call, org, assessment, visit, body, "return")


@router.post("/{visit}/exclusion", response_model=VisitOut)
def exclude_visit(call: InPost, org: str, assessment: str, visit: VisitId, body: RecordStepIn) -> Response:
    """Leave a visit out of the score; it stays in the report with the reason."""
    return _RECORDS.step(call, org, assessment, visit, body, "exclude")
