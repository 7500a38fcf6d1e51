"""Reading a page: one that is written plainly, as those of our templates are, is read in one pass.

The HTML standard says what becomes of any text, most of it about what is written badly. A page in which every element
is closed where it was opened and stands where it may is made into the same tree here; any other page is left to the
library's own parser.
"""

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

import tinyhtml5  # type: ignore[import-untyped]
from tinyhtml5.constants import adjust_svg_attributes  # type: ignore[import-untyped]

_parse = tinyhtml5.parse

SVG = "{http://www.w3.org/2000/svg}"
XMLNS = "{http://www.w3.org/2000/xmlns/}xmlns"
_ATTRIBUTES = r'(?:\s+[a-zA-Z][a-zA-Z0-9_-]*(?:="[^"]*")?)*'
_TOKEN = re.compile(rf"<(?:/([a-zA-Z][a-zA-Z0-9]*)|([a-zA-Z][a-zA-Z0-9]*)({_ATTRIBUTES})\s*(/?))>([^<]*)")
_ATTRIBUTE = re.compile(r'([a-zA-Z][a-zA-Z0-9_-]*)(?:="([^"]*)")?')
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|nbsp)|#([0-9]{2,3}));")
_ODD = re.compile("[\0\r\f\ud800-\udfff]")
_START = re.compile(r"<!DOCTYPE html>\s*(?=<html[ >])")
_END = re.compile(r"</body>(\s*)</html>(\s*)\Z")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "nbsp": "\u00a0"}
PRINTABLE = range(32, 127)  # references by number that mean what they say


class _Odd(Exception):  # noqa: N818 - no error: another parser reads the page
    """This page is not written plainly."""


def parse(document: Any, *arguments: Any, **options: Any) -> Any:
    """The tree of a page."""
    if isinstance(document, StringIO) and not arguments and options == {"namespace_html_elements": False}:
        tree = plain(document.getvalue())
        if tree is not None:
            return tree
    return _parse(document, *arguments, **options)


def plain(page: str) -> Element | None:
    """The tree of a page that is written plainly; None for any other."""
    start, end = _START.match(page), _END.search(page)
    if start is None or end is None or _ODD.search(page):
        return None
    reader = _Reader()
    try:
        for token in _tokens(page, start.end(), end.start()):
            reader.read(*token)
        return reader.ended(end[1] + end[2])
    except _Odd:
        return None


def _tokens(page: str, place: int, end: int) -> Iterator[tuple[str, ...]]:
    for match in _TOKEN.finditer(page, place, end):
        if match.start() != place:
            raise _Odd
        place = match.end()
        yield match.groups(default="")
    if place != end:
        raise _Odd


class _Reader:
    """The elements that are open, and the tree so far."""

    __slots__ = ("built", "drawn", "open", "paragraphs", "tree")

    def __init__(self) -> None:
        self.tree = TreeBuilder()
        self.open: list[str] = [""]
        self.drawn = 0  # elements of drawings that are open
        self.paragraphs = 0  # that are open
        self.built: list[str] = []  # head and body, once they began

    def read(self, closed: str, name: str, attributes: str, slash: str, text: str) -> None:
        """One tag and the text after it."""
        if closed:
            self._close(closed)
        elif self.drawn or name == "svg":
            self._draw(name, attributes, slash)
        else:
            self._begin(name, attributes, slash)
        if text:
            self._write(text)

    def ended(self, rest: str) -> Element:
        """The tree, at the end of the body."""
        if self.open != ["", "html", "body"]:
            raise _Odd
        self.tree.data(rest)
        self.tree.end("body")
        self.tree.end("html")
        return self.tree.close()

    def _begin(self, name: str, attributes: str, slash: str) -> None:
        parent = self.open[-1]
        if parent not in PARENTS.get(name, (parent,)) or name not in CHILDREN.get(parent, KNOWN):
            raise _Odd
        if (self.paragraphs and name in BLOCKS) or (slash and name not in VOID):
            raise _Odd
        if name in NEVER_TWICE and (name in self.open or name in self.built):
            raise _Odd
        if (name in HEADINGS and parent in HEADINGS) or (name == "body" and not self.built):
            raise _Odd
        self.tree.start(name, _attributes(attributes) if attributes else {})
        if name in VOID:
            self.tree.end(name)
            return
        self.open.append(name)
        self.paragraphs += name == "p"
        if name in ("head", "body"):
            self.built.append(name)

    def _draw(self, name: str, attributes: str, slash: str) -> None:
        """An element of a drawing, or the drawing itself."""
        allowed = name in DRAWN if self.drawn else self.open[-1] not in CHILDREN
        if not allowed or (self.drawn and self.open[-1] in ("title", "desc")):
            raise _Odd
        self.tree.start(SVG + name, {_drawn(key): value for key, value in _attributes(attributes, lower=False).items()})
        if slash:
            self.tree.end(SVG + name)
        else:
            self.open.append(name)
            self.drawn += 1

    def _close(self, name: str) -> None:
        if self.open.pop() != name or name in ("html", "body"):
            raise _Odd
        self.tree.end(SVG + name if self.drawn else name)
        self.drawn -= bool(self.drawn)
        self.paragraphs -= name == "p"

    def _write(self, text: str) -> None:
        parent = self.open[-1]
        if parent == "style":
            self.tree.data(text)
            return
        if parent in BARE and text.strip(" \t\n"):
            raise _Odd
        if parent != "html" or self.built:  # what stands before the head is dropped
            self.tree.data(_decoded(text) if "&" in text else text)


def _attributes(written: str, *, lower: bool = True) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(written)
    found = {name: _decoded(value) if "&" in value else value for name, value in pairs}
    if len(found) != len(pairs) or (lower and any(name != name.lower() for name in found)):
        raise _Odd
    return found


def _drawn(name: str) -> str:
    """An attribute of an element of a drawing, as the tree has it."""
    if adjust_svg_attributes.get(name.lower(), name.lower()) != name:
        raise _Odd
    return XMLNS if name == "xmlns" else name


def _decoded(text: str) -> str:
    decoded, count = _REFERENCE.subn(_character, text)
    if count != text.count("&"):
        raise _Odd
    return decoded


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return NAMED[match[1]]
    if int(match[2]) not in PRINTABLE:
        raise _Odd
    return chr(int(match[2]))


HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
VOID = frozenset({"br", "col", "hr", "img", "link", "meta", "wbr"})
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "i",
        "img",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
BLOCKS = HEADINGS | frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "section",
        "table",
        "ul",
    ]
)  # an open paragraph ends before them
KNOWN = INLINE | BLOCKS
NEVER_TWICE = frozenset({"a", "head", "body"})  # in themselves, or in a page
TABLE = ("thead", "tbody", "tfoot")
CHILDREN = {
    "": frozenset({"html"}),
    "html": frozenset({"head", "body"}),
    "head": frozenset({"link", "meta", "style", "title"}),
    "title": frozenset(),
    "style": frozenset(),
    "table": frozenset({"caption", "colgroup", *TABLE}),
    "colgroup": frozenset({"col"}),
    **dict.fromkeys(TABLE, frozenset({"tr"})),
    "tr": frozenset({"td", "th"}),
}  # of elements that take no others
PARENTS = {"li": ("ol", "ul"), "dt": ("dl",), "dd": ("dl",)}  # of elements that others would end
BARE = frozenset(CHILDREN) - {"title"}  # hold no words
DRAWN = frozenset(
    [
        "circle",
        "clipPath",
        "defs",
        "desc",
        "ellipse",
        "g",
        "line",
        "linearGradient",
        "marker",
        "mask",
        "path",
        "pattern",
        "polygon",
        "polyline",
        "radialGradient",
        "rect",
        "stop",
        "symbol",
        "text",
        "textPath",
        "title",
        "tspan",
        "use",
    ]
)
REPLACEMENTS = ((tinyhtml5, "parse", _parse, parse),)
