"""Which of the two tracks somebody sees and fills in: the organisation's own answers, or their validation."""

from dataclasses import dataclass

from bsc_audit.app.service.answers import ACTION
from bsc_audit.app.service.disclosure import CLIENTS, sees_scores
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.permissions import may_ever
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.score import counting_track


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """One track, as somebody may fill it in."""

    track: Track
    open: bool  # may be changed, by this person, now
    closed: str  # why not, in a sentence; "" where it is open
    usual: bool  # the one this person's pages are about where no address names one
    both: bool  # the person may look at either track
    scores: bool  # whether scores are shown while answering; else only how much is covered


def filling_of(who: Principal, assessment: Assessment, asked: str = "") -> Filling:
    """The track a page is about.

    Args:
        who: looks at it.
        assessment: it belongs to.
        asked: the track's name where an address names one; else the one that counts, or the client's own.
    """
    client = who.role in CLIENTS or who.share is not None
    known = {one.value: one for one in Track}
    usual = Track.SELF if client else counting_track(assessment.kind)
    track = usual if client else known.get(asked, usual)
    closed = _closed(who, assessment, track)
    return Filling(
        track=track,
        open=not closed,
        closed=closed,
        usual=track is usual,
        both=not client,
        scores=sees_scores(who, assessment),
    )


def _closed(who: Principal, assessment: Assessment, track: Track) -> str:
    action = ACTION[track]
    if who.share is None and (who.role is None or not may_ever(action, role=who.role)):
        return "You may read these answers; auditors and the organisation's own editors give them."
    if not who.may_in(action, assessment.state):
        state = assessment.state.replace("_", " ")
        return f"The assessment is {state}: answers are not changed in this state."
    return ""
