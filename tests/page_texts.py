"""What a PDF says and how it is built, as a text one can read and compare: outline, structure, words by page."""

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from bsc_audit.importers.sheets import texts_of

FOLDER = Path(__file__).resolve().parent / "golden"
WIDTH = 140
MOST_LINES = 60  # of a difference
COUNTED = ("H1", "H2", "H3", "H4", "Table", "TR", "TH", "TD", "Caption", "L", "LI", "Figure", "Link", "Form")
# What follows every change of a ruleset or of the evidence, and says nothing of the pages.
CHANGING = ((re.compile(r"[0-9a-f]{40,}"), "<digest>"), (re.compile(r"BSC-(\d{4})-[0-9A-Z]{6}"), r"BSC-\1-<number>"))

Parts = Mapping[str, list[str]]  # lines by what they are about


def parts_of(file: Path) -> Parts:
    """Outline, structure and the words of each page; where lines break is left out."""
    pages = texts_of(file.read_bytes())
    found = {"outline": list(_outline(file)), "structure": list(_structure(file))}
    return found | {f"page {number} of {len(pages)}": _lines(text) for number, text in enumerate(pages, start=1)}


def _outline(file: Path) -> Iterator[str]:
    document = pypdfium2.PdfDocument(file)
    for mark in document.get_toc():
        yield f"{'  ' * mark.level}{mark.get_title()}, page {mark.get_dest().get_index() + 1}"
    document.close()


def _structure(file: Path) -> Iterator[str]:
    with pikepdf.open(file) as document:
        kinds = Counter(kind for kind in _kinds(document.Root.StructTreeRoot.K[0]))
    yield from (f"{kind} {kinds[kind]}" for kind in COUNTED if kinds[kind])


def _kinds(element: Any) -> Iterator[str]:
    yield str(element.S).lstrip("/")
    for kid in element.get("/K", ()):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _kinds(kid)


def _lines(text: str) -> list[str]:
    """The words in lines of one width."""
    whole = " ".join(text.split())
    for pattern, word in CHANGING:
        whole = pattern.sub(word, whole)
    return textwrap.wrap(whole, WIDTH, break_long_words=False, break_on_hyphens=False)


def written(parts: Parts) -> str:
    """The parts as they are stored."""
    return "".join(f"== {name}\n" + "".join(f"{line}\n" for line in lines) for name, lines in parts.items())


def read(text: str) -> Parts:
    """The parts of a stored text."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("== "):
            found[line.removeprefix("== ")] = []
        else:
            found[next(reversed(found))].append(line)
    return found


def difference(stored: Parts, now: Parts) -> str:
    """In which parts two files differ, and how; "" when in none."""
    lines = [
        line
        for name in dict.fromkeys((*stored, *now))
        for line in unified_diff(
            stored.get(name, []), now.get(name, []), f"stored: {name}", f"now: {name}", "", "", 0, ""
        )
    ]
    return "\n".join(lines[:MOST_LINES])
