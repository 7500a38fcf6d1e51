"""The engagement of an assessment: begun, seen and changed."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.assessments import (
    NewAssessment,
    create_assessment,
    update_assessment,
    visible_assessment,
)
from bsc_audit.app.service.permissions import Role, may
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Flaw, Invalid
from bsc_audit.app.service.ruleset_choices import RulesetShelf
from bsc_audit.app.service.units import unit_nodes
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.engagement import TABLES, stored_terms, terms_of, typed_terms, value_at, with_row, without_row
from bsc_audit.web.forms import Failure
from bsc_audit.web.shell import shell_of
from bsc_audit.web.spoken import spoken

router = APIRouter(prefix="/o/{org}")


@router.get("/assessments/new")
def new_assessment_page(call: InView, org: str) -> Response:
    """Choose the rules, then say what is assessed by them."""
    return _new_page(call, org)


@router.post("/assessments/new")
def new_assessment_done(call: InForm, org: str) -> Response:
    """Begin it."""

    def use(work: Work, who: Principal) -> Response:
        given = _given(call)
        made = create_assessment(work, call.wiring.ids, call.scores.rulesets, who, given)
        return call.go(f"/o/{org}/a/{made.id}/engagement", said="begun")

    return call.write(org, "create_assessment", use, lambda failure: _new_page(call, org, failure))


@router.get("/a/{assessment}/engagement")
def engagement_page(call: InView, org: str, assessment: str) -> Response:
    """Everything that was agreed."""
    return _page(call, org, assessment)


@router.post("/a/{assessment}/engagement")
def engagement_done(call: InForm, org: str, assessment: str) -> Response:
    """Store it; or show the form again with a row more or less, and nothing stored."""
    if call.form.text("add") or call.form.text("drop"):
        return _page(call, org, assessment)

    def use(work: Work, who: Principal) -> Response:
        stored = visible_assessment(work, who, assessment)
        terms = terms_of(typed_terms(call.form, stored.engagement), call.form)
        rulesets, expected = call.scores.rulesets, call.form.version()
        update_assessment(work, rulesets, who, stored, terms, expected=expected)
        return call.go(f"/o/{org}/a/{assessment}/engagement", said="saved")

    return call.write(org, "update_assessment", use, lambda failure: _page(call, org, assessment, failure))


def engagement_again(call: FormCall, org: str, assessment_id: str, failure: Failure) -> Response:
    """The engagement as it is stored, with what was refused of something else on its page."""
    return _page(call, org, assessment_id, failure, typed_anew=False)


def _page(
    call: PageCall, org: str, assessment_id: str, failure: Failure | None = None, *, typed_anew: bool = True
) -> Response:
    people = _leads(call, org)

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment_id, "engagement")
        stored = shell.assessment
        typed = stored_terms(stored)
        if isinstance(call, FormCall) and typed_anew:
            typed = typed_terms(call.form, stored.engagement)
            with_row(typed, call.form.text("add"))
            without_row(typed, call.form.text("drop"))
        about = {
            "shell": shell,
            "failure": failure,
            "typed": typed,
            "at": lambda path: value_at(typed, path),
            "tables": TABLES,
            "leads": people,
            "languages": spoken(call.wiring.reports.languages),
            "earlier": [one for one in work.assessments.all() if one.id != stored.id],
            "may_change": may("update_assessment", stored.state, role=who.role),
            "names_leads": who.role in (Role.ADMIN, Role.LEAD_AUDITOR),
            "newer": _newer(call, work, shell.assessment.ruleset_id),
            "moves": work.ruleset_moves.all(assessment_id=stored.id),
        }
        return call.page("engagement/engagement", about, status=failure.status if failure else 200)

    return call.read(org, "get_assessment", use)


def _newer(call: PageCall, work: Work, ruleset: str) -> list[str]:
    """Names of every version of the ruleset, the newest first."""
    shelf = RulesetShelf(work, call.compiled, call.scores.rulesets)
    return [one.name for one in shelf.open_choices() if one.ruleset.id == ruleset]


def _new_page(call: PageCall, org: str, failure: Failure | None = None) -> Response:
    sent = call.form if isinstance(call, FormCall) else None
    wanted = sent.text("ruleset") if sent else call.request.query_params.get("ruleset", "")

    def use(work: Work, who: Principal) -> Response:
        shelf = RulesetShelf(work, call.compiled, call.scores.rulesets)
        chosen = shelf.named(wanted)
        about = {
            "failure": failure,
            "choices": shelf.open_choices(),
            "chosen": chosen,
            "kinds": KINDS,
            "units": unit_nodes(work, who, work.now.date()),
            "whole": who.unit_id is None,
            "languages": spoken(call.wiring.reports.languages),
            "earlier": work.assessments.all(),
            "typed": (lambda name: sent.text(name)) if sent else _begin_with(call, chosen),
        }
        return call.page("engagement/new", about, status=failure.status if failure else 200)

    return call.read(org, "create_assessment", use)


def _begin_with(call: PageCall, chosen: Any) -> Any:
    """What the form of a new assessment holds at first."""
    today = call.wiring.clock.now().date()
    here = call.frame.organisation
    name = here.name if here else ""
    first: Mapping[str, str] = {
        "title": f"{chosen.ruleset.title} at {name}" if chosen else "",
        "as_of": today.isoformat(),
        "period": f"{today.year}-H{1 if today.month < 7 else 2}",
        "language": "en",
        "kind": str(AssessmentKind.ASSESSED),
        "engagement.organisation.name": name,
    }
    return lambda field: first.get(field, "")


def _given(call: FormCall) -> NewAssessment:
    """What the form asks for.

    Raises:
        Invalid: kind or ruleset is no such thing, or as `terms_of`.
    """
    form = call.form
    if form.text("kind") not in set(AssessmentKind):
        raise Invalid(
            "say what kind it is", flaws=(Flaw(pointer="/kind", code="missing", detail="say what kind it is"),)
        )
    ruleset, _, version = form.text("ruleset").partition("@")
    return NewAssessment(
        terms=terms_of(typed_terms(form, {}), form),
        kind=AssessmentKind(form.text("kind")),
        ruleset_id=ruleset,
        ruleset_version=version,
        profile=form.optional("profile"),
        unit_id=form.optional("unit_id"),
        number=form.optional("number"),
    )


def _leads(call: PageCall, org: str) -> list[tuple[str, str]]:
    """Ids and names of the organisation's lead auditors."""
    who = call.enter(org, "get_assessment")
    with call.wiring.work.read(who.org_id) as work:
        members = work.memberships.all(org_id=org, role=Role.LEAD_AUDITOR)
    named = call.names(org)
    return sorted(((one.person_id, named[f"person:{one.person_id}"]) for one in members), key=lambda one: one[1])


KINDS = (
    (
        AssessmentKind.SELF_ASSESSMENT,
        "Self-assessment",
        "The organisation answers for itself; evidence reaches grade B at most.",
    ),
    (AssessmentKind.ASSESSED, "Assessment", "Auditors examine and validate; no certificate follows."),
    (
        AssessmentKind.CERTIFICATION,
        "Certification",
        "Auditors validate, a second person decides, a certificate may be issued.",
    ),
)
