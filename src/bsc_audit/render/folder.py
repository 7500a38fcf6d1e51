"""A template's folder before anything in it is believed: nothing leads out of it, and nothing in it is out of size."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import yaml

from bsc_audit.core.documents.parse import LOADER
from bsc_audit.core.problems import Location, Problem, RenderError

MOST_FILES = 1000
MOST_TEXT = 2 << 20  # bytes of parts and style sheets together
MOST_MANIFEST = 256 << 10  # bytes
DEEPEST = 12  # levels of a manifest
TEXTS = (".j2", ".css", ".html")


def refuse_wild_folder(folder: Path, manifest: str) -> None:
    """Look at a folder somebody else may have written.

    Args:
        folder: of the template.
        manifest: name of the file that describes it.

    Raises:
        RenderError: with every reason not to read it.
    """
    problems = [*_entries(folder), *_manifest(folder / manifest)]
    if problems:
        raise RenderError(problems)


def _entries(folder: Path) -> Iterator[Problem]:
    home, entries = folder.resolve(), list(islice(folder.rglob("*"), MOST_FILES + 1))
    if len(entries) > MOST_FILES:
        yield _problem(folder, "template-too-large", f"holds more than {MOST_FILES} files", "leave other files out")
    for entry in entries:
        if entry.is_symlink() and not entry.resolve().is_relative_to(home):
            yield _problem(entry, "template-link", "leads out of the template's folder", "copy the file into it")
    texts = sum(entry.stat().st_size for entry in entries if entry.suffix in TEXTS and entry.is_file())
    if texts > MOST_TEXT:
        message = f"holds {texts / (1 << 20):.1f} MB of parts and styles, more than {MOST_TEXT >> 20}"
        yield _problem(folder, "template-too-large", message, "put pictures and fonts into files of their own")


def _manifest(file: Path) -> Iterator[Problem]:
    """A manifest that is small however it is written; one that cannot be read is found out by who reads it."""
    if not file.is_file():
        return
    if file.stat().st_size > MOST_MANIFEST:
        message = f"is larger than {MOST_MANIFEST >> 10} kB"
        yield _problem(file, "template-too-large", message, "write only what a template needs")
        return
    depth = 0
    try:
        for event in yaml.parse(file.read_bytes(), Loader=LOADER):
            if isinstance(event, yaml.AliasEvent):
                yield _problem(file, "template-unreadable", f"uses the alias *{event.anchor}", "write the value out")
                return
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                yield _problem(file, "template-unreadable", f"is nested deeper than {DEEPEST} levels", "flatten it")
                return
    except (yaml.YAMLError, UnicodeDecodeError, OSError):
        return


def _problem(where: Path, code: str, message: str, hint: str) -> Problem:
    return Problem(code=code, where=Location(str(where)), message=message, hint=hint)
