"""The number of a report and the address it is verified at."""

from dataclasses import replace

import pytest

import signed_reports as files
from bsc_audit.core.report.number import LETTERS, report_number
from bsc_audit.render.imprint import imprint_of


def test_the_number_follows_from_assessment_ruleset_and_evidence_alone() -> None:
    report = files.report()
    number = report_number(report)
    prefix, year, letters = number.split("-")
    assert (prefix, year, len(letters)) == ("BSC", "2026", 6)
    assert set(letters) <= set(LETTERS)
    assert report_number(replace(report, provenance=replace(report.provenance, engine="other"))) == number
    others = {
        report_number(replace(report, meta=replace(report.meta, id="T-2"))),
        report_number(replace(report, provenance=replace(report.provenance, evidence_digest="sha256:1"))),
        report_number(replace(report, provenance=replace(report.provenance, ruleset_digest="sha256:1"))),
    }
    assert len(others | {number}) == 4


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("", ""),
        ("https://example.org/r", "https://example.org/r/{}"),
        ("https://example.org/r/", "https://example.org/r/{}"),
        ("https://example.org/?no={number}&x=1", "https://example.org/?no={}&x=1"),
    ],
)
def test_the_number_is_put_where_the_address_says(address: str, whole: str) -> None:
    imprint = imprint_of(files.report(), (), address)
    assert imprint.address == whole.format(report_number(files.report()))
    assert bool(imprint.qr) == bool(address)


def test_an_address_with_markup_in_it_stays_text() -> None:
    assert "<script>" not in imprint_of(files.report(), (), "https://example.org/<script>").qr
