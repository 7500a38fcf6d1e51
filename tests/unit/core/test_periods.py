"""Periods as people write them, and what is none."""

from datetime import date

import pytest

from bsc_audit.core.quantities import Period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-07-31", date(2026, 7, 31), date(2026, 7, 31)),
    ],
)
def test_a_period_runs_from_its_first_to_its_last_day(text: str, start: date, end: date) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, str(period)) == (start, end, text)
    assert period.days == (end - start).days + 1


@pytest.mark.parametrize(
    "text",
    ["", "26", "2026-0", "2026-00", "2026-13", "2026-W00", "2025-W53", "2026-Q0", "2026-Q5", "2026-H3",
     "2026-07-00", "2026-02-29", "2026-06-31", " 2026", "2026\n", "２０２６"],
)  # fmt: skip
def test_what_names_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Period.parse(text)
