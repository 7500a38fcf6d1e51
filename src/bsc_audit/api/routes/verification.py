"""What anybody may ask: whether a certificate was issued, whether it counts, whether a file is its file."""

import hashlib
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bsc_audit.api.answers import shown
from bsc_audit.api.limits import MAX_BODY
from bsc_audit.api.schemas.decisions import DigestIn, PublicRecordOut, VerifiedOut
from bsc_audit.app.service.public_record import by_file, by_number
from bsc_audit.app.service.refusals import invalid
from bsc_audit.app.service.wiring import Wiring

router = APIRouter(prefix="/verify", tags=["verification"])

MOST_FILE = 64_000_000  # bytes
FILES = frozenset({"application/pdf", "application/octet-stream"})
JSON = "application/json"

Number = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,64}$", description="as the certificate prints it")]
_BODY: Any = {
    "requestBody": {
        "required": True,
        "description": "The file itself (also as application/pdf), or its digest.",
        "content": {
            JSON: {"schema": DigestIn.model_json_schema()},
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


@router.get("/{number}", response_model=PublicRecordOut)
def verify_number(request: Request, number: Number) -> Response:
    """A certificate by its number; nothing about any person is told."""
    wiring: Wiring = request.app.state.wiring
    with wiring.work.installation() as installation:
        record = by_number(installation, number)
    return shown(PublicRecordOut.model_validate(record)).response()


@router.post("", response_model=VerifiedOut, openapi_extra=_BODY)
async def verify_file(request: Request) -> Response:
    """Whether a file, sent whole or as its SHA-256, is the file of a certificate. It is not kept."""
    sha256 = await _digest(request)
    found = await run_in_threadpool(_verified, request.app.state.wiring, sha256)
    return shown(found).response()


def _verified(wiring: Wiring, sha256: str) -> VerifiedOut:
    with wiring.work.installation() as installation:
        record = by_file(installation, sha256)
    shown_record = None if record is None else PublicRecordOut.model_validate(record)
    return VerifiedOut(sha256=sha256, known=record is not None, certificate=shown_record)


async def _digest(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == JSON:
        return _sent(await request.body())
    if kind not in FILES:
        raise HTTPException(415, f"send {JSON}, or the file as {' or '.join(sorted(FILES))}")
    request.scope[MAX_BODY] = MOST_FILE
    read = hashlib.sha256()
    async for chunk in request.stream():
        read.update(chunk)
    return read.hexdigest()


def _sent(body: bytes) -> str:
    try:
        return DigestIn.model_validate_json(body).sha256
    except ValidationError as error:
        if any(one["type"] == "json_invalid" for one in error.errors()):
            raise HTTPException(400, "no JSON") from error
        raise invalid("/sha256", "digest-missing", "64 hexadecimal digits in lower case, and nothing else") from error
