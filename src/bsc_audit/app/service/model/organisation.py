"""Organisations: who the data belongs to. Each is a tenant of its own."""

from dataclasses import dataclass
from enum import StrEnum

from bsc_audit.app.service.model.stored import Stored


class OrganisationKind(StrEnum):
    """What an organisation is here for."""

    CONSULTANCY = "consultancy"  # audits others; its clients name it as their parent
    CLIENT = "client"


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Stored):
    """A consultancy or a client; its id is the tenant of everything it owns."""

    name: str
    kind: OrganisationKind
    parent_id: str | None = None  # the consultancy; None: nobody's client
