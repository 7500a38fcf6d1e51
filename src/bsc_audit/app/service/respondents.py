"""How a respondent comes in by a link, and what they see: their sections, their answers, nothing else.

Opening a link gives a session of its own, a signed text for a cookie that lasts for a working day. It holds no right of
its own: every request looks at the link again, so that revoking it ends every session at once.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bsc_audit.app.service.access import token_hash
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.model.respondent_link import RespondentLink
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal, Share
from bsc_audit.app.service.refusals import NotFound, NotSignedIn, StaleVersion, TooMany
from bsc_audit.app.service.score import Scores
from bsc_audit.app.service.section_status import SectionStanding
from bsc_audit.app.service.section_tasks import list_sections, sections_of
from bsc_audit.app.service.signed import Signer
from bsc_audit.app.service.throttle import Throttle
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.wiring import Wiring

SESSION = timedelta(hours=12)
PURPOSE = "respondent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A link that was opened."""

    link: RespondentLink
    session: str  # for a cookie that no script can read

    def __repr__(self) -> str:
        return f"Opened({self.link.id})"


class RespondentDoor:
    """Lets respondents of one installation in."""

    def __init__(self, wiring: Wiring, rulesets: PinnedRulesets, throttle: Throttle) -> None:
        self._wiring, self._rulesets, self._throttle = wiring, rulesets, throttle
        self._signer = Signer(wiring.settings.secret)

    def open(self, token: str, *, address: str) -> Opened:
        """Exchange the token of a link for a session.

        Args:
            token: as it stands in the link's address.
            address: of the network, for the throttle.

        Raises:
            NotFound: there is no such link, or it counts no more; says which to who holds it.
            TooMany: too many unknown links were tried from there.
        """
        name, now = f"link address {address}", self._wiring.clock.now()
        wait = self._throttle.wait(name, now)
        if wait:
            raise TooMany(f"too many links that do not exist; try again in {wait} s", retry_after=wait)
        with self._wiring.work.installation() as installation:
            link = installation.respondent_links.one(token_sha256=token_hash(token))
        if link is None:
            self._throttle.failed(name, now)
            raise NotFound("there is no such link; look whether all of it was copied")
        over = _over(link, now)
        if over:
            raise NotFound(over)
        session = {"org": link.org_id, "link": link.id}
        signed = self._signer.sign_until(PURPOSE, session, now=now, lasts=SESSION)
        return Opened(link=self._used(link), session=signed)

    def enter(self, session: str, *, request_id: str = "") -> Principal:
        """Who comes by a session, confined to what their link opens.

        Raises:
            NotSignedIn: it is over, or the link counts no more.
        """
        now = self._wiring.clock.now()
        said = self._signer.read_until(PURPOSE, session, now=now)
        if said is None:
            raise NotSignedIn("your visit is over; open the link you were sent again")
        with self._wiring.work.read(said["org"]) as work:
            link = work.respondent_links.find(said["link"])
            over = "the link is gone" if link is None else _over(link, now)
            if link is None or over:
                raise NotSignedIn(over)
            return _principal(work, self._rulesets, link, request_id)

    def _used(self, link: RespondentLink) -> RespondentLink:
        """The link with this opening written down; where another was faster, its use is as good."""
        try:
            with self._wiring.work.write(link.org_id) as work:
                used = work.respondent_links.replace(replace(link, used_at=work.now), expected=link.version)
                note(work.audit, f"respondent:{link.id}", "open_respondent_link", before=link, after=used)
                return used
        except StaleVersion:
            return link


def respondent_sections(work: Work, scores: Scores, who: Principal) -> tuple[SectionStanding, ...]:
    """The sections a respondent was given, with how far each is.

    Raises:
        NotFound: the principal is no respondent.
    """
    share = _share(who)
    every = list_sections(work, scores, work.assessments.get(share.assessment_id), Track.SELF)
    return tuple(one for one in every if one.section.id in share.sections)


def respondent_answers(work: Work, who: Principal) -> tuple[Answer, ...]:
    """What is answered in a respondent's sections, by whomever; withdrawn answers have an empty content.

    Raises:
        NotFound: the principal is no respondent.
    """
    share = _share(who)
    wanted = tuple(sorted(share.keys))
    return work.answers.all(assessment_id=share.assessment_id, track=Track.SELF, key=wanted) if wanted else ()


def _share(who: Principal) -> Share:
    if who.share is None:
        raise NotFound("there is nothing here for you")
    return who.share


def _principal(work: Work, rulesets: PinnedRulesets, link: RespondentLink, request_id: str) -> Principal:
    assessment = work.assessments.get(link.assessment_id)
    opened = [one for one in sections_of(work, rulesets, assessment) if one.id in link.sections]
    share = Share(
        assessment_id=assessment.id,
        sections=frozenset(one.id for one in opened),
        keys=frozenset(key for one in opened for key in one.keys),
        name=link.name,
    )
    return Principal(actor=f"respondent:{link.id}", org_id=work.org_id, share=share, request_id=request_id)


def _over(link: RespondentLink, now: datetime) -> str:
    """Why a link counts no more; "" while it does."""
    if link.revoked_at is not None:
        return "this link was revoked; ask who sent it for a new one"
    if link.expires_at <= now:
        return f"this link expired on {link.expires_at:%Y-%m-%d}; ask who sent it for a new one"
    return ""
