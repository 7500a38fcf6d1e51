"""API keys of an organisation: made and shown once, rotated, revoked."""

from datetime import UTC, datetime, time, timedelta

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service import api_keys, units
from bsc_audit.app.service.api_keys import MadeKey
from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.permissions import Scope
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.web.admin import admin_page
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure

router = APIRouter(prefix="/o/{org}/admin/keys")
OVERLAP = timedelta(days=1)
LONGEST_NAME = 100
NEVER = 0  # a version nothing has


@router.get("")
def admin_keys_page(call: InView, org: str) -> Response:
    """Every key, revoked ones last; never their secrets."""
    return _page(call, org)


@router.post("")
def key_made_done(call: InForm, org: str) -> Response:
    """Make a key; the page shows it this once."""
    made: list[MadeKey] = []

    def use(work: Work, who: Principal) -> Response:
        made.append(_made(call, work, who))
        return call.go(f"/o/{org}/admin/keys")

    call.enter(org, "create_api_key")
    if told := _wrong(call):
        return _page(call, org, told)
    answer = call.write(org, "create_api_key", use, lambda failure: _page(call, org, failure))
    return _page(call, org, shown=made[0]) if made else answer


@router.post("/{key}")
def key_changed_done(call: InForm, org: str, key: str) -> Response:
    """Say otherwise what it is for and what it may."""
    if told := _wrong(call):
        return _page(call, org, told.under(key), changing=key)

    def use(work: Work, who: Principal) -> Response:
        stored, form = _visible(work, who, key), call.form
        scopes = [Scope(one) for one in form.texts("scopes")]
        expected = stored.version if form.text("shown") == _as_shown(stored) else NEVER
        api_keys.update_api_key(work, who, stored, name=form.text("name"), scopes=scopes, expected=expected)
        return call.go(f"/o/{org}/admin/keys", said="saved")

    return call.write(org, "update_api_key", use, lambda failure: _page(call, org, failure.under(key), changing=key))


@router.post("/{key}/rotation")
def key_rotated_done(call: InForm, org: str, key: str) -> Response:
    """Another key that may the same; the old one lives on for a day."""
    made: list[MadeKey] = []

    def use(work: Work, who: Principal) -> Response:
        stored = _visible(work, who, key)
        made.append(api_keys.rotate_api_key(work, call.wiring.ids, who, stored, overlap=OVERLAP))
        return call.go(f"/o/{org}/admin/keys")

    answer = call.write(org, "rotate_api_key", use, lambda failure: _page(call, org, failure))
    return _page(call, org, shown=made[0]) if made else answer


@router.post("/{key}/revocation")
def key_revoked_done(call: InForm, org: str, key: str) -> Response:
    """End a key at once."""

    def use(work: Work, who: Principal) -> Response:
        api_keys.revoke_api_key(work, who, _visible(work, who, key))
        return call.go(f"/o/{org}/admin/keys", said="key-revoked")

    return call.write(org, "revoke_api_key", use, lambda failure: _page(call, org, failure))


def _as_shown(key: ApiKey) -> str:
    """What a form changes of a key, as it was when it was shown; its version goes on with every minute it is used."""
    return " ".join((key.name, *key.scopes))


def _wrong(call: FormCall) -> Failure | None:
    """What is wrong with what a key is for and may; None: nothing."""
    scopes, name = set(call.form.texts("scopes")), call.form.text("name")
    told = {
        "name": "" if 1 <= len(name) <= LONGEST_NAME else "Say what the key is for, in at most 100 characters.",
        "scopes": "" if scopes and scopes <= set(Scope) else "Choose what it may.",
    }
    said = {field: text for field, text in told.items() if text}
    return Failure.say(**said) if said else None


def _made(call: FormCall, work: Work, who: Principal) -> MadeKey:
    form, ends = call.form, call.form.day("expires_at")
    return api_keys.create_api_key(
        work,
        call.wiring.ids,
        who,
        name=form.text("name"),
        scopes=[Scope(one) for one in form.texts("scopes")],
        unit_id=form.optional("unit_id"),
        expires_at=None if ends is None else datetime.combine(ends + timedelta(days=1), time(), UTC),
    )


def _page(
    call: PageCall, org: str, failure: Failure | None = None, shown: MadeKey | None = None, changing: str = ""
) -> Response:
    """The page; `changing` is the key whose form was sent, "": the one to make another."""
    form = call.form if isinstance(call, FormCall) and failure else None

    def use(work: Work, who: Principal) -> Response:
        within = units.reach(work, who)
        nodes = units.unit_nodes(work, who, work.now.date())
        keys = work.api_keys.all(**({} if within is None else {"unit_id": within}))
        about = {
            "keys": sorted(keys, key=lambda one: (one.revoked_at is not None, one.name.casefold(), one.id)),
            "unit_names": {one.unit.id: one.unit.name for one in nodes},
            "made": shown,
            "changing": changing,
            "as_shown": _as_shown,
            "now": work.now,
            "scopes": [(str(scope), SCOPES[scope]) for scope in Scope],
            "units": nodes,
            "whole": who.unit_id is None,
            "typed": (lambda name: form.text(name)) if form else (lambda _: ""),
            "ticked": form.texts("scopes") if form else [],
        }
        return admin_page(call, "keys", "admin/keys", about, failure)

    return call.read(org, "list_api_keys", use)


def _visible(work: Work, who: Principal, key_id: str) -> ApiKey:
    found = work.api_keys.find(key_id)
    if found is None:
        raise NotFound("there is no such key")
    units.demand_unit(work, who, found.unit_id)
    return found


SCOPES = {
    Scope.ASSESSMENTS_READ: "Read assessments, answers, scores and findings",
    Scope.ASSESSMENTS_WRITE: "Answer, and everything an assessment takes",
    Scope.METRICS_WRITE: "Feed measurements and targets",
    Scope.EVIDENCE_WRITE: "Add evidence",
    Scope.REPORTS_READ: "Order and read reports",
    Scope.ADMIN: "Everything a key may do, of the clients, too",
}
