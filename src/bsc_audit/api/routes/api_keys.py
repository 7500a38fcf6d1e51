"""API keys of an organisation. A key is shown once, when it is made."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import InChange, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.access import ApiKeyChange, ApiKeyIn, ApiKeyMade, ApiKeyOut, RotationIn
from bsc_audit.app.service import api_keys, units
from bsc_audit.app.service.api_keys import MadeKey
from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound

router = APIRouter(prefix="/organisations/{org}/api-keys", tags=["api keys"])


@router.get("", response_model=PageOf[ApiKeyOut])
def list_api_keys(call: InGet, org: str, paging: InPage) -> Response:
    """The organisation's keys, revoked ones included; never their secrets."""

    def use(work: Work, who: Principal) -> Reply:
        within = units.reach(work, who)
        name = f"api-keys {org} {who.unit_id}"
        found = work.api_keys.list(call.cursors.query(name, paging, {} if within is None else {"unit_id": within}))
        return shown(call.cursors.page(name, map(ApiKeyOut.of, found.items), found.next))

    return call.read(org, use)


@router.post("", status_code=201, response_model=ApiKeyMade)
def create_api_key(call: InPost, org: str, body: ApiKeyIn) -> Response:
    """Make a key; it is shown this once."""

    def use(work: Work, who: Principal) -> Reply:
        made = api_keys.create_api_key(
            work,
            call.wiring.ids,
            who,
            name=body.name,
            scopes=body.scopes,
            unit_id=body.unit_id,
            expires_at=body.expires_at,
        )
        return _made(org, made)

    return call.write(org, use)


@router.get("/{key}", response_model=ApiKeyOut)
def get_api_key(call: InGet, org: str, key: str) -> Response:
    """One key, without its secret."""
    return call.read(org, lambda work, who: _shown(_visible(work, who, key)))


@router.put("/{key}", response_model=ApiKeyOut)
def update_api_key(call: InChange, org: str, key: str, body: ApiKeyChange) -> Response:
    """Change what a key is for and what it may; what it sees and when it ends stay."""

    def use(work: Work, who: Principal) -> Reply:
        stored = _visible(work, who, key)
        expected = call.expected(stored, lambda: ApiKeyOut.of(stored))
        return _shown(api_keys.update_api_key(work, who, stored, name=body.name, scopes=body.scopes, expected=expected))

    return call.write(org, use)


@router.post("/{key}/rotation", status_code=201, response_model=ApiKeyMade)
def rotate_api_key(call: InPost, org: str, key: str, body: RotationIn) -> Response:
    """Make another key that may the same; the old one counts for the overlap, so that no system has to stop."""

    def use(work: Work, who: Principal) -> Reply:
        overlap = timedelta(hours=body.overlap_hours)
        return _made(
            org, api_keys.rotate_api_key(work, call.wiring.ids, who, _visible(work, who, key), overlap=overlap)
        )

    return call.write(org, use)


@router.post("/{key}/revocation", response_model=ApiKeyOut)
def revoke_api_key(call: InPost, org: str, key: str) -> Response:
    """End a key at once."""
    return call.write(org, lambda work, who: _shown(api_keys.revoke_api_key(work, who, _visible(work, who, key))))


def _visible(work: Work, who: Principal, key_id: str) -> ApiKey:
    found = work.api_keys.find(key_id)
    if found is None:
        raise NotFound("there is no such key")
    units.demand_unit(work, who, found.unit_id)
    return found


def _shown(key: ApiKey) -> Reply:
    return shown(ApiKeyOut.of(key), version=key.version)


def _made(org: str, made: MadeKey) -> Reply:
    content = ApiKeyMade(**ApiKeyOut.of(made.stored).model_dump(), key=made.text.written)
    where = f"/v1/organisations/{org}/api-keys/{made.stored.id}"
    return shown(content, status=201, version=made.stored.version, location=where, shown_once=True)
