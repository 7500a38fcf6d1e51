"""Links for people without an account: made, listed, revoked. A link is shown once, at its making."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bsc_audit.app.service.access import token_hash
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.respondent_link import RespondentLink
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Flaw, Invalid, NotFound
from bsc_audit.app.service.section_tasks import sections_of
from bsc_audit.app.service.trail import note

LASTS = timedelta(days=14)  # unless something else is asked for
LONGEST = timedelta(days=92)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """Who gets a link, to what, until when."""

    name: str
    email: str = ""
    sections: tuple[str, ...]
    expires_at: datetime | None = None  # None: LASTS from now


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLink:
    """A stored link, and the token that is shown this once."""

    stored: RespondentLink
    token: str

    @property
    def path(self) -> str:
        """Where the respondent opens it, below the service's address."""
        return f"/r/{self.token}"


def create_respondent_link(
    work: Work, ids: Ids, rulesets: PinnedRulesets, who: Principal, assessment: Assessment, given: NewLink
) -> MadeLink:
    """Make a link to some sections of the self-assessment.

    Raises:
        Forbidden, StateForbids: not this principal's, or the organisation may no longer change what it says.
        Invalid: no or unknown sections, or it expires in the past or too late; with every flaw.
    """
    who.demand_in("create_respondent_link", assessment.state)
    expires = given.expires_at or work.now + LASTS
    flaws = [*_unknown(given.sections, {one.id for one in sections_of(work, rulesets, assessment)})]
    if not work.now < expires <= work.now + LONGEST:
        said = f"a link expires in the future, within {LONGEST.days} days"
        flaws.append(Flaw(pointer="/expires_at", code="out-of-range", detail=said))
    if flaws:
        raise Invalid("the link cannot be made", flaws=tuple(flaws))
    token = secrets.token_urlsafe(32)  # 256 bits
    link = RespondentLink(
        **fresh(ids, work.now),
        org_id=work.org_id,
        assessment_id=assessment.id,
        sections=tuple(dict.fromkeys(given.sections)),
        name=given.name,
        email=given.email.lower(),
        token_sha256=token_hash(token),
        expires_at=expires,
        created_by=who.actor,
    )
    added = work.respondent_links.add(link)
    note(work.audit, who, "create_respondent_link", after=added)
    return MadeLink(stored=added, token=token)


def visible_link(work: Work, who: Principal, assessment: Assessment, link_id: str) -> RespondentLink:
    """A link of an assessment the principal sees.

    Raises:
        NotFound: there is none.
    """
    found = work.respondent_links.find(link_id)
    if found is None or found.assessment_id != assessment.id:
        raise NotFound("there is no such link")
    visible_assessment(work, who, assessment.id)
    return found


def revoke_respondent_link(work: Work, who: Principal, link: RespondentLink) -> RespondentLink:
    """End a link and whoever came by it at once; one that is revoked stays as it is."""
    who.demand("revoke_respondent_link")
    if link.revoked_at is not None:
        return link
    changed = work.respondent_links.replace(replace(link, revoked_at=work.now), expected=link.version)
    note(work.audit, who, "revoke_respondent_link", before=link, after=changed)
    return changed


def _unknown(named: tuple[str, ...], known: set[str]) -> list[Flaw]:
    if not named:
        return [Flaw(pointer="/sections", code="no-section", detail="a link opens at least one section")]
    return [
        Flaw(pointer=f"/sections/{at}", code="unknown-section", detail="the form has no such section")
        for at, section in enumerate(named)
        if section not in known
    ]
