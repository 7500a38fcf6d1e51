"""What in a filled page a blind reader, the page maker or the fetcher would stumble over."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from types import MappingProxyType

Attributes = Mapping[str, str | None]

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905 - a list of words
ACTIVE = frozenset({"script", "iframe", "object", "embed", "form", "base", "frame", "applet"})
LOADED = frozenset({"src", "data", "poster", "background", "srcset", "xlink:href"})
_HEADING = re.compile(r"h[1-6]")
_HELD = re.compile(r"(#|data:|asset:///)")
_NAMED = re.compile(r"(#|https:|mailto:)")  # a link is followed by a reader, not loaded by us
_STYLE = re.compile(r"url\(\s*['\"]?([^)'\"]*)|@import\s+['\"]([^'\"]*)")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, and how it is written in a template, so that its line can be looked up."""

    message: str
    written: str  # a pattern


def faults_of_page(page: str) -> list[Fault]:
    """Everything wrong with a page, each once."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return list(dict.fromkeys([*reader.faults, *reader.left_over()]))


@dataclass(slots=True)
class _Table:
    heads: int = 0


@dataclass
class _State:
    faults: list[Fault] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    level: int = 0  # of the heading before
    titled: bool = True  # whether the drawing that is open has a title


class _Reader(HTMLParser):
    """Walks through a page; what is open is a stack of element names."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.state = _State()

    @property
    def faults(self) -> list[Fault]:
        return self.state.faults

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        state, given = self.state, dict(attrs)
        self._attributes(tag, given)
        if "a" in state.open and tag != "a":
            self._add(f"<{tag}> inside a link: a link may hold only text", rf"<a\b[^>]*>[^<]*<{tag}\b")
        if tag in CHECKS:
            CHECKS[tag](self, given)
        if _HEADING.fullmatch(tag):
            self._heading(int(tag[1]))
        if tag in ACTIVE:
            self._add(f"<{tag}> has no place in a report", rf"<{tag}\b")
        if tag not in VOID:
            state.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        state = self.state
        if tag == "svg" and not state.titled:
            self._add("a drawing without <title>: nobody can hear it", r"<svg\b")
        if tag == "table" and state.tables and not state.tables.pop().heads:
            self._add("a table without a head: <th>, or no table", r"<table\b")
        if tag in state.open:
            del state.open[len(state.open) - 1 - state.open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self.state.open[-1:] == ["style"]:
            self._style(data)
        if "svg" in self.state.open and self.state.open[-1:] == ["title"] and data.strip():
            self.state.titled = True

    def left_over(self) -> Iterator[Fault]:
        """What can only be told at the end."""
        if not self.state.level:
            yield Fault("there is no heading <h1>", r"<body")

    def link(self, given: Attributes) -> None:
        """A link: never inside another."""
        if "a" in self.state.open:
            self._add("a link inside a link", r"<a\b")
        target = given.get("href") or ""
        if "href" in given and not _NAMED.match(target):
            self._add(f"a link to {target[:60]!r}", r"<a\b[^>]*href")

    def picture(self, given: Attributes) -> None:
        """A picture; an empty alt says that it is decoration."""
        if given.get("alt") is None:
            self._add("a picture without alt", r"<img\b(?![^>]*\balt=)")

    def head_cell(self, given: Attributes) -> None:
        """A head of a row or a column."""
        if self.state.tables:
            self.state.tables[-1].heads += 1
        if given.get("scope") not in ("row", "col", "rowgroup", "colgroup"):
            self._add("<th> without scope: row or col", r"<th\b(?![^>]*\bscope=)")

    def table(self, _given: Attributes) -> None:
        """The heads that follow are its own."""
        self.state.tables.append(_Table())

    def drawing(self, _given: Attributes) -> None:
        """A drawing in the page."""
        self.state.titled = False

    def page(self, given: Attributes) -> None:
        """The whole."""
        if not given.get("lang"):
            self._add("<html> without lang", r"<html\b")

    def loaded(self, given: Attributes) -> None:
        """<link> loads whatever it names."""
        self._add(f"<link> to {str(given.get('href'))[:60]!r}: write the style into the page", r"<link\b")

    def _attributes(self, tag: str, given: Attributes) -> None:
        state = self.state
        for name, value in given.items():
            if name.startswith("on"):
                self._add(f"{name} of <{tag}> runs a script", rf"\b{name}\s*=")
            if name in LOADED and not _HELD.match(value or ""):
                self._refused(value or "", re.escape(name))
            if name == "style":
                self._style(value or "")
        id_ = given.get("id")
        if id_ and id_ in state.ids and "svg" not in state.open:
            self._add(f"two elements with the id {id_!r}", rf'id="{re.escape(id_)}"')
        state.ids.add(id_ or "")

    def _heading(self, level: int) -> None:
        if level > self.state.level + 1:
            before = f"<h{self.state.level}>" if self.state.level else "no heading"
            self._add(f"<h{level}> after {before}: a level is left out", rf"<h{level}\b")
        self.state.level = level

    def _style(self, text: str) -> None:
        for match in _STYLE.finditer(text):
            address = match[1] or match[2] or ""
            if not _HELD.match(address) and not address.startswith("fonts/"):
                self._refused(address, r"url\(|@import")

    def _refused(self, address: str, written: str) -> None:
        self._add(f"the address {address[:60]!r}: only data: and asset:/// are loaded", written)

    def _add(self, message: str, written: str) -> None:
        self.faults.append(Fault(message, written))


CHECKS: Mapping[str, Callable[[_Reader, Attributes], None]] = MappingProxyType(
    {
        "a": _Reader.link,
        "html": _Reader.page,
        "img": _Reader.picture,
        "link": _Reader.loaded,
        "svg": _Reader.drawing,
        "table": _Reader.table,
        "th": _Reader.head_cell,
    }
)
