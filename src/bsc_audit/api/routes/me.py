"""What is one's own: who one is, sessions, password, one-time codes, passkeys."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.api.answers import Reply, done, shown
from bsc_audit.api.call import Call, InGet, InPost
from bsc_audit.api.credentials import forget_session
from bsc_audit.api.routes.sessions import party
from bsc_audit.api.schemas.access import (
    ConfirmationIn,
    EnrolmentOut,
    MeOut,
    OwnMembership,
    PasskeyIn,
    PasskeyOptions,
    PasskeyOut,
    PasskeysOut,
    PasswordChange,
    PasswordProof,
    RecoveryCodes,
    SessionShown,
    SessionsOut,
)
from bsc_audit.app.service import second_factor
from bsc_audit.app.service.access import Caller
from bsc_audit.app.service.passwords import hash_password
from bsc_audit.app.service.people import refuse_weak, store_password
from bsc_audit.app.service.ports import Installation
from bsc_audit.app.service.sign_in import end_own_session, live_sessions
from bsc_audit.app.service.sign_in import end_session as end
from bsc_audit.app.service.signed import Signer

router = APIRouter(prefix="/me", tags=["me"])


@router.get("", response_model=MeOut)
def get_me(call: InGet) -> Response:
    """Who is asking, and where they belong."""
    return call.read_own(lambda installation, who: shown(_me(installation, who)))


@router.get("/sessions", response_model=SessionsOut)
def list_sessions(call: InGet) -> Response:
    """Your sessions that are not over."""

    def use(installation: Installation, who: Caller) -> Reply:
        person, session = who.signed_in()
        live = live_sessions(installation, person, idle=call.wiring.settings.session_idle)
        return shown(SessionsOut(items=[_session(one, one.id == session.id) for one in live]))

    return call.read_own(use)


@router.post("/sessions/{session}/end", status_code=204, response_model=None)
def end_session(call: InPost, session: str) -> Response:
    """End one of your sessions."""

    def use(installation: Installation, who: Caller) -> Reply:
        end_own_session(installation, who.signed_in()[0], session)
        return done()

    return call.write_own(use)


@router.post("/sign-out", status_code=204, response_model=None)
def sign_out(call: InPost) -> Response:
    """End this session."""

    def use(installation: Installation, who: Caller) -> Reply:
        end(installation, who.signed_in()[1])
        return done()

    response = call.write_own(use)
    forget_session(response, call.wiring.settings)
    return response


@router.post("/password", status_code=204, response_model=None)
def change_password(call: InPost, body: PasswordChange) -> Response:
    """Choose another password; your other sessions end."""
    person, session = call.caller().signed_in()
    second_factor.demand_password(person, body.old)
    refuse_weak(body.password, person)
    hashed = hash_password(body.password)

    def use(installation: Installation, _: Caller) -> Reply:
        store_password(installation, person, hashed, but=session.id)
        return done()

    return call.write_own(use)


@router.post("/totp", response_model=EnrolmentOut)
def begin_totp(call: InPost, body: PasswordProof) -> Response:
    """A secret for an authenticator; it counts once its first code is confirmed."""
    person, _ = call.caller().signed_in()
    second_factor.demand_password(person, body.password)
    begun = second_factor.begin_codes(_signer(call), person, call.wiring.clock.now())
    return shown(EnrolmentOut(secret=begun.secret, uri=begun.uri, token=begun.token)).response()


@router.post("/totp/confirmation", response_model=RecoveryCodes)
def confirm_totp(call: InPost, body: ConfirmationIn) -> Response:
    """The first code of the authenticator; recovery codes are shown this once."""

    def use(installation: Installation, who: Caller) -> Reply:
        person, session = who.signed_in()
        sent = {"token": body.token, "code": body.code}
        codes = second_factor.confirm_codes(installation, call.wiring, person, session, **sent)
        return shown(RecoveryCodes(codes=list(codes)), shown_once=True)

    return call.write_own(use)


@router.post("/totp/removal", status_code=204, response_model=None)
def remove_totp(call: InPost, body: PasswordProof) -> Response:
    """Sign in without one-time codes from now on."""
    second_factor.demand_password(call.caller().signed_in()[0], body.password)

    def use(installation: Installation, who: Caller) -> Reply:
        second_factor.remove_codes(installation, *who.signed_in())
        return done()

    return call.write_own(use)


@router.get("/passkeys", response_model=PasskeysOut)
def list_passkeys(call: InGet) -> Response:
    """Your passkeys."""

    def use(installation: Installation, who: Caller) -> Reply:
        person, _ = who.signed_in()
        return shown(PasskeysOut(items=[PasskeyOut.of(one) for one in installation.passkeys.all(person_id=person.id)]))

    return call.read_own(use)


@router.post("/passkeys/options", response_model=PasskeyOptions)
def begin_passkey(call: InPost, body: PasswordProof) -> Response:
    """What a browser needs to make a passkey."""
    second_factor.demand_password(call.caller().signed_in()[0], body.password)

    def use(installation: Installation, who: Caller) -> Reply:
        person, _ = who.signed_in()
        site = party(call.wiring.settings)
        options = second_factor.passkey_registration(installation, _signer(call), site, person)
        return shown(PasskeyOptions.model_validate(options))

    return call.read_own(use)


@router.post("/passkeys", status_code=201, response_model=PasskeyOut)
def add_passkey(call: InPost, body: PasskeyIn) -> Response:
    """Register the passkey a browser made."""

    def use(installation: Installation, who: Caller) -> Reply:
        person, session = who.signed_in()
        site, ids = party(call.wiring.settings), call.wiring.ids
        made = second_factor.add_passkey(
            installation,
            ids,
            _signer(call),
            site,
            person,
            session,
            token=body.token,
            name=body.name,
            answer=body.credential,
        )
        return shown(PasskeyOut.of(made), status=201, version=made.version)

    return call.write_own(use)


@router.post("/passkeys/{passkey}/removal", status_code=204, response_model=None)
def remove_passkey(call: InPost, passkey: str, body: PasswordProof) -> Response:
    """Forget a passkey."""
    second_factor.demand_password(call.caller().signed_in()[0], body.password)

    def use(installation: Installation, who: Caller) -> Reply:
        second_factor.remove_passkey(installation, *who.signed_in(), passkey, request_id=call.request_id)
        return done()

    return call.write_own(use)


def _signer(call: Call) -> Signer:
    return Signer(call.wiring.settings.secret)


def _session(session: object, current: bool) -> SessionShown:
    return SessionShown.model_validate({**_shown_fields(session), "current": current})


def _shown_fields(session: object) -> dict[str, object]:
    return {name: getattr(session, name) for name in SessionShown.model_fields if name != "current"}


def _me(installation: Installation, who: Caller) -> MeOut:
    if who.key is not None:
        key = who.key
        organisation = installation.organisations.get(key.org_id)
        place = OwnMembership(
            org_id=key.org_id, organisation=organisation.name, role=None, scopes=list(key.scopes), unit_id=key.unit_id
        )
        return MeOut(actor=who.actor, email=None, name=key.name, second_factor=False, codes=False, memberships=[place])
    person, session = who.signed_in()
    return MeOut(
        actor=who.actor,
        email=person.email,
        name=person.name,
        second_factor=session.second_factor_at is not None,
        codes=person.totp_secret is not None,
        memberships=_memberships(installation, person.id),
    )


def _memberships(installation: Installation, person_id: str) -> list[OwnMembership]:
    members = installation.memberships.all(person_id=person_id)
    names = {one.id: one.name for one in installation.organisations.all(id=frozenset(m.org_id for m in members))}
    return [
        OwnMembership(org_id=m.org_id, organisation=names[m.org_id], role=m.role, scopes=[], unit_id=m.unit_id)
        for m in members
    ]
