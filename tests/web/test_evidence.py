from collections.abc import Iterator

import pytest

from bsc_audit.app.service.permissions import Role
from desk import Desk

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as running:
        yield running


def enter(desk: Desk, **more: object) -> str:
    fields = {"title": "Minutes of the review", "method": "document", "grade": "B", "register": "this"}
    headers = desk.headers(Role.ASSESSOR)
    address = f"{desk.address_of_assessment}/evidence"
    answer = desk.client.post(
        address, data={**fields, **more.pop("fields", {})}, headers=headers, follow_redirects=False, **more
    )  # type: ignore[arg-type, call-overload] # whatever a test sends
    if answer.status_code != 303:
        return str(answer.text)
    return str(desk.client.get(answer.headers["location"], headers=headers).text)


def test_evidence_is_entered_with_its_file_which_is_saved_and_never_shown(desk: Desk) -> None:
    shown = enter(desk, files={"file": ("minutes.pdf", PDF, "application/pdf")})
    assert "Minutes of the review" in shown
    assert "minutes.pdf" in shown
    address = shown.split('href="')[next(at for at, part in enumerate(shown.split('href="')) if '/file"' in part)]
    got = desk.client.get(address.partition('"')[0], headers=desk.headers(Role.ASSESSOR))
    assert got.content == PDF
    assert got.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in got.headers["content-security-policy"]


def test_a_page_named_pdf_is_refused(desk: Desk) -> None:
    shown = enter(desk, files={"file": ("fake.pdf", b"<!doctype html><script>alert(1)</script>", "application/pdf")})
    assert "There is a problem" in shown
    assert 'value="Minutes of the review"' in shown


def test_evidence_without_a_title_or_of_tomorrow_is_refused(desk: Desk) -> None:
    assert "say what it is" in enter(desk, fields={"title": " "})
    assert "There is a problem" in enter(desk, fields={"dated": "2099-01-01"})


def test_what_was_shown_on_a_day_is_shown_as_it_was(desk: Desk) -> None:
    headers = desk.headers(Role.ASSESSOR)
    before = desk.client.get(f"{desk.address_of_assessment}/evidence?on=1999-02-28", headers=headers).text
    assert "Nothing is entered" in before
    then = desk.client.get(f"{desk.address_of_assessment}/evidence?on=1999-03-02", headers=headers).text
    assert "D-001" in then


def test_a_revision_takes_the_place_of_the_one_before(desk: Desk) -> None:
    with desk.work.read(desk.org) as work:
        item = work.evidence.one(assessment_id=desk.assessment, entry="D-003") or work.evidence.one(entry="D-003")
    assert item is not None
    fields = {
        "version": str(item.version),
        "title": "Business plan, second edition",
        "method": "document",
        "grade": "A",
    }
    shown = desk.send(
        f"{desk.address_of_assessment}/evidence/{item.id}/revise", fields, desk.headers(Role.LEAD_AUDITOR)
    )
    assert "Business plan, second edition" in shown
    assert "Revision 2 (this one)" in shown
