"""Measurements, series and targets as the API takes and shows them."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from bsc_audit.api.schemas.answers import FlawOut
from bsc_audit.api.schemas.base import Id, Sent, StoredOut, Text
from bsc_audit.api.schemas.json_data import JsonObject
from bsc_audit.app.service.metric_form import Reading
from bsc_audit.core.evidence.schema import FREQUENCIES
from bsc_audit.core.vocabulary import Grade

PERIOD = r"^\d{4}(-(H[12]|Q[1-4]|W\d{2}|\d{2}(-\d{2})?))?$"
PeriodText = Annotated[str, StringConstraints(pattern=PERIOD)]
Variant = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._-]{0,64}$")]
_KEY = frozenset({"metric", "period", "unit_id", "variant", "version"})


class MetricPointIn(Sent):
    """One measurement; metric, period, unit and variant are its natural key."""

    metric: Id
    period: PeriodText = Field(examples=["2026-09", "2026-Q3"])
    unit_id: Id | None = Field(default=None, description="null: the whole organisation")
    variant: Variant = Field(default="", description="formula, where it is not the ruleset's")
    inputs: JsonObject = Field(
        description="what the formula of the metric's kind takes", examples=[{"numerator": 90, "denominator": 100}]
    )
    n: int | None = Field(default=None, ge=0, le=10**12, description="observations behind it")
    evidence: list[Id] = Field(
        default_factory=list, max_length=200, description="entries of the organisation's register"
    )
    grade: Grade | None = Field(default=None, description="how well it is supported; null: as its evidence is")
    illustrative: bool = Field(default=False, description="invented, for a sample")
    version: int | None = Field(
        default=None, ge=1, strict=True, description="what it replaces; null: whatever is stored"
    )

    def reading(self) -> Reading:
        """As the use case takes it."""
        said = self.model_dump(mode="json", exclude_defaults=True, exclude=set(_KEY))
        return Reading(
            metric=self.metric,
            period=self.period,
            unit_id=self.unit_id,
            variant=self.variant,
            content={"inputs": self.inputs} | said,
            expected=self.version,
        )


class MetricPointsIn(Sent):
    """Many measurements at once."""

    items: list[MetricPointIn] = Field(min_length=1, max_length=1000)


class MetricPointOut(StoredOut):
    """A measurement."""

    unit_id: str | None
    metric: str
    period: str
    variant: str
    content: dict[str, Any] = Field(description="inputs, n, evidence, grade")
    actor: str


class PointResult(BaseModel):
    """What became of one measurement of many."""

    metric: str
    period: str
    unit_id: str | None
    variant: str
    id: str | None = Field(description="null: not stored")
    version: int | None = Field(description="the stored one; null: none is")
    errors: list[FlawOut]


class PointsDone(BaseModel):
    """What became of many measurements, in the order they were sent."""

    stored: int
    refused: int
    dry_run: bool = False
    items: list[PointResult]


class SeriesOut(BaseModel):
    """Measurements of one metric, in the order of their periods."""

    metric: str
    items: list[MetricPointOut]


class TargetIn(Sent):
    """How the organisation steers a metric."""

    owner: Text | None = None
    target: float | None = Field(default=None, ge=-(10**12), le=10**12, description="in the unit of the metric")
    baseline: float | None = Field(default=None, ge=-(10**12), le=10**12)
    every: str | None = Field(
        default=None, pattern=f"^({'|'.join(FREQUENCIES)})$", description="how often it is looked at"
    )
    use: Text | None = Field(default=None, description="what is decided by it")
    counterpart: Text | None = Field(default=None, description="metric that keeps it honest")
    evidence: list[Id] = Field(default_factory=list, max_length=200)
    grade: Grade | None = None
    illustrative: bool = False

    def content(self) -> dict[str, Any]:
        """As it is stored."""
        return self.model_dump(mode="json", exclude_defaults=True)


class TargetOut(StoredOut):
    """Owner, target, baseline and use of a metric."""

    unit_id: str | None
    metric: str
    variant: str
    content: dict[str, Any]
    actor: str
