"""Organisations."""

from sqlalchemy import CheckConstraint

from bsc_audit.app.service.model.organisation import Organisation, OrganisationKind
from bsc_audit.storage.tables.base import Found, StoredRow, constraints, text, word


class OrganisationRow(StoredRow, Found, table=True):
    """An organisation is its own tenant."""

    __tablename__ = "organisation"
    __table_args__ = constraints(Organisation, CheckConstraint("org_id = id", name="own_tenant"))

    org_id: str = text(unique=True)
    name: str = text()
    kind: OrganisationKind = word(OrganisationKind)
    parent_id: str | None = text(index=True)
