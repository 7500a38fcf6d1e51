"""A visit, a contact review and remarks of an assessment in a world of the API."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api_world import World
from audited import assessment_by
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.finding_edit import FindingEdit
from bsc_audit.app.service.model.metric import MetricPoint, Target
from bsc_audit.app.service.model.remarks import Remarks
from bsc_audit.app.service.model.visit import ContactReview, RecordStatus, Visit
from bsc_audit.app.service.pinned import pin
from harbour import harbour

PINNED = ("service-excellence", "1.0")
RAW = harbour()


def content_of(kind: str, **more: Any) -> dict[str, Any]:
    """A filled-in questionnaire of the sample, of no site and with no evidence."""
    files = {"visit": ("visits/calls.yaml", "visits"), "review": ("reviews/1999-02.yaml", "reviews")}
    name, key = files[kind]
    sample = next(one for one in RAW.documents[name].data[key] if not one.get("second_reviewer"))
    left_out = ("id", "status", "evidence")
    blank = {"site": None} if "site" in sample else {}
    return {**{key: value for key, value in sample.items() if key not in left_out}, **blank, **more}


def recorded_things(world: World, org: str, status: str, actor: str, *, disputed: bool = False) -> Mapping[str, str]:
    """Ids of an assessment in progress and of what was recorded for it, by the name of the path parameter."""
    with world.work.write(org) as work:
        stored = pin(work, world.ids, world.app.state.scores.rulesets, "operator", *PINNED)
        made = work.assessments.add(assessment_by(world, stored, "in_progress"))
        mine: dict[str, Any] = {"assessment_id": made.id, "actor": actor, "status": RecordStatus(status)}
        visit = Visit(**world.stamp(), **mine, client_id="v-1", content=content_of("visit"))
        review = ContactReview(**world.stamp(), **mine, external_id="r-1", content=content_of("review"))
        dispute = {"by": "person:other", "at": "2026-11-22T09:00:00+00:00", "said": "Not so.", "outcome": "open"}
        work.visits.add(visit)
        work.contact_reviews.add(replace(review, dispute=dispute if disputed else None))
        differences = [{"about": "FIN-01", "auditee": "The plan covers it."}]
        content = {"differences": differences}
        work.remarks.add(Remarks(**world.stamp(), assessment_id=made.id, content=content, actor=actor))
        said: dict[str, Any] = {"finding": "FIN-01", "content": {"by": "Ana", "owner": "Head"}, "actor": actor}
        work.finding_edits.add(FindingEdit(**world.stamp(), assessment_id=made.id, **said))
    return {"assessment": made.id, "finding": "FIN-01", "difference": "1", "visit": "v-1", "review": "r-1"}


def registered_things(world: World, org: str, assessment_id: str) -> Mapping[str, str]:
    """Id of an entry of an assessment's register, with its file."""
    blob = world.wiring.blobs.put([b"%PDF-1.7"])
    content = {"title": "Rota", "method": "document", "grade": "B"}
    named: dict[str, Any] = {"assessment_id": assessment_id, "entry": "D-1", "content": content, "actor": "key:a"}
    file: dict[str, Any] = {"sha256": blob.sha256, "size": blob.size, "file_name": "rota.pdf"}
    item = EvidenceItem(
        **world.stamp(), **named, **file, media_type="application/pdf", shown_from=world.clock.now().date()
    )
    with world.work.write(org) as work:
        return {"item": work.evidence.add(item).id}


def measured_things(world: World, org: str) -> Mapping[str, str]:
    """Ids of a measurement and of a metric with a target, by the name of the path parameter."""
    with world.work.write(org) as work:
        content = {"inputs": {"numerator": 9, "denominator": 10}}
        point = MetricPoint(
            **world.stamp(), metric="csat", period="2026-08", content=content, actor="key:a", variant=world.ids.new()
        )
        target = Target(**world.stamp(), metric="csat", content={"target": 80}, actor="key:a")
        work.targets.put([target])
        return {"point": work.metric_points.add(point).id, "metric": "csat"}
