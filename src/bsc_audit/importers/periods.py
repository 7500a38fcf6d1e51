"""Names of the calendar periods a date lies in, as evidence writes them."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


PERIODS: Mapping[str, Callable[[date], str]] = MappingProxyType(
    {
        "day": lambda day: day.isoformat(),
        "week": _week,
        "month": lambda day: f"{day.year}-{day.month:02d}",
        "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
        "half_year": lambda day: f"{day.year}-H{(day.month + 5) // 6}",
        "year": lambda day: f"{day.year}",
    }
)
