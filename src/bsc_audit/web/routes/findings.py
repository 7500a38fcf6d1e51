"""The findings board: risks, weaknesses, strengths, opportunities and nonconformities with their reasons; what the team says of them."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service import finding_edits as board
from bsc_audit.app.service.disclosure import demand_scores, sees_scores
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.finding_edit import FindingEdit
from bsc_audit.app.service.people import name_of
from bsc_audit.app.service.permissions import may
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound, invalid
from bsc_audit.core.problems import EvidenceError
from bsc_audit.core.report.judgements import Finding
from bsc_audit.core.report.model import Report
from bsc_audit.core.vocabulary import Conformity, FindingKind
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.charts import charts
from bsc_audit.web.forms import Failure
from bsc_audit.web.result import scored_of
from bsc_audit.web.shell import Shell, shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/findings")

WORDS = ("title", "statement", "recommendation", "owner", "reason")
LEVELS = ("severity", "likelihood")


@router.get("")
def findings_page(call: InView, org: str, assessment: str, track: Track | None = None) -> Response:
    """Every finding as it stands now, the risk map, and the rules that could not tell."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "findings")
        if not sees_scores(who, shell.assessment):
            return call.page("findings/later", {"shell": shell})
        try:
            report = call.shelf.report(scored_of(work, call.scores, shell.assessment, track))
        except EvidenceError as error:
            return call.page("result/unscored", {"shell": shell, "failure": Failure.of(error)}, status=409)
        about = {
            "shell": shell,
            "report": report,
            "charts": charts(report, "riskmap"),
            "may_edit": may("put_finding_edit", shell.assessment.state, role=who.role),
        }
        return call.page("findings/findings", about)

    return call.read(org, "list_findings", use)


@router.get("/new")
def finding_new_page(call: InView, org: str, assessment: str) -> Response:
    """A form for a finding of the team's own."""
    return _page(call, org, assessment, "")


@router.get("/{finding}")
def finding_page(call: InView, org: str, assessment: str, finding: str) -> Response:
    """One finding with its reasons, the engine's wording, and what the team says of it."""
    return _page(call, org, assessment, finding)


@router.post("/new")
def finding_added_done(call: InForm, org: str, assessment: str) -> Response:
    """Add a finding of the team's own."""
    return _put(call, org, assessment, call.form.text("id"), _own(call))


@router.post("/{finding}")
def finding_edited_done(call: InForm, org: str, assessment: str, finding: str) -> Response:
    """Word it, rate it, merge it, reject it, or name its owner."""
    return _put(call, org, assessment, finding, _own(call) if call.form.text("kind") else _edit(call))


@router.post("/{finding}/restore")
def finding_restored_done(call: InForm, org: str, assessment: str, finding: str) -> Response:
    """Take back what was said: the engine's finding stands again, one of the team's own is gone."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "findings")
        stored = board.get_edit(work, shell.assessment, finding)
        board.remove_finding_edit(work, call.scores, who, shell.assessment, stored, expected=call.form.version())
        return call.go(shell.at("findings"), said="saved")

    return call.write(org, "remove_finding_edit", use, lambda failure: _page(call, org, assessment, finding, failure))


def _put(call: FormCall, org: str, assessment: str, finding: str, content: Mapping[str, Any]) -> Response:
    by = _name(call, org)

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "findings")
        if not finding:
            raise invalid("/id", "missing", "give it a short id of your own, such as T-01")
        stored = board.find_edit(work, shell.assessment, finding)
        ids, scores, expected = call.wiring.ids, call.scores, call.form.version() if stored else None
        board.put_finding_edit(work, ids, scores, who, shell.assessment, finding, content, by=by, expected=expected)
        return call.go(f"{shell.at('findings')}#finding-{finding}", said="saved")

    again = "" if content.get("kind") and call.request.url.path.endswith("/new") else finding
    return call.write(org, "put_finding_edit", use, lambda failure: _page(call, org, assessment, again, failure))


def _name(call: PageCall, org: str) -> str:
    """Name of who says it, as the report prints it."""
    who = call.enter(org, "put_finding_edit")
    with call.wiring.work.installation() as installation:
        return name_of(installation, who.actor)


def _edit(call: FormCall) -> dict[str, Any]:
    """What is said of a finding of the engine; what is left as the engine has it is not said."""
    form = call.form
    said: dict[str, Any] = {
        name: form.text(name) for name in WORDS if form.text(name) and form.text(name) != form.text(f"engine.{name}")
    }
    said |= {name: int(form.text(name)) for name in LEVELS if form.text(name) in "12345" and form.text(name)}
    if (form.text("severity"), form.text("likelihood")) == (
        form.text("engine.severity"),
        form.text("engine.likelihood"),
    ):
        said = {name: value for name, value in said.items() if name not in LEVELS}
    said |= {name: form.text(name) for name in ("into", "rejected") if form.text(name)}
    return said


def _own(call: FormCall) -> dict[str, Any]:
    """A finding of the team's own."""
    form = call.form
    said: dict[str, Any] = {name: form.text(name) for name in WORDS if form.text(name)}
    said |= {name: int(form.text(name)) for name in LEVELS if form.text(name) and form.text(name) in "12345"}
    said |= {name: form.text(name) for name in ("kind", "conformity") if form.text(name)}
    return {**said, **{name: form.text(name).replace(",", " ").split() for name in ("criteria", "evidence")}}


def _page(call: PageCall, org: str, assessment: str, finding: str, failure: Failure | None = None) -> Response:
    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "findings")
        demand_scores(who, shell.assessment)
        report = call.shelf.report(scored_of(work, call.scores, shell.assessment))
        about = _about(work, who, shell, report, finding)
        about |= {"failure": failure, "sent": call.form if isinstance(call, FormCall) else None}
        return call.page("findings/finding", about, status=failure.status if failure else 200)

    return call.read(org, "list_findings", use)


def _about(work: Work, who: Principal, shell: Shell, report: Report, finding: str) -> dict[str, Any]:
    written = {one.id: one for group in report.findings for one in group.findings}
    stored: FindingEdit | None = board.find_edit(work, shell.assessment, finding) if finding else None
    rejected = next((one for one in report.rejected if one.id == finding), None)
    if finding and finding not in written and rejected is None and stored is None:
        raise NotFound("there is no such finding now")
    return {
        "shell": shell,
        "report": report,
        "finding": written.get(finding),
        "id": finding,
        "rejected": rejected,
        "edit": stored,
        "engine": _engine(written.get(finding)),
        "others": [(one.id, f"{one.ref} {one.title}") for one in written.values() if one.id != finding],
        "kinds": [(str(one), one.capitalize()) for one in FindingKind],
        "grades": [("", "none"), (str(Conformity.MINOR), "Minor"), (str(Conformity.MAJOR), "Major")],
        "may_edit": may("put_finding_edit", shell.assessment.state, role=who.role),
    }


def _engine(finding: Finding | None) -> Mapping[str, str]:
    """What the engine wrote, by field, where the team says otherwise."""
    if finding is None or finding.team is None:
        return {}
    return {fact.label: fact.text for fact in finding.team.engine}
