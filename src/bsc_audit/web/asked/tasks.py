"""The task list of an assessment: its sections with who fills them in, how far each is, and what may be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bsc_audit.app.service.answers import ACTION
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.permissions import PERMISSIONS, may
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.score import Scores
from bsc_audit.app.service.section_status import Attention, SectionStanding
from bsc_audit.app.service.section_tasks import HANDS_OUT, REOPENS, list_sections
from bsc_audit.web.asked.tracks import Filling, filling_of
from bsc_audit.web.shell import Shell, shell_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskList:
    """Every section of one track."""

    shell: Shell
    filling: Filling
    sections: tuple[SectionStanding, ...]
    may: Mapping[str, bool]  # hand_out, complete, reopen: by this person, now

    @property
    def query(self) -> str:
        """What keeps the track in an address."""
        return "" if self.filling.usual else f"?track={self.filling.track}"

    @property
    def answered(self) -> int:
        """Items that are answered or known, of all sections."""
        return sum(done(one) for one in self.sections)

    @property
    def items(self) -> int:
        """Items of all sections."""
        return sum(len(one.section.items) for one in self.sections)

    def find(self, section_id: str) -> SectionStanding:
        """One section.

        Raises:
            NotFound: there is no such section.
        """
        found = next((one for one in self.sections if one.section.id == section_id), None)
        if found is None:
            raise NotFound("there is no such section")
        return found


def task_list(work: Work, scores: Scores, who: Principal, assessment_id: str, room: str, track: str) -> TaskList:
    """Read it.

    Raises:
        NotFound: there is no such assessment in the person's part of the organisation.
    """
    shell = shell_of(work, who, assessment_id, room)
    filling = filling_of(who, shell.assessment, track)
    return TaskList(
        shell=shell,
        filling=filling,
        sections=list_sections(work, scores, shell.assessment, filling.track),
        may=_may(who, shell.assessment, filling),
    )


def fillers(work: Work, track: Track) -> tuple[str, ...]:
    """Actors who may answer in a track, so that a section can be handed to them."""
    roles = PERMISSIONS[ACTION[track]].roles
    return tuple(f"person:{one.person_id}" for one in work.memberships.all() if one.role in roles)


def done(one: SectionStanding) -> int:
    """Items of a section that are answered or known."""
    return len(one.section.items) - len(one.unanswered)


def _may(who: Principal, assessment: Assessment, filling: Filling) -> Mapping[str, bool]:
    state, role = assessment.state, who.role
    return {
        "hand_out": may(HANDS_OUT[filling.track], state, role=role),
        "complete": filling.open and may("complete_section", state, role=role),
        "reopen": may(REOPENS[filling.track], state, role=role),
        "link": may("create_respondent_link", state, role=role),
    }


ATTENTION: Mapping[Attention, str] = {
    Attention.CHANGES_ASKED: "Changes are asked for",
    Attention.ANSWER_REFUSED: "An answer no longer fits the ruleset",
    Attention.NOT_ALL_ANSWERED: "Marked as completed, though not all of it is answered",
}
