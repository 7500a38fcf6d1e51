"""The look of whoever issues the reports of an organisation."""

from dataclasses import dataclass

from bsc_audit.app.service.model.stored import Json, Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand(Stored):
    """The one brand of an organisation; its clients without one of their own are shown in it, too."""

    org_id: str
    content: Json  # as brand.yaml writes it; files by their names in the pack
    sha256: str  # of the pack (see app.service.brand_pack): the content with its files
    actor: str
