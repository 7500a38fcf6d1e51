"""Letting go of a laid-out document at once.

Its boxes, styles and closures refer to one another in rings that only the garbage collector would find, after all
of them had been looked at; half a second for a long report.
"""

from typing import Any


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
