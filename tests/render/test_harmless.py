"""No text of a report is computed by a spreadsheet, and no number is taken for such a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.render.harmless import STARTS, could_compute, harmless

ATTACKS = [
    "=1+1",
    '=HYPERLINK("http://example.org","x")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "-",
    "+",
    "=",
    "-1e",
    "+1.2.3",
    "-1 and more",
    "-1\n",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_text_that_could_compute_stands_behind_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "+2.5", "-0,5", "-1e-07", "1-2", "a=b", "", " =1", "'=1", "– 5", "−5"])
def test_a_plain_number_and_any_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.text())
def test_what_comes_out_never_begins_like_a_formula(text: str) -> None:
    assert not could_compute(harmless(text))
    assert harmless(text).removeprefix("'") == text or not text.startswith(STARTS)
