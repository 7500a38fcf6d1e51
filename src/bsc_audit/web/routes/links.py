"""Links by which people of the organisation answer without an account: made, shown once, listed, revoked."""

from datetime import UTC, datetime, time

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.model.respondent_link import RespondentLink
from bsc_audit.app.service.permissions import may
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.respondent_links import (
    LASTS,
    NewLink,
    create_respondent_link,
    revoke_respondent_link,
    visible_link,
)
from bsc_audit.app.service.section_tasks import sections_of
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure, Form
from bsc_audit.web.shell import address_of, shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/links")


@router.get("")
def links_page(call: InView, org: str, assessment: str) -> Response:
    """Every link of the assessment, and the form for a new one."""
    return _shown(call, org, assessment)


@router.post("")
def link_done(call: InForm, org: str, assessment: str) -> Response:
    """Make a link; the page after it is the only one that shows its address."""
    form, made = call.form, ""
    if not form.text("name"):
        return _shown(call, org, assessment, failure=Failure.say(name="Say who it is for."), sent=form)

    def use(work: Work, who: Principal) -> Response:
        nonlocal made
        found = shell_of(work, who, assessment, "").assessment
        given = NewLink(
            name=form.text("name"),
            email=form.text("email"),
            sections=tuple(form.texts("sections")),
            expires_at=_end_of(form),
        )
        link = create_respondent_link(work, call.wiring.ids, call.scores.rulesets, who, found, given)
        made = call.wiring.settings.public_url + link.path
        return Response(status_code=204)

    answer = call.write(
        org,
        "create_respondent_link",
        use,
        lambda failure: _shown(call, org, assessment, failure=failure, sent=form),
    )
    return _shown(call, org, assessment, made=made) if made else answer


@router.post("/{link}/revocation")
def revocation_done(call: InForm, org: str, assessment: str, link: str) -> Response:
    """End a link, and with it whoever came by it."""

    def use(work: Work, who: Principal) -> Response:
        found = shell_of(work, who, assessment, "").assessment
        revoke_respondent_link(work, who, visible_link(work, who, found, link))
        return call.go(f"{address_of(org, assessment)}/links", said="revoked")

    return call.write(org, "revoke_respondent_link", use)


def _end_of(form: Form) -> datetime | None:
    """The end of the last day a link counts; None where no day was chosen."""
    day = form.day("expires_at")
    return None if day is None else datetime.combine(day, time(23, 59, 59), UTC)


def _shown(
    call: PageCall | FormCall,
    org: str,
    assessment: str,
    *,
    made: str = "",
    failure: Failure | None = None,
    sent: Form | None = None,
) -> Response:
    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "")
        found = work.respondent_links.all(assessment_id=shell.assessment.id)
        about = {
            "shell": shell,
            "links": sorted(found, key=lambda one: one.created_at, reverse=True),
            "sections": sections_of(work, call.scores.rulesets, shell.assessment),
            "names": call.names(org, [one.created_by for one in found]),
            "state": lambda link: _state(link, work.now),
            "until": (work.now + LASTS).date(),
            "may_make": may("create_respondent_link", shell.assessment.state, role=who.role),
            "may_end": may("revoke_respondent_link", shell.assessment.state, role=who.role),
            "made": made,
            "sent": sent,
            "failure": failure,
        }
        return call.page("assessment/links", about, status=failure.status if failure else 200)

    return call.read(org, "list_respondent_links", use)


def _state(link: RespondentLink, now: datetime) -> tuple[str, str]:
    """A link's state in a word, with the tone of its mark."""
    if link.revoked_at is not None:
        return "revoked", "bad"
    if link.expires_at <= now:
        return "expired", "none"
    return ("opened", "good") if link.used_at else ("not opened yet", "busy")
