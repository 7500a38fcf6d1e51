"""One request for a page on its way to a use case: who asks, in which organisation, and the page that answers."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from bsc_audit.api.credentials import shown_in
from bsc_audit.api.limits import MAX_BODY
from bsc_audit.api.requests import request_id
from bsc_audit.api.uploads import MOST
from bsc_audit.app.service.access import Caller, Door, enter
from bsc_audit.app.service.compiled import CompiledRulesets
from bsc_audit.app.service.ports import Installation, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound, NotSignedIn, Refusal, SecondFactorNeeded, TooMany
from bsc_audit.app.service.score import Scores
from bsc_audit.app.service.wiring import Wiring
from bsc_audit.core.problems import AuditError
from bsc_audit.web.forms import Failure, Form, SentForm
from bsc_audit.web.frame import NOBODY, Frame, places
from bsc_audit.web.names import names, names_of
from bsc_audit.web.pages import page
from bsc_audit.web.result import Shelf

OrgUse = Callable[[Work, Principal], Response]
OwnUse = Callable[[Installation, Caller], Response]
Again = Callable[[Failure], Response]
NOT_MENDABLE = (
    NotFound,
    NotSignedIn,
    SecondFactorNeeded,
    TooMany,
)  # have pages of their own; others are told in the form


class PageCall:
    """A request of somebody who signed in; what they may is said by the action a route names."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.wiring: Wiring = request.app.state.wiring
        self.scores: Scores = request.app.state.scores
        self.compiled: CompiledRulesets = request.app.state.compiled
        self.shelf: Shelf = request.app.state.shelf
        self.frame: Frame = NOBODY

    def read(self, org_id: str, action: str, use: OrgUse) -> Response:
        """A page about what an organisation has stored."""
        with self._door().read(org_id, partial(self._admit, org_id, action)) as (who, work):
            return use(work, who)

    def write(self, org_id: str, action: str, use: OrgUse, again: Again | None = None) -> Response:
        """Do something in an organisation, in one transaction, then lead on.

        Args:
            org_id: the organisation.
            action: as `permissions` names it.
            use: does it; most end with `go`.
            again: the page with the form as it was filled in, where the use case refuses; it opens its own transaction.
        """
        who = self.enter(org_id, action)
        try:
            with self.wiring.work.write(org_id) as work:
                return use(work, who)
        except (Refusal, AuditError) as error:
            if again is None or isinstance(error, NOT_MENDABLE):
                raise
            return again(Failure.of(error))

    def read_own(self, use: OwnUse) -> Response:
        """A page about what belongs to the person."""

        def come(installation: Installation, found: Caller) -> Response:
            self._frame(installation, found)
            return use(installation, found)

        return self._door().ask(come)

    def write_own(self, use: OwnUse, again: Again | None = None) -> Response:
        """Do something that belongs to the person or to no organisation."""
        who = self.come()
        try:
            with self.wiring.work.installation(write=True) as installation:
                return use(installation, who)
        except (Refusal, AuditError) as error:
            if again is None or isinstance(error, NOT_MENDABLE):
                raise
            return again(Failure.of(error))

    def come(self) -> Caller:
        """Who sends the request, with the frame of their pages.

        Raises:
            NotSignedIn: nobody known, or an API key.
        """

        def come(installation: Installation, found: Caller) -> Caller:
            self._frame(installation, found)
            return found

        return self._door().ask(come)

    def admit(self, org_id: str) -> None:
        """Refuse who has nothing to do with the organisation; what they may there is asked later.

        Raises:
            NotSignedIn, NotFound: as `enter`.
        """
        self._door().ask(lambda installation, found: enter(installation, found, org_id))

    def enter(self, org_id: str, action: str) -> Principal:
        """Who sends it, as somebody of the organisation who may do this in some state at least.

        Raises:
            NotSignedIn, NotFound, Forbidden, SecondFactorNeeded: as `access` and `principal` say.
        """
        return self._door().ask(partial(self._admit, org_id, action))

    def names(self, org_id: str, others: Iterable[str | None] = ()) -> Mapping[str, str]:
        """Names of everybody who acts in an organisation, by actor; `others` as in `names`."""
        with self.wiring.work.installation() as installation:
            return names(installation, org_id, others)

    def names_of(self, actors: Iterable[str | None]) -> Mapping[str, str]:
        """Names of some actors only, for pages that are asked for often."""
        with self.wiring.work.installation() as installation:
            return names_of(installation, actors)

    def page(self, template: str, about: Mapping[str, Any] | None = None, *, status: int = 200) -> Response:
        """A page in the frame of who asks."""
        return page(self.request, template, about or {}, frame=self.frame, status=status)

    def go(self, address: str, said: str = "", **query: str) -> Response:
        """Lead on to another page, which says what was done (POST, redirect, GET).

        Args:
            address: path of ours.
            said: a word of `said.SENTENCES`.
            query: further parameters of the address.
        """
        asked = urlencode({**query, **({"said": said} if said else {})})
        path, mark, place = address.partition("#")
        return RedirectResponse(path + (f"?{asked}" if asked else "") + mark + place, 303)

    def _door(self) -> Door:
        wiring = self.wiring
        now, idle = wiring.clock.now(), wiring.settings.session_idle
        return Door(work=wiring.work, shown=shown_in(self.request), now=now, idle=idle)

    def _admit(self, org_id: str, action: str, installation: Installation, found: Caller) -> Principal:
        found.signed_in()
        who = enter(installation, found, org_id, request_id=request_id(self.request.scope))
        self._frame(installation, found, who)
        who.demand(action)
        return who

    def _frame(self, installation: Installation, found: Caller, who: Principal | None = None) -> None:
        """Put the pages of this request into the frame of who asks."""
        person, _ = found.signed_in()
        mine = places(installation, found)
        here = next((one.organisation for one in mine if who and one.organisation.id == who.org_id), None)
        self.frame = Frame(person=person, places=mine, organisation=here, principal=who)


class FormCall(PageCall):
    """The same with a form that was sent."""

    def __init__(self, request: Request, form: Form) -> None:
        super().__init__(request)
        self.form = form


async def _viewing(request: Request) -> PageCall:
    return PageCall(request)


async def _shown(request: Request) -> None:
    shown_in(request)  # who shows nothing at all has nothing read


async def _sending(request: Request, _: Annotated[None, Depends(_shown)], form: SentForm) -> FormCall:
    return FormCall(request, form)


async def _entered(request: Request) -> None:
    """Who sends files may store answers here, which is known before anything of them is read."""
    await run_in_threadpool(PageCall(request).enter, request.path_params["org"], "put_answer")
    request.scope[MAX_BODY] = max(MOST, request.scope[MAX_BODY])


async def _uploading(request: Request, _: Annotated[None, Depends(_entered)], form: SentForm) -> FormCall:
    return FormCall(request, form)


InView = Annotated[PageCall, Depends(_viewing)]  # GET
InForm = Annotated[FormCall, Depends(_sending)]  # POST
InUploadForm = Annotated[FormCall, Depends(_uploading)]  # POST with files
