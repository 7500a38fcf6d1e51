"""The form without scripts: sent whole, refused item by item, nothing that was typed is lost."""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import pytest

from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.answers import AnswerDesk
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.permissions import Role
from desk import Desk

Fields = dict[str, str | list[str]]


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


@pytest.fixture
def lead(desk: Desk) -> Mapping[str, str]:
    return desk.headers(Role.LEAD_AUDITOR)


class FormOf(HTMLParser):
    """What a browser without scripts would send of the form of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: Fields = {}
        self._select = self._area = ""
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        self._inside = (self._inside and tag != "template") or about.get("id") == "form"
        name, kind = about.get("name") or "", about.get("type")
        if not self._inside or not name:
            return
        if tag == "textarea":
            self._area = name
            self.fields[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "input" and kind != "file" and (kind not in ("radio", "checkbox") or "checked" in about):
            self._add(name, about.get("value") or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area
        self._inside = self._inside and tag != "form"

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] = data

    def _add(self, name: str, value: str) -> None:
        if name.endswith("/evidence"):
            self.fields.setdefault(name, []).append(value)  # type: ignore[union-attr]
        else:
            self.fields[name] = value


def stored(desk: Desk, key: str, track: Track = Track.VALIDATED) -> Answer:
    with desk.work.read(desk.org) as work:
        found = work.answers.one(assessment_id=desk.assessment, track=track, key=key)
    assert found is not None
    return found


def put(desk: Desk, role: Role, key: str, content: Mapping[str, Any], track: Track = Track.VALIDATED) -> None:
    """Somebody else answers meanwhile."""
    with desk.work.write(desk.org) as work:
        assessment = work.assessments.get(desk.assessment)
        answers = AnswerDesk(work, desk.ids, desk.app.state.scores.rulesets, desk.principal(role), assessment)
        before = answers.stored(track, key)
        given = Given(track=track, key=key, content=content, expected=before.version if before else None)
        answers.put(given)


def opened(desk: Desk, headers: Mapping[str, str], place: str) -> Fields:
    page = desk.client.get(f"{desk.address_of_assessment}/form/{place}", headers=headers)
    assert page.status_code == 200, page.text
    return FormOf(page.text).fields


def sent(desk: Desk, headers: Mapping[str, str], place: str, fields: Fields, **more: Any) -> Any:
    address = f"{desk.address_of_assessment}/form/{place}"
    return desk.client.post(address, data=fields, headers=headers, follow_redirects=False, **more)


def test_a_section_sent_unchanged_stores_nothing(desk: Desk, lead: Mapping[str, str]) -> None:
    before = stored(desk, "CLI-01")
    answer = sent(desk, lead, "CLI", opened(desk, lead, "CLI"))
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("said=unchanged")
    assert stored(desk, "CLI-01") == before


def test_only_what_was_changed_is_stored(desk: Desk, lead: Mapping[str, str]) -> None:
    fields = opened(desk, lead, "FIN")
    other = stored(desk, "FIN-12")
    before = stored(desk, "FIN-01").content
    answer = sent(desk, lead, "FIN", fields | {"FIN-01": "4", "FIN-01/comment": "Seen again."})
    assert answer.status_code == 303
    assert stored(desk, "FIN-01").content == {**before, "value": 4, "comment": "Seen again."}
    assert stored(desk, "FIN-12") == other


def test_what_is_right_is_stored_and_what_is_wrong_is_told_with_what_was_typed(
    desk: Desk, lead: Mapping[str, str]
) -> None:
    fields = opened(desk, lead, "FIN") | {"FIN-09": "2", "FIN-12:owner": "perhaps", "FIN-12/comment": "Not sure <b>."}
    fields["FIN-02/na"] = "1"
    page = sent(desk, lead, "FIN", fields)
    assert page.status_code == 422
    assert "There is a problem" in page.text
    assert 'href="#f-fin-12"' in page.text
    assert 'href="#f-fin-02"' in page.text
    assert "Not sure &lt;b&gt;." in page.text
    assert stored(desk, "FIN-09").content["value"] == 2
    assert stored(desk, "FIN-12").content["value"]["owner"] == "yes"
    again = FormOf(page.text).fields
    assert again["FIN-02/na"] == "1"
    assert again["FIN-09/version"] == str(stored(desk, "FIN-09").version)


def test_who_answered_meanwhile_is_told_and_one_chooses(desk: Desk, lead: Mapping[str, str]) -> None:
    fields = opened(desk, lead, "OPS") | {"OPS-01": "5"}
    put(desk, Role.ASSESSOR, "OPS-01", {"value": 2, "comment": "Theirs."})
    page = sent(desk, lead, "OPS", fields)
    assert page.status_code == 409
    assert "A assessor" in page.text
    assert "changed this to <b>2</b>" in page.text
    assert stored(desk, "OPS-01").content["value"] == 2
    mine = FormOf(page.text).fields
    assert mine["OPS-01"] == "5"
    assert sent(desk, lead, "OPS", mine | {"OPS-01/theirs": "1"}).status_code == 303
    assert stored(desk, "OPS-01").content["value"] == 2
    assert sent(desk, lead, "OPS", mine).status_code == 303
    assert stored(desk, "OPS-01").content["value"] == 5


def test_an_item_nobody_touched_makes_no_conflict_with_who_changed_it_meanwhile(
    desk: Desk, lead: Mapping[str, str]
) -> None:
    fields = opened(desk, lead, "OPS") | {"OPS-14": "1"}
    put(desk, Role.ASSESSOR, "OPS-08", {"value": 1})
    assert sent(desk, lead, "OPS", fields).status_code == 303
    assert stored(desk, "OPS-08").content == {"value": 1}
    assert stored(desk, "OPS-14").content["value"] == 1


def test_the_organisations_answer_stands_beside_and_is_taken_over_but_not_its_grade(
    desk: Desk, lead: Mapping[str, str]
) -> None:
    said = {"value": 2.5, "grade": "A", "comment": "We think so.", "evidence": ["D-001"]}
    put(desk, Role.CLIENT_EDITOR, "GRO-01", said, Track.SELF)
    page = desk.client.get(f"{desk.address_of_assessment}/form/GRO", headers=lead).text
    assert "We think so." in page
    before = stored(desk, "GRO-01").content
    sent(desk, lead, "GRO", opened(desk, lead, "GRO") | {"take": "GRO-01"})
    assert stored(desk, "GRO-01").content == {**before, "value": 2.5, "evidence": ["D-001"]}
    assert stored(desk, "GRO-01", Track.SELF).content == said


def test_an_item_goes_on_to_the_next_and_its_files_are_registered_and_cited(
    desk: Desk, lead: Mapping[str, str]
) -> None:
    fields = opened(desk, lead, "GRO/GRO-10") | {"then": "next"}
    files = [("file", ("minutes.txt", b"We met.", "text/plain"))]
    answer = sent(desk, lead, "GRO/GRO-10", fields, files=files)
    assert answer.status_code == 303
    assert "/form/GRO/GRO-12" in answer.headers["location"]
    *_, entry = stored(desk, "GRO-10").content["evidence"]
    with desk.work.read(desk.org) as work:
        found = work.evidence.one(assessment_id=desk.assessment, entry=entry)
    assert found is not None
    assert (found.file_name, found.content["grade"], found.content["method"]) == ("minutes.txt", "B", "document")


def test_a_file_that_may_not_be_evidence_is_told_with_what_was_typed(desk: Desk, lead: Mapping[str, str]) -> None:
    fields = opened(desk, lead, "GRO/GRO-11") | {"GRO-11/comment": "Typed."}
    page = sent(desk, lead, "GRO/GRO-11", fields, files=[("file", ("x.exe", b"MZ\0", "text/plain"))])
    assert page.status_code == 422
    assert "x.exe" in page.text
    assert FormOf(page.text).fields["GRO-11/comment"] == "Typed."


def test_evidence_is_taken_off_and_cited_by_its_number(desk: Desk, lead: Mapping[str, str]) -> None:
    fields = opened(desk, lead, "CLI/CLI-13")
    kept = fields["CLI-13/evidence"][:1]
    sent(desk, lead, "CLI/CLI-13", fields | {"CLI-13/evidence": kept, "CLI-13/cite": "D-002, D-003"})
    assert stored(desk, "CLI-13").content["evidence"] == [*kept, "D-002", "D-003"]
    page = sent(desk, lead, "CLI/CLI-13", opened(desk, lead, "CLI/CLI-13") | {"CLI-13/cite": "D-999"})
    assert page.status_code == 422
    assert "D-999" in page.text


def test_who_may_not_answer_sees_the_answers_and_why_they_are_closed(desk: Desk) -> None:
    page = desk.client.get(f"{desk.address_of_assessment}/form/CLI", headers=desk.headers(Role.REVIEWER))
    assert "You may read these answers" in page.text
    assert "<fieldset disabled>" in page.text
    assert sent(desk, desk.headers(Role.REVIEWER), "CLI", {"CLI-01/version": "1"}).status_code == 403


def test_the_clients_people_see_their_own_answers_and_coverage_but_no_score(desk: Desk) -> None:
    headers = desk.headers(Role.CLIENT_EDITOR)
    page = desk.client.get(f"{desk.address_of_assessment}/form/CLI?track=validated", headers=headers).text
    assert "Covered so far" in page
    assert 'data-bar="whole"' not in page
    assert "Yearly survey with stated method" not in page  # what the auditors wrote
    live = desk.client.get(f"{desk.address_of_assessment}/live", headers=headers).json()
    assert {bar["score"] for bar in live["bars"]} == {None}


def test_a_section_or_an_item_there_is_not_is_not_found(desk: Desk, lead: Mapping[str, str]) -> None:
    for place in ("NONE", "CLI/FIN-01"):
        assert desk.client.get(f"{desk.address_of_assessment}/form/{place}", headers=lead).status_code == 404
