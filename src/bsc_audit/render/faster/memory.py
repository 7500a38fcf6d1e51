"""Letting go of what is no longer needed, at once.

Boxes, styles and closures refer to one another in rings that only the garbage collector would find, after all of them
had been looked at; half a second for a long report, in which nothing is let go.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint import layout  # type: ignore[import-untyped]

_layout_document = layout.layout_document


def layout_document(html: Any, root_box: Any, context: Any, max_loops: int = 8) -> Iterator[Any]:
    """Lay out the pages; what the layout remembered for itself goes with it."""
    yield from _layout_document(html, root_box, context, max_loops)
    context.tables.clear()
    for lines in context.font_config.__dict__.get("known_lines", {}).values():
        lines.clear()


def let_go(document: Any) -> None:
    """Take a document apart that has been written; it is of no use afterwards."""
    boxes = [page._page_box for page in document.pages]
    styles: dict[int, Any] = {}
    while boxes:
        held = object.__getattribute__(boxes.pop(), "__dict__")
        boxes.extend(held.get("children", ()))
        if "_box" in held:  # the place an absolutely positioned box was taken from
            boxes.append(held["_box"])
        if "style" in held:
            styles[id(held["style"])] = held["style"]
        held.clear()
    for style in styles.values():
        style.clear()
        style.__dict__.clear()
    document.pages.clear()


REPLACEMENTS = ((layout, "layout_document", _layout_document, layout_document),)
