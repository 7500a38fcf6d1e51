"""Languages a report can be written in: message catalogues of the package and locale data of Babel, as plain values.

A catalogue is a gettext file: `locale/<language>/report.po` for the words of the core, `words/<language>.po` in the
folder of a template for its own. Numbers, dates, lists and plurals follow the Unicode locale data (CLDR).
"""

import gettext
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from bsc_audit.core.language import ENGLISH, Language, Lists, Texts
from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.said import NBSP

LOCALES = Path(__file__).resolve().parent / "locale"
CATALOGUE = "report.po"
ASKED = Location("--language")
WORDS = "words"  # folder of a template with a catalogue for each language

_DATE = re.compile(r"'([^']*)'|(d+)|(M+|L+)|(y+)|(\s+)")


def languages() -> tuple[str, ...]:
    """Tags of the languages there are catalogues for; English needs none."""
    found = (folder.name for folder in LOCALES.iterdir() if (folder / CATALOGUE).is_file())
    return tuple(sorted((ENGLISH.tag, *found)))


@cache
def language(tag: str, where: Location = ASKED) -> Language:
    """The language of a tag such as de or de-CH; a region without a catalogue of its own takes the language's.

    Raises:
        RenderError: there is no such language.
    """
    known = next((name for name in (tag, tag.partition("-")[0]) if name in languages()), None)
    locale = _locale(tag) if known else None
    if known is None or locale is None:
        raise RenderError([_unknown(tag, where)])
    if known == ENGLISH.tag:
        return replace(ENGLISH, tag=tag)
    return _language(tag, locale, _catalogue(LOCALES / known / CATALOGUE))


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return None


def with_words(spoken: Language, folders: Sequence[Path]) -> Language:
    """The language with the words of a template's folders, the first of which counts."""
    if spoken.texts is None:
        return spoken
    texts: dict[str, tuple[str, ...]] = dict(spoken.texts)
    for folder in reversed(folders):
        file = _words_of(folder, spoken.tag)
        texts |= _texts(_catalogue(file)) if file else {}
    return replace(spoken, texts=texts)


def _words_of(folder: Path, tag: str) -> Path | None:
    files = (folder / WORDS / f"{name}.po" for name in (tag, tag.partition("-")[0]))
    return next((file for file in files if file.is_file()), None)


def _unknown(tag: str, where: Location) -> Problem:
    message = f"there are no words for the language {tag!r}; there are for {', '.join(languages())}"
    hint = "choose one of these with --language; docs/reports.md says how one is added"
    return Problem(code="unknown-language", where=where, message=message, hint=hint)


@cache
def _catalogue(file: Path) -> Catalog:
    """A catalogue, read once.

    Raises:
        RenderError: it cannot be read.
    """
    try:
        return read_po(BytesIO(file.read_bytes()), abort_invalid=True)
    except (OSError, ValueError, PoFileError) as error:
        problem = Problem(code="words-unreadable", where=Location(str(file)), message=f"cannot be read: {error}")
        raise RenderError([problem]) from error


def _texts(catalogue: Catalog) -> Texts:
    """English text -> its forms, the untranslated and the doubtful left out."""
    return {
        message.id[0] if message.pluralizable else str(message.id): forms
        for message in catalogue
        if message.id and not message.fuzzy and all(forms := _forms(message))
    }


def _forms(message: Message) -> tuple[str, ...]:
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def _language(tag: str, locale: Locale, catalogue: Catalog) -> Language:
    symbols = locale.number_symbols.get("latn", locale.number_symbols)
    return Language(
        tag=tag,
        texts=_texts(catalogue),
        plural=_plural(catalogue.plural_expr),
        decimal=symbols["decimal"],
        group=symbols["group"],
        minus=ENGLISH.minus if symbols["minusSign"] == "-" else symbols["minusSign"],
        day=_day(locale.date_formats["long"].pattern),
        months=tuple(locale.months["format"]["wide"][month] for month in range(1, 13)),
        lists=_lists(locale),
    )


def _plural(expression: str) -> Callable[[int], int]:
    chosen: Callable[[int], int] = gettext.c2py(expression)  # undocumented, and stable
    return chosen


def _day(pattern: str) -> str:
    """A date pattern of CLDR as ours, such as `d. MMMM y`, its parts on one line."""
    return _DATE.sub(_place, pattern)


def _place(found: re.Match[str]) -> str:
    quoted, day, month, year, _ = found.groups()
    if quoted is not None:
        return quoted
    return "{day}" if day else "{month}" if month else "{year}" if year else NBSP


def _lists(locale: Locale) -> Lists:
    written = locale.list_patterns["standard"]
    return Lists(pair=written["2"], start=written["start"], middle=written["middle"], end=written["end"])
