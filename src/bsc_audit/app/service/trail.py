"""Entries of the audit log: who did what to which value, by digests of it before and after, never its content."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bsc_audit.app.service.model.audit import AuditEvent
from bsc_audit.app.service.model.nouns import NOUNS
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.ports import AuditLog
from bsc_audit.app.service.principal import Principal
from bsc_audit.core.documents.canonical import digest

# Fields that change with every look at a value or sealing of it, or that a digest would let somebody guess.
_LEFT_OUT = frozenset(
    {"used_at", "seen_at", "updated_at", "version", "secret_sha256", "password_hash", "totp_secret", "secrets"}
)


def note(
    log: AuditLog,
    who: Principal | str,
    action: str,
    *,
    before: Stored | None = None,
    after: Stored | None = None,
    detail: str = "",
    request_id: str = "",
) -> None:
    """Chain an event to the log of the transaction it happens in.

    Args:
        log: of the organisation, or of the installation.
        who: the principal, or an actor where there is no principal.
        action: as `permissions` names it.
        before: the value as it was; None when it is new.
        after: the value as it is; None when it is gone.
        detail: a reason; no answers, no secrets.
        request_id: of the request, where `who` does not carry it.
    """
    value = after or before
    if value is None:
        raise ValueError("an event is about something")
    actor, request = (who, request_id) if isinstance(who, str) else (who.actor, who.request_id)
    log.append(
        AuditEvent(
            actor=actor,
            action=action,
            target=f"{NOUNS[type(value)].name}/{value.id}",
            before=None if before is None else digest(_content(before)),
            after=None if after is None else digest(_content(after)),
            request_id=request,
            detail=detail,
        )
    )


def _content(value: Stored) -> Mapping[str, Any]:
    return {one.name: getattr(value, one.name) for one in fields(value) if one.name not in _LEFT_OUT}
