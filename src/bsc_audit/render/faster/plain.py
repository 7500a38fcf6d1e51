"""Plain lines, of words and of words within words, and the cells of tables that hold nothing else.

WeasyPrint sets each line as if anything could stand in it or beside it: floats, footnotes, pictures, letters of another
size. Most lines are words alone, with nothing beside them. What may be asked of such a line is asked once of the box
they are all cut from; whatever is not plain is left to WeasyPrint.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure.boxes import (  # type: ignore[import-untyped]
    InlineBox,
    LineBox,
    TableCellBox,
    TextBox,
)
from weasyprint.layout import block, inline  # type: ignore[import-untyped]

from bsc_audit.render.faster.lengths import resolve_percentages

_lines, _container = inline.iter_line_boxes, block.block_container_layout

GUARD = 1 + 1e-9  # what a line may be too long by, as WeasyPrint has it
NO_PAGE = {"break": "any", "page": None}
SET = {"position_x", "position_y"}


def iter_line_boxes(
    context: Any,
    box: Any,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    absolute_boxes: list[Any],
    fixed_boxes: list[Any],
    first_letter_style: Any,
    first_line_style: Any,
) -> Iterator[tuple[Any, Any]]:
    """Lines that a box of inline content is cut into, each with the place at which the next one begins."""
    if first_letter_style or first_line_style or not is_plain(box) or containing_block.style["direction"] != "ltr":
        return _lines(  # type: ignore[no-any-return]
            *(context, box, position_y, bottom_space, skip_stack, containing_block),
            *(absolute_boxes, fixed_boxes, first_letter_style, first_line_style),
        )
    return _plain_lines(context, box, position_y, bottom_space, skip_stack, containing_block)


def is_plain(line: Any) -> bool:
    """Whether a box of inline content holds words from left to right alone."""
    try:
        return line.plain  # type: ignore[no-any-return]
    except AttributeError:
        line.plain = line.style["direction"] == "ltr" and all(map(_is_plain_child, line.children))
        return line.plain  # type: ignore[no-any-return]


def _is_plain_child(child: Any) -> bool:
    kind, style = type(child), child.style
    if style["position"] != "static" or style["float"] != "none" or child.is_leader:
        return False
    return kind is TextBox or (kind is InlineBox and all(map(_is_plain_child, child.children)))


def _plain_lines(
    context: Any, box: Any, position_y: float, bottom_space: float, skip_stack: Any, holder: Any
) -> Iterator[tuple[Any, Any]]:
    resolve_percentages(box, holder)
    if skip_stack is None:
        inline.resolve_one_percentage(box, "text_indent", holder.width)
    else:
        box.text_indent = 0
    box.__dict__ = dict(box.__dict__.items())  # as small as it can be: every line is a copy of it
    alone = len(box.children) == 1 and type(box.children[0]) is TextBox
    while True:
        if context.excluded_shapes:
            line, resume_at = inline.get_next_linebox(
                context, box, position_y, bottom_space, skip_stack, holder, [], [], None, None
            )
        else:
            line, resume_at = _next_line(context, box, position_y, bottom_space, skip_stack, holder, alone)
        if line is None:
            return
        position_y = line.position_y + line.height
        yield line, resume_at
        if resume_at is None:
            return
        skip_stack = resume_at
        box.text_indent = 0


def _next_line(
    context: Any, box: Any, position_y: float, bottom_space: float, skip_stack: Any, holder: Any, alone: bool
) -> tuple[Any, Any]:
    """The next line, with nothing beside it."""
    skip_stack = inline.skip_first_whitespace(box, skip_stack)
    if skip_stack == "continue":
        return None, None
    left = holder.content_box_x()
    width = left + holder.width - left
    box.position_x, box.position_y, box.width, box.height = left, position_y, 0, 0
    indented, right = left + box.text_indent, left + width
    if alone:
        line, resume_at, broken = _one_text(context, box, indented, right, skip_stack, holder)
    else:
        line, resume_at, broken, *_ = inline.split_inline_box(
            *(context, box, indented, right, bottom_space, skip_stack, holder),
            *([], [], [], [], [], None, None),
        )
    box.width, box.height = line.width, line.height
    if not broken and inline.is_phantom_linebox(line):
        line.height = 0
        return line, resume_at
    inline.remove_last_whitespace(context, line)
    _place(context, line, width, position_y, last=resume_at is None or broken)
    return line, resume_at


def _one_text(context: Any, box: Any, left: float, right: float, skip_stack: Any, holder: Any) -> tuple[Any, Any, Any]:
    """As much of the only text of a line box as goes into a line."""
    (child,) = box.children
    skip = 0
    if skip_stack is not None:
        (inside,) = skip_stack.values()
        skip = (next(iter(inside)) if inside else 0) or 0
    resolve_percentages(child, holder)
    child.position_x, child.position_y = left, box.position_y
    text, resume, broken = inline.split_text_box(context, child, right * GUARD - left, skip, is_line_start=True)
    line = box.copy_with_children([] if text is None else [text])
    line.remove_decoration(start=skip_stack is not None, end=resume is not None)
    line.width = 0 if text is None else text.position_x + text.margin_width() - line.content_box_x()
    inline._adjust_line_height(line)
    return line, None if resume is None else {0: {resume: None}}, broken


def _place(context: Any, line: Any, width: float, position_y: float, *, last: bool) -> None:
    """Put a line where it belongs, and what is in it."""
    right = inline.text_align(context, line, width, last)
    bottom, top = inline.line_box_verticality(line)
    line.baseline, line.position_y, line.height = -top, top, bottom - top
    line.margin_top = line.margin_bottom = 0
    line.translate(right, position_y - top)
    line.position_y = position_y


def block_container_layout(
    context: Any,
    box: Any,
    bottom_space: float,
    skip_stack: Any,
    page_is_empty: bool,
    absolute_boxes: list[Any],
    fixed_boxes: list[Any],
    adjoining_margins: Any,
    *more: Any,
    **named: Any,
) -> Any:
    """A box that holds blocks or lines, laid out."""
    if type(box) is TableCellBox and skip_stack is None and adjoining_margins is None and _is_plain_cell(context, box):
        found = _plain_cell(context, box, bottom_space)
        if found is not None:
            return found
    return _container(
        *(context, box, bottom_space, skip_stack, page_is_empty, absolute_boxes, fixed_boxes, adjoining_margins),
        *more,
        **named,
    )


def _is_plain_cell(context: Any, box: Any) -> bool:
    style = box.style
    try:
        plain = style.plain_cell
    except AttributeError:
        plain = style.plain_cell = all(style[name] == value for name, value in PLAIN.items())
    return (
        plain
        and box.margin_top == 0
        and len(box.children) == 1
        and type(box.children[0]) is LineBox
        and box.first_line_style is None
        and box.first_letter_style is None
        and not context.footnotes
        and is_plain(box.children[0])
    )


def _plain_cell(context: Any, box: Any, bottom_space: float) -> Any:
    """The cell with its lines; None when it does not fit on the page or has no line."""
    (content,) = box.children
    content.position_x, content.position_y = box.content_box_x(), box.content_box_y()
    below = box.border_bottom_width + box.padding_bottom
    context.create_block_formatting_context(box)
    lines: list[Any] = []
    end = content.position_y
    for line, resume_at in iter_line_boxes(context, content, end, bottom_space, None, box, [], [], None, None):
        line.resume_at = resume_at
        end = line.position_y + line.height
        if context.overflows_page(bottom_space, end + (below if resume_at is None else 0)):
            lines = []
            break
        lines.append(line)
    context.finish_block_formatting_context()
    if not lines:
        return None
    new = box.copy_with_children(lines)
    if new.height == "auto":
        new.height = max(0, end - new.content_box_y())
    new.height = max(min(new.height, new.max_height), new.min_height)
    return new, None, dict(NO_PAGE), [], False, None


PLAIN = {
    "position": "static",
    "continue": "auto",
    "box_decoration_break": "slice",
    "max_lines": "none",
}  # what a cell must be for its lines to be all there is to lay out
REPLACEMENTS = (
    (inline, "iter_line_boxes", _lines, iter_line_boxes),
    (block, "block_container_layout", _container, block_container_layout),
)
