"""Units: the tree of an organisation, whose moves are dated so that a past score keeps its tree."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bsc_audit.app.service.model.stored import Stored


class UnitKind(StrEnum):
    """Levels of the tree, from the root down; a level may be left out."""

    ORGANISATION = "organisation"
    REGION = "region"
    BRANCH = "branch"
    TEAM = "team"
    AGENT = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Stored):
    """A node of the tree; where it hangs is said by its placements."""

    kind: UnitKind
    name: str
    external_id: str | None = None  # the organisation's own id, unique in it


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPlacement(Stored):
    """From a day on, a unit hangs below a parent."""

    unit_id: str
    parent_id: str | None  # None: it is a root
    effective_from: date
