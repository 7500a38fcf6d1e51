"""What an assessment was validated as stays what it is scored and reported by."""

import hashlib

from bsc_audit.app.assessments import assess
from bsc_audit.app.bundle import reopen
from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.material import material
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.metric import MetricPoint
from bsc_audit.app.service.permissions import Role
from service_world import Service


def step(service: Service, assessment: Assessment, *names: str) -> Assessment:
    with service.write() as work:
        stored = work.assessments.get(assessment.id)
        for name in names:
            who = service.people[Role.LEAD_AUDITOR]
            stored = take_step(work, service.scores, who, stored, name, reason="because", expected=stored.version)
    return stored


def measure(service: Service) -> None:
    content = {"inputs": {"numerator": 1, "denominator": 400}}
    with service.write() as work:
        point = {"metric": "fcr", "period": "1999-03-01", "content": content, "actor": "key:x"}
        work.metric_points.add(MetricPoint(**fresh(service.ids, work.now), **point))


def test_what_is_measured_after_the_validation_changes_nothing() -> None:
    service = Service()
    loaded = service.loaded()
    before = service.score(loaded, Track.VALIDATED).judged
    validated = step(service, loaded, "submit_assessment", "validate_assessment")
    measure(service)
    after = service.score(validated, Track.VALIDATED).judged
    assert after.evidence.digest == before.evidence.digest
    assert after.recommendation == before.recommendation
    assert "1999-03-01" in {str(one.period) for one in _series(service.score(validated, Track.SELF))}


def test_changes_that_are_requested_open_it_again() -> None:
    service = Service()
    loaded = service.loaded()
    reopened = step(service, loaded, "submit_assessment", "validate_assessment", "request_changes")
    assert reopened.material_sha256 is None
    measure(service)
    assert "1999-03-01" in {str(one.period) for one in _series(service.score(reopened, Track.VALIDATED))}


def test_the_kept_material_is_named_by_its_digest_and_makes_the_score_again() -> None:
    service = Service()
    loaded = service.loaded()
    judged = service.score(loaded, Track.VALIDATED).judged
    with service.work.read(service.org) as work:
        open_material = material(work, service.scores, loaded, Track.VALIDATED)
    validated = step(service, loaded, "submit_assessment", "validate_assessment")
    with service.work.read(service.org) as work:
        kept = material(work, service.scores, validated, Track.VALIDATED)
    assert kept == open_material
    assert validated.material_sha256 == hashlib.sha256(kept).hexdigest()
    bundle = reopen(kept)
    assert assess(bundle.library, bundle.raw).recommendation == judged.recommendation


def _series(scored: object) -> tuple[object, ...]:
    return scored.judged.evidence.observations["fcr"]  # type: ignore[attr-defined,no-any-return]
