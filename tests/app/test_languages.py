"""A report is verified in the language it was written in; a language nobody has words for is not passed over."""

import json
from typing import Any

import pytest

import signed_reports as files
from bsc_audit.app.assessments import assess
from bsc_audit.app.report_file import RESULT
from bsc_audit.app.verification.printed import decimal_pattern, headings, printed_checks
from bsc_audit.core.language import ENGLISH
from bsc_audit.core.report.build import build
from bsc_audit.core.report.model import Report
from bsc_audit.languages import language
from bsc_audit.render.json import render_json


def german() -> Report:
    made = assess(files.library(), files.raw(), language="de")
    return build(
        made.ruleset,
        made.evidence,
        made.scorecard,
        made.findings,
        made.recommendation,
        engine_version=files.ENGINE,
        language=language("de"),
    )


def test_a_german_report_holds_and_a_changed_digit_in_it_is_found() -> None:
    pdf = files.rendered(german())
    assert files.failing(files.verified(pdf)) == set()
    result = json.loads(render_json(german()))
    result["statement"]["overall"]["text"] = "99,90"
    forged = f"{json.dumps(result, ensure_ascii=False, sort_keys=True, indent=1)}\n".encode()
    assert {"recommendation", "printed-conclusion"} <= files.failing(
        files.verified(files.reattached(pdf, RESULT, forged))
    )


@pytest.mark.parametrize("tag", ["xx", "", 7, None, "../de", "de-12"])
def test_a_language_there_are_no_words_for_fails_and_nothing_else_is_skipped(tag: Any) -> None:
    def change(data: Any) -> None:
        data["meta"]["language"] = tag

    found = files.failing(files.verified(files.changed(RESULT, render_json(files.report()), change)))
    assert {"language", "rest", "printed-digests"} <= found


def test_another_language_than_the_words_is_found() -> None:
    def change(data: Any) -> None:
        data["meta"]["language"] = "de"

    found = files.failing(files.verified(files.changed(RESULT, render_json(files.report()), change)))
    assert {"rest", "recommendation"} <= found


@pytest.mark.parametrize(("text", "found"), [
    ("64,30 und 1.064,5 und 12.345", ["64,30", "1.064,5", "12.345"]),
    ("Version 1.0 vom 30.09.2026, Abschnitt 2.1", []),
])  # fmt: skip
def test_german_numbers_are_seen_and_versions_and_dates_are_none(text: str, found: list[str]) -> None:
    assert decimal_pattern(language("de")).findall(text) == found


def test_the_conclusions_looked_for_are_those_of_the_language() -> None:
    assert "Zurückstellung empfohlen" in headings(language("de"))
    assert "Deferral recommended" in headings(ENGLISH)
    claimed = {"statement": {"heading": "Zurückstellung empfohlen", "overall": {"text": "64,30"}}}
    wrong = ["Ablehnung empfohlen 64,30"]
    lines = {check.id: check.holds for check in printed_checks(wrong, {}, claimed, language("de"))}
    assert lines["printed-conclusion"] is False
