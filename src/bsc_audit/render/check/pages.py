"""What is wrong with a written PDF: empty pages, borrowed fonts, a missing label, broken standards."""

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from io import BytesIO
from tempfile import NamedTemporaryFile
from typing import Any

EMPTY = 0.05  # share of the letters of the fullest page
STANDARDS = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
FALSE_ALARM = "STREAM-LENGTH"  # the library takes a stream's last byte, if it is a line's end, for the one behind it
NO_GLYPH = "NOTDEF-GLYPH"  # where no font of this machine has the letter either, an empty box was drawn
MOST_RULES = 12  # told of one file

Fault = tuple[str, str]  # code of the problem, message


def faults_of_pages(file: bytes, families: frozenset[str], label: str) -> Iterator[Fault]:
    """Everything wrong with a file.

    Args:
        file: a PDF the template was written to.
        families: names of the fonts the template brings.
        label: what every page has to say of itself; "" for a granted award.
    """
    document = import_module("pypdf").PdfReader(BytesIO(file))
    texts = [" ".join(page.extract_text().split()) for page in document.pages]
    yield from _blank(texts)
    for number, text in enumerate(texts, 1):
        if label and _folded(label) not in _folded(text):
            yield "template-label", f"page {number} of {len(texts)} does not say {label!r}"
    for name in sorted(_fonts(document)):
        if not any(_folded(name).startswith(_folded(family)) for family in families):
            yield "template-glyph", f"{name} is a font of this machine: some letters are in none of the template's"
    yield from _broken_rules(file)


def _blank(texts: Sequence[str]) -> Iterator[Fault]:
    fullest = max(map(len, texts))
    for number, text in enumerate(texts, 1):
        if len(text) < EMPTY * fullest:
            message = f"page {number} of {len(texts)} is nearly empty: {len(text)} letters, the fullest has {fullest}"
            yield "template-blank-page", message


def _folded(text: str) -> str:
    """Letters and digits alone: what is left of a text whatever its spacing and capitals."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _fonts(document: Any) -> set[str]:
    """Names of the fonts inside, without the mark of a subset."""
    found = set()
    for number in document.xref_objStm.keys() | document.xref.get(0, {}).keys():
        thing = document.get_object(number)
        if isinstance(thing, dict) and thing.get("/Type") == "/FontDescriptor":
            found.add(str(thing["/FontName"]).lstrip("/").partition("+")[2])
    return found


def _broken_rules(file: bytes) -> Iterator[Fault]:
    """Rules of the standards the file breaks; nothing where the library that knows them is not installed."""
    try:
        library = import_module("page")
        validate = library.validate_pdf
    except (ModuleNotFoundError, AttributeError):
        return
    with NamedTemporaryFile(suffix=".pdf") as written:
        written.write(file)
        written.flush()
        for profile, standard in STANDARDS.items():
            failures = validate(written.name, profile=profile).failures
            told = dict.fromkeys(
                f"{standard}, {one.rule_id}: {one.message}" for one in failures if FALSE_ALARM not in one.rule_id
            )
            yield from map(_fault, list(told)[:MOST_RULES])


def _fault(message: str) -> Fault:
    if NO_GLYPH in message:
        return "template-glyph", f"some letters are in no font and were drawn as empty boxes ({message})"
    return "template-conformance", message
