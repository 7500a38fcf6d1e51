"""Whatever a result rests on changes only together with the organisation's audit log: its end says whether a result is current."""

from collections.abc import Mapping
from typing import Any

import pytest

from api.matrix import MATRIX, Row
from api.test_matrix import SOMEBODY, Cast

# What `folder.gather` reads, and what says by which rules it is scored.
RESTS_ON = (
    "organisations",
    "assessments",
    "answers",
    "metric_points",
    "targets",
    "units",
    "placements",
    "evidence",
    "visits",
    "contact_reviews",
    "remarks",
    "finding_edits",
    "rulesets",
)
CHANGES = [name for name, row in MATRIX.items() if row.method != "GET"]


class Watched(Cast):
    """The cast, with what was stored just before a question was asked."""

    def things(self, row: Row, actor: str = SOMEBODY) -> Mapping[str, str]:
        made = super().things(row, actor)
        self.before = self.seen()
        return made

    def seen(self) -> tuple[Any, str]:
        """Everything a result rests on, and where the log ends."""
        with self.world.work.read(self.org) as work:
            return {noun: getattr(work, noun).all() for noun in RESTS_ON}, work.audit.head().hash


@pytest.fixture(scope="module")
def cast() -> Watched:
    return Watched()


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_result_rests_on_changes_with_the_log(cast: Watched, name: str) -> None:
    row = MATRIX[name]
    answer = cast.ask(row, sorted(row.may)[0])
    assert answer.status_code == row.status
    (stored, end), (stored_now, end_now) = cast.before, cast.seen()
    assert stored_now == stored or end_now != end


def test_the_questions_do_change_what_results_rest_on(cast: Watched) -> None:
    touched = set()
    for name in ("put_answer", "update_organisation", "move_unit", "put_remarks", "register_evidence"):
        cast.ask(MATRIX[name], sorted(MATRIX[name].may)[0])
        before, now = cast.before[0], cast.seen()[0]
        touched |= {noun for noun in RESTS_ON if now[noun] != before[noun]}
    assert {"answers", "organisations", "placements", "remarks", "evidence"} <= touched
