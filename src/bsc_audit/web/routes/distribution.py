"""Who gets a report, and how confidential it is: two remarks of the team that every report prints."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.permissions import may
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.remarks import find_remarks, put_remarks
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure
from bsc_audit.web.shell import shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}")


@router.get("/distribution")
def distribution_page(call: InView, org: str, assessment: str) -> Response:
    """Who gets which copy."""
    return _page(call, org, assessment)


@router.post("/distribution")
def distribution_done(call: InForm, org: str, assessment: str) -> Response:
    """Store both; everything else the team remarked stays as it is."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "reports")
        ids, rulesets, expected = call.wiring.ids, call.scores.rulesets, call.form.version() or None
        content = _content(work, shell.assessment, call)
        put_remarks(work, ids, rulesets, who, shell.assessment, content, expected=expected)
        return call.go(shell.at("distribution"), said="saved")

    return call.write(org, "put_remarks", use, lambda failure: _page(call, org, assessment, failure))


def _content(work: Work, assessment: Assessment, call: FormCall) -> dict[str, Any]:
    before = find_remarks(work, assessment)
    lines = [line.strip() for line in call.form.text("distribution").splitlines()]
    said = {"distribution": [line for line in lines if line], "confidentiality": call.form.text("confidentiality")}
    kept = {name: one for name, one in (before.content if before else {}).items() if name not in said}
    return kept | {name: one for name, one in said.items() if one}


def _page(call: PageCall, org: str, assessment: str, failure: Failure | None = None) -> Response:
    form = call.form if isinstance(call, FormCall) else None

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "reports")
        remarks = find_remarks(work, shell.assessment)
        content = remarks.content if remarks else {}
        about = {
            "shell": shell,
            "failure": failure,
            "copies": content.get("distribution") or [],
            "typed": form.text("distribution") if form else "\n".join(content.get("distribution") or []),
            "confidentiality": form.text("confidentiality") if form else content.get("confidentiality", ""),
            "remarks_version": remarks.version if remarks else 0,
            "may_change": may("put_remarks", shell.assessment.state, role=who.role),
        }
        return call.page("reports/distribution", about, status=failure.status if failure else 200)

    return call.read(org, "get_remarks", use)
