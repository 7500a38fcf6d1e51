"""Drawing boxes: most have nothing to draw but their words, and what could be drawn besides is asked of their style once.

WeasyPrint asks every box for outlines, borders, backgrounds and masks, makes a copy of every line to find what lies
over or under the others, and a generator of every pair of marks around a piece of content.
"""

from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint import draw, stacking  # type: ignore[import-untyped]
from weasyprint.draw import border  # type: ignore[import-untyped]
from weasyprint.draw.color import get_color  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import Box, InlineBox, LineBox, TextBox  # type: ignore[import-untyped]
from weasyprint.pdf.stream import Stream  # type: ignore[import-untyped]
from weasyprint.stacking import StackingContext  # type: ignore[import-untyped]

_inline_level, _outline, _border = draw.draw_inline_level, border.draw_outline, border.draw_border
_dispatch, _set_color, _stacked, _artifact = stacking._dispatch, Stream.set_color, Stream.stacked, Stream.artifact


def draw_inline_level(
    stream: Any,
    page: Any,
    box: Any,
    offset_x: float = 0,
    text_overflow: str = "clip",
    block_ellipsis: Any = "none",
) -> None:
    """Draw a line, or what stands in one."""
    kind = type(box)
    if (kind is not LineBox and kind is not InlineBox) or box.style["mask_border_source"][0] != "none":
        _inline_level(stream, page, box, offset_x, text_overflow, block_ellipsis)
        return
    if box.background is not None:
        draw.draw_background(stream, box.background)
    draw_border(stream, box)
    if kind is LineBox:
        text_overflow, block_ellipsis = box.text_overflow, box.block_ellipsis
    last = len(box.children) - 1
    for place, child in enumerate(box.children):
        ellipsis = block_ellipsis if place == last else "none"
        offset = offset_x if isinstance(child, StackingContext) else offset_x + child.position_x - box.position_x
        if isinstance(child, TextBox):
            _draw_words(stream, child, offset, text_overflow, ellipsis)
        else:
            draw_inline_level(stream, page, child, offset, text_overflow, ellipsis)


def _draw_words(stream: Any, box: Any, offset_x: float, text_overflow: str, ellipsis: Any) -> None:
    """Draw a text, marked as content."""
    tags = stream._tags
    if tags is not None:
        number = len(tags)
        tags[box] = {"tag": "Span", "mcid": number}
        stream.stream += ("/Span", pydyf.Dictionary({"MCID": number}), b"BDC")
    draw.draw_text(stream, box, offset_x, text_overflow, ellipsis)
    if tags is not None:
        stream.stream.append(b"EMC")


def draw_border(stream: Any, box: Any) -> None:
    """Draw the borders of a box, if it has any."""
    style = box.style
    try:
        plain = style.plain_border
    except AttributeError:
        columns = (style["column_width"], style["column_count"])
        plain = style.plain_border = columns == ("auto", "auto") and style["border_image_source"][0] == "none"
    if not plain or (
        box.border_top_width or box.border_right_width or box.border_bottom_width or box.border_left_width
    ):
        _border(stream, box)


def draw_outline(stream: Any, box: Any) -> None:
    """Draw the outlines of a box and of all below it."""
    ahead = [box]
    while ahead:
        one = ahead.pop()
        if _is_outlined(one.style):
            alone = one.copy()
            alone.children = []
            _outline(stream, alone)
        ahead.extend([child for child in reversed(one.children) if isinstance(child, Box)])


def _is_outlined(style: Any) -> bool:
    try:
        return style.outlined  # type: ignore[no-any-return]
    except AttributeError:
        seen = style["visibility"] == "visible" and style["outline_width"]
        style.outlined = bool(seen and get_color(style, "outline_color").alpha)
        return style.outlined  # type: ignore[no-any-return]


def dispatch(box: Any, page: Any, contexts: Any, blocks: Any, floats: Any, blocks_and_cells: Any) -> Any:
    """What is drawn of a box in its turn: all of a line in which nothing lies over or under anything."""
    if type(box) is LineBox and _is_flat(box):
        return box
    return _dispatch(box, page, contexts, blocks, floats, blocks_and_cells)


def _is_flat(box: Any) -> bool:
    style = box.style
    try:
        flat = style.flat
    except AttributeError:
        flat = style.flat = (
            style["position"] == "static"
            and style["float"] == "none"
            and style["opacity"] >= 1
            and not style["transform"]
            and style["overflow"] == "visible"
        )
    kind = type(box)
    return flat and (kind is TextBox or ((kind is LineBox or kind is InlineBox) and all(map(_is_flat, box.children))))


def set_color(self: Any, color: Any, stroke: bool = False) -> None:
    """Set the colour of what is drawn next."""
    try:
        alpha, key, written = color.written
    except AttributeError:
        alpha, key, written = color.written = _written(color)
    if written is None:
        _set_color(self, color, stroke)
        return
    self.set_alpha(alpha, stroke)
    if key != (self._current_color_stroke if stroke else self._current_color):
        if stroke:
            self._current_color_stroke = key
        else:
            self._current_color = key
        self.stream.append(written + (b" RG" if stroke else b" rg"))


def _written(color: Any) -> tuple[Any, Any, bytes | None]:
    """The opacity of a colour, what it is known by and what is written for it; nothing for another space."""
    *channels, alpha = color
    if color.space not in ("srgb", "hsl", "hwb"):
        return alpha, None, None
    return alpha, (color.space, *channels), b" ".join(map(pydyf._to_bytes, color.to("srgb").coordinates))


class _Stacked:
    """The state of a stream, put back afterwards."""

    __slots__ = ("stream",)

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __enter__(self) -> None:
        self.stream.push_state()

    def __exit__(self, *_: object) -> None:
        self.stream.pop_state()


class _Artifact:
    """Marks around what is decoration."""

    __slots__ = ("stream",)

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __enter__(self) -> None:
        if self.stream._tags is not None:
            self.stream.stream += ("/Artifact", b"BMC")

    def __exit__(self, *_: object) -> None:
        if self.stream._tags is not None:
            self.stream.stream.append(b"EMC")


def stacked(self: Any) -> _Stacked:
    """With the state of the stream put back afterwards."""
    return _Stacked(self)


def artifact(self: Any) -> _Artifact:
    """With marks around it."""
    return _Artifact(self)


REPLACEMENTS = (
    (draw, "draw_inline_level", _inline_level, draw_inline_level),
    (border, "draw_outline", _outline, draw_outline),
    (border, "draw_border", _border, draw_border),
    (stacking, "_dispatch", _dispatch, dispatch),
    (Stream, "set_color", _set_color, set_color),
    (Stream, "stacked", _stacked, stacked),
    (Stream, "artifact", _artifact, artifact),
)
