"""One request on its way to a use case: who sends it, under which conditions, in which transaction it is answered."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel
from starlette.responses import Response

from bsc_audit.api.answers import Reply
from bsc_audit.api.conditional import IfMatch, IfNoneMatch, expected_version, is_known
from bsc_audit.api.credentials import shown_in
from bsc_audit.api.cursors import Cursors
from bsc_audit.api.idempotency import Asked, IdempotencyKey, answered_before, body_digest, remember
from bsc_audit.api.requests import request_id
from bsc_audit.app.service.access import Caller, Door, Shown, enter
from bsc_audit.app.service.compiled import CompiledRulesets
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.ports import Expiring, Installation, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import StaleVersion
from bsc_audit.app.service.score import Scores
from bsc_audit.app.service.wiring import Wiring

OrgUse = Callable[[Work, Principal], Reply]
OwnUse = Callable[[Installation, Caller], Reply]
BesideUse = Callable[[Installation, Principal], Reply]


class Call:
    """A request of somebody who showed a key or a session. What it asks for is the operation it was sent to."""

    def __init__(self, request: Request, shown: Shown, *, body: bytes = b"", key: str | None = None) -> None:
        self.wiring: Wiring = request.app.state.wiring
        self.cursors: Cursors = request.app.state.cursors
        self.scores: Scores = request.app.state.scores
        self.compiled: CompiledRulesets = request.app.state.compiled
        self.action: str = request.scope["route"].name
        self.request_id = request_id(request.scope)
        self._request, self._shown, self._body, self._key = request, shown, body, key
        self.if_match: str | None = None
        self.if_none_match: str | None = None

    def read(self, org_id: str, use: OrgUse) -> Response:
        """Answer from what an organisation has stored; 304 when the client has it already."""
        with self._door().read(org_id, partial(self._admit, org_id)) as (who, work):
            return self._unless_known(use(work, who))

    def write(self, org_id: str, use: OrgUse) -> Response:
        """Do something in an organisation, in one transaction; a repetition with the same Idempotency-Key is not done."""
        who = self.principal(org_id)
        with self.wiring.work.write(org_id) as work:
            return self._once(work.idempotency, who.actor, lambda: use(work, who)).response()

    def read_beside(self, org_id: str, use: BesideUse) -> Response:
        """Answer about an organisation from what belongs to none, such as its people's names."""
        return self._door().ask(
            lambda installation, found: self._unless_known(use(installation, self._admit(org_id, installation, found)))
        )

    def read_own(self, use: OwnUse) -> Response:
        """Answer from what belongs to the caller."""
        return self._door().ask(lambda installation, found: self._unless_known(use(installation, found)))

    def write_own(self, use: OwnUse) -> Response:
        """Do something that belongs to the caller or to no organisation."""
        who = self.caller()
        with self.wiring.work.installation(write=True) as installation:
            return self._once(installation.idempotency, who.actor, lambda: use(installation, who)).response()

    def caller(self) -> Caller:
        """Who sends the request.

        Raises:
            NotSignedIn: nobody known.
        """
        return self._door().caller()

    def principal(self, org_id: str) -> Principal:
        """Who sends it, as somebody of the organisation who may do this in some state at least.

        Raises:
            NotSignedIn, NotFound, Forbidden, SecondFactorNeeded: as `access` and `principal` say.
        """
        return self._door().ask(partial(self._admit, org_id))

    def shown(self) -> Shown:
        """What the request shows of who sends it."""
        return self._shown

    def expected(self, stored: Stored, current: Callable[[], BaseModel]) -> int:
        """The version the client means to change.

        Raises:
            VersionNeeded, StaleVersion: as `conditional.expected_version`.
        """
        return expected_version(self.if_match, stored.version, current)

    def perhaps_expected(self, stored: Stored | None, current: Callable[[], BaseModel]) -> int | None:
        """The same where nothing may be stored yet, or the same again may be sent: None without If-Match.

        Raises:
            StaleVersion: a version is named, and another or none is stored.
        """
        if self.if_match is None:
            return None
        if stored is None:
            raise StaleVersion("nothing is stored, yet the change is of something")
        return self.expected(stored, current)

    def _door(self) -> Door:
        wiring = self.wiring
        return Door(work=wiring.work, shown=self._shown, now=wiring.clock.now(), idle=wiring.settings.session_idle)

    def _admit(self, org_id: str, installation: Installation, found: Caller) -> Principal:
        who = enter(installation, found, org_id, request_id=self.request_id)
        who.demand(self.action)
        return who

    def _unless_known(self, reply: Reply) -> Response:
        tag = reply.headers.get("etag")
        if tag is not None and is_known(self.if_none_match, tag):
            return Response(status_code=304, headers={"etag": tag})
        return reply.response()

    def _once(self, records: Expiring, actor: str, effect: Callable[[], Reply]) -> Reply:  # type: ignore[type-arg]
        if self._key is None:
            return effect()
        now = self.wiring.clock.now()
        asked = Asked(
            principal=actor,
            key=self._key,
            method=self._request.method,
            path=self._request.url.path,
            body_sha256=body_digest(self._body),
        )
        before = answered_before(records, asked, now)
        if before is not None:
            return before
        reply = effect()
        remember(records, asked, reply, record_id=self.wiring.ids.new(), now=now)
        return reply


async def _reading(request: Request, if_none_match: IfNoneMatch = None) -> Call:
    call = Call(request, shown_in(request))
    call.if_none_match = if_none_match
    return call


async def _posting(request: Request, idempotency_key: IdempotencyKey = None) -> Call:
    body = await request.body()
    return Call(request, shown_in(request), body=body, key=idempotency_key)


async def _changing(request: Request, if_match: IfMatch = None) -> Call:
    call = Call(request, shown_in(request))
    call.if_match = if_match
    return call


InGet = Annotated[Call, Depends(_reading)]  # GET
InPost = Annotated[Call, Depends(_posting)]  # POST
InChange = Annotated[Call, Depends(_changing)]  # PUT, PATCH, DELETE
