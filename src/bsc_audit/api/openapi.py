"""The API's own description: OpenAPI 3.1, with the problems every operation may answer with and who may call it."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from bsc_audit.api.problem_types import PROBLEM_TYPES
from bsc_audit.api.table import PUBLIC, TAGS, mount
from bsc_audit.app.service.permissions import PERMISSIONS, Role, Scope

VERSION = "3.1.0"
BODY_METHODS = ("post", "put", "patch")
ALWAYS = (400, 422, 429, 500)  # 405 has no operation of its own
IN_ORGANISATION = (401, 403, 404)
PROBLEM_SCHEMA: Mapping[str, Any] = {
    "title": "Problem",
    "description": "What is wrong (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "address of a page about this kind of problem"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "in", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the body, or a parameter's name"},
                    "in": {"enum": ["body", "query", "path", "header", "cookie"]},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "hint": {"type": "string"},
                },
            },
        },
        "current": {"description": "what is stored, where somebody else changed it"},
    },
}


def operation_id(route: APIRoute) -> str:
    """The name of a route's function: the operation's name for good, in the permission table, too."""
    return route.name


@cache
def description() -> dict[str, Any]:
    """The description of all routes; made once, not to be changed."""
    app = FastAPI(generate_unique_id_function=operation_id)
    mount(app)
    document = get_openapi(
        title="bsc_audit",
        version="1",
        openapi_version=VERSION,
        summary="Audits of customer service on the balanced scorecard.",
        description=_ABOUT,
        routes=app.routes,
        tags=[{"name": name, "description": said} for name, said in TAGS.items()],
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for gone in ("HTTPValidationError", "ValidationError"):
        schemas.pop(gone, None)
    schemas["Problem"] = dict(PROBLEM_SCHEMA)
    document["components"]["securitySchemes"] = _SCHEMES
    for method, operation in operations(document):
        _complete(method, operation)
    return document


def text() -> str:
    """The description as it is committed."""
    return json.dumps(description(), indent=1, ensure_ascii=False) + "\n"


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Method and operation of every route."""
    for path in document["paths"].values():
        yield from path.items()


def _complete(method: str, operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    responses = operation["responses"]
    said = {int(status) for status, one in responses.items() if status >= "400" and "content" not in one}
    statuses = {*ALWAYS, *said}
    if method in BODY_METHODS and "requestBody" in operation:
        statuses |= {413, 415}
    if name not in PUBLIC:
        statuses |= {401, 403}
        operation["security"] = [{"api_key": []}, {"session": []}]
    if name in PERMISSIONS:
        statuses |= {*IN_ORGANISATION}
        operation["description"] = f"{operation.get('description', '')}\n\n{_who_may(name)}".strip()
    if any(one["in"] == "path" for one in operation.get("parameters", ())):
        statuses.add(404)
    _add_conditions(operation, method, statuses)
    for status in sorted(statuses):
        responses[str(status)] = _problem_response(status)
    operation["responses"] = dict(sorted(responses.items()))


def _add_conditions(operation: dict[str, Any], method: str, statuses: set[int]) -> None:
    named = {one["name"].lower() for one in operation.get("parameters", ())}
    if "if-none-match" in named:
        operation["responses"]["304"] = {"description": "The client has it already."}
    if "if-match" in named:
        statuses |= {409, 412, 428}
    if "idempotency-key" in named:
        statuses.add(409)
    if operation["operationId"] not in PUBLIC and method != "get":
        statuses.add(507)


def _who_may(name: str) -> str:
    permission = PERMISSIONS[name]
    roles = ", ".join(role for role in Role if role in permission.roles)
    scopes = ", ".join(f"`{scope}`" for scope in Scope if scope in permission.scopes)
    return f"For the roles {roles}. " + (f"API keys need one of {scopes}." if scopes else "Not for API keys.")


@cache
def _titles(status: int) -> str:
    return "; ".join(row.title for row in PROBLEM_TYPES.values() if row.status == status)


def _problem_response(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": f"{_titles(status)}.", "content": {"application/problem+json": {"schema": schema}}}


_SCHEMES = {
    "api_key": {"type": "http", "scheme": "bearer", "description": "An organisation's key: bsca_…"},
    "session": {"type": "apiKey", "in": "cookie", "name": "__Host-bsc", "description": "A person who signed in."},
}
_ABOUT = """Organisations audit themselves, consultancies audit their clients; both keep what was shown and why.

Times are RFC 3339 in UTC, ids mean nothing, unknown fields are refused in requests and to be ignored in responses.
Every problem is `application/problem+json`; its `type` leads to a page that says how to mend it. `POST` takes an
`Idempotency-Key`; `PUT`, `PATCH` and `DELETE` need `If-Match` with the `ETag` last seen. Lists have `next`, a cursor."""
