import re
from collections.abc import Iterator, Mapping

import pytest

from bsc_audit.app.service.permissions import Role
from desk import Desk


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


def page(desk: Desk, path: str, role: Role = Role.LEAD_AUDITOR) -> str:
    return desk.client.get(f"{desk.address_of_assessment}{path}", headers=desk.headers(role)).text


def send(desk: Desk, path: str, fields: Mapping[str, str], role: Role = Role.LEAD_AUDITOR) -> str:
    return desk.send(f"{desk.address_of_assessment}/findings{path}", fields, desk.headers(role))


def fields_of(shown: str) -> dict[str, str]:
    """What the form of a finding would send unchanged."""
    form = shown.partition('<form method="post"')[2].partition("</form>")[0]
    found = dict(re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea[^>]*?name="([^"]+)"[^>]*>([^<]*)<', form))
    for name, options in re.findall(r'<select[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return {
        name: value.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&") for name, value in found.items()
    }


def some_rule(desk: Desk) -> str:
    """Id of a finding a rule wrote."""
    found = re.search(r'id="finding-(X\d\d)"', page(desk, "/findings"))
    assert found
    return found[1]


def test_findings_stand_with_reasons_the_map_and_the_rules_that_could_not_tell(desk: Desk) -> None:
    shown = page(desk, "/findings")
    for said in ("Risks", "Strengths", "Nonconformities", "Why", "Rules that could not tell", "Risk map"):
        assert said in shown


def test_a_finding_is_worded_by_the_team_and_the_engines_words_stay_on_record(desk: Desk) -> None:
    name = some_rule(desk)
    sent = fields_of(page(desk, f"/findings/{name}"))
    worded = {**sent, "title": "Customers call twice", "reason": "The board knows it by this name."}
    shown = send(desk, f"/{name}", worded)
    assert "Customers call twice" in shown
    assert "edited by the team" in shown
    assert "The engine had" in shown
    with desk.work.read(desk.org) as work:
        edit = work.finding_edits.one(assessment_id=desk.assessment, finding=name)
    assert edit is not None
    assert set(edit.content) == {"title", "reason", "by", "on"}  # what was left as it was is not said


def test_what_was_said_is_taken_back(desk: Desk) -> None:
    name = some_rule(desk)
    before = page(desk, f"/findings/{name}")
    if "Back to the engine" not in before:
        send(desk, f"/{name}", {**fields_of(before), "owner": "Head of service"})
    version = re.findall(r'name="version" value="(\d+)"', page(desk, f"/findings/{name}"))[-1]
    assert "edited by the team" not in send(desk, f"/{name}/restore", {"version": version})


def test_a_rejected_finding_leaves_the_list_with_its_reason(desk: Desk) -> None:
    name = some_rule(desk)
    sent = fields_of(page(desk, f"/findings/{name}"))
    shown = send(desk, f"/{name}", {**sent, "rejected": "The log double counted transfers."})
    assert "Not shared by the team" in shown
    assert "The log double counted transfers." in shown
    version = re.findall(r'name="version" value="(\d+)"', page(desk, f"/findings/{name}"))[-1]
    send(desk, f"/{name}/restore", {"version": version})


def test_the_team_adds_a_finding_with_criterion_and_evidence_or_none(desk: Desk) -> None:
    own = {
        "id": "T-01",
        "kind": "weakness",
        "title": "Two queues for one counter",
        "statement": "Seen in two branches.",
    }
    without = send(desk, "/new", {**own, "criteria": "CLI-04", "evidence": ""})
    assert "There is a problem" in without
    assert 'value="Two queues for one counter"' in without
    assert "give it a short id" in send(desk, "/new", {**own, "id": "", "criteria": "CLI-04", "evidence": "D-016"})
    shown = send(desk, "/new", {**own, "criteria": "CLI-04", "evidence": "D-016"})
    assert "added by the team" in shown
    assert "Two queues for one counter" in shown


def test_somebody_who_does_not_examine_reads_and_cannot_edit(desk: Desk) -> None:
    shown = page(desk, "/findings", Role.REVIEWER)
    assert "Add a finding" not in shown
    refused = desk.client.post(
        f"{desk.address_of_assessment}/findings/new", data={"id": "T-02"}, headers=desk.headers(Role.REVIEWER)
    )
    assert refused.status_code == 403


def test_the_clients_people_see_no_findings_while_a_certification_is_under_way(desk: Desk) -> None:
    assert "once the auditors have validated" in page(desk, "/findings", Role.CLIENT)


def test_the_quality_check_leads_to_its_items(desk: Desk) -> None:
    shown = page(desk, "/check")
    assert "to look at before somebody signs" in shown
    links = re.findall(r'href="([^"]+/form/[^"#]+)#', shown)
    assert links
    assert desk.client.get(links[0], headers=desk.headers(Role.LEAD_AUDITOR)).status_code == 200


def test_an_assessment_that_stands_alone_has_nothing_to_compare_with(desk: Desk) -> None:
    assert "Nothing to compare with yet" in page(desk, "/compare")
