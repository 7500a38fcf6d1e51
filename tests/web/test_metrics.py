import re
from collections.abc import Iterator

import pytest

from bsc_audit.app.service.permissions import Role
from desk import Desk

PASTED = "metric\tperiod\tnumerator\tdenominator\ncsat\t2026-08\t90\t100\ncsat\t2026-09\t92\t100\n"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


def page(desk: Desk, path: str, role: Role = Role.LEAD_AUDITOR) -> str:
    return desk.client.get(f"{desk.address_of_assessment}{path}", headers=desk.headers(role)).text


def send(desk: Desk, path: str, role: Role = Role.LEAD_AUDITOR, **fields: str) -> str:
    return desk.send(f"{desk.address_of_assessment}{path}", fields, desk.headers(role))


def test_a_metric_shows_its_value_with_interval_n_target_and_baseline(desk: Desk) -> None:
    shown = page(desk, "/metrics/csat")
    for said in ("86.8\N{NO-BREAK SPACE}%", "95 % interval", "n 758", "target 86", "baseline 79"):
        assert said in shown


def test_a_typed_value_is_stored_with_its_decimal_comma(desk: Desk) -> None:
    shown = send(desk, "/metrics/csat", period="2026-07", value="88,5", n="400")
    assert "Saved." in shown
    assert "value 88.5" in shown


def test_an_impossible_value_is_told_and_what_was_typed_stays(desk: Desk) -> None:
    shown = send(desk, "/metrics/csat", period="2026-06", numerator="120", denominator="100")
    assert "There is a problem" in shown
    assert 'value="2026-06"' in shown
    assert "is no number" in send(desk, "/metrics/csat", period="2026-06", value="many")
    assert "say of which period" in send(desk, "/metrics/csat", value="80")


def test_a_pasted_table_is_tried_first_and_stored_when_somebody_has_looked(desk: Desk) -> None:
    tried = send(desk, "/metric-import", table=PASTED)
    assert "2 measurements, nothing stored yet" in tried
    assert "2026-08" not in page(desk, "/metrics/csat")
    text = re.search(r'<textarea name="table" hidden>([^<]+)<', tried)
    assert text
    assert "Saved." in send(desk, "/metric-import", table=text[1], store="yes")
    assert "2026-08" in page(desk, "/metrics/csat")


def test_a_table_with_one_bad_row_says_which_and_stores_nothing(desk: Desk) -> None:
    bad = PASTED.replace("2026-08", "2025-08").replace("92\t100", "never\t100")
    refused = send(desk, "/metric-import", table=bad)
    assert "There is a problem" in refused
    assert "never" in refused
    assert "2025-08" not in page(desk, "/metrics/csat")


def test_a_target_is_changed_where_it_is_and_not_beside_it(desk: Desk) -> None:
    version = re.search(r'name="version" value="(\d+)">\s*\n?.*?name="target"', page(desk, "/metrics/csat"), re.DOTALL)
    assert version
    changed = send(
        desk, "/metrics/csat/target", version=version[1], target="90", baseline="79", owner="Head of service"
    )
    assert "Saved." in changed
    with desk.work.read(desk.org) as work:
        assert [one.content["target"] for one in work.targets.all(metric="csat")] == [90]
    stale = send(desk, "/metrics/csat/target", version="999", target="91")
    assert "There is a problem" in stale


def test_what_no_ruleset_measures_is_not_found(desk: Desk) -> None:
    got = desk.client.get(f"{desk.address_of_assessment}/metrics/nothing", headers=desk.headers(Role.LEAD_AUDITOR))
    assert got.status_code == 404


def test_the_clients_people_see_values_but_no_scores_while_a_certification_is_under_way(desk: Desk) -> None:
    assert ">Score<" in page(desk, "/metrics")
    assert ">Score<" not in page(desk, "/metrics", Role.CLIENT)
    assert ">Score<" not in page(desk, "/metrics/csat", Role.CLIENT)
