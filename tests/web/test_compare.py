from collections.abc import Iterator

import pytest

from bsc_audit.app.service.assessments import create_assessment
from bsc_audit.app.service.permissions import Role
from desk import Desk
from harbour import harbour, new_assessment


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as running:
        lead, rulesets = running.principal(Role.LEAD_AUDITOR), running.app.state.scores.rulesets
        with running.work.write(running.org) as work:
            create_assessment(work, running.ids, rulesets, lead, new_assessment(harbour(), number="HB-1999-02"))
        yield running


def page(desk: Desk, path: str) -> str:
    return desk.client.get(f"{desk.address_of_assessment}{path}", headers=desk.headers(Role.LEAD_AUDITOR)).text


def test_two_assessments_stand_side_by_side_by_criterion(desk: Desk) -> None:
    shown = page(desk, "/compare")
    assert "HB-1999-02" in shown
    assert "Satisfaction after contact" in shown
    assert "64.3" in shown


def test_what_is_missing_on_one_side_is_a_dash_and_no_change(desk: Desk) -> None:
    shown = page(desk, "/compare")
    row = shown[shown.index("/result/FIN-01") :].partition("</tr>")[0]
    assert "–" in row
    assert "▲" not in row


def test_another_organisations_assessment_is_not_compared_with(desk: Desk) -> None:
    foreign = desk.ids.new()
    got = desk.client.get(
        f"{desk.address_of_assessment}/compare?other={foreign}", headers=desk.headers(Role.LEAD_AUDITOR)
    )
    assert got.status_code == 404
