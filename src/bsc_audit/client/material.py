"""What an organisation is measured by: series of metrics, targets, and the register of evidence with its files."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bsc_audit.api.schemas.base import Sent
from bsc_audit.api.schemas.evidence import EvidenceForm, EvidenceOut, EvidenceRead, NewEvidenceForm
from bsc_audit.api.schemas.metrics import (
    MetricPointIn,
    MetricPointOut,
    MetricPointsIn,
    PointsDone,
    SeriesOut,
    TargetIn,
    TargetOut,
)
from bsc_audit.client.wire import Wire

MOST_AT_ONCE = 1000  # measurements in one request


class MetricsClient:
    """Measurements and targets of an organisation."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def points(self, *, metric: str | None = None, unit_id: str | None = None) -> Iterator[MetricPointOut]:
        """Measurements, in the order they were last changed in."""
        return self._wire.each("list_metric_points", MetricPointOut, {"metric": metric, "unit_id": unit_id})

    def put_points(self, points: Sequence[MetricPointIn]) -> Iterator[PointsDone]:
        """Store measurements under their natural keys, as many requests as it takes; the same again changes nothing."""
        for start in range(0, len(points), MOST_AT_ONCE):
            part = list(points[start : start + MOST_AT_ONCE])
            yield self._wire.one("put_metric_points", PointsDone, MetricPointsIn(items=part))

    def delete_point(self, seen: MetricPointOut) -> None:
        """Take a measurement back."""
        self._wire.send("delete_metric_point", replaces=seen.version, names={"point": seen.id})

    def import_points(
        self, table: Path, *, mapping: Path | None = None, dry_run: bool = False, **how: str
    ) -> PointsDone:
        """Store the measurements of a CSV or XLSX file, all of them or none.

        Args:
            table: the file.
            mapping: says which columns mean what, where they have other names than ours.
            dry_run: only say what would become of them.
            how: further fields of the form, such as kind.
        """
        files = {"file": table} if mapping is None else {"file": table, "mapping": mapping}
        parts = {name: (file.name, file.read_bytes()) for name, file in files.items()}
        fields = {name: (None, value) for name, value in {**how, "dry_run": _written(dry_run)}.items()}
        answer = self._wire.send("import_metric_points", form={**fields, **parts})
        return PointsDone.model_validate_json(answer.content)

    def series(self, metric: str, *, unit_id: str | None = None) -> SeriesOut:
        """One metric over time; no unit: of the whole organisation."""
        return self._wire.one("get_metric_series", SeriesOut, query={"unit_id": unit_id}, metric=metric)

    def targets(self) -> Iterator[TargetOut]:
        """Targets, in the order they were last changed in."""
        return self._wire.each("list_targets", TargetOut)

    def put_target(
        self, metric: str, target: TargetIn, *, variant: str = "", seen: TargetOut | None = None
    ) -> TargetOut:
        """Say what a metric is steered to, or change what was last seen."""
        replaces = None if seen is None else seen.version
        query = {"variant": variant or None}
        return self._wire.one("put_target", TargetOut, target, replaces=replaces, query=query, metric=metric)

    def delete_target(self, seen: TargetOut) -> None:
        """Take a target back."""
        query = {"unit_id": seen.unit_id, "variant": seen.variant or None}
        self._wire.send("delete_target", replaces=seen.version, query=query, names={"metric": seen.metric})


class EvidenceClient:
    """The register of evidence."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def items(self, *, assessment_id: str | None = None) -> Iterator[EvidenceOut]:
        """A register; no assessment: the organisation's own."""
        return self._wire.each("list_evidence", EvidenceOut, {"assessment_id": assessment_id})

    def register(self, entry: NewEvidenceForm, file: Path | None = None) -> EvidenceOut:
        """Enter a piece of evidence, with its file where there is one."""
        answer = self._wire.send("register_evidence", form=_form(entry, file))
        return EvidenceOut.model_validate_json(answer.content)

    def revise(self, item_id: str, entry: EvidenceForm, file: Path | None = None) -> EvidenceOut:
        """Enter a newer version of a piece of evidence; the one before stays readable."""
        answer = self._wire.send("revise_evidence", form=_form(entry, file), names={"item": item_id})
        return EvidenceOut.model_validate_json(answer.content)

    def withdraw(self, item_id: str) -> EvidenceOut:
        """It counts no more; what was shown on which day stays known."""
        return self._wire.one("withdraw_evidence", EvidenceOut, Sent(), item=item_id)

    def get(self, item_id: str) -> EvidenceRead:
        """One revision of an entry, and the answers that cite it."""
        return self._wire.one("get_evidence", EvidenceRead, item=item_id)

    def file(self, item_id: str) -> bytes:
        """Its file."""
        return self._wire.send("get_evidence_file", names={"item": item_id}).content


def _form(entry: EvidenceForm, file: Path | None) -> dict[str, Any]:
    """Fields and file of an entry, as httpx takes them."""
    fields = entry.model_dump(mode="json", exclude_unset=True, exclude_none=True)
    parts = {name: (None, _written(value)) for name, value in fields.items()}
    return parts if file is None else {**parts, "file": (file.name, file.read_bytes())}


def _written(value: object) -> str:
    """A field of a form."""
    return str(value).lower() if isinstance(value, bool) else str(value)
