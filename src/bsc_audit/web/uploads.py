"""Forms with large files: who sends one is known to be of the organisation before more than usual is read."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from bsc_audit.api.limits import MAX_BODY
from bsc_audit.api.uploads import MOST, file_name
from bsc_audit.app.service.evidence import Taken, take_file
from bsc_audit.web.call import FormCall, PageCall
from bsc_audit.web.forms import SentForm


async def _admitted(request: Request) -> None:
    await run_in_threadpool(PageCall(request).admit, request.path_params["org"])
    request.scope[MAX_BODY] = max(MOST, request.scope[MAX_BODY])


async def _uploading(request: Request, _: Annotated[None, Depends(_admitted)], form: SentForm) -> FormCall:
    return FormCall(request, form)


def taken_file(call: FormCall, name: str = "file") -> Taken | None:
    """The file of a form, stored by its content; None where none was chosen.

    Raises:
        Invalid: it is of no kind that may be evidence, empty, or of no usable name.
        StorageFull: there is no room.
    """
    sent = call.form.file(name)
    return None if sent is None else take_file(call.wiring.blobs, sent.file, file_name(sent))


InUpload = Annotated[FormCall, Depends(_uploading)]  # POST with files
