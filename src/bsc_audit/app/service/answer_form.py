"""Whether an answer has the form the pinned ruleset asks for, judged by the engine's own acceptance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bsc_audit.app.service.data_documents import escaped
from bsc_audit.app.service.folder import ANSWERS, Rows, folder_of
from bsc_audit.app.service.folder_metrics import metrics_of
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.metric import MetricPoint
from bsc_audit.app.service.model.organisation import Organisation, OrganisationKind
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.model.unit import Unit, UnitPlacement
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.score import demand_acceptable
from bsc_audit.core.problems import EvidenceError, Problem
from bsc_audit.core.ruleset.model import Ruleset


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as somebody gives it."""

    track: Track
    key: str  # id of a criterion or indicator
    content: Json  # as the evidence folder writes an answer
    at: datetime | None = None  # when it was given; None: now
    expected: int | None = None  # version it replaces; None: there is none yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is stored that an answer has to agree with."""

    answers: Sequence[Answer] = ()  # to the same thing under another key
    points: Sequence[MetricPoint] = ()  # of what is said not to apply
    units: Sequence[Unit] = ()  # where those were measured
    placements: Sequence[UnitPlacement] = ()
    register: Sequence[EvidenceItem] = ()  # what it cites


def beside(work: Work, assessment: Assessment, ruleset: Ruleset, given: Given) -> Beside:
    """Read what an answer has to agree with."""
    same = _same_thing(ruleset, given.key)
    cited = tuple(str(name) for name in given.content.get("evidence") or ())
    excused = tuple(_measured_below(ruleset, given.key)) if given.content.get("not_applicable") else ()
    mine = {"assessment_id": assessment.id}
    return Beside(
        answers=work.answers.all(**mine, track=given.track, key=same) if same else (),
        points=work.metric_points.all(metric=excused) if excused else (),
        units=work.units.all() if excused else (),
        placements=work.placements.all() if excused else (),
        register=(*work.evidence.all(assessment_id=None, entry=cited), *work.evidence.all(**mine, entry=cited))
        if cited
        else (),
    )


def refusals(ruleset: Ruleset, assessment: Assessment, given: Given, others: Beside) -> tuple[Problem, ...]:
    """What the engine would refuse about an answer, pointed into its content; () when it is acceptable."""
    one = Answer(
        id="",
        created_at=assessment.created_at,
        updated_at=assessment.updated_at,
        assessment_id=assessment.id,
        track=given.track,
        key=given.key,
        content=given.content,
        actor="",
        at=assessment.created_at,
    )
    rows = Rows(
        organisation=_NOBODY,
        assessment=replace(assessment, engagement=_TERSE),
        track=given.track,
        answers=[*(other for other in others.answers if other.content), one],
        points=others.points,
        units=others.units,
        placements=others.placements,
        register=others.register,
    )
    try:
        demand_acceptable(ruleset, folder_of(rows, ruleset))
    except EvidenceError as error:
        return tuple(replace(found, field=_in_content(found.field, given.key)) for found in error.problems)
    return ()


def _same_thing(ruleset: Ruleset, key: str) -> tuple[str, ...]:
    """Other keys an answer to the same thing may have: a criterion and its only indicator are one."""
    criterion = ruleset.criteria.get(key)
    indicator = key if criterion is None else criterion.indicators[0].id if len(criterion.indicators) == 1 else None
    if indicator is None:
        return ()
    alone = [one.id for one in ruleset.users.get(indicator, ()) if len(one.indicators) == 1]
    return tuple(name for name in (indicator, *alone) if name != key)


def _measured_below(ruleset: Ruleset, key: str) -> Iterable[str]:
    """Metrics that measure what an answer is about."""
    criterion = ruleset.criteria.get(key)
    named = [member.id for member in criterion.indicators] if criterion else [key]
    known = frozenset(metrics_of(ruleset))
    return (name for name in named if name in known)


def _in_content(pointer: str, key: str) -> str:
    """Where a place of the folder stands in the content of an answer."""
    own = f"/{ANSWERS}/answers/{escaped(key)}"
    return pointer.removeprefix(own) if pointer.startswith(own) else ""


_TERSE: Json = {"scope": {"statement": "-"}}  # an answer is judged without the terms of the engagement
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_NOBODY = Organisation(id="", created_at=_LONG_AGO, updated_at=_LONG_AGO, name="-", kind=OrganisationKind.CLIENT)
