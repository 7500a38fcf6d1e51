"""Message catalogues: what there is to translate is read off the sources and put into every .po file.

`./run words` keeps what is translated, adds what is new, drops what is gone. `./run words fr` begins a language.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from bsc_audit.languages import CATALOGUE, LOCALES, WORDS, languages

ROOT = Path(__file__).resolve().parent.parent
SOURCES = tuple(ROOT / "src" / "bsc_audit" / name for name in ("cli", "core", "render"))
TEMPLATES = ROOT / "report_templates"

# Functions of core/said.py and core/report/figures.py, and the places of their texts.
CODE_WORDS = {"say": None, "say_n": (1, 2), "plural": (2, 3)}
TEMPLATE_WORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
NEW = datetime(2026, 1, 1, tzinfo=UTC)  # of the header of a new file; its history is the repository's

_PLACES = re.compile(r"\{\w+\}|%\(\w+\)s")
_LETTERS = re.compile(r"[^\W\d]|[“”]")  # a text of places and marks only is the same everywhere

Found = tuple[str | tuple[str, ...], str]  # message, and the file it stands in


def main(arguments: Sequence[str]) -> int:
    """Update every catalogue of the languages there are, and of those named."""
    for tag in sorted({*languages(), *arguments} - {"en"}):
        update(LOCALES / tag / CATALOGUE, tag, code_messages())
        for folder in templates():
            update(folder / WORDS / f"{tag}.po", tag, template_messages(folder))
    return 0


def templates() -> list[Path]:
    """Folders of the shipped templates."""
    return sorted(file.parent for file in TEMPLATES.glob("*/template.yaml"))


def code_messages() -> list[Found]:
    """Every text the engine's own code says in a report."""
    files = sorted(file for folder in SOURCES for file in folder.rglob("*.py"))
    return [found for file in files for found in _extracted("python", file, CODE_WORDS)]


def template_messages(folder: Path) -> list[Found]:
    """Every text of a template's own files that its base does not have already."""
    mine = list(_of_template(folder))
    manifest = yaml.safe_load((folder / "template.yaml").read_text(encoding="utf-8"))
    known = {message for message, _ in _of_template(TEMPLATES / manifest["base"])} if "base" in manifest else set()
    return [found for found in mine if found[0] not in known]


def _of_template(folder: Path) -> Iterator[Found]:
    manifest = folder / "template.yaml"
    raw = yaml.safe_load(manifest.read_text(encoding="utf-8"))
    titles = [raw["title"], *(one["title"] for one in raw["sections"])]
    yield from ((title, _name(manifest)) for title in titles if _LETTERS.search(_PLACES.sub("", title)))
    for file in sorted(folder.rglob("*.j2")):
        yield from _extracted("jinja2.ext:babel_extract", file, TEMPLATE_WORDS)


def _extracted(method: Any, file: Path, words: Any) -> Iterator[Found]:
    found = extract(method, BytesIO(file.read_bytes()), keywords=words, options=OPTIONS if file.suffix == ".j2" else {})
    yield from ((message, _name(file)) for _, message, _, _ in found if _LETTERS.search(_PLACES.sub("", str(message))))


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def template_of(messages: Iterable[Found]) -> Catalog:
    """Messages as a catalogue without translations."""
    catalogue = Catalog(charset="utf-8")
    for message, file in messages:
        catalogue.add(message, locations=[(file, 0)])
    return catalogue


def update(file: Path, tag: str, messages: Iterable[Found]) -> None:
    """Bring a catalogue up to date; write it only when something changed."""
    catalogue = read_po(BytesIO(file.read_bytes()), locale=tag) if file.exists() else Catalog(locale=tag)
    catalogue.project, catalogue.version, catalogue.fuzzy = "bsc-audit", "report", False
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    catalogue.header_comment = f"# Words of the report, {tag}. Kept up by ./run words."
    before = catalogue.creation_date if file.exists() else NEW
    catalogue.update(template_of(messages), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = before
    for message in catalogue:
        message.locations = sorted(set(message.locations))
    written = BytesIO()
    write_po(
        written,
        catalogue,
        width=120,
        sort_by_file=True,
        ignore_obsolete=True,
        include_previous=False,
        include_lineno=False,
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_bytes() != written.getvalue():
        file.write_bytes(written.getvalue())


def untranslated(catalogue: Catalog) -> list[Message]:
    """Messages without a translation, or with one that is only guessed."""
    return [one for one in catalogue if one.id and (one.fuzzy or not all(_strings(one)))]


def _strings(message: Message) -> Sequence[str]:
    string = message.string or ""
    return (string,) if isinstance(string, str) else string


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
