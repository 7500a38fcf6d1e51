"""The evidence register: entries by revision, with their files, and what was shown on which day."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.base import Id, Sent
from bsc_audit.api.schemas.evidence import CitedBy, EvidenceForm, EvidenceOut, EvidenceRead, NewEvidenceForm
from bsc_audit.api.times import Day
from bsc_audit.api.uploads import InUpload, Upload, described, file_name
from bsc_audit.app.service.evidence import (
    EvidenceDesk,
    Taken,
    chunks,
    cited_by,
    demand_register,
    take_file,
    visible_item,
)
from bsc_audit.app.service.file_kinds import KINDS
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound

router = APIRouter(prefix="/organisations/{org}/evidence", tags=["evidence"])

OfAssessment = Annotated[Id | None, Query(description="its register; left out: the organisation's own"), MAY_BE_ABSENT]
ByEntry = Annotated[Id | None, Query(description="every revision of this entry only"), MAY_BE_ABSENT]
ShownOn = Annotated[Day | None, Query(description="only what was shown on this day, on one page"), MAY_BE_ABSENT]


class Nothing(Sent):
    """No details."""


@router.get("", response_model=PageOf[EvidenceOut])
def list_evidence(
    call: InGet,
    org: str,
    paging: InPage,
    assessment_id: OfAssessment = None,
    entry: ByEntry = None,
    as_of: ShownOn = None,
) -> Response:
    """A register, in the order its entries were last changed in; of one day in the order of their numbers."""

    def use(work: Work, who: Principal) -> Reply:
        demand_register(work, who, assessment_id)
        if as_of is not None:
            found = work.evidence.shown_on(as_of, assessment_id=assessment_id)
            items = [EvidenceOut.of(one) for one in found if entry in (None, one.entry)]
            return shown(PageOf[EvidenceOut](items=items, next=None))
        equal: dict[str, Any] = {"assessment_id": assessment_id, **({"entry": entry} if entry else {})}
        name = f"evidence {org} {assessment_id} {entry}"
        page = work.evidence.list(call.cursors.query(name, paging, equal))
        return shown(call.cursors.page(name, map(EvidenceOut.of, page.items), page.next))

    return call.read(org, use)


@router.post("", status_code=201, response_model=EvidenceOut, openapi_extra=described(NewEvidenceForm, "file"))
def register_evidence(upload: InUpload, org: str) -> Response:
    """Enter a piece of evidence; its file is taken for what its content says it is, and hashed on the way."""
    form, call = upload.form(NewEvidenceForm), upload.call
    given = form.entered(_taken(upload))

    def use(work: Work, who: Principal) -> Reply:
        desk = EvidenceDesk(work, call.wiring.ids, call.scores.rulesets, who)
        return _made(org, desk.register(form.assessment_id, form.entry, given))

    return call.write(org, use)


@router.get("/{item}", response_model=EvidenceRead)
def get_evidence(call: InGet, org: str, item: str) -> Response:
    """One revision of an entry, and the answers that cite it."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_item(work, who, item)
        read = EvidenceRead.of(found)
        read.cited_by = [CitedBy(track=track, key=key) for track, key in cited_by(work, found)]
        return shown(read)

    return call.read(org, use)


@router.post(
    "/{item}/revisions", status_code=201, response_model=EvidenceOut, openapi_extra=described(EvidenceForm, "file")
)
def revise_evidence(upload: InUpload, org: str, item: str) -> Response:
    """Put a new revision in the place of an entry's latest; the old one stays readable."""
    call = upload.call
    given = upload.form(EvidenceForm).entered(_taken(upload))

    def use(work: Work, who: Principal) -> Reply:
        stored = visible_item(work, who, item)
        desk = EvidenceDesk(work, call.wiring.ids, call.scores.rulesets, who)
        return _made(org, desk.revise(stored, given, expected=stored.version))

    return call.write(org, use)


@router.post("/{item}/withdrawal", response_model=EvidenceOut)
def withdraw_evidence(call: InPost, org: str, item: str, body: Nothing) -> Response:  # noqa: ARG001 - an empty object
    """Show it no longer, from today on; answers that rest on it alone lose their grade."""

    def use(work: Work, who: Principal) -> Reply:
        stored = visible_item(work, who, item)
        desk = EvidenceDesk(work, call.wiring.ids, call.scores.rulesets, who)
        gone = desk.withdraw(stored, expected=stored.version)
        return shown(EvidenceOut.of(gone), version=gone.version)

    return call.write(org, use)


@router.get(
    "/{item}/file",
    response_class=Response,
    responses={200: {"content": {one.media_type: {} for one in KINDS}, "description": "The file, to be saved."}},
)
def get_evidence_file(call: InGet, org: str, item: str) -> Response:
    """The file of a revision; browsers save it and never show it as a page."""
    who = call.principal(org)
    with call.wiring.work.read(org) as work:
        found = visible_item(work, who, item)
    if found.sha256 is None:
        raise NotFound("no file was taken")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(found.file_name or found.entry, safe='')}",
        "content-length": str(found.size),
        "content-security-policy": "sandbox; default-src 'none'",
        "etag": f'"{found.sha256}"',
    }
    stored = call.wiring.blobs.open(found.sha256)
    return StreamingResponse(chunks(stored), headers=headers, media_type=found.media_type)


def _taken(upload: Upload) -> Taken | None:
    """The form's file, stored; None where it has none."""
    if "file" not in upload.files:
        return None
    file = upload.file("file")
    return take_file(upload.call.wiring.blobs, file.file, file_name(file))


def _made(org: str, made: Any) -> Reply:
    where = f"/v1/organisations/{org}/evidence/{made.id}"
    return shown(EvidenceOut.of(made), status=201, version=made.version, location=where)
