"""What a client is told when something was not done: the service's problems as exceptions, one hierarchy."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import httpx


class ClientError(Exception):
    """Whatever goes wrong between a client and the service."""


class Unanswered(ClientError):  # noqa: N818 - named for what happened, like the refusals
    """No answer came, and whether it was done is not known: look before you do it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing that is wrong with what was sent."""

    pointer: str  # JSON pointer into the body, or the parameter's name
    code: str
    detail: str
    hint: str = ""  # how to mend it; "" where the detail says all

    def __str__(self) -> str:
        said = f"{self.pointer or 'the body'}: {self.detail}"
        return f"{said} ({self.hint})" if self.hint else said


class Refused(ClientError):  # noqa: N818 - the same
    """The service answered that it does not do this, and why."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.kind = str(problem.get("type", "")).rpartition("/")[2]  # its page is /problems/<kind>
        self.title = str(problem.get("title", ""))
        self.detail = str(problem.get("detail", ""))
        self.mistakes = tuple(_mistake(one) for one in problem.get("errors", ()))
        self.request_id = str(problem.get("request_id", ""))  # for the operator
        self.problem = problem
        lines = [f"{status} {self.title}: {self.detail}", *map(str, self.mistakes)]
        super().__init__("\n  ".join(lines))


class NotSignedIn(Refused):
    """The key is unknown, revoked or has expired."""


class Forbidden(Refused):
    """The key has not the scope for this."""


class NotFound(Refused):
    """There is no such thing, or it is another organisation's."""


class Conflicting(Refused):
    """It contradicts what is stored, or is not done in this state."""


class Outdated(Refused):
    """Somebody else changed it; `current` is what is stored."""

    @property
    def current(self) -> Any:
        """What is stored, as data; None where the service does not show it."""
        return self.problem.get("current")


class Invalid(Refused):
    """Some of what was sent cannot be accepted; `mistakes` says what."""


class Unavailable(Refused):
    """Not now: too many requests, no room, or a part of the service is missing. Nothing was stored."""


def refused(response: httpx.Response) -> Refused:
    """The exception of an answer that says no."""
    try:
        problem = json.loads(response.content)
    except ValueError:
        problem = None
    if not isinstance(problem, Mapping):  # something between the client and the service answered
        problem = {"title": response.reason_phrase, "detail": response.text[:200]}
    kind = BY_STATUS.get(response.status_code, Refused)
    return kind(response.status_code, problem)


def _mistake(error: Mapping[str, Any]) -> Mistake:
    return Mistake(**{name: str(error.get(name, "")) for name in ("pointer", "code", "detail", "hint")})


BY_STATUS: Mapping[int, type[Refused]] = MappingProxyType(
    {
        400: Invalid,
        401: NotSignedIn,
        403: Forbidden,
        404: NotFound,
        409: Conflicting,
        412: Outdated,
        413: Invalid,
        415: Invalid,
        422: Invalid,
        428: Outdated,
        429: Unavailable,
        503: Unavailable,
        507: Unavailable,
    }
)
