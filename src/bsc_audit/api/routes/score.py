"""Trying it out: evidence in, score out; nothing is stored and nobody has to sign in."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from bsc_audit import __version__
from bsc_audit.api.answers import shown
from bsc_audit.api.schemas.score import ScoreIn, ScoreOut
from bsc_audit.app.assessments import Assessment
from bsc_audit.app.plain_data import plain
from bsc_audit.app.service.evidence_json import raw_evidence
from bsc_audit.app.service.trial import read_given, try_score
from bsc_audit.core.evidence.raw import FileOnDisk
from bsc_audit.core.scoring.explain import explain

router = APIRouter(tags=["score"])


@router.post("/score", response_model=ScoreOut)
def score_evidence(request: Request, body: ScoreIn) -> Response:
    """Score an evidence folder written as JSON, by a ruleset of the library or a given one; nothing is stored."""
    given = read_given(body.ruleset, body.questionnaires)
    documents = {name: FileOnDisk(sha256=one.sha256, size=one.size) for name, one in body.documents.items()}
    raw = raw_evidence(body.evidence, documents)
    return shown(score_out(try_score(request.app.state.compiled, given, raw))).response()


def score_out(result: Assessment) -> ScoreOut:
    """Everything an assessment came to, as the API shows it."""
    derivation = explain(result.ruleset, result.scorecard, result.scorecard.root)
    engagement = result.evidence.engagement
    data = {
        "engine": __version__,
        "assessment": engagement.id,
        "organisation": engagement.organisation["name"],
        "kind": engagement.kind,
        "ruleset": {name: getattr(result.ruleset, name) for name in ("id", "version", "digest")},
        "evidence_digest": result.evidence.digest,
        "overall": result.recommendation.overall,
        "recommendation": result.recommendation,
        "findings": result.findings.items,
        "rejected": result.findings.rejected,
        "unapplied": result.findings.unapplied,
        "rules": result.findings.rules,
        "derivation": derivation,
    }
    return ScoreOut.model_validate(plain(data))
