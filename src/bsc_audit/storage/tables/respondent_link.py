"""Links of respondents."""

from datetime import datetime

from sqlalchemy import Index

from bsc_audit.app.service.model.respondent_link import RespondentLink
from bsc_audit.storage.tables.base import Found, OwnedRow, constraints, moment, text, words


class RespondentLinkRow(OwnedRow, Found, table=True):
    """A link of an assessment."""

    __tablename__ = "respondent_link"
    __table_args__ = constraints(RespondentLink, Index("ix_respondent_link_feed", "org_id", "updated_at", "id"))

    assessment_id: str = text()
    sections: tuple[str, ...] = words()
    name: str = text()
    email: str = text()
    token_sha256: str = text()
    expires_at: datetime = moment()
    created_by: str = text()
    used_at: datetime | None = moment()
    revoked_at: datetime | None = moment()
