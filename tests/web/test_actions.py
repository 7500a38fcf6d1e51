import re
from collections.abc import Iterator

import pytest

from bsc_audit.app.service.permissions import Role
from desk import Desk


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


def send(desk: Desk, role: Role, path: str, **fields: str) -> str:
    return desk.send(f"{desk.address_of_assessment}/actions{path}", fields, desk.headers(role))


def test_an_action_is_planned_done_and_checked_by_somebody_else(desk: Desk) -> None:
    page = desk.client.get(f"{desk.address_of_assessment}/actions", headers=desk.headers(Role.LEAD_AUDITOR)).text
    finding = re.findall(r'<option value="([^"]+)"', page)[0]
    incomplete = send(desk, Role.LEAD_AUDITOR, "", finding=finding, title="Call back within a day")
    assert "say who does it" in incomplete
    assert 'value="Call back within a day"' in incomplete
    wrong = send(desk, Role.LEAD_AUDITOR, "", finding=finding, title="Call back", owner="Team lead", due="soon")
    assert "is no day" in wrong
    plan = {"finding": finding, "title": "Call back within a day", "owner": "Team lead", "due": "2026-12-24"}
    made = send(desk, Role.LEAD_AUDITOR, "", **plan)
    assert "Team lead, 24 Dec 2026" in made
    action = re.search(r'action="[^"]+/actions/([^/"]+)/complete"', made)
    assert action
    assert "Done" in send(desk, Role.LEAD_AUDITOR, f"/{action[1]}/complete")
    by_doer = send(desk, Role.LEAD_AUDITOR, f"/{action[1]}/check", worked="yes", effectiveness="Looked at 20 calls.")
    assert "somebody else checks" in by_doer
    checked = send(desk, Role.REVIEWER, f"/{action[1]}/check", worked="yes", effectiveness="Looked at 20 calls.")
    assert "Looked at 20 calls." in checked


def test_what_is_overdue_says_so(desk: Desk) -> None:
    page = desk.client.get(f"{desk.address_of_assessment}/actions", headers=desk.headers(Role.LEAD_AUDITOR)).text
    finding = re.findall(r'<option value="([^"]+)"', page)[0]
    late = {"finding": finding, "title": "Late", "owner": "Somebody", "due": "2026-01-31"}
    assert "Overdue" in send(desk, Role.LEAD_AUDITOR, "", **late)
