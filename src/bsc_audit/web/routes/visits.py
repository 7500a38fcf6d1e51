"""Visits and contact reviews: all of an assessment, and the page of each."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.permissions import Role, may
from bsc_audit.app.service.records import own_only
from bsc_audit.web.call import InView
from bsc_audit.web.record_form import KINDS, Record, forms_of
from bsc_audit.web.record_page import record_response
from bsc_audit.web.shell import shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/visits")


@router.get("")
def visits_page(call: InView, org: str, assessment: str) -> Response:
    """Every visit and review of the assessment; to a shopper the own visits."""
    who = call.enter(org, "list_visits")
    with call.wiring.work.read(org) as work:
        shell = shell_of(work, who, assessment, "visits")
        found = shell.assessment
        records: dict[str, Sequence[Record]] = {
            "visit": work.visits.all(assessment_id=found.id, **own_only(who)),
            "review": () if who.role is Role.SHOPPER else work.contact_reviews.all(assessment_id=found.id),
        }
        about = {
            "shell": shell,
            "kinds": KINDS,
            "records": records,
            "forms": {kind.word: forms_of(call, work, found, kind) for kind in KINDS.values()},
            "may_fill": {kind.word: may(f"put_{kind.word}", found.state, role=who.role) for kind in KINDS.values()},
        }
    actors = [one.actor for some in records.values() for one in some]
    about["names"] = call.names_of(actors)
    return call.page("visits/visits", about)


@router.get("/{word}/new")
def record_new_page(call: InView, org: str, assessment: str, word: str, questionnaire: str = "") -> Response:
    """An empty form."""
    return record_response(call, org, assessment, word, "", questionnaire=questionnaire)


@router.get("/{word}/r/{name}")
def record_page(call: InView, org: str, assessment: str, word: str, name: str) -> Response:
    """One visit or review, to be read, filled in or judged."""
    return record_response(call, org, assessment, word, name)
