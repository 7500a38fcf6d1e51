"""The pages of a report for Typst: every heading, paragraph, table and drawing of our page, in the same order.

What it leaves out: the design (grids, cards, edge tabs, cover art, status marks, running heads with the section's name),
cross references with page numbers, the attached result, the signature field. It gets its text ready made.

python benchmarks/typst_pages.py FILE   # sets FILE, prints its size in bytes; used by report.py
"""

import json
import re
import sys
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

FONTS = Path(__file__).resolve().parents[1] / "report_templates" / "certification" / "fonts"
STANDARDS = ["a-3a"]
PAGE = """#set document(title: "Report")
#set page(paper: "a4", margin: 20mm, numbering: "1 / 1", header: [Report])
#set text(font: ("IBM Plex Sans", "Source Serif 4"), size: 8.9pt, lang: "en")
#show table: set text(size: 7.4pt)
#set table(stroke: (x: none, y: 0.35pt), inset: 2.2pt)
#set heading(numbering: none)
#outline()
"""
_SPACE = re.compile(r"\s+")
_VOID = frozenset({"br", "hr", "img", "meta", "link", "col", "input", "wbr"})
_HIDDEN = frozenset({"style", "title", "script"})
_BLOCKS = frozenset({"p", "div", "section", "li", "figcaption", "dt", "dd", "article", "header", "footer", "aside"})


@dataclass(slots=True)
class Table:
    """Rows of cells; whether the first rows are its head."""

    rows: list[list[str]] = field(default_factory=list)
    heads: int = 0


class Pages(HTMLParser):
    """Reads our page and writes Typst markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._text: list[str] = []
        self._tables: list[Table] = []
        self._hidden = 0
        self._drawing: list[str] | None = None
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "svg" or self._drawing is not None:
            self._start_drawing(tag, attrs)
            return
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "img":
            self._picture(dict(attrs).get("src") or "")
        elif tag == "table":
            self._flush()
            self._tables.append(Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].rows.append([])
        elif tag in _BLOCKS or tag in ("h1", "h2", "h3", "h4"):
            self._flush()

    def handle_endtag(self, tag: str) -> None:
        if self._drawing is not None:
            self._end_drawing(tag)
        elif tag in _HIDDEN:
            self._hidden -= 1
        elif tag in ("td", "th") and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(self._take())
        elif tag == "thead" and self._tables:
            self._tables[-1].heads = len(self._tables[-1].rows)
        elif tag == "table" and self._tables:
            self.out.append(_table(self._tables.pop()))
        elif tag in ("h1", "h2", "h3", "h4"):
            self.out.append(f"#heading(level: {tag[1]}, {_words(self._take())})\n")
        elif tag in _BLOCKS:
            self._flush()

    def handle_data(self, data: str) -> None:
        if self._drawing is not None:
            self._drawing.append(data.replace("&", "&amp;").replace("<", "&lt;"))
        elif not self._hidden:
            self._text.append(data)

    def _start_drawing(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._drawing is None:
            self._drawing, self._depth = [], 0
            attrs = [*attrs, ("xmlns", "http://www.w3.org/2000/svg")]
        names = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}
        words = "".join(f' {names.get(name, name)}="{(value or "").replace(chr(34), "&quot;").replace("&", "&amp;")}"'
                        for name, value in dict(attrs).items())  # fmt: skip
        self._drawing.append(f"<{tag}{words}>")
        self._depth += 1

    def _end_drawing(self, tag: str) -> None:
        assert self._drawing is not None
        self._drawing.append(f"</{tag}>")
        self._depth -= 1
        if not self._depth:
            drawing, self._drawing = "".join(self._drawing), None
            self._image(drawing)

    def _picture(self, address: str) -> None:
        if address.startswith("data:image/svg+xml;base64,"):
            self._image(b64decode(address.partition(",")[2]).decode())

    def _image(self, drawing: str) -> None:
        if not self._tables:
            self._flush()
            self.out.append(
                f'#image(bytes({json.dumps(drawing, ensure_ascii=False)}), format: "svg", height: 62mm, alt: "A chart")\n'
            )

    def _take(self) -> str:
        text = _SPACE.sub(" ", "".join(self._text)).strip()
        self._text.clear()
        return text

    def _flush(self) -> None:
        if not self._tables and (text := self._take()):
            self.out.append(f"#par({_words(text)})\n")


def _words(text: str) -> str:
    """A text that no markup is seen in."""
    return f"text({json.dumps(text, ensure_ascii=False)})"


def _table(found: Table) -> str:
    width = max((len(row) for row in found.rows), default=0)
    if not width:
        return ""
    heads = ", ".join(_cells(found.rows[: found.heads], width))
    cells = ", ".join(_cells(found.rows[found.heads :], width))
    return f"#table(columns: ({'1fr,' * width}), table.header({heads}), {cells})\n"


def _cells(rows: list[list[str]], width: int) -> Iterator[str]:
    for row in rows:
        yield from (_words(cell) for cell in [*row, *[""] * (width - len(row))])


def typst_source(page: str) -> str:
    """Typst markup of one of our pages."""
    reader = Pages()
    reader.feed(page)
    reader._flush()
    return PAGE + "".join(reader.out)


def main() -> None:
    """Set one file and say how large it is; once a process, because Typst remembers what it has set."""
    import typst

    made = typst.compile(sys.argv[1], font_paths=[str(FONTS)], ignore_system_fonts=True, pdf_standards=STANDARDS)
    print(len(made))


if __name__ == "__main__":
    main()
