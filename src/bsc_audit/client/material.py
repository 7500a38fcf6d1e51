"""What an organisation is measured by: series of metrics, targets, and the register of evidence with its files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bsc_audit.api.schemas.evidence import EvidenceOut, EvidenceRead, NewEvidenceForm
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


class EvidenceClient:
    """The register of evidence."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def items(self, *, assessment_id: str | None = None) -> Iterator[EvidenceOut]:
        """A register; no assessment: the organisation's own."""
        return self._wire.each("list_evidence", EvidenceOut, {"assessment_id": assessment_id})

    def register(self, entry: NewEvidenceForm, file: Path | None = None) -> EvidenceOut:
        """Enter a piece of evidence, with its file where there is one."""
        fields = entry.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        parts = {name: (None, _written(value)) for name, value in fields.items()}
        files = {} if file is None else {"file": (file.name, file.read_bytes())}
        answer = self._wire.send("register_evidence", form={**parts, **files})
        return EvidenceOut.model_validate_json(answer.content)

    def get(self, item_id: str) -> EvidenceRead:
        """One revision of an entry, and the answers that cite it."""
        return self._wire.one("get_evidence", EvidenceRead, item=item_id)

    def file(self, item_id: str) -> bytes:
        """Its file."""
        return self._wire.send("get_evidence_file", names={"item": item_id}).content


def _written(value: object) -> str:
    """A field of a form."""
    return str(value).lower() if isinstance(value, bool) else str(value)
