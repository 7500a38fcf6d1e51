"""Metric points and targets."""

from typing import Any

from bsc_audit.app.service.model.metric import MetricPoint, Target
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, json_text, text


class MetricPointRow(OwnedRow, Own, table=True):
    """One measurement."""

    __tablename__ = "metric_point"
    __table_args__ = constraints(MetricPoint)

    unit_id: str | None = text()
    metric: str = text()
    period: str = text()
    variant: str = text()
    content: Any = json_text(nullable=False)
    actor: str = text()
    natural_key: str = text()


class TargetRow(OwnedRow, Own, table=True):
    """How one metric is steered."""

    __tablename__ = "target"
    __table_args__ = constraints(Target)

    unit_id: str | None = text()
    metric: str = text()
    variant: str = text()
    content: Any = json_text(nullable=False)
    actor: str = text()
    natural_key: str = text()
