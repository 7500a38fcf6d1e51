"""Forms with files: who sends one is known before it is read, and what is large goes to the disk, not into memory."""

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated, Any, BinaryIO, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from bsc_audit.api.call import Call
from bsc_audit.api.credentials import shown_in
from bsc_audit.api.idempotency import IdempotencyKey
from bsc_audit.api.limits import MAX_BODY
from bsc_audit.app.service.refusals import invalid

MOST = 50_000_000  # bytes of a form with its files
LONGEST_NAME = 120  # characters of a file's name
_CHUNK = 1 << 20

Form = TypeVar("Form", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A form that was sent, and the call it is part of."""

    call: Call
    fields: Mapping[str, str]  # what was left blank is not here
    files: Mapping[str, UploadFile]

    def form(self, kind: type[Form]) -> Form:
        """The fields as a schema says they are.

        Raises:
            RequestValidationError: they are not.
        """
        try:
            return kind.model_validate(dict(self.fields))
        except ValidationError as error:
            found = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
            raise RequestValidationError(found) from error

    def file(self, name: str) -> UploadFile:
        """A file the form must have.

        Raises:
            Invalid: it has none.
        """
        found = self.files.get(name)
        if found is None:
            raise invalid(f"/{name}", "missing", "the form has no such file")
        return found


def file_name(file: UploadFile) -> str:
    """What its owner calls a file: the last part, without what no folder takes.

    Raises:
        Invalid: nothing is left of it, or it is too long.
    """
    last = PurePosixPath((file.filename or "").replace("\\", "/")).name
    name = "".join(one for one in last if one.isprintable() and one not in '<>:"|?*').strip(" .")
    if not name or len(name) > LONGEST_NAME:
        raise invalid("/file", "file-name", f"a file has a name of at most {LONGEST_NAME} letters")
    return name


def described(kind: type[BaseModel], *files: str, needed: tuple[str, ...] = ()) -> dict[str, Any]:
    """How a route describes the form it takes; each of its files is a field of its own."""
    schema = kind.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    binary = {"type": "string", "contentMediaType": "application/octet-stream"}
    schema["properties"] |= dict.fromkeys(files, binary)
    schema["required"] = [*schema.get("required", ()), *needed]
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


async def _uploading(request: Request, idempotency_key: IdempotencyKey = None) -> AsyncIterator[Upload]:
    shown = shown_in(request)
    await run_in_threadpool(Call(request, shown).principal, request.path_params["org"])
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise HTTPException(415, "the body must be multipart/form-data", headers={"Accept": "multipart/form-data"})
    request.scope[MAX_BODY] = max(MOST, request.scope[MAX_BODY])
    async with request.form(max_files=2, max_fields=32, max_part_size=64 * 1024) as form:
        fields, files = _parts(form)
        body = await run_in_threadpool(_digest, fields, files)
        call = Call(request, shown, body=body, key=idempotency_key)
        yield Upload(call=call, fields=fields, files=files)


def _parts(form: FormData) -> tuple[dict[str, str], dict[str, UploadFile]]:
    fields: dict[str, str] = {}
    files: dict[str, UploadFile] = {}
    for name, value in form.multi_items():
        if name in fields or name in files:
            raise invalid(f"/{name}", "given-twice", "the form has it twice")
        if isinstance(value, UploadFile):
            files[name] = value
        elif value:
            fields[name] = value
    return fields, files


def _digest(fields: Mapping[str, str], files: Mapping[str, UploadFile]) -> bytes:
    """What tells this form from another, however its parts are divided."""
    told = hashlib.sha256()
    for name in sorted(fields):
        told.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(fields[name].encode()).digest())
    for name in sorted(files):
        told.update(hashlib.sha256(f"{name} {files[name].filename}".encode()).digest())
        told.update(_file_digest(files[name].file))
    return told.digest()


def _file_digest(file: BinaryIO) -> bytes:
    told = hashlib.sha256()
    file.seek(0)
    for chunk in iter(lambda: file.read(_CHUNK), b""):
        told.update(chunk)
    file.seek(0)
    return told.digest()


InUpload = Annotated[Upload, Depends(_uploading)]  # POST with files
