"""For whoever holds a certificate: whether it was issued and still counts, by its number or by its file. No sign-in."""

import hashlib

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from bsc_audit.api.limits import MAX_BODY
from bsc_audit.api.routes.verification import MOST_FILE
from bsc_audit.app.service.public_record import by_file, by_number
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.wiring import Wiring
from bsc_audit.web.forms import Failure, SentForm
from bsc_audit.web.pages import page

router = APIRouter(prefix="/verify")
LONGEST_NUMBER = 64


async def _large(request: Request) -> None:
    request.scope[MAX_BODY] = MOST_FILE


@router.get("")
def verify_page(request: Request, number: str = "") -> Response:
    """Ask by number or by file."""
    if number.strip():
        return RedirectResponse(f"/verify/{_plain(number)}", 303)
    return page(request, "verify/verify", {"number": ""})


@router.get("/{number}")
def verify_number_page(request: Request, number: str) -> Response:
    """What is known of a number."""
    wiring: Wiring = request.app.state.wiring
    try:
        with wiring.work.installation() as installation:
            record = by_number(installation, _plain(number))
    except NotFound:
        failure = Failure.say(number="No certificate has this number. Check every digit, or drop the file below.")
        return page(request, "verify/verify", {"number": number[:LONGEST_NUMBER], "failure": failure}, status=404)
    return page(request, "verify/record", {"record": record, "by_file": False})


@router.post("", dependencies=[Depends(_large)])
def verify_file_done(request: Request, form: SentForm) -> Response:
    """What is known of a file; it is not kept."""
    sent = form.file("file")
    if sent is None:
        failure = Failure.say(file="Choose the PDF of the certificate.")
        return page(request, "verify/verify", {"number": "", "failure": failure}, status=422)
    sha256 = hashlib.file_digest(sent.file, "sha256").hexdigest()  # type: ignore[arg-type] # a spooled file reads like one
    wiring: Wiring = request.app.state.wiring
    with wiring.work.installation() as installation:
        record = by_file(installation, sha256)
    if record is None:
        return page(request, "verify/unknown", {"sha256": sha256}, status=404)
    return page(request, "verify/record", {"record": record, "by_file": True})


def _plain(number: str) -> str:
    """A number as certificates print it; of anything else nothing is left that an address could mean."""
    return (
        "".join(one for one in number.strip() if one.isascii() and (one.isalnum() or one == "-"))[:LONGEST_NUMBER]
        or "-"
    )
