"""Requests on their way: signed with the key, addressed by operation, repeated where that is harmless."""

import re
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel

from bsc_audit.api.cursors import PageOf
from bsc_audit.client.operations import OPERATIONS
from bsc_audit.client.refused import Unanswered, refused

T = TypeVar("T", bound=BaseModel)
Query = Mapping[str, Any]

TRIES = 5
LONG_AGO = 20  # tries, after which nobody waits longer still
MOST_WAIT = 30.0  # seconds between two of them
NOT_DONE = frozenset({429, 503})  # the service says that nothing was stored
_PART = re.compile(r"\{(\w+)\}")


class Wire:
    """One service, as one key sees it. `names` are what stands in the address, in every request of it."""

    def __init__(
        self,
        http: httpx.Client,
        key: str,
        *,
        names: Mapping[str, str],
        tries: int = TRIES,
        most_wait: float = MOST_WAIT,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http, self._key, self._names, self._tries, self._most_wait, self._wait = (
            http,
            key,
            names,
            tries,
            most_wait,
            wait,
        )

    def about(self, **names: str) -> "Wire":
        """The same wire, for requests about something."""
        return Wire(
            self._http,
            self._key,
            names={**self._names, **names},
            tries=self._tries,
            most_wait=self._most_wait,
            wait=self._wait,
        )

    def one(
        self,
        operation: str,
        shape: type[T],
        body: BaseModel | None = None,
        *,
        replaces: int | None = None,
        query: Query | None = None,
        **names: str,
    ) -> T:
        """Ask for an operation and read its answer.

        Args:
            operation: its id.
            shape: of the answer; fields that are newer than the client are passed over.
            body: what is sent.
            replaces: version of what is changed; None: nothing is, or the operation changes nothing stored.
            query: parameters; those that are None are left out.
            names: more of the address.

        Raises:
            Refused: the service says no.
            Unanswered: no answer came.
        """
        return shape.model_validate_json(self.send(operation, body, replaces, query, names).content)

    def each(self, operation: str, shape: type[T], query: Query | None = None, **names: str) -> Iterator[T]:
        """Everything a list holds, page after page, in the order it was last changed in."""
        page = PageOf[shape]  # type: ignore[valid-type] # the shape is a value here
        about = self.about(**names)
        cursor: str | None = None
        while True:
            asked = {"limit": 100, **(query or {}), "cursor": cursor}
            found = about.one(operation, page, query=asked)
            yield from found.items
            cursor = found.next
            if cursor is None:
                return

    def send(
        self,
        operation: str,
        body: BaseModel | None = None,
        replaces: int | None = None,
        query: Query | None = None,
        names: Mapping[str, str] | None = None,
        form: Mapping[str, Any] | None = None,
    ) -> httpx.Response:
        """The same, with the answer as it came; `form` is sent as a form with files, as httpx takes them."""
        method, path = OPERATIONS[operation].split(" ")
        known = {**self._names, **(names or {})}
        request = self._http.build_request(
            method,
            "/v1" + _PART.sub(lambda part: quote(known[part[1]], safe=""), path),
            params={name: value for name, value in (query or {}).items() if value is not None},
            content=_written(body),
            files=form,
            headers=self._headers(method, body, replaces),
        )
        request.read()  # a form is put together once, so that it can be sent again
        return self._answer(request, repeatable=method == "GET" or "idempotency-key" in request.headers)

    def _headers(self, method: str, body: BaseModel | None, replaces: int | None) -> dict[str, str]:
        found = {"Authorization": f"Bearer {self._key}"}
        if body is not None:
            found["Content-Type"] = "application/json"
        if method in REPEATED_BY_KEY:
            found["Idempotency-Key"] = str(uuid.uuid4())
        if replaces is not None:
            found["If-Match"] = f'"{replaces}"'
        return found

    def _answer(self, request: httpx.Request, *, repeatable: bool) -> httpx.Response:
        for tried in range(1, self._tries + 1):
            last = tried == self._tries
            try:
                response = self._http.send(request)
            except httpx.TransportError as error:
                # What never reached the service was not done; what did may have been.
                if last or not (repeatable or isinstance(error, httpx.ConnectError)):
                    raise Unanswered(f"{request.method} {request.url}: {error or type(error).__name__}") from error
                self._wait(self._pause(tried, None))
                continue
            if response.is_success:
                return response
            if last or response.status_code not in NOT_DONE:
                raise refused(response)
            self._wait(self._pause(tried, response.headers.get("retry-after")))
        raise AssertionError("the last try returns or raises")

    def _pause(self, tried: int, asked: str | None) -> float:
        """Seconds before the next try: as the service asks, else twice as long each time."""
        wanted = float(asked) if asked and asked.isdigit() else 0.1 * 2.0 ** min(tried, LONG_AGO)
        return min(wanted, self._most_wait)


def _written(body: BaseModel | None) -> bytes | None:
    """What was given, and nothing of what was left out."""
    return None if body is None else body.model_dump_json(exclude_unset=True).encode()


REPEATED_BY_KEY = frozenset({"POST", "PATCH"})  # done once for one Idempotency-Key
