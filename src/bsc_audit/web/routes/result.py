"""The result as it stands: scores of every level, what is missing, what the engine recommends; and how any number came about."""

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.disclosure import demand_scores, sees_scores
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.score import Scored
from bsc_audit.core.problems import EvidenceError
from bsc_audit.core.scoring.explain import explain
from bsc_audit.web.call import InView, PageCall
from bsc_audit.web.charts import charts
from bsc_audit.web.forms import Failure
from bsc_audit.web.result import scored_of
from bsc_audit.web.shell import Shell, shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/result")
CHARTS = ("gauge", "radar", "bullets", "bridge", "stacked")


@router.get("")
def result_page(call: InView, org: str, assessment: str, track: Track | None = None) -> Response:
    """Overall and levels, coverage, gates and awards, and what is missing."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "result")
        if not sees_scores(who, shell.assessment):
            return _coverage(call, work, shell)
        try:
            scored = scored_of(work, call.scores, shell.assessment, track)
        except EvidenceError as error:
            return call.page("result/unscored", {"shell": shell, "failure": Failure.of(error)}, status=409)
        report = call.shelf.report(scored)
        about = {"shell": shell, "scored": scored, "report": report, "charts": charts(report, *CHARTS)}
        return call.page("result/result", {**about, "other": _other(work, call, shell, scored)})

    return call.read(org, "get_score", use)


@router.get("/{node}")
def derivation_page(call: InView, org: str, assessment: str, node: str, track: Track | None = None) -> Response:
    """How one score came about: members, weights, method, caps, values, evidence."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "result")
        demand_scores(who, shell.assessment)
        scored = scored_of(work, call.scores, shell.assessment, track)
        found = explain(scored.judged.ruleset, scored.judged.scorecard, node)
        if found is None:
            raise NotFound("the ruleset has no such group, criterion or indicator")
        return call.page(
            "result/derivation", {"shell": shell, "scored": scored, "found": found, "path": _path(scored, node)}
        )

    return call.read(org, "get_score", use)


def _coverage(call: PageCall, work: Work, shell: Shell) -> Response:
    scored = scored_of(work, call.scores, shell.assessment, Track.SELF)
    nodes = [one for one in scored.judged.scorecard.nodes.values() if one.kind != "criterion"]
    return call.page("result/coverage", {"shell": shell, "nodes": nodes, "missing": scored.missing})


def _other(work: Work, call: PageCall, shell: Shell, scored: Scored) -> Scored | None:
    """The other track, to stand beside; None where it holds nothing or cannot be scored."""
    track = Track.SELF if scored.track is Track.VALIDATED else Track.VALIDATED
    try:
        other = scored_of(work, call.scores, shell.assessment, track)
    except EvidenceError:
        return None
    return other if work.answers.all(assessment_id=shell.assessment.id, track=track) else None


def _path(scored: Scored, node: str) -> list[tuple[str, str]]:
    """Id and title of what the node is part of, the whole first."""
    nodes = scored.judged.scorecard.nodes
    # A criterion and its only indicator may have one id, and are no part of themselves.
    parents = {member.id: one.id for one in nodes.values() for member in one.members if member.id != one.id}
    found: list[tuple[str, str]] = []
    at = parents.get(node)
    while at is not None:
        found.insert(0, (at, nodes[at].title))
        at = parents.get(at)
    return found
