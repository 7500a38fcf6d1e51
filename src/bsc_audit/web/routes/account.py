"""One's own account: who one is and where one belongs, and the sessions one has open."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.access import Caller
from bsc_audit.app.service.ports import Installation
from bsc_audit.app.service.second_factor import has_factor
from bsc_audit.app.service.sign_in import end_own_session, live_sessions
from bsc_audit.web.agents import agent_words
from bsc_audit.web.call import InForm, InView

router = APIRouter(prefix="/me")


@router.get("")
def account_page(call: InView) -> Response:
    """Name, e-mail, memberships, sessions."""

    def use(installation: Installation, who: Caller) -> Response:
        person, session = who.signed_in()
        live = live_sessions(installation, person, idle=call.wiring.settings.session_idle)
        about = {
            "sessions": [(one, agent_words(one.agent), one.id == session.id) for one in reversed(live)],
            "has_factor": has_factor(installation, person),
        }
        return call.page("account/account", about)

    return call.read_own(use)


@router.post("/sessions/{session}/end")
def session_end_done(call: InForm, session: str) -> Response:
    """End one of my other sessions."""

    def use(installation: Installation, who: Caller) -> Response:
        end_own_session(installation, who.signed_in()[0], session)
        return call.go("/me", said="session-ended")

    return call.write_own(use)
