"""API keys of an organisation: made, listed, rotated, revoked. A secret is shown once, at its making."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.key_text import KeyText, new_key
from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.permissions import Scope
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict, invalid
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.units import demand_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeKey:
    """A stored key, and what its owner is shown of it this once."""

    stored: ApiKey
    text: KeyText


def create_api_key(
    work: Work,
    ids: Ids,
    who: Principal | str,
    *,
    name: str,
    scopes: Collection[Scope],
    unit_id: str | None,
    expires_at: datetime | None,
) -> MadeKey:
    """Make a key.

    Args:
        work: of the organisation.
        ids: for the new value.
        who: makes it; an actor's name when it is the operator.
        name: for people.
        scopes: what it may; at least one.
        unit_id: only this unit and what hangs below it; None: all.
        expires_at: None: it does not expire.

    Raises:
        Invalid: no such unit, or it expires in the past.
        NotFound: the principal may not make one for this part of the tree.
    """
    if isinstance(who, Principal):
        demand_unit(work, who, unit_id)
    if unit_id is not None and work.units.find(unit_id) is None:
        raise invalid("/unit_id", "unknown-unit", "there is no such unit")
    if expires_at is not None and expires_at <= work.now:
        raise invalid("/expires_at", "in-the-past", "a key expires in the future")
    text = new_key()
    key = ApiKey(
        **fresh(ids, work.now),
        org_id=work.org_id,
        keyid=text.keyid,
        secret_sha256=text.secret_sha256,
        name=name,
        scopes=tuple(scope for scope in Scope if scope in scopes),
        unit_id=unit_id,
        expires_at=expires_at,
    )
    added = work.api_keys.add(key)
    note(work.audit, who, "create_api_key", after=added)
    return MadeKey(stored=added, text=text)


def update_api_key(
    work: Work, who: Principal, key: ApiKey, *, name: str, scopes: Collection[Scope], expected: int
) -> ApiKey:
    """Say otherwise what a key is for and what it may; what it sees and when it ends stay.

    Raises:
        Conflict: the key is revoked.
        StaleVersion: somebody changed it in between.
    """
    if key.revoked_at is not None:
        raise Conflict("a revoked key is not changed; make a new one")
    told = replace(key, name=name, scopes=tuple(scope for scope in Scope if scope in scopes))
    changed = work.api_keys.replace(told, expected=expected)
    note(work.audit, who, "update_api_key", before=key, after=changed)
    return changed


def rotate_api_key(work: Work, ids: Ids, who: Principal, key: ApiKey, *, overlap: timedelta) -> MadeKey:
    """Make a key that may the same; the old one lives on for a while, so that no system has to stop.

    Raises:
        Conflict: the key is revoked already.
    """
    if key.revoked_at is not None:
        raise Conflict("a revoked key is not rotated; make a new one")
    made = create_api_key(
        work, ids, who, name=key.name, scopes=key.scopes, unit_id=key.unit_id, expires_at=_later(key, work.now)
    )
    ends = work.now + overlap
    old = replace(key, expires_at=ends if key.expires_at is None else min(ends, key.expires_at))
    changed = work.api_keys.replace(old, expected=key.version)
    note(work.audit, who, "rotate_api_key", before=key, after=changed)
    return made


def revoke_api_key(work: Work, who: Principal | str, key: ApiKey) -> ApiKey:
    """End a key at once; one that is revoked stays as it is."""
    if key.revoked_at is not None:
        return key
    changed = work.api_keys.replace(replace(key, revoked_at=work.now), expected=key.version)
    note(work.audit, who, "revoke_api_key", before=key, after=changed)
    return changed


def _later(key: ApiKey, now: datetime) -> datetime | None:
    """A key that was made for a time is made for as long again."""
    return None if key.expires_at is None else now + (key.expires_at - key.created_at)
