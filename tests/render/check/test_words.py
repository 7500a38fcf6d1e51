"""Words of a certificate, and letters without a font."""

import pytest

from bsc_audit.render.check.words import claims, font_names, letters_without_font, words_of
from report_samples import TEMPLATES

FONTS = TEMPLATES / "certification" / "fonts"


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Certificate</h1>",
        "<title>Certified: Bank</title>",
        "<p>granted to <b>Bank</b></p>",
        "<p>Bank is certified.</p>",
        "<p>We hereby confirm</p>",
        "<h1>Zertifikat</h1>",
        "<p>verliehen an Bank</p>",
    ],
)
def test_the_words_of_a_certificate_are_found(page: str) -> None:
    assert list(claims(page))


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Statement of assessment</h1>",
        "<title>Certificate or statement</title>",
        "<h1>This is no certificate</h1>",
        "<h1>Decided: not certified</h1>",
        "<h1>Certification recommendation</h1>",
        "<p>If a certificate is granted, it is valid for three years.</p>",
        "<h2>Warn managers a month before a certificate lapses</h2>",
    ],
)
def test_words_that_claim_nothing_are_left_alone(page: str) -> None:
    assert list(claims(page)) == []


def test_what_a_style_sheet_prints_is_read_and_the_style_is_not() -> None:
    page = '<style>p{color:red}</style><p data-foot="Foot">A&amp;B<b>c</b></p>'
    assert words_of(page) == "A&B c Foot"


def test_letters_that_no_font_has_are_named() -> None:
    fonts = [(FONTS / name).read_bytes() for name in ("IBMPlexSans-Regular.ttf", "Vazirmatn-Regular.ttf")]
    assert letters_without_font("<p>Bank مصرف בנק 你好\u200f\u00a0</p>", fonts) == ["ב", "נ", "ק", "你", "好"]
    assert {"IBM Plex Sans", "Vazirmatn"} <= font_names(fonts)
