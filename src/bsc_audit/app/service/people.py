"""People of an organisation: invited, given a role, taken out. A person belongs to it by a membership only."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from bsc_audit.app.service.access import token_hash
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.person import Membership, OneTimeToken, Person, Purpose
from bsc_audit.app.service.passwords import hash_password, password_flaws
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.ports import Ids, Installation, UnitOfWork, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict, Invalid, NotFound, invalid
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.units import demand_unit

LASTS = {Purpose.INVITATION: timedelta(days=7), Purpose.PASSWORD_RESET: timedelta(days=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A person, and the token that lets them choose their password; "" when they have one."""

    person: Person
    token: str


def invite(installation: Installation, ids: Ids, *, email: str, name: str) -> Invited:
    """The person of an e-mail address, made where there is none; who is nobody's member yet gets a token.

    Only the organisation that was first may hand out the way in: another's administrator could else become that person.
    """
    found = installation.persons.one(email=email.lower())
    person = found or installation.persons.add(Person(**fresh(ids, installation.now), email=email.lower(), name=name))
    if person.password_hash is not None or installation.memberships.all(person_id=person.id):
        return Invited(person=person, token="")
    return Invited(person=person, token=_new_token(installation, ids, person, Purpose.INVITATION))


def invite_again(installation: Installation, ids: Ids, org_id: str, person: Person) -> str:
    """A new token for a member who has not chosen a password yet; the ones before work no more.

    Raises:
        Conflict: they have a password, or another organisation invited them.
    """
    others = [one for one in installation.memberships.all(person_id=person.id) if one.org_id != org_id]
    if person.password_hash is not None or others:
        raise Conflict("they have an account already, or another organisation invited them")
    return _new_token(installation, ids, person, Purpose.INVITATION)


def reset(installation: Installation, ids: Ids, actor: str, person: Person, *, factors: bool = False) -> str:
    """A token for a new password, given out by the operator to who forgot theirs.

    Args:
        installation: writes.
        ids: for the token.
        actor: who does it, for the log.
        person: who asked, as the operator has made sure.
        factors: whether authenticator and passkeys are lost, too; they count no more then.
    """
    if factors:
        for passkey in installation.passkeys.all(person_id=person.id):
            installation.passkeys.remove(passkey.id, expected=passkey.version)
        person = installation.persons.replace(replace(person, totp_secret=None), expected=person.version)
    note(installation.audit, actor, "reset_password", after=person, detail="second factors, too" if factors else "")
    return _new_token(installation, ids, person, Purpose.PASSWORD_RESET)


def name_of(installation: Installation, actor: str) -> str:
    """Name of a person by their actor; the actor itself of whoever is none."""
    kind, _, person_id = actor.partition(":")
    person = installation.persons.find(person_id) if kind == "person" else None
    return actor if person is None else person.name


def add_member(
    work: Work, ids: Ids, who: Principal | str, *, person_id: str, role: Role, unit_id: str | None
) -> Membership:
    """Make a person a member.

    Raises:
        Conflict: they are one already.
        Invalid: there is no such unit.
        NotFound: the principal may not add one to this part of the tree.
    """
    _demand_place(work, who, unit_id)
    made = Membership(**fresh(ids, work.now), org_id=work.org_id, person_id=person_id, role=role, unit_id=unit_id)
    added = work.memberships.add(made)
    note(work.audit, who, "add_person", after=added, detail=role)
    return added


def membership_of(work: Work, person_id: str) -> Membership:
    """What a person is here.

    Raises:
        NotFound: nothing.
    """
    found = work.memberships.one(org_id=work.org_id, person_id=person_id)
    if found is None:
        raise NotFound("there is no such person here")
    return found


def change_member(
    work: Work, who: Principal, member: Membership, *, role: Role, unit_id: str | None, expected: int
) -> Membership:
    """Give a member another role or part of the tree.

    Raises:
        StaleVersion, Invalid, NotFound: as `add_member` and the repository say.
    """
    _demand_place(work, who, unit_id)
    changed = work.memberships.replace(replace(member, role=role, unit_id=unit_id), expected=expected)
    note(work.audit, who, "update_membership", before=member, after=changed, detail=role)
    return changed


def remove_member(work: Work, who: Principal, member: Membership, *, expected: int) -> None:
    """Take a person out of the organisation; what they did stays.

    Raises:
        StaleVersion: somebody changed the membership in between.
    """
    work.memberships.remove(member.id, expected=expected)
    note(work.audit, who, "remove_person", before=member)


def set_password(work: UnitOfWork, *, token: str, password: str) -> Person:
    """Choose a password by the token of an invitation or of a reset; other sessions of the person end.

    Raises:
        Invalid: the token is unknown, used or too old; or the password is not accepted.
    """
    with work.installation() as installation:
        person = installation.persons.get(_usable(installation, token).person_id or "")
    refuse_weak(password, person)
    hashed = hash_password(password)
    with work.installation(write=True) as installation:
        found = _usable(installation, token)
        installation.tokens.replace(replace(found, used_at=installation.now), expected=found.version)
        person = installation.persons.get(person.id)
        return store_password(installation, person, hashed)


def store_password(installation: Installation, person: Person, hashed: str, *, but: str = "") -> Person:
    """Put a new password in the place of the old one; the person's sessions end, all but one."""
    changed = installation.persons.replace(replace(person, password_hash=hashed), expected=person.version)
    for session in installation.sessions.all(person_id=person.id):
        if session.revoked_at is None and session.id != but:
            installation.sessions.replace(replace(session, revoked_at=installation.now), expected=session.version)
    note(installation.audit, f"person:{person.id}", "set_password", before=person, after=changed)
    return changed


def refuse_weak(password: str, person: Person) -> None:
    """Refuse a password that is too short, too common or about the person.

    Raises:
        Invalid: with the reason.
    """
    about = (*person.name.split(), person.email.partition("@")[0])
    flaws = password_flaws(password, about=about)
    if flaws:
        raise Invalid("this password is not accepted", flaws=flaws)


def _new_token(installation: Installation, ids: Ids, person: Person, purpose: Purpose) -> str:
    """A token that lets a person choose a password; those of its purpose they had before work no more."""
    for one in installation.tokens.all(person_id=person.id, purpose=purpose, used_at=None):
        installation.tokens.remove(one.id, expected=one.version)
    token, now = secrets.token_urlsafe(32), installation.now
    installation.tokens.add(
        OneTimeToken(
            **fresh(ids, now),
            purpose=purpose,
            token_sha256=token_hash(token),
            expires_at=now + LASTS[purpose],
            person_id=person.id,
            content={},
        )
    )
    return token


def _usable(installation: Installation, token: str) -> OneTimeToken:
    found = installation.tokens.one(token_sha256=token_hash(token))
    purposes = (Purpose.INVITATION, Purpose.PASSWORD_RESET)
    if found is None or found.purpose not in purposes or found.used_at or found.expires_at <= installation.now:
        raise invalid("/token", "token-unknown", "the token is unknown, used or too old; ask for a new invitation")
    return found


def _demand_place(work: Work, who: Principal | str, unit_id: str | None) -> None:
    if isinstance(who, Principal):
        demand_unit(work, who, unit_id)
    if unit_id is not None and work.units.find(unit_id) is None:
        raise invalid("/unit_id", "unknown-unit", "there is no such unit")
