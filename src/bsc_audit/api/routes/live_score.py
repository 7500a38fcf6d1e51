"""Score and findings of a stored assessment, as it stands at this moment."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import InGet
from bsc_audit.api.schemas.base import Id
from bsc_audit.api.schemas.live_score import CoverageOut, FindingsOut, LiveScoreOut, QualityOut
from bsc_audit.app.plain_data import plain
from bsc_audit.app.service import quality
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.disclosure import demand_scores
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.score import Scored, counting_track, score_track
from bsc_audit.core.scoring.explain import explain
from bsc_audit.core.vocabulary import FindingKind, Truth

router = APIRouter(prefix="/organisations/{org}/assessments/{assessment}", tags=["assessments"])

Which = Annotated[
    Literal["self", "validated", "both"] | None,
    Query(description="left out: the one that counts for the assessment's kind"),
    MAY_BE_ABSENT,
]
OfNode = Annotated[
    Id | None, Query(description="show how this group, criterion or indicator came about"), MAY_BE_ABSENT
]
OneTrack = Annotated[
    Track | None, Query(description="left out: the one that counts for the assessment's kind"), MAY_BE_ABSENT
]
ByKind = Annotated[FindingKind | None, Query(description="of this kind only"), MAY_BE_ABSENT]


@router.get("/score", response_model=LiveScoreOut, responses={409: {}})
def get_score(call: InGet, org: str, assessment: str, track: Which = None, node: OfNode = None) -> Response:
    """Scores as they stand now, with what is missing; of one node also how it came about."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        demand_scores(who, found)
        wanted = tuple(Track) if track == "both" else (Track(track) if track else counting_track(found.kind),)
        scored = [score_track(work, call.scores, found, one) for one in wanted]
        data = {
            "assessment_id": found.id,
            "number": found.number,
            "ruleset": {"id": found.ruleset_id, "version": found.ruleset_version, "digest": found.ruleset_digest},
            "tracks": [_track(one, node) for one in scored],
        }
        return shown(LiveScoreOut.model_validate(data))

    return call.read(org, use)


@router.get("/coverage", response_model=CoverageOut)
def get_coverage(call: InGet, org: str, assessment: str, track: OneTrack = None) -> Response:
    """How much is assessed and what is missing, without scores: shown to everybody who may read the assessment."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        scored = score_track(work, call.scores, found, track or counting_track(found.kind))
        return shown(CoverageOut.model_validate(_coverage(found.id, scored)))

    return call.read(org, use)


@router.get("/findings", response_model=FindingsOut, responses={409: {}})
def list_findings(call: InGet, org: str, assessment: str, track: OneTrack = None, kind: ByKind = None) -> Response:
    """What the evidence says as it stands now, and the rules that could not tell."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        demand_scores(who, found)
        one = track or counting_track(found.kind)
        findings = score_track(work, call.scores, found, one).judged.findings
        items = [finding for finding in findings.items if kind in (None, finding.kind)]
        rules = [rule for rule in findings.rules if kind in (None, rule.kind) and rule.truth is Truth.UNDETERMINED]
        rejected = [rejection for rejection in findings.rejected if kind in (None, rejection.finding.kind)]
        about = {"assessment_id": found.id, "track": one}
        said = {"rejected": plain(rejected), "unapplied": plain(findings.unapplied)}
        data = {**about, **said, "items": plain(items), "undetermined": plain(rules)}
        return shown(FindingsOut.model_validate(data))

    return call.read(org, use)


@router.get("/quality-check", response_model=QualityOut)
def check_quality(call: InGet, org: str, assessment: str) -> Response:
    """What should be looked at before the assessment is signed, each with the items it leads to."""

    def use(work: Work, who: Principal) -> Reply:
        found = visible_assessment(work, who, assessment)
        checked = quality.check_quality(work, call.scores, found)
        items = [{**plain(one.remark), "places": plain(one.places)} for one in checked]
        return shown(QualityOut.model_validate({"assessment_id": found.id, "items": items}))

    return call.read(org, use)


def _track(scored: Scored, node: str | None) -> dict[str, Any]:
    judged = scored.judged
    return {
        "track": scored.track,
        "counts": scored.counts,
        "kind": judged.evidence.engagement.kind,
        "overall": plain(judged.recommendation.overall),
        "coverage": plain(scored.coverage),
        "evidence_digest": judged.evidence.digest,
        "recommendation": plain(judged.recommendation),
        "nodes": _nodes(scored, "id", "title", "kind", "state", "score", "weight", "coverage"),
        "missing": plain(scored.missing),
        "derivation": None if node is None else _derivation(scored, node),
    }


def _coverage(assessment_id: str, scored: Scored) -> dict[str, Any]:
    return {
        "assessment_id": assessment_id,
        "track": scored.track,
        "coverage": plain(scored.coverage),
        "nodes": _nodes(scored, "id", "title", "kind", "weight", "coverage"),
        "missing": plain(scored.missing),
    }


def _nodes(scored: Scored, *names: str) -> list[dict[str, Any]]:
    """These of every node's fields, parents before children."""
    return [{name: plain(getattr(one, name)) for name in names} for one in scored.judged.scorecard.nodes.values()]


def _derivation(scored: Scored, node: str) -> Any:
    found = explain(scored.judged.ruleset, scored.judged.scorecard, node)
    if found is None:
        raise NotFound("the ruleset has no such group, criterion or indicator")
    return plain(found)
