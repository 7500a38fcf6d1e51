"""The form: its sections, one section at a time, one item at a time, and the live result beside them."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from bsc_audit.app.plain_data import plain
from bsc_audit.app.service.answers import find_answer
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.score import pinned_ruleset
from bsc_audit.core.catalogue import ANSWERED_KINDS
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.vocabulary import Method
from bsc_audit.web.asked.filled import Filled
from bsc_audit.web.asked.item import said_of
from bsc_audit.web.asked.kinds import SHAPES, Shape
from bsc_audit.web.asked.live import live_of
from bsc_audit.web.asked.page import SectionPage, section_page
from bsc_audit.web.asked.section import summary
from bsc_audit.web.asked.tracks import filling_of
from bsc_audit.web.call import InView, PageCall
from bsc_audit.web.forms import Failure

router = APIRouter(prefix="/o/{org}/a/{assessment}")
OfTrack = Annotated[str, Query(max_length=20)]
OfKey = Annotated[str, Query(max_length=64)]


@router.get("/form/{section}")
def section_form_page(call: InView, org: str, assessment: str, section: str, track: OfTrack = "") -> Response:
    """One section, to be filled in."""

    def use(work: Work, who: Principal) -> Response:
        return show_section(call, section_page(work, call.scores, who, assessment, section, track))

    return call.read(org, "list_answers", use)


@router.get("/form/{section}/{item}")
def item_form_page(call: InView, org: str, assessment: str, section: str, item: str, track: OfTrack = "") -> Response:
    """One item, with everything that may be said about it."""

    def use(work: Work, who: Principal) -> Response:
        return show_item(call, work, section_page(work, call.scores, who, assessment, section, track), item)

    return call.read(org, "list_answers", use)


@router.get("/live")
def form_live(call: InView, org: str, assessment: str, track: OfTrack = "", key: OfKey = "") -> Response:
    """How the track stands now, for the form's script; of an item also what is stored."""

    def use(work: Work, who: Principal) -> Response:
        found = visible_assessment(work, who, assessment)
        filling = filling_of(who, found, track)
        data = {**live_of(work, call.scores, found, filling).data(), "actor": who.actor}
        if key:
            data["answer"] = answer_now(call, work, found, filling.track, key)
        return JSONResponse(data)

    return call.read(org, "list_answers", use)


def show_section(call: PageCall, page: SectionPage, failure: Failure | None = None) -> Response:
    """The page of a section."""
    about = {**_common(call, page), "summary": summary(page.items), "failure": failure, "blank": Filled()}
    return call.page("form/section", about, status=failure.status if failure else 200)


def show_item(call: PageCall, work: Work, page: SectionPage, key: str, failure: Failure | None = None) -> Response:
    """The page of an item."""
    at = page.index(key)
    assessment = page.shell.assessment.id
    register = (*work.evidence.all(assessment_id=None), *work.evidence.all(assessment_id=assessment))
    about = {
        **_common(call, page),
        "asked": page.items[at],
        "at": at,
        "register": {one.entry: one for one in sorted(register, key=lambda one: (one.entry, one.revision))},
        "failure": failure,
    }
    return call.page("form/item", about, status=failure.status if failure else 200)


def _common(call: PageCall, page: SectionPage) -> dict[str, object]:
    principal = call.frame.principal
    return {
        "shell": page.shell,
        "page": page,
        "names": call.names_of({*page.actors, *(one.conflict.actor for one in page.items if one.conflict)}),
        "methods": tuple(Method),
        "script": page.data(principal.actor if principal else ""),
        "layout": "respond/shell" if page.respondent else "assessment/shell",
    }


def answer_now(call: PageCall, work: Work, assessment: Assessment, track: Track, key: str) -> dict[str, object] | None:
    """What somebody else stored, so that who is asked to choose knows between what; None: nothing."""
    stored = find_answer(work, assessment, track, key)
    if stored is None:
        return None
    ruleset = pinned_ruleset(work, call.scores.rulesets, assessment)
    return {
        "key": stored.key,
        "version": stored.version,
        "content": plain(stored.content),
        "said": said_of(_shape(ruleset, stored.key), stored.content) or "nothing any more",
        "who": call.names_of([stored.actor])[stored.actor],
    }


def _shape(ruleset: Ruleset, key: str) -> Shape | None:
    criterion = ruleset.criteria.get(key)
    name = key if criterion is None else criterion.indicators[0].id
    indicator = ruleset.indicators.get(name)
    return SHAPES[indicator.kind] if indicator is not None and indicator.kind in ANSWERED_KINDS else None
