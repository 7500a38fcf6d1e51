"""Every stored secret sealed anew by the service's present secret: after a rotation, and what is still in clear."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bsc_audit.app.service.model.person import Person
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.model.webhook import Webhook
from bsc_audit.app.service.ports import Installation, UnitOfWork, Work
from bsc_audit.app.service.sealed import SealBroken, Sealer
from bsc_audit.app.service.trail import note

ACTION = "rotate_secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resealed:
    """What became of the rows that hold secrets."""

    anew: int  # rows whose secrets are sealed anew
    unreadable: tuple[str, ...]  # noun and id of those that nothing opens; they are left as they are


def seal_anew(units: UnitOfWork, sealer: Sealer, *, actor: str) -> Resealed:
    """Seal what is not sealed by the present secret; may be run at any time, and again."""
    with units.installation(write=True) as installation:
        fates = list(_persons(installation, sealer, actor))
        organisations = [one.id for one in installation.organisations.all()]
    for org_id in organisations:
        with units.write(org_id) as work:
            fates.extend(_webhooks(work, sealer, actor))
    return Resealed(anew=fates.count(""), unreadable=tuple(fate for fate in fates if fate))


def _persons(installation: Installation, sealer: Sealer, actor: str) -> Iterator[str]:
    """Of each person with a secret that is not current: "" when it is sealed anew, else who cannot be read."""
    for person in installation.persons.all():
        secrets = () if person.totp_secret is None else (person.totp_secret,)
        if _are_current(sealer, "person", person, secrets):
            continue
        try:
            (anew,) = _anew(sealer, "person", person, secrets)
        except SealBroken:
            yield f"person/{person.id}"
            continue
        changed: Person = installation.persons.replace(replace(person, totp_secret=anew), expected=person.version)
        note(installation.audit, actor, ACTION, before=person, after=changed)
        yield ""


def _webhooks(work: Work, sealer: Sealer, actor: str) -> Iterator[str]:
    """The same of an organisation's webhooks."""
    for webhook in work.webhooks.all():
        if _are_current(sealer, "webhook", webhook, webhook.secrets):
            continue
        try:
            anew = _anew(sealer, "webhook", webhook, webhook.secrets)
        except SealBroken:
            yield f"webhook/{webhook.id}"
            continue
        changed: Webhook = work.webhooks.replace(replace(webhook, secrets=anew), expected=webhook.version)
        note(work.audit, actor, ACTION, before=webhook, after=changed)
        yield ""


def _are_current(sealer: Sealer, noun: str, value: Stored, secrets: tuple[str, ...]) -> bool:
    return all(sealer.is_current(one, noun=noun, id=value.id) for one in secrets)


def _anew(sealer: Sealer, noun: str, value: Stored, secrets: tuple[str, ...]) -> tuple[str, ...]:
    """The secrets of a row, sealed anew.

    Raises:
        SealBroken: one of them cannot be read.
    """
    opened = [sealer.open(one, noun=noun, id=value.id) for one in secrets]
    return tuple(sealer.seal(one, noun=noun, id=value.id) for one in opened)
