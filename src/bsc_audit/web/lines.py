"""Lists of assessments on pages: gathered over organisations, and the results on a page brought up to date, some at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from bsc_audit.app.service.access import Caller, member
from bsc_audit.app.service.model.standing import Standing
from bsc_audit.app.service.permissions import MFA_ROLES, may_ever
from bsc_audit.app.service.portfolio import Cut, Line, Sort, Wish, cut, lines_of
from bsc_audit.app.service.refusals import NotFound, StaleVersion, StorageFull
from bsc_audit.app.service.standings import Result, keep_standings, stand
from bsc_audit.web.call import PageCall
from bsc_audit.web.frame import Place

A_PAGE = 50
MOST_SCORED = 4  # a view; a score costs some 20 ms, so that the list is never slow and soon complete


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Every line of somebody, and where none could be read."""

    lines: Sequence[Line]
    locked: Sequence[Place]  # organisations whose role asks for a second factor this session began without


def gather_lines(call: PageCall, who: Caller) -> Gathered:
    """The assessments of every organisation one belongs to."""
    _, session = who.signed_in()
    lines: list[Line] = []
    locked = []
    for place in call.frame.places:
        if place.membership.role in MFA_ROLES and session.second_factor_at is None:
            locked.append(place)
        elif may_ever("list_assessments", role=place.membership.role):
            with call.wiring.work.read(place.organisation.id) as work:
                lines += lines_of(work, member(who, place.membership), place.organisation)
    return Gathered(lines=lines, locked=locked)


def wish_of(query: QueryParams) -> Wish:
    """What the address of a list asks for; a word there is not counts as none."""
    sort = query.get("sort", "")
    return Wish(
        text=query.get("q", "").strip()[:100],
        state=query.get("state", ""),
        client=query.get("client", ""),
        kind=query.get("kind", ""),
        mine=bool(query.get("mine")),
        sort=Sort(sort) if sort in set(Sort) else Sort.DUE,
        after=query.get("after", ""),
    )


def page_of(call: PageCall, lines: Iterable[Line], wish: Wish) -> Cut:
    """A page of a list, its results as they are now as far as a view may take the time; others are as last known."""
    found = cut(lines, wish, size=A_PAGE)
    stale = [one for one in found.lines if one.shows_score and not one.current][:MOST_SCORED]
    renewed = {one.assessment_id: one for one in _scored(call, stale)}
    return replace(found, lines=[_renewed(one, renewed.get(one.assessment.id)) for one in found.lines])


def link(wish: Wish, **more: str) -> str:
    """What follows the path of a list that keeps the wish, with some of it changed; defaults are left out."""
    asked = {
        "q": wish.text,
        "state": wish.state,
        "client": wish.client,
        "kind": wish.kind,
        "mine": "1" if wish.mine else "",
        "sort": "" if wish.sort is Sort.DUE else str(wish.sort),
        **more,
    }
    said = urlencode({name: value for name, value in asked.items() if value})
    return f"?{said}" if said else ""


def _scored(call: PageCall, lines: Sequence[Line]) -> list[Standing]:
    """Score assessments, and keep what comes of it where there is room; the page is shown anyway."""
    by_organisation: dict[str, list[Line]] = {}
    for line in lines:
        by_organisation.setdefault(line.organisation.id, []).append(line)
    return [one for org_id, some in by_organisation.items() for one in _scored_in(call, org_id, some)]


def _scored_in(call: PageCall, org_id: str, lines: Sequence[Line]) -> list[Standing]:
    with call.wiring.work.read(org_id) as work:
        found = [stand(work, call.wiring.ids, call.scores, one.assessment) for one in lines]
    try:
        with call.wiring.work.write(org_id) as work:
            keep_standings(work, found)
    except (NotFound, StaleVersion, StorageFull):
        pass  # the organisation or an assessment is gone, another view was faster, the disk is full
    return found


def _renewed(line: Line, standing: Standing | None) -> Line:
    if standing is None:
        return line
    return replace(line, result=Result.of(standing), scored_at=standing.updated_at, current=True)
