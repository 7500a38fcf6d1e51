"""Text in another language says so in the tags of a PDF: what is heard changes its voice where it should, and only there."""

import io
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
import weasyprint

import report_samples as samples
from bsc_audit.languages import language
from bsc_audit.render import voices
from bsc_audit.render.finish import VARIANT
from bsc_audit.render.pdf import render_pdf
from shipped_packs import load


@cache
def german() -> bytes:
    """A small report in German by a ruleset that speaks English."""
    return render_pdf(samples.report_of(samples.foreign(), language("de")), load("certification"))


def elements(data: bytes) -> Iterator[Any]:
    with pikepdf.open(io.BytesIO(data)) as document:
        yield from (
            one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
        )


def voiced(data: bytes) -> list[tuple[str, str]]:
    return [(str(one.S), str(one.Lang)) for one in elements(data) if "/Lang" in one]


def written(body: str) -> bytes:
    voices.install()
    page = f'<!DOCTYPE html><html lang="de"><title>T</title><body>{body}'
    return bytes(weasyprint.HTML(string=page).write_pdf(pdf_variant=VARIANT))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>Guten Tag</p>", []),
        ('<p lang="de">Guten Tag</p>', []),
        ('<p lang="en">Hello <b>there</b></p>', [("/P", "en")]),
        ('<p>Guten Tag, <b lang="en">hello</b></p>', [("/NonStruct", "en")]),
        ('<ul lang="en"><li>One<li>Two</ul>', [("/L", "en")]),
        ('<p lang="en">Hello <b lang="fr">bonjour</b></p>', [("/NonStruct", "fr"), ("/Span", "en")]),
        ('<table lang="en"><tr><th scope="row">A<td>1</table>', [("/TD", "en"), ("/TH", "en")]),
        ('<p lang="en">Hello <a href="https://x.example/">there</a></p>', [("/P", "en")]),
    ],
)
def test_the_highest_element_wholly_in_another_language_says_it(body: str, said: list[tuple[str, str]]) -> None:
    assert sorted(voiced(written(body))) == said


def test_a_german_report_changes_its_voice_for_the_texts_of_an_english_ruleset() -> None:
    kinds = Counter(voiced(german()))
    assert {spoken for _, spoken in kinds} == {"en"}
    assert kinds["/P", "en"] >= 1
    assert kinds["/TH", "en"] >= 1


def test_a_report_in_the_language_of_its_ruleset_has_one_voice() -> None:
    assert voiced(render_pdf(samples.report_of(samples.foreign()), load("certificate"))) == []


@pytest.mark.parametrize("standard", ["3a", "ua1"])
def test_a_german_pack_conforms_to_both_standards(standard: str, tmp_path: Path) -> None:
    file = tmp_path / "german.pdf"
    file.write_bytes(german())
    result = page.validate_pdf(str(file), profile=standard)
    assert [(one.rule_id, one.message) for one in result.failures] == []
    assert result.rules.passed > 100
