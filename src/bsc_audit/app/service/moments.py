"""Moments as everything that leaves the service writes them."""

from datetime import UTC, datetime


def written(moment: datetime) -> str:
    """RFC 3339 in UTC, with microseconds where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
