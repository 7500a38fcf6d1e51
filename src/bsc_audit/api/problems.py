"""Everything that goes wrong, as problem+json (RFC 9457): kind, status, what, where, and the request it happened in."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bsc_audit.api.problem_types import OF_STATUS, PROBLEM_TYPES
from bsc_audit.api.requests import request_id
from bsc_audit.app.service.refusals import Flaw, Invalid, Refusal, StaleVersion, StateForbids, TooMany
from bsc_audit.core.problems import AuditError, EvidenceError, Problem

MEDIA_TYPE = "application/problem+json"
JSON_ENDS = ("/json", "+json")


def problem(
    request: Request,
    kind: str,
    detail: str,
    *,
    flaws: Iterable[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """The response of one problem.

    Args:
        request: it happened in.
        kind: a row of PROBLEM_TYPES.
        detail: what is wrong this time, for the person behind the client.
        flaws: the single mistakes, as data.
        headers: besides the content type.
        more: members of this kind of problem, such as `current`.
    """
    row = PROBLEM_TYPES[kind]
    content: dict[str, Any] = {"type": row.uri, "title": row.title, "status": row.status, "detail": detail}
    errors = list(flaws)
    if errors:
        content["errors"] = errors
    content |= {name: value for name, value in more.items() if value is not None}
    content["request_id"] = request_id(request.scope)
    body = json.dumps(content, ensure_ascii=True, allow_nan=False).encode()
    return Response(body, row.status, headers=headers, media_type=MEDIA_TYPE)


def of_refusal(request: Request, error: Exception) -> Response:
    """What the service refused."""
    if not isinstance(error, Refusal):
        raise TypeError(f"no refusal: {error!r}")
    headers: dict[str, str] = {}
    more: dict[str, Any] = {}
    flaws: list[Mapping[str, Any]] = []
    match error:
        case TooMany(retry_after=seconds):
            headers["Retry-After"] = str(seconds)
        case StaleVersion(version=version, current=current):
            headers["ETag"] = f'"{version}"'
            more["current"] = current
        case StateForbids(state=state):
            more["state"] = state
        case Invalid(flaws=found):
            flaws = [flaw_data(flaw) for flaw in found]
    if PROBLEM_TYPES[error.kind].status == 503:
        headers["Retry-After"] = "5"
    if PROBLEM_TYPES[error.kind].status == 401:
        headers["WWW-Authenticate"] = CHALLENGE
    return problem(request, error.kind, error.detail, flaws=flaws, headers=headers, **more)


def of_audit_error(request: Request, error: Exception) -> Response:
    """What the engine found to be mended in a ruleset or in evidence."""
    if not isinstance(error, AuditError):
        raise TypeError(f"no audit error: {error!r}")
    kind = "evidence-problems" if isinstance(error, EvidenceError) else "ruleset-problems"
    count = len(error.problems)
    detail = f"{count} problem{'s' if count != 1 else ''}; nothing was stored"
    return problem(request, kind, detail, flaws=[core_data(one) for one in error.problems])


def of_validation(request: Request, error: Exception) -> Response:
    """What does not fit the description of the request. Values are not repeated: they may be secret."""
    if not isinstance(error, RequestValidationError):
        raise TypeError(f"no validation error: {error!r}")
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        at = found[0]["loc"][-1]
        return problem(request, "body-unreadable", f"no JSON: {found[0]['ctx']['error']} at character {at}")
    if any(tuple(one["loc"]) == ("body",) for one in found) and not _says_json(request):
        return problem(
            request, "media-type", "the body must be application/json", headers={"Accept": "application/json"}
        )
    flaws = [flaw_data(_flaw(one)) for one in found]
    count = len(flaws)
    return problem(request, "invalid", f"{count} mistake{'s' if count != 1 else ''}", flaws=flaws)


def of_http(request: Request, error: Exception) -> Response:
    """What the framework refused."""
    if not isinstance(error, HTTPException):
        raise TypeError(f"no HTTP exception: {error!r}")
    kind = OF_STATUS.get(error.status_code, "bad-request" if error.status_code < 500 else "internal")
    headers = dict(error.headers or {})
    if error.status_code == 405:
        allowed = request.app.state.methods.allowed(request.scope["path"])
        return problem(request, kind, f"allowed here: {allowed}", headers={"Allow": allowed})
    return problem(request, kind, str(error.detail), headers=headers)


def flaw_data(flaw: Flaw) -> Mapping[str, Any]:
    """A flaw as data."""
    return {"pointer": flaw.pointer, "in": flaw.where, "code": flaw.code, "detail": flaw.detail}


def core_data(found: Problem) -> Mapping[str, Any]:
    """A problem of the engine as data; its field is a JSON pointer already where the edge knew one."""
    pointer = found.field if found.field.startswith("/") else ""
    data: dict[str, Any] = {"pointer": pointer, "in": "body", "code": found.code, "detail": found.message}
    if found.hint:
        data["hint"] = found.hint
    return {**data, "file": found.where.file, "line": found.where.line, "column": found.where.column}


def pointer(parts: Iterable[str | int]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def _flaw(found: Mapping[str, Any]) -> Flaw:
    """One error of the validation; a body is pointed into, a parameter is named."""
    where, *path = found["loc"]
    code = str(found["type"]).replace("_", "-")
    place = pointer(path) if where == "body" else "/".join(map(str, path))
    return Flaw(pointer=place, code=code, detail=str(found["msg"]), where=str(where))


def _says_json(request: Request) -> bool:
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return said.endswith(JSON_ENDS)


CHALLENGE = 'Bearer realm="bsc_audit"'
HANDLERS = {
    Refusal: of_refusal,
    AuditError: of_audit_error,
    RequestValidationError: of_validation,
    HTTPException: of_http,
}
