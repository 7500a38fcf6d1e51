"""Every kind of problem the API answers with: its status, what it means, how to mend it. Served at /problems/<kind>."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemType:
    """One kind of problem (RFC 9457)."""

    kind: str  # last part of its address
    status: int
    title: str  # the same for every occurrence
    mend: str  # what a client does about it

    @property
    def uri(self) -> str:
        """Its address below the service's own."""
        return f"/problems/{self.kind}"


def _table(*rows: ProblemType) -> Mapping[str, ProblemType]:
    return MappingProxyType({row.kind: row for row in rows})


def _row(kind: str, status: int, title: str, mend: str) -> ProblemType:
    return ProblemType(kind=kind, status=status, title=title, mend=mend)


PROBLEM_TYPES = _table(
    _row("body-unreadable", 400, "The body cannot be read", "Send well-formed JSON, or the form the route asks for."),
    _row("bad-request", 400, "The request cannot be read", "See the detail; mend the request line or its headers."),
    _row("not-signed-in", 401, "Nobody known is asking", "Send an API key as 'Authorization: Bearer …', or sign in."),
    _row("forbidden", 403, "Not allowed to do this", "Ask an administrator for the role or scope the detail names."),
    _row(
        "second-factor-needed",
        403,
        "This role signs in with a second factor",
        "Register one-time codes or a passkey under /v1/me, then sign in with it.",
    ),
    _row(
        "cross-site",
        403,
        "A page of another site sent this",
        "Send it from this service's own pages, or use an API key from a program.",
    ),
    _row(
        "four-eyes",
        403,
        "Who decides must not have taken part",
        "Let somebody decide who neither answered, visited nor led.",
    ),
    _row("not-found", 404, "There is no such thing", "Check the address; things of other organisations are not shown."),
    _row("method-not-allowed", 405, "The address does not know this method", "Use a method of the Allow header."),
    _row("not-acceptable", 406, "No such representation", "Accept application/json."),
    _row(
        "conflict", 409, "It contradicts what is stored", "See the detail; change the value, or the stored thing first."
    ),
    _row("state-forbids", 409, "Not in this state", "See in which states it may be done; take the steps before."),
    _row(
        "scores-withheld",
        409,
        "Scores and findings are not shown yet",
        "See what is covered and what is missing (GET …/coverage); scores follow once the assessment is validated.",
    ),
    _row(
        "idempotency-key-reused",
        409,
        "The Idempotency-Key belongs to another request",
        "Make a new key for every new request; repeat a request with its own key and the same body.",
    ),
    _row(
        "answer-not-repeatable",
        409,
        "It was done, and its answer held a secret that is shown once",
        "Do not repeat it; revoke what was made and make a new one if the answer was lost.",
    ),
    _row(
        "version-conflict",
        412,
        "Somebody else changed it",
        "Look at 'current', decide which to keep, and send it again with the new ETag in If-Match.",
    ),
    _row("body-too-large", 413, "The body is too large", "Send less at once; the detail names the limit."),
    _row("media-type", 415, "The body is of another kind", "Send the Content-Type the route names."),
    _row("invalid", 422, "Some of it cannot be accepted", "Each of 'errors' says where, what and how."),
    _row("ruleset-problems", 422, "The ruleset has problems", "Each of 'errors' says where, what and how to mend it."),
    _row(
        "evidence-problems", 422, "The evidence has problems", "Each of 'errors' says where, what and how to mend it."
    ),
    _row("report-not-made", 422, "The report could not be made", "Each of 'errors' of the job says what to mend."),
    _row("version-needed", 428, "If-Match is missing", "Read the thing, and send its ETag in If-Match."),
    _row("too-many-requests", 429, "Too many requests", "Wait as long as Retry-After says."),
    _row("headers-too-large", 431, "The headers are too large", "Send fewer or shorter headers."),
    _row("internal", 500, "The service failed", "Try again; if it stays, tell the operator the request_id."),
    _row(
        "worker-lost",
        500,
        "The worker stopped before the job was done, on its last attempt",
        "Try the job again; if it stays, tell the operator the job's id.",
    ),
    _row("not-implemented", 501, "The service cannot do this", "See the detail."),
    _row("unavailable", 503, "Not available now", "Try again later; /readyz says what is missing."),
    _row(
        "pdf-renderer-missing",
        503,
        "The machine that makes PDFs lacks a library",
        "Tell the operator, for whom `bsc-audit doctor` says what to install; other formats are made.",
    ),
    _row(
        "storage-full", 507, "There is no room to store it", "Nothing was written. Tell the operator; reading goes on."
    ),
)

# What a bare status of the framework means; every other is `bad-request` below 500, `internal` above.
OF_STATUS: Mapping[int, str] = MappingProxyType(
    {
        400: "body-unreadable",
        401: "not-signed-in",
        403: "forbidden",
        404: "not-found",
        405: "method-not-allowed",
        406: "not-acceptable",
        409: "conflict",
        412: "version-conflict",
        413: "body-too-large",
        415: "media-type",
        422: "invalid",
        428: "version-needed",
        429: "too-many-requests",
        431: "headers-too-large",
        501: "not-implemented",
        503: "unavailable",
        507: "storage-full",
    }
)
