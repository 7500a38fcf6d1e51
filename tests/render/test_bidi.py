"""Where a text runs from right to left, its element says so; nothing else changes."""

import pytest

from bsc_audit.render.bidi import directed, direction, runs_left

HEBREW, ARABIC = "בנק הנמל", "مصرف المرفأ"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (HEBREW, True),
        (ARABIC, True),
        ("Bank", False),
        (f"12. {HEBREW}", True),
        (f"Bank {ARABIC}", False),
        ("12", False),
        ("", False),
    ],
)
def test_the_first_letter_with_a_direction_decides(text: str, left: bool) -> None:
    assert runs_left(text) is left
    assert direction(text) == (' dir="rtl"' if left else "")


@pytest.mark.parametrize(
    ("page", "marked"),
    [
        (f"<p>{HEBREW}</p>", f'<p dir="rtl">{HEBREW}</p>'),
        (f'<p class="a" dir="auto">{ARABIC}</p>', f'<p class="a" dir="rtl">{ARABIC}</p>'),
        (f'<p dir="ltr">{ARABIC}</p>', f'<p dir="ltr">{ARABIC}</p>'),
        (f"<td><strong>{ARABIC}</strong> x</td>", f'<td dir="rtl"><strong>{ARABIC}</strong> x</td>'),
        (f"<li>Bank<ul><li>{HEBREW}</li></ul></li>", f'<li>Bank<ul><li dir="rtl">{HEBREW}</li></ul></li>'),
        (f"<td>1</td><td>{HEBREW}</td><td>x</td>", f'<td>1</td><td dir="rtl">{HEBREW}</td><td>x</td>'),
        (f"<p><b>Finding</b> {HEBREW}</p>", f'<p dir="rtl"><b>Finding</b> {HEBREW}</p>'),
        (f"<p><b>{HEBREW}</b></p>", f'<p dir="rtl"><b>{HEBREW}</b></p>'),
        (f"<p>Bank {HEBREW}</p>", f"<p>Bank {HEBREW}</p>"),
        (f"<title>{HEBREW}</title>", f"<title>{HEBREW}</title>"),
        ('<p dir="auto">Bank</p>', '<p dir="auto">Bank</p>'),
    ],
)
def test_only_what_begins_from_right_to_left_is_marked(page: str, marked: str) -> None:
    assert directed(page) == marked
