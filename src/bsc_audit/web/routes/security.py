"""How one signs in: password, one-time codes with recovery codes, passkeys. Every change takes the password."""

import ipaddress
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.api.own_address import own_address
from bsc_audit.api.routes.sessions import party
from bsc_audit.app.service import second_factor
from bsc_audit.app.service.access import Caller
from bsc_audit.app.service.model.person import Person, Session
from bsc_audit.app.service.passwords import hash_password
from bsc_audit.app.service.people import refuse_weak, store_password
from bsc_audit.app.service.permissions import MFA_ROLES
from bsc_audit.app.service.ports import Installation
from bsc_audit.app.service.refusals import Refusal
from bsc_audit.app.service.second_factor import Enrolment
from bsc_audit.app.service.signed import Signer
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure
from bsc_audit.web.qr import qr

router = APIRouter(prefix="/me/security")


@router.get("")
def security_page(call: InView) -> Response:
    """Password and second factors."""
    return _page(call)


@router.post("/password")
def password_done(call: InForm) -> Response:
    """Choose another password; the other sessions end."""
    person, session = call.come().signed_in()
    password = call.form.secret("password")
    failure = _refused(lambda: second_factor.demand_password(person, call.form.secret("old")), "old")
    failure = failure or _refused(lambda: refuse_weak(password, person))
    if failure is None and password != call.form.secret("again"):
        failure = Failure.say(again="The two are not the same.")
    if failure is not None:
        return _page(call, {"failure": failure})
    hashed = hash_password(password)

    def use(installation: Installation, who: Caller) -> Response:
        store_password(installation, who.signed_in()[0], hashed, but=session.id)
        return call.go("/me/security", said="password-changed")

    return call.write_own(use)


@router.post("/codes")
def codes_done(call: InForm) -> Response:
    """Show a secret for an authenticator, once the password is right."""
    person, _ = call.come().signed_in()
    failure = _password_refused(call, person, "codes_password")
    if failure is not None:
        return _page(call, {"failure": failure})
    return _enrolment(call, second_factor.begin_codes(_signer(call), person, call.wiring.clock.now()))


@router.post("/codes/confirmation")
def codes_confirmation_done(call: InForm) -> Response:
    """The first code; recovery codes are shown this once."""
    token, code = call.form.text("token"), call.form.text("code")

    def use(installation: Installation, who: Caller) -> Response:
        codes = second_factor.confirm_codes(installation, call.wiring, *who.signed_in(), token=token, code=code)
        return call.page("account/recovery", {"codes": codes, "next": own_address(call.form.text("next"))})

    def again(failure: Failure) -> Response:
        person, _ = call.come().signed_in()
        waiting = second_factor.waiting_codes(_signer(call), person, token, call.wiring.clock.now())
        return _page(call, {"failure": failure}) if waiting is None else _enrolment(call, waiting, failure)

    return call.write_own(use, again)


@router.post("/codes/removal")
def codes_removal_done(call: InForm) -> Response:
    """Sign in without one-time codes from now on."""
    return _with_password(call, "codes_password", "codes-removed", second_factor.remove_codes)


@router.post("/passkeys/{passkey}/removal")
def passkey_removal_done(call: InForm, passkey: str) -> Response:
    """Forget a passkey."""

    def remove(installation: Installation, person: Person, session: Session) -> None:
        second_factor.remove_passkey(installation, person, session, passkey)

    return _with_password(call, f"passkey_password.{passkey}", "removed", remove)


def _with_password(
    call: FormCall, field: str, said: str, change: Callable[[Installation, Person, Session], None]
) -> Response:
    failure = _password_refused(call, call.come().signed_in()[0], field)
    if failure is not None:
        return _page(call, {"failure": failure})

    def use(installation: Installation, who: Caller) -> Response:
        change(installation, *who.signed_in())
        return call.go("/me/security", said=said)

    return call.write_own(use)


def _page(call: PageCall, about: Mapping[str, Any] | None = None) -> Response:
    """The page, or it again with what was refused."""
    status = about["failure"].status if about else 200

    def use(installation: Installation, who: Caller) -> Response:
        person, session = who.signed_in()
        demanding = [one for one in call.frame.places if one.membership.role in MFA_ROLES]
        shown = {
            "passkeys": installation.passkeys.all(person_id=person.id),
            "demanding": demanding,
            "strong": session.second_factor_at is not None,
            "named_host": _is_named(party(call.wiring.settings).id),
            "needed": bool(demanding) and session.second_factor_at is None,
            "next": own_address(call.request.query_params.get("next", "")),
            **(about or {}),
        }
        return call.page("account/security", shown, status=status)

    return call.read_own(use)


def _enrolment(call: FormCall, waiting: Enrolment, failure: Failure | None = None) -> Response:
    about = {
        "waiting": waiting,
        "picture": qr(waiting.uri, "QR code for your authenticator app"),
        "failure": failure,
        "next": own_address(call.form.text("next")),
    }
    return call.page("account/codes", about, status=200 if failure is None else failure.status)


def _password_refused(call: FormCall, person: Person, field: str) -> Failure | None:
    return _refused(lambda: second_factor.demand_password(person, call.form.secret("password")), field)


def _refused(demand: Callable[[], None], field: str = "password") -> Failure | None:
    """What a demand refuses, told beside a field; None when it is met."""
    try:
        demand()
    except Refusal as error:
        said = "; ".join(one.detail for one in Failure.of(error).mistakes)
        return Failure.say(**{field: f"{said[:1].upper()}{said[1:]}."})
    return None


def _signer(call: PageCall) -> Signer:
    return Signer(call.wiring.settings.secret)


def _is_named(host: str) -> bool:
    """Whether browsers make passkeys for a host: only for names, never for addresses of the network."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False
