"""Reports."""

from sqlalchemy import Index

from bsc_audit.app.service.model.report import Report
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, size, text


class ReportRow(OwnedRow, Own, table=True):
    """One report of an assessment."""

    __tablename__ = "report"
    __table_args__ = constraints(Report, Index("ix_report_assessment_id", "org_id", "assessment_id"))

    assessment_id: str = text()
    template: str = text()
    format: str = text()
    language: str = text()
    source_sha256: str = text()
    media_type: str = text()
    sha256: str | None = text()
    size: int | None = size()
    job_id: str | None = text()
    brand_sha256: str | None = text()
    actor: str = text()
