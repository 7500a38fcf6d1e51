"""How far a section is, told from its answers, what the engine refuses of them and what people said about it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bsc_audit.app.service.model.section_task import SectionTask
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.problems import Problem
from bsc_audit.core.ruleset.sections import Section, SectionItem


class SectionStatus(StrEnum):
    """Where a section stands."""

    CANNOT_START = "cannot_start"  # the assessment was not started, and nothing is answered
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    NEEDS_ATTENTION = "needs_attention"
    COMPLETED = "completed"


class Attention(StrEnum):
    """Why a section needs attention."""

    CHANGES_ASKED = "changes_asked"  # somebody wants it changed, and it was not completed since
    ANSWER_REFUSED = "answer_refused"  # an answer no longer fits the ruleset, or what else is stored
    NOT_ALL_ANSWERED = "not_all_answered"  # it was marked completed, and something is unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is stored of one track of an assessment."""

    state: AssessmentState
    answered: Collection[str]  # keys with an answer that was not withdrawn
    measured: Collection[str] | None  # criteria with a score or set aside; None: it cannot be scored now
    refused: Mapping[str, tuple[Problem, ...]]  # what the engine refuses of an answer, by its key


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionStanding:
    """A section as the task list shows it."""

    section: Section
    task: SectionTask | None  # None while nobody handed it out or marked it
    status: SectionStatus
    attention: tuple[Attention, ...]  # () unless it needs some
    unanswered: tuple[
        SectionItem, ...
    ]  # that a person answers; those measured and not yet known, where that can be told
    problems: tuple[Problem, ...]  # of its answers


def standing(section: Section, task: SectionTask | None, known: Known) -> SectionStanding:
    """Where a section stands."""
    unanswered = tuple(item for item in section.items if not _is_done(item, known))
    problems = tuple(one for key in sorted(section.keys) for one in known.refused.get(key, ()))
    attention = tuple(_attention(task, unanswered, problems))
    return SectionStanding(
        section=section,
        task=task,
        status=_status(section, task, attention, known),
        attention=attention,
        unanswered=unanswered,
        problems=problems,
    )


def _status(
    section: Section, task: SectionTask | None, attention: Collection[Attention], known: Known
) -> SectionStatus:
    if attention:
        return SectionStatus.NEEDS_ATTENTION
    if task is not None and task.completed_by is not None:
        return SectionStatus.COMPLETED
    if not section.keys.isdisjoint(known.answered):
        return SectionStatus.IN_PROGRESS
    return SectionStatus.CANNOT_START if known.state is AssessmentState.DRAFT else SectionStatus.NOT_STARTED


def _attention(
    task: SectionTask | None, unanswered: Collection[SectionItem], problems: Collection[Problem]
) -> list[Attention]:
    reasons = {
        Attention.CHANGES_ASKED: task is not None and bool(task.changes_asked),
        Attention.ANSWER_REFUSED: bool(problems),
        Attention.NOT_ALL_ANSWERED: task is not None and task.completed_by is not None and bool(unanswered),
    }
    return [reason for reason, holds in reasons.items() if holds]


def _is_done(item: SectionItem, known: Known) -> bool:
    """Answered, or its criterion was; what is measured is done once it counts, or while that cannot be told."""
    if not {item.key, item.criterion, item.indicator}.isdisjoint(known.answered):
        return True
    return item.indicator is None and (known.measured is None or item.key in known.measured)
