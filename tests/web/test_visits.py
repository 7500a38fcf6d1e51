import re
from collections.abc import Iterator, Mapping

import pytest

from bsc_audit.app.service.permissions import Role
from desk import Desk


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


def page(desk: Desk, role: Role, path: str = "") -> str:
    return desk.client.get(f"{desk.address_of_assessment}/visits{path}", headers=desk.headers(role)).text


def send(desk: Desk, role: Role, path: str, fields: Mapping[str, str]) -> str:
    return desk.send(f"{desk.address_of_assessment}/visits{path}", fields, desk.headers(role))


def filled(desk: Desk, name: str, **more: str) -> dict[str, str]:
    """Every item of the phone call answered yes, or with its best number."""
    form = page(desk, Role.SHOPPER, "/visit/new?questionnaire=phone-call")
    radios = dict(re.findall(r'name="(a\.[A-Za-z0-9]+)" value="(yes|5|4|3|2|1)"', form))
    radios |= dict.fromkeys(re.findall(r'type="radio" name="(a\.[A-Za-z0-9]+)" value="yes"', form), "yes")
    numbers = dict.fromkeys(re.findall(r'<input class="w-8" name="(a\.[A-Za-z0-9]+)"', form), "1")
    head = {"head.when": "1999-02-20", "head.site": "quay", "head.channel": "phone", "head.shopper": "S-9"}
    head |= {"head.scenario": "Ask for a new card", "head.start": "10:05", "head.end": "10:15"}
    return {"questionnaire": "phone-call", "name": name, "version": "0", **radios, **numbers, **head, **more}


def test_a_shopper_fills_a_visit_hands_it_over_and_somebody_else_accepts_it(desk: Desk) -> None:
    draft = send(desk, Role.SHOPPER, "/visit/save", filled(desk, "P-90"))
    assert "Saved." in draft, re.findall(r"<li>.*?</li>", draft)[:9]
    version = re.search(r'name="version" value="(\d+)"', draft)
    assert version
    handed = send(desk, Role.SHOPPER, "/visit/save", filled(desk, "P-90", version=version[1], hand_over="yes"))
    assert "Submitted" in handed, re.findall(r"<li>.*?</li>", handed, re.DOTALL)[:9]
    assert "Accept it" not in handed
    judged = page(desk, Role.ASSESSOR, "/visit/r/P-90")
    assert "Accept it" in judged
    now = re.findall(r'name="version" value="(\d+)"', judged)[-1]
    assert "Accepted" in send(desk, Role.ASSESSOR, "/visit/r/P-90/steps/accept", {"version": now})


def test_a_shopper_sees_own_visits_only(desk: Desk) -> None:
    shown = page(desk, Role.SHOPPER)
    assert "V-01" not in shown
    assert "Reviews" not in shown.partition("<main")[2].replace("Visits and reviews", "")
    got = desk.client.get(f"{desk.address_of_assessment}/visits/visit/r/V-01", headers=desk.headers(Role.SHOPPER))
    assert got.status_code == 404


def test_what_is_wrong_in_a_visit_is_told_at_its_item_and_nothing_typed_is_lost(desk: Desk) -> None:
    fields = filled(desk, "P-91", **{"head.when": "2099-01-01", "head.shopper": "ann@example.org"})
    refused = send(desk, Role.SHOPPER, "/visit/save", fields)
    assert "There is a problem" in refused
    assert 'value="ann@example.org"' in refused
    assert "checked" in refused


def test_a_review_is_disputed_and_settled_by_somebody_who_is_no_party(desk: Desk) -> None:
    assert "say what is wrong" in send(desk, Role.CLIENT_EDITOR, "/review/r/R-01/dispute", {"said": ""})
    disputed = send(desk, Role.CLIENT_EDITOR, "/review/r/R-01/dispute", {"said": "The record was complete."})
    assert "The record was complete." in disputed
    settled = send(desk, Role.ASSESSOR, "/review/r/R-01/settle", {"outcome": "upheld", "reason": "It was not."})
    assert "Upheld" in settled
    assert "It was not." in settled


def test_there_is_no_record_of_another_kind(desk: Desk) -> None:
    got = desk.client.get(f"{desk.address_of_assessment}/visits/picnic/new", headers=desk.headers(Role.ASSESSOR))
    assert got.status_code == 404
