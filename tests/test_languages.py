"""Catalogues and locale data become a language; what there is not is refused with a list of what there is."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bsc_audit.core.language import ENGLISH
from bsc_audit.core.problems import Location, RenderError
from bsc_audit.core.said import Day, Figure, Said, listed, say_n
from bsc_audit.languages import language, languages, with_words

F = Fraction
BIG = Said("", Figure(F("-1234567.5"), 1))


@pytest.mark.parametrize(("tag", "number"), [
    ("de", "\u22121.234.567,5"), ("de-CH", "\u22121’234’567.5"),
])  # fmt: skip
def test_numbers_follow_the_locale(tag: str, number: str) -> None:
    assert language(tag).text(BIG) == number


def test_dates_lists_and_plurals_follow_the_locale() -> None:
    german = language("de")
    assert german.text(Said("", Day(date(2026, 3, 1)))) == "1.\u00a0März\u00a02026"
    assert german.text(listed(["A", "B", "C"])) == "A, B und C"
    assert german.text(say_n("criterion", "criteria", 1)) == "Kriterium"
    assert german.text(say_n("criterion", "criteria", 0)) == "Kriterien"


@pytest.mark.parametrize("tag", ["en", "en-GB"])
def test_english_says_what_is_written_and_keeps_its_region(tag: str) -> None:
    assert language(tag).tag == tag
    assert language(tag).text(Said("as it is", BIG.how)) == "as it is"


@pytest.mark.parametrize("tag", ["xx", "", "de-", "de-12", "../../de", "deutsch"])
def test_a_language_there_is_not_is_refused_and_those_there_are_are_named(tag: str) -> None:
    with pytest.raises(RenderError) as caught:
        language(tag, Location("assessment.yaml", 7))
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("unknown-language", Location("assessment.yaml", 7))
    assert "de, en" in problem.message


def test_german_is_complete_and_there() -> None:
    assert set(languages()) >= {"de", "en"}


def _words(folder: Path, text: str) -> Path:
    (folder / "words").mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (folder / "words" / "de.po").write_text(header + text, encoding="utf-8")
    return folder


def test_a_template_has_words_of_its_own_then_those_of_its_base_then_the_packages(tmp_path: Path) -> None:
    own = _words(tmp_path / "own", 'msgid "Hello"\nmsgstr "Moin"\n')
    base = _words(tmp_path / "base", 'msgid "Hello"\nmsgstr "Guten Tag"\n\nmsgid "Farewell"\nmsgstr "Tschüs"\n')
    spoken = with_words(language("de-AT"), (own, base))
    assert [spoken.word(text) for text in ("Hello", "Farewell", "Risk", "Nothing")] == [
        "Moin", "Tschüs", "Risiko", "Nothing",
    ]  # fmt: skip


def test_english_needs_no_words(tmp_path: Path) -> None:
    assert with_words(ENGLISH, (tmp_path,)) is ENGLISH


def test_what_is_doubtful_or_empty_is_said_in_english(tmp_path: Path) -> None:
    folder = _words(tmp_path / "own", '#, fuzzy\nmsgid "Hello"\nmsgstr "Hallo?"\n\nmsgid "Empty"\nmsgstr ""\n')
    spoken = with_words(language("de"), (folder,))
    assert (spoken.word("Hello"), spoken.word("Empty")) == ("Hello", "Empty")


@pytest.mark.parametrize("damaged", ['msgid "unended\n', "\x00"])
def test_a_catalogue_that_cannot_be_read_is_named(tmp_path: Path, damaged: str) -> None:
    folder = _words(tmp_path / "own", damaged)
    with pytest.raises(RenderError) as caught:
        with_words(language("de"), (folder,))
    assert caught.value.problems[0].code == "words-unreadable"
    assert "de.po" in str(caught.value.problems[0].where)
