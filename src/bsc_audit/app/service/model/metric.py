"""Metrics over time, and how the organisation steers them."""

from dataclasses import dataclass

from bsc_audit.app.service.model.stored import Json, Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricPoint(Stored):
    """One measurement; unit, metric, period and variant are its natural key."""

    unit_id: str | None = None  # None: the whole organisation
    metric: str
    period: str  # as the evidence folder writes it, such as 2026-09
    variant: str = ""  # "" is the ruleset's formula
    content: Json  # inputs of the metric's kind, n, evidence, grade
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Stored):
    """Owner, target, baseline and use of one metric; unit, metric and variant are its natural key."""

    unit_id: str | None = None  # None: the whole organisation
    metric: str
    variant: str = ""
    content: Json  # as the evidence folder's scorecard writes it
    actor: str
