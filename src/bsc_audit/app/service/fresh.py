"""What every new value is given: an id nobody has had, and the time of the transaction."""

from datetime import datetime
from typing import Any

from bsc_audit.app.service.ports import Ids


def fresh(ids: Ids, now: datetime) -> dict[str, Any]:
    """Id and times of a new value, by field."""
    return {"id": ids.new(), "created_at": now, "updated_at": now}
