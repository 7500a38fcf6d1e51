"""Drawing a line of known glyphs: what is written for a glyph of a font and size is worked out once.

WeasyPrint asks Pango for every glyph of every line.
"""

import struct
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint.draw import text as drawing  # type: ignore[import-untyped]
from weasyprint.text.ffi import FROM_UNITS, pango  # type: ignore[import-untyped]

from bsc_audit.render.faster.text import Run

_original, _draw_text = drawing.draw_first_line, drawing.draw_text

GLYPH = struct.Struct("=IiiiI")  # PangoGlyphInfo: glyph, width, offsets to the right and up, attributes
LOOK = struct.Struct("8s8s4x")  # the same as it is: glyph and width, offsets
UPRIGHT = (1, 0, 0, -1)  # how most words lie on their page
CLUSTER = struct.Struct("=i")
SHORT = 24 * GLYPH.size  # bytes of the glyphs of a run that may well come again
DRAWN = None  # glyphs of a text that stands on its page: a document is written once
SMALLEST = 1e-6  # font size, pixels


def draw_text(stream: Any, textbox: Any, offset_x: float, text_overflow: str, *more: Any) -> None:
    """Draw a text; left to WeasyPrint unless it is nothing but plain glyphs that are known."""
    style, layout = textbox.style, textbox.pango_layout
    plain = more == ("none",) and text_overflow != "ellipsis" and "layout" not in layout.__dict__
    if plain and layout.runs is not None and not layout.justification_spacing and _is_bare(style):
        if not textbox.text.strip() or style["font_size"] < SMALLEST:
            shown: list[Any] = []
        else:
            shown = [_shown(stream, run, layout.text) for run in layout.runs]
        if None not in shown:
            stream.set_color(style["color"])
            stream.begin_text()
            if shown:
                _write(stream, shown, (1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline))
            stream.end_text()
            textbox.pango_layout = DRAWN
            return
    _draw_text(stream, textbox, offset_x, text_overflow, *more)


def _is_bare(style: Any) -> bool:
    try:
        return style.bare_words  # type: ignore[no-any-return]
    except AttributeError:
        style.bare_words = style["visibility"] == "visible" and style["text_decoration_line"] == "none"
        return style.bare_words  # type: ignore[no-any-return]


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
    """Draw a line; left to WeasyPrint unless its glyphs are known and all are plain."""
    layout = textbox.pango_layout
    if "layout" not in layout.__dict__:
        if not textbox.text.strip() or textbox.style["font_size"] < SMALLEST:
            return []
        plain = text_overflow != "ellipsis" and block_ellipsis == "none"
        shown = [_shown(stream, run, layout.text) for run in layout.runs] if plain else [None]
        if all(one is not None for one in shown):
            _write(stream, shown, matrix.values)
            return []
        layout.runs = None
        layout.reactivate(textbox.style)
    return _original(stream, textbox, text_overflow, block_ellipsis, matrix)


def _write(stream: Any, shown: Any, matrix: Any) -> None:
    if matrix[:4] == UPRIGHT:
        stream.stream.append(b"1 0 0 -1 %b %b Tm" % (pydyf._to_bytes(matrix[4]), pydyf._to_bytes(matrix[5])))
    else:
        stream.set_text_matrix(*matrix)
    string, current = "", None
    for run, font, size, text in shown:
        if run.font is not current:
            current = run.font
            if string:
                stream.show_text(string)
            string = ""
            stream.set_font_size(font.hash, size)
        string += text[:-1] if text[-1] == "<" else f"{text}>"
    stream.show_text(string)


def _shown(stream: Any, run: Run, text: str) -> tuple[Run, Any, float, str] | None:
    """A run as it is written; None where a glyph is missing, moved or a picture."""
    font, size = _font(stream, run.font)
    if font.bitmap or font.svg or font.png or font.colr or not size:
        return None
    known = font.__dict__.setdefault("known_glyphs", {}).setdefault(size, {})
    whole = known.get(run.glyphs)
    if whole is None:
        whole = _written(stream, font, size, run, text, known)
        if whole is None:
            return None
        if len(run.glyphs) <= SHORT:
            known[run.glyphs] = whole
    return run, font, size, whole


def _written(stream: Any, font: Any, size: float, run: Run, text: str, known: dict[Any, str]) -> str | None:
    """All glyphs of a run as they are written; None where one is missing or moved."""
    parts: list[Any] = [*map(known.get, LOOK.iter_unpack(run.glyphs))]
    if None in parts:
        for place, (glyph, width, right, up, _) in enumerate(GLYPH.iter_unpack(run.glyphs)):
            if right or up or glyph >= pango.PANGO_GLYPH_EMPTY:
                return None
            if parts[place] is None:
                look = LOOK.unpack_from(run.glyphs, place * GLYPH.size)
                parts[place] = known[look] = _part(stream, font, size, run, place, glyph, width, text)
    return f"<{''.join(parts)}"


def _font(stream: Any, pango_font: Any) -> tuple[Any, float]:
    """The font of the document a Pango font is, and its size; asked once a page."""
    known = stream.__dict__.setdefault("known_fonts", {})
    found = known.get(pango_font)
    if found is None:
        found = known[pango_font] = stream.add_font(pango_font)
    return found  # type: ignore[no-any-return]


def _part(stream: Any, font: Any, size: float, run: Run, place: int, glyph: int, width: int, text: str) -> str:
    """A glyph as it is written, with what its width differs from the font's; the font learns of a new glyph."""
    if glyph not in font.to_unicode:
        font.to_unicode[glyph] = _letters(run, place, text)
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(run.font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    closer = font.widths[glyph] - width * 1000 * FROM_UNITS / size
    return f"{glyph:04x}>{int(closer)}<" if closer else f"{glyph:04x}"


def _letters(run: Run, place: int, text: str) -> str:
    """The letters a glyph stands for."""
    starts = [start for (start,) in CLUSTER.iter_unpack(run.clusters)]
    if run.level % 2:
        end = run.length if place == 0 else starts[place - 1]
    else:
        end = run.length if place == len(starts) - 1 else starts[place + 1]
    return text.encode()[run.offset + starts[place] : run.offset + end].decode()


REPLACEMENTS = (
    (drawing, "draw_first_line", _original, draw_first_line),
    (drawing, "draw_text", _draw_text, draw_text),
)
