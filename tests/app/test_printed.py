"""What the pages print beside what the result says: the same words and numbers, wherever lines break."""

from collections.abc import Mapping
from typing import Any

import pytest

from bsc_audit.app.verification.printed import printed_checks

CLAIMED: Mapping[str, Any] = {
    "meta": {"id": "T-1", "as_of": "2026-09-30"},
    "statement": {"heading": "Deferral recommended", "overall": {"text": "64.30", "value": 64.3025}},
    "scorecard": {
        "overall": {"title": "Overall", "score": {"text": "64.30", "value": 64.3025}},
        "perspectives": [{"title": "Client", "score": {"text": "1,064.00", "value": 1064.0}}, {"title": "Sales"}],
    },
}
GOOD = "Deferral\nrecommended\nOverall 64.30 of 100, Client 1,064.00"


def lines(text: str, claimed: Any = CLAIMED, attachments: Mapping[str, bytes] | None = None) -> dict[str, bool | None]:
    return {check.id: check.holds for check in printed_checks([text], attachments or {}, claimed)}


def test_what_is_printed_as_claimed_holds() -> None:
    assert lines(GOOD) == {
        "printed-digests": None,
        "number": None,
        "printed-conclusion": True,
        "printed-scores": True,
        "printed-numbers": True,
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GOOD.replace("64.30", "84.30"), "printed-scores"),
        (GOOD.replace("64.30", "84.30"), "printed-numbers"),
        (GOOD.replace("64.30", "84.30"), "printed-conclusion"),
        (GOOD.replace("Deferral\nrecommended", "No award recommended yet"), "printed-conclusion"),
        (GOOD + " Recommended: Exemplary", "printed-conclusion"),
        (GOOD.replace("1,064.00", "1,065.00"), "printed-scores"),
        (GOOD + " 12.5 %", "printed-numbers"),
        (GOOD + " 9,064 calls", "printed-numbers"),
        (GOOD + " BSC-2026-AAAAAA", "number"),
        (GOOD + " result.json sha256:00", "printed-digests"),
    ],
)
def test_what_is_printed_otherwise_does_not_hold(text: str, line: str) -> None:
    attachments = {"result.json": b"{}"} if "result.json" in text else {}
    assert lines(text, attachments=attachments)[line] is False


def test_pages_of_a_part_need_no_conclusion_and_a_whole_report_does() -> None:
    assert lines("Action plan")["printed-conclusion"] is None
    assert lines("Action plan assessment.json")["printed-conclusion"] is False


def test_addresses_versions_and_digests_are_no_numbers_of_the_result() -> None:
    text = f"{GOOD} https://127.0.0.1/1.25 engine 0.1.0 sha256:12.3a page 3 12. 1."
    assert lines(text)["printed-numbers"] is True


@pytest.mark.parametrize(
    "claimed", [{}, {"statement": 1}, {"scorecard": {"perspectives": 7, "overall": []}}, {"meta": []}]
)
def test_a_result_of_any_shape_gives_lines(claimed: Any) -> None:
    assert lines(GOOD, claimed)["printed-conclusion"] is False


HEAD = "ab" * 32


@pytest.mark.parametrize(
    ("printed", "holds"),
    [
        (f"{GOOD} assessment.json Head {HEAD[:40]}\n{HEAD[40:]}", True),
        (f"{GOOD} assessment.json Head {HEAD.replace('a', 'c', 1)}", False),
        (GOOD, None),
    ],
)
def test_the_head_of_the_audit_log_is_the_one_the_result_names(printed: str, holds: bool | None) -> None:
    """A part of a report need not print it."""
    claimed = {**CLAIMED, "provenance": {"log_head": HEAD}}
    assert lines(printed, claimed, {"assessment.json": b""}).get("printed-log-head") is holds
