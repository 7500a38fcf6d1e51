"""What is stored about an assessment, as the evidence folder it amounts to: one scoring path, wherever evidence lies.

`gather` reads the rows; `folder_of` is a function of them. Only what the pinned ruleset asks for is taken of what the
organisation keeps for every assessment (metrics, targets); what was given for this assessment is taken whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from bsc_audit.app.service.data_documents import document
from bsc_audit.app.service.folder_metrics import (
    METRICS,
    OBSERVATIONS,
    Steering,
    files_of,
    line_of,
    measured,
    metrics_of,
    target_of_metrics,
    unit_names,
)
from bsc_audit.app.service.folder_register import Register
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.finding_edit import FindingEdit
from bsc_audit.app.service.model.metric import MetricPoint, Target
from bsc_audit.app.service.model.organisation import Organisation
from bsc_audit.app.service.model.remarks import Remarks
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.model.unit import Unit, UnitPlacement
from bsc_audit.app.service.model.visit import ContactReview, RecordStatus, Visit
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.units import Tree, tree_of
from bsc_audit.core.evidence.raw import FileOnDisk, RawEvidence
from bsc_audit.core.evidence.tables import Table
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.vocabulary import AssessmentKind

ANSWERS, ASSESSMENT, DOCUMENTS, REMARKS, SCORECARD = (
    "answers.yaml",
    "assessment.yaml",
    "documents.yaml",
    "remarks.yaml",
    "scorecard.yaml",
)
RECORDS_A_FILE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Everything stored that one track of an assessment rests on."""

    organisation: Organisation
    assessment: Assessment
    track: Track
    answers: Sequence[Answer] = ()
    points: Sequence[MetricPoint] = ()  # of every unit
    targets: Sequence[Target] = ()  # of every unit
    units: Sequence[Unit] = ()
    placements: Sequence[UnitPlacement] = ()
    register: Sequence[EvidenceItem] = ()  # every revision, of the assessment and of the organisation
    visits: Sequence[Visit] = ()
    reviews: Sequence[ContactReview] = ()
    remarks: Remarks | None = None
    edits: Sequence[FindingEdit] = ()  # of findings
    previous: Json | None = None  # id and scores of the assessment it is compared with


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The files of an evidence folder as data, by name."""

    files: Mapping[str, Any]
    metrics: Table | None
    documents: Mapping[str, FileOnDisk] = field(default_factory=dict)

    def raw(self, *, placed: bool = False) -> RawEvidence:
        """As the engine takes it; `placed` as `data_documents.document` says."""
        read = {name: document(name, data, placed=placed) for name, data in self.files.items()}
        tables = {} if self.metrics is None else {METRICS: self.metrics}
        return RawEvidence(documents=read, tables=tables, files=self.documents)


def gather(work: Work, assessment: Assessment, track: Track, ruleset: Ruleset) -> Rows:
    """Read what an assessment rests on; `ruleset` is the pinned one."""
    wanted = metrics_of(ruleset)
    mine = {"assessment_id": assessment.id}
    own, common = work.evidence.all(**mine), work.evidence.all(assessment_id=None)
    return Rows(
        organisation=work.organisations.get(work.org_id),
        assessment=assessment,
        track=track,
        answers=work.answers.all(**mine, track=track),
        points=work.metric_points.all(metric=wanted),
        targets=work.targets.all(metric=wanted),
        units=work.units.all(),
        placements=work.placements.all(),
        register=(*common, *own),
        visits=work.visits.all(**mine),
        reviews=work.contact_reviews.all(**mine),
        remarks=work.remarks.one(**mine),
        edits=work.finding_edits.all(**mine) if counts_for(assessment.kind, track) else (),
    )


def folder_of(rows: Rows, ruleset: Ruleset) -> Folder:
    """The evidence folder these rows amount to, for the pinned ruleset."""
    register = Register.of(rows.register, rows.assessment.as_of)
    steering = _steering(rows)
    line = line_of(steering.tree_on(rows.assessment.as_of), rows.assessment.unit_id)
    targets = target_of_metrics(rows.targets, line, metrics_of(ruleset))
    points = measured(rows.points, steering, ruleset, targets, rows.assessment.as_of)
    metrics, observations = files_of(points, register.counting_common)
    always = {
        ASSESSMENT: _engagement(rows, dict.fromkeys(one.unit for one in points if one.unit)),
        ANSWERS: {"answers": {one.key: register.counting(one.content) for one in rows.answers if one.content}},
    }
    listed = {
        SCORECARD: ("scorecard", {metric: _target(one, register) for metric, one in targets.items()}),
        OBSERVATIONS: ("observations", observations),
        DOCUMENTS: ("documents", register.entries),
    }
    files: dict[str, Any] = {
        **always,
        **{name: {key: content} for name, (key, content) in listed.items() if content},
        **({REMARKS: _remarks(rows)} if rows.remarks or rows.edits else {}),
        **_records("visits", [_record(one, one.client_id, register) for one in rows.visits if counts(one)]),
        **_records("reviews", [_record(one, one.external_id, register) for one in rows.reviews if counts(one)]),
    }
    return Folder(files=files, metrics=metrics, documents=register.files)


def _steering(rows: Rows) -> Steering:
    @cache
    def tree_on(day: date) -> Tree:
        return tree_of(rows.placements, day)

    return Steering(unit_id=rows.assessment.unit_id, names=unit_names(rows.units), tree_on=tree_on)


def _engagement(rows: Rows, measured_units: Iterable[str]) -> dict[str, Any]:
    """assessment.yaml: units that something was measured for are named, whether or not somebody thought of them."""
    stored, given = rows.assessment, rows.assessment.engagement
    named = [*given.get("units", ()), *(site["id"] for site in given.get("sites", ()))]
    units = [*given.get("units", ()), *(unit for unit in measured_units if unit not in named)]
    previous = given.get("previous") or rows.previous
    return {
        **{key: value for key, value in given.items() if key not in ("units", "previous")},
        "assessment": {
            "id": stored.number,
            "title": stored.title,
            "kind": kind_of(rows),
            "as_of": stored.as_of.isoformat(),
            "period": stored.period,
            "language": stored.language,
        },
        "ruleset": {"id": stored.ruleset_id, "version": stored.ruleset_version, "profile": stored.profile},
        "organisation": {"name": rows.organisation.name, **given.get("organisation", {})},
        **({"units": units} if units else {}),
        **({"previous": previous} if previous else {}),
    }


def counts_for(kind: AssessmentKind, track: Track) -> bool:
    """Whether a track is the one an assessment of a kind is about."""
    return (track is Track.SELF) is (kind is AssessmentKind.SELF_ASSESSMENT)


def kind_of(rows: Rows) -> str:
    """What the score of a track can claim to be: what an organisation says of itself is a self-assessment."""
    return str(AssessmentKind.SELF_ASSESSMENT if rows.track is Track.SELF else rows.assessment.kind)


def _remarks(rows: Rows) -> dict[str, Any]:
    """remarks.yaml: what the team says of single findings beside all its other remarks."""
    said = dict(rows.remarks.content) if rows.remarks else {}
    findings = {one.finding: dict(one.content) for one in rows.edits}
    return {**said, "findings": findings} if findings else said


def _target(target: Target, register: Register) -> dict[str, Any]:
    content = register.counting_common(target.content)
    return {**content, "variant": target.variant} if target.variant else content


def counts(record: Visit | ContactReview) -> bool:
    """Whether a record is part of the folder."""
    return record.status in STATUSES


def _record(record: Visit | ContactReview, name: str, register: Register) -> dict[str, Any]:
    excluded = record.status is RecordStatus.EXCLUDED and isinstance(
        record, Visit
    )  # a review's reason is why it was drawn
    why = {"reason": record.note} if excluded and record.note else {}
    return {**register.counting(record.content), **why, "status": STATUSES[record.status], "id": name}


def _records(folder: str, records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Files of so many records each that none grows too large to be read."""
    starts = range(0, len(records), RECORDS_A_FILE)
    return {
        f"{folder}/{number:04}.yaml": {folder: list(records[start : start + RECORDS_A_FILE])}
        for number, start in enumerate(starts, start=1)
    }


STATUSES: Mapping[RecordStatus, str] = {  # the folder's word; only what is accepted there is scored
    RecordStatus.DRAFT: "draft",
    RecordStatus.SUBMITTED: "draft",
    RecordStatus.RETURNED: "returned",
    RecordStatus.ACCEPTED: "accepted",
    RecordStatus.EXCLUDED: "excluded",
}
