"""The page of a client, or of a consultancy: its assessments, how its scores went, its units and people, its clients."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from bsc_audit.app.service.model.organisation import OrganisationKind
from bsc_audit.app.service.model.person import Membership
from bsc_audit.app.service.permissions import may_ever
from bsc_audit.app.service.portfolio import Line, lines_of
from bsc_audit.app.service.units import unit_nodes
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.web.call import InView, PageCall
from bsc_audit.web.lines import link, page_of, wish_of
from bsc_audit.web.series import Point, series

router = APIRouter(prefix="/o/{org}")


@router.get("")
def organisation_page(call: InView, org: str) -> Response:
    """A client at a glance."""
    who = call.enter(org, "get_organisation")
    wish = wish_of(call.request.query_params)
    here = call.frame.organisation
    assert here is not None

    with call.wiring.work.read(org) as work:
        sees = may_ever("list_assessments", role=who.role)
        lines = lines_of(work, who, here) if sees else []
        units = unit_nodes(work, who, work.now.date())
    about = {
        "wish": wish,
        "link": link,
        "sees": sees,
        "cut": page_of(call, lines, wish),
        "total": len(lines),
        "units": units,
        "graphs": graphs(lines),
        "people": _people(call, org) if call.frame.may("list_people") and who.unit_id is None else None,
        "clients": [one for one in call.frame.places if one.organisation.parent_id == org],
        "takes_clients": here.kind is OrganisationKind.CONSULTANCY and call.frame.may("create_organisation"),
    }
    return call.page("organisation/organisation", about)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The scores of one part of an organisation over time, of one kind of assessment: only those compare."""

    title: str
    drawing: Markup
    points: Sequence[Point]  # the same numbers, for a table


def graphs(lines: Iterable[Line]) -> list[Graph]:
    """A line for every part, kind and ruleset that was scored at least twice."""
    found: dict[tuple[str, AssessmentKind, str], list[Point]] = {}
    for one in lines:
        about = one.assessment
        if one.result and one.result.score is not None:
            point = Point(day=about.as_of, score=one.result.score, name=about.title)
            found.setdefault((one.unit, about.kind, about.ruleset_id), []).append(point)
    made = [(_title(*key), sorted(points, key=lambda point: point.day)) for key, points in found.items()]
    return [
        Graph(title=title, drawing=drawing, points=points)
        for title, points in made
        if (drawing := series(points, f"Overall scores: {title}"))
    ]


def _title(unit: str, kind: AssessmentKind, ruleset: str) -> str:
    return f"{unit or 'Whole organisation'}, {str(kind).replace('_', ' ')} by {ruleset}"


def _people(call: PageCall, org: str) -> list[tuple[str, Membership]]:
    """Names and memberships, leads first."""
    with call.wiring.work.installation() as installation:
        members = installation.memberships.all(org_id=org)
        persons = {one.id: one.name for one in installation.persons.all(id=frozenset(m.person_id for m in members))}
    return sorted(((persons[m.person_id], m) for m in members), key=lambda one: (one[1].role, one[0]))
