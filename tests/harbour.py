"""The sample organisation's evidence folder in a store, given row by row as a service is given it."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.answers import AnswerDesk
from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.assessments import NewAssessment, Terms, create_assessment
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.metric import MetricPoint, Target
from bsc_audit.app.service.model.remarks import Remarks
from bsc_audit.app.service.model.unit import Unit, UnitKind, UnitPlacement
from bsc_audit.app.service.model.visit import ContactReview, RecordStatus, Visit
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.score import Scores
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.evidence.tables import Row
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.importers.folder import read_folder

HARBOUR = Path(__file__).resolve().parents[1] / "examples" / "harbour-bank"
OWN_COLUMNS = ("metric", "period", "unit", "evidence", "grade", "variant", "illustrative")


@cache
def harbour() -> RawEvidence:
    """The sample folder, read once."""
    return read_folder(HARBOUR)


def load_harbour(work: Work, ids: Ids, scores: Scores, who: Principal, raw: RawEvidence) -> Assessment:
    """Give the service everything that lies in the sample folder; the answers are validated ones."""
    begun = create_assessment(work, ids, scores.rulesets, who, new_assessment(raw))
    begun = take_step(work, scores, who, begun, "start_assessment", expected=begun.version)
    load_measurements(work, ids, raw)
    load_records(work, ids, begun, raw)
    desk = AnswerDesk(work, ids, scores.rulesets, who, begun)
    for key, content in raw.documents["answers.yaml"].data["answers"].items():
        desk.put(Given(track=Track.VALIDATED, key=key, content=content))
    return begun


def new_assessment(raw: RawEvidence, **more: Any) -> NewAssessment:
    """What the sample's assessment.yaml asks for."""
    whole = raw.documents["assessment.yaml"].data
    head, named = whole["assessment"], whole["ruleset"]
    terms = Terms(
        title=head["title"],
        as_of=date.fromisoformat(head["as_of"]),
        period=head["period"],
        language=head["language"],
        engagement={key: value for key, value in whole.items() if key not in ("assessment", "ruleset")},
    )
    given: dict[str, Any] = {
        "terms": terms,
        "kind": AssessmentKind(head["kind"]),
        "ruleset_id": named["id"],
        "ruleset_version": named["version"],
        "number": head["id"],
    }
    return NewAssessment(**{**given, **more})


def load_measurements(work: Work, ids: Ids, raw: RawEvidence) -> None:
    """Units, measurements and the organisation's own scorecard."""
    units: dict[str, str] = {}
    for row in measurements(raw):
        name = row.pop("unit")
        if name and name not in units:
            unit = work.units.add(Unit(**fresh(ids, work.now), kind=UnitKind.TEAM, name=name))
            units[name] = unit.id
            placed = {"unit_id": unit.id, "parent_id": None, "effective_from": date(1990, 1, 1)}
            work.placements.add(UnitPlacement(**fresh(ids, work.now), **placed))
        work.metric_points.add(MetricPoint(**fresh(ids, work.now), unit_id=units.get(name), actor="key:x", **row))
    for metric, content in raw.documents["scorecard.yaml"].data["scorecard"].items():
        rest = {key: value for key, value in content.items() if key != "variant"}
        named = {"metric": metric, "variant": content.get("variant", ""), "content": rest, "actor": "key:x"}
        work.targets.add(Target(**fresh(ids, work.now), **named))


def load_records(work: Work, ids: Ids, assessment: Assessment, raw: RawEvidence) -> None:
    """Register, visits, reviews and remarks."""
    mine = {"assessment_id": assessment.id, "actor": "person:visitor"}
    for entry in raw.documents["documents.yaml"].data["documents"]:
        content = {key: value for key, value in entry.items() if key not in ("id", "file", "sha256")}
        work.evidence.add(
            EvidenceItem(
                **fresh(ids, work.now),
                actor="person:visitor",
                entry=entry["id"],
                content=content,
                sha256=entry.get("sha256"),
                size=raw.files[entry["file"]].size if "file" in entry else None,
                file_name=entry["file"].removeprefix("documents/") if "file" in entry else None,
                shown_from=date(1999, 3, 1),
            )
        )
    for record in _listed(raw, "visits"):
        named = {"client_id": record["id"], "content": record, "status": _status(record)}
        work.visits.add(Visit(**fresh(ids, work.now), **mine, **named))
    for record in _listed(raw, "reviews"):
        named = {"external_id": record["id"], "content": record, "status": _status(record)}
        work.contact_reviews.add(ContactReview(**fresh(ids, work.now), **mine, **named))
    work.remarks.add(Remarks(**fresh(ids, work.now), **mine, content=raw.documents["remarks.yaml"].data))


def _status(record: Mapping[str, Any]) -> RecordStatus:
    return RecordStatus(record.get("status", "accepted"))


def measurements(raw: RawEvidence) -> Iterator[dict[str, Any]]:
    """Every measurement as a point has it, with the name of its unit."""
    for table in raw.tables.values():
        for row in table.rows:
            yield _point(row)
    for entry in raw.documents["observations.yaml"].data["observations"]:
        content = {key: value for key, value in entry.items() if key not in ("metric", "period", "unit", "variant")}
        yield {
            "metric": entry["metric"],
            "period": str(entry["period"]),
            "unit": entry.get("unit", ""),
            "variant": entry.get("variant", ""),
            "content": content,
        }


def _point(row: Row) -> dict[str, Any]:
    cells = row.cells
    inputs = {name: float(cell) for name, cell in cells.items() if name not in (*OWN_COLUMNS, "n")}
    content: dict[str, Any] = {"inputs": inputs, "evidence": cells.get("evidence", "").split()}
    content |= {"n": int(cells["n"])} if "n" in cells else {}
    content |= {"grade": cells["grade"]} if "grade" in cells else {}
    content |= {"illustrative": True} if cells.get("illustrative") in ("yes", "true") else {}
    named = {name: cells.get(name, "") for name in ("metric", "period", "unit", "variant")}
    return {**named, "content": content}


def _listed(raw: RawEvidence, folder: str) -> Iterator[Mapping[str, Any]]:
    for name in sorted(raw.documents):
        if name.startswith(f"{folder}/"):
            yield from raw.documents[name].data[folder]
