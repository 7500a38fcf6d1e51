"""The shipped packs beside their stored texts: which page says something else, and what. See tests/goldens.py."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

import page_texts as texts
import report_samples as samples
from bsc_audit.importers.sheets import texts_of
from shipped_packs import PACKS

Pack = Callable[[str], Path]

BUNDLED = ("IBM-Plex-Sans", "IBM-Plex-Mono", "Source-Serif-4", "BSC-Symbols", "Noto-Sans-Hebrew", "Vazirmatn")
FEWEST_LETTERS = 150  # on a page that is not blank


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_says_what_it_said(pack: str, shipped_pack: Pack) -> None:
    stored = texts.read((texts.FOLDER / f"{pack}.txt").read_text(encoding="utf-8"))
    apart = texts.difference(stored, texts.parts_of(shipped_pack(pack)))
    assert apart == "", f"{pack} says something else; if it should, run tests/goldens.py\n{apart}"


def test_a_stored_text_comes_back_and_a_difference_names_its_page() -> None:
    parts = {"outline": ["Cover, page 1"], "page 1 of 2": ["one", "two"], "page 2 of 2": []}
    assert texts.read(texts.written(parts)) == parts
    assert texts.difference(parts, parts) == ""
    told = texts.difference(parts, {**parts, "page 1 of 2": ["one", "three"]}).splitlines()
    assert told[:2] == ["--- stored: page 1 of 2", "+++ now: page 1 of 2"]
    assert told[-2:] == ["-two", "+three"]


@pytest.mark.parametrize("pack", PACKS)
def test_no_page_is_blank_and_every_page_of_a_draft_says_so(pack: str, shipped_pack: Pack) -> None:
    for number, text in enumerate(texts_of(shipped_pack(pack).read_bytes()), start=1):
        squeezed = "".join(text.split())  # words of a cover stand letter by letter
        assert len(squeezed) >= FEWEST_LETTERS, number
        assert "draft:nodecisionrecorded" in squeezed.lower(), number


@pytest.mark.parametrize("pack", PACKS)
def test_only_bundled_fonts_are_inside(pack: str, shipped_pack: Pack) -> None:
    found = set(fonts(shipped_pack(pack)))
    assert found
    assert {name for name in found if not name.startswith(BUNDLED)} == set()


def fonts(file: Path) -> Iterator[str]:
    """Names of embedded fonts without subset prefix and weight."""
    with pikepdf.open(file) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in thing or "/FontFile3" in thing
                yield str(thing.FontName).lstrip("/").partition("+")[2].rstrip(",")


def test_the_example_is_a_draft_so_that_no_page_grants_anything(shipped_pack: Pack) -> None:
    said = " ".join(texts_of(shipped_pack("certificate").read_bytes()))
    assert samples.example_report().standing.granted is False
    assert "granted to" not in said
