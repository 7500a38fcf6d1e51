"""Compare and trend: two assessments by criterion, those of an organisation over time, its units against each other."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.assessments import list_assessments, visible_assessment
from bsc_audit.app.service.disclosure import demand_scores, sees_scores
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.ports import Query, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.web.call import InView
from bsc_audit.web.charts import trend_chart
from bsc_audit.web.comparing import Side, peers, rows_of, side_of
from bsc_audit.web.shell import shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/compare")
MOST = 24  # assessments of a series


@router.get("")
def compare_page(call: InView, org: str, assessment: str, other: str = "") -> Response:
    """This assessment beside another by the same ruleset, and both in the series they are part of."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "compare")
        chosen = shell.assessment
        demand_scores(who, chosen)
        known = [one for one in peers(_visible(work, who), chosen) if sees_scores(who, one)]
        first = _named(work, who, other) if other else _usual(chosen, known)
        sides = [side_of(work, call.scores, one) for one in _series(chosen, known)]
        mine = next(one for one in sides if one.assessment.id == chosen.id)
        beside = side_of(work, call.scores, first) if first else None
        about: dict[str, Any] = {
            "shell": shell,
            "known": [(one.id, f"{one.number} · {one.title} · {one.period}") for one in known],
            "first": beside,
            "second": mine,
            "rows": rows_of(beside, mine) if beside else (),
            "sides": sides,
            "units": _units(work, sides),
            "chart": trend_chart([one for one in sides if one.assessment.unit_id == chosen.unit_id]),
        }
        return call.page("compare/compare", about)

    return call.read(org, "get_score", use)


def _visible(work: Work, who: Principal) -> Sequence[Assessment]:
    return list_assessments(work, who, Query(limit=1000)).items


def _named(work: Work, who: Principal, assessment_id: str) -> Assessment:
    found = visible_assessment(work, who, assessment_id)
    demand_scores(who, found)
    return found


def _usual(chosen: Assessment, known: Sequence[Assessment]) -> Assessment | None:
    """What it is compared with unless somebody says otherwise: the one before it, of the same unit."""
    before = [one for one in known if one.id == chosen.previous_id]
    same = [one for one in known if one.unit_id == chosen.unit_id and one.as_of <= chosen.as_of]
    return next(iter([*before, *same, *known]), None)


def _series(chosen: Assessment, known: Sequence[Assessment]) -> Sequence[Assessment]:
    """Oldest first, this one among them."""
    return sorted([chosen, *known[: MOST - 1]], key=lambda one: (one.as_of, one.id))


def _units(work: Work, sides: Sequence[Side]) -> Sequence[tuple[str, Side]]:
    """The latest of every unit, for units of one organisation side by side; () while there is one only."""
    called = {one.id: one.name for one in work.units.all()}
    latest = {one.assessment.unit_id: one for one in sides}
    named = [(called.get(unit or "", "Whole organisation"), one) for unit, one in latest.items()]
    return sorted(named, key=lambda pair: pair[0].casefold()) if len(named) > 1 else ()
