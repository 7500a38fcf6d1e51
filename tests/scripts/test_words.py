"""Every text of the sources is translated, with the same places, and no catalogue keeps what is gone."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import words
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bsc_audit.languages import CATALOGUE, LOCALES, WORDS, languages

PLACE = re.compile(r"%\(\w+\)s|%%|\{\w+\}")
TRANSLATED = sorted(set(languages()) - {"en"})
FILES = [
    *((LOCALES / tag / CATALOGUE, words.code_messages) for tag in TRANSLATED),
    *(
        (folder / WORDS / f"{tag}.po", lambda folder=folder: words.template_messages(folder))
        for tag in TRANSLATED
        for folder in words.templates()
    ),
]
NAMES = [file.relative_to(words.ROOT).as_posix() for file, _ in FILES]


def catalogue(file: Path) -> Catalog:
    return read_po(BytesIO(file.read_bytes()))


def entries(found: Catalog) -> list[Message]:
    return [message for message in found if message.id]


@pytest.mark.parametrize(("file", "messages"), FILES, ids=NAMES)
def test_a_catalogue_holds_what_the_sources_say_and_nothing_else(file, messages) -> None:
    wanted = {message.id for message in entries(words.template_of(messages()))}
    assert {message.id for message in entries(catalogue(file))} == wanted


@pytest.mark.parametrize(("file", "messages"), FILES, ids=NAMES)
def test_everything_is_translated(file, messages) -> None:
    assert [message.id for message in words.untranslated(catalogue(file))] == []


@pytest.mark.parametrize(("file", "messages"), FILES, ids=NAMES)
def test_a_translation_has_the_places_of_its_text(file, messages) -> None:
    wrong = []
    for message in entries(catalogue(file)):
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        places = [sorted(PLACE.findall(text)) for text in english]
        wrong += [message.id for form in forms if sorted(PLACE.findall(form)) not in places]
    assert wrong == []


@pytest.mark.parametrize(("file", "messages"), FILES, ids=NAMES)
def test_a_catalogue_is_as_the_command_writes_it(file, messages, tmp_path: Path) -> None:
    copy = tmp_path / file.name
    copy.write_bytes(file.read_bytes())
    words.update(copy, file.parent.name if file.name == CATALOGUE else file.stem, messages())
    assert copy.read_bytes() == file.read_bytes()


def test_a_new_language_begins_with_everything_to_translate(tmp_path: Path) -> None:
    file = tmp_path / "words" / "fr.po"
    words.update(file, "fr", [("Hello %(name)s", "a.j2"), (("day", "days"), "b.j2")])
    begun = catalogue(file)
    assert begun.num_plurals == 2
    assert [message.id for message in words.untranslated(begun)] == ["Hello %(name)s", ("day", "days")]


def test_a_text_that_is_gone_leaves_and_a_changed_one_is_not_guessed(tmp_path: Path) -> None:
    file = tmp_path / "de.po"
    words.update(file, "de", [("Old words of a report", "a.py")])
    file.write_text(
        file.read_text(encoding="utf-8").replace('words of a report"\nmsgstr ""', 'words of a report"\nmsgstr "Alte"')
    )
    words.update(file, "de", [("New words of a report", "a.py")])
    (left,) = entries(catalogue(file))
    assert (left.id, left.string) == ("New words of a report", "")
