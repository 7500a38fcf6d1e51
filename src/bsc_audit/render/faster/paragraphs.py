"""Paragraphs: all lines of a text of one style are taken from one layout of it.

WeasyPrint sets the rest of a paragraph for every line, then the line with the next word, then the line again without
the space at its end, and each time Pango shapes every letter anew.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from math import inf
from typing import Any

from weasyprint.text import line_break  # type: ignore[import-untyped]
from weasyprint.text.ffi import FROM_UNITS, ffi, pango  # type: ignore[import-untyped]

from bsc_audit.render.faster.text import Layout, Run, fonts_of, run_of, voice_of

ODD = re.compile("[\0-\x1f\x7f-\x9f\xad\u0590-\u08ff\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]")
NARROWEST = 4  # a line is at least so many times as wide as its letters are high
LONGEST = 4000  # letters; what every line leaves is kept
SHORTEST = 1.6  # letters that a line has at least for each time it is as wide as its letters are high
GLYPH, CLUSTER = ffi.sizeof("PangoGlyphInfo"), ffi.sizeof("gint")
_EXTENTS = ffi.new("PangoRectangle *")

Line = tuple[Any, int, int | None, float, float, float]  # as split_first_line returns it


def is_paragraph(text: str, style: Any, max_width: Any) -> bool:
    """Whether a text is likely to take several lines, all of which can be known from one layout."""
    size = style["font_size"]
    return (
        max_width is not None
        and max_width != inf
        and NARROWEST * size <= max_width < size * len(text) / SHORTEST
        and len(text) <= LONGEST
        and style["white_space"] == "normal"
        and style["hyphens"] != "auto"
        and style["word_break"] == "normal"
        and not ODD.search(text)
    )


def lines_of(text: str, style: Any, context: Any, max_width: float) -> Iterator[tuple[str, Line]]:
    """What each line leaves to be set, itself included, and the line; it ends before a line that is not plain."""
    layout = line_break.create_layout(text, style, context, max_width, 0)
    written = text.encode()
    number, line = 0, pango.pango_layout_get_line_readonly(layout.layout, 0)
    while line != ffi.NULL:
        following = pango.pango_layout_get_line_readonly(layout.layout, number + 1)
        start, last = line.start_index, following == ffi.NULL
        own = written[start:] if last else written[start : following.start_index]
        found = _line(line, own, style, max_width, last=last)
        if found is None:
            return
        yield written[start:].decode(), found
        number, line = number + 1, following


def _line(line: Any, written: bytes, style: Any, max_width: float, *, last: bool) -> Line | None:
    """A line; None for one that is too long, or runs to the left, or has more than a space at its end."""
    pango.pango_layout_line_get_extents(line, ffi.NULL, _EXTENTS)
    width, height = _EXTENTS.width * FROM_UNITS, _EXTENTS.height * FROM_UNITS
    shown = written if last else written.removesuffix(b" ")
    runs = _runs(line, len(shown), style)
    if width > max_width or shown.endswith(b" ") or not runs or any(run.level for run in runs):
        return None
    resume = None if last else len(written)
    return _layout(shown.decode(), style, max_width, runs), len(shown), resume, width, height, -_EXTENTS.y * FROM_UNITS


def _layout(text: str, style: Any, max_width: float, runs: tuple[Run, ...]) -> Any:
    """What draws the line later."""
    layout = object.__new__(Layout)
    known = {"justification_spacing": 0, "max_width": max_width, "first_line_direction": 0, "text": text, "runs": runs}
    layout.__dict__.update(voice_of(style).lines, **known)
    return layout


def _runs(line: Any, length: int, style: Any) -> tuple[Run, ...]:
    """The glyphs of a line, counted from its beginning, without what lies behind its end."""
    fonts, found, node = fonts_of(style.font_config), [], line.runs
    while node != ffi.NULL:
        run = run_of(node.data, fonts)
        offset = run.offset - line.start_index
        if offset < length:
            found.append(_cut(replace(run, offset=offset), length - offset))
        node = node.next
    return tuple(found)


def _cut(run: Run, most: int) -> Run:
    if run.length <= most:
        return run
    starts = memoryview(run.clusters).cast("i").tolist()
    kept = sum(start < most for start in starts)
    return replace(run, length=most, glyphs=run.glyphs[: kept * GLYPH], clusters=run.clusters[: kept * CLUSTER])
