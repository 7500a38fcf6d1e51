"""Brands of organisations."""

from typing import Any

from bsc_audit.app.service.model.brand import Brand
from bsc_audit.storage.tables.base import Found, OwnedRow, constraints, json_text, text


class BrandRow(OwnedRow, Found, table=True):
    """The brand of one organisation."""

    __tablename__ = "brand"
    __table_args__ = constraints(Brand)

    content: Any = json_text(nullable=False)
    sha256: str = text()
    actor: str = text()
