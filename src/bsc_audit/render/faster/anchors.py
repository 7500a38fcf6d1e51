"""Anchors, links and bookmarks of a page: boxes that have none, nearly all, are passed over.

WeasyPrint asks each box a dozen questions to find that it is nothing of the kind.
"""

from typing import Any

from weasyprint import anchors as gathering  # type: ignore[import-untyped]

_gather = gathering.gather_anchors


def gather_anchors(
    box: Any,
    anchors: Any,
    links: Any,
    bookmarks: Any,
    forms: Any,
    parent_matrix: Any = None,
    parent_form: Any = None,
    parent_link: Any = None,
) -> None:
    """Gather what has a place on the page of a box and of those in it."""
    ahead = [box]
    while ahead:
        one = ahead.pop()
        if parent_link is None and _is_quiet(one):
            ahead.extend([*one.all_children()][::-1])
        else:
            _gather(one, anchors, links, bookmarks, forms, parent_matrix, parent_form, parent_link)


def _is_quiet(box: Any) -> bool:
    style = box.style
    try:
        quiet = style.quiet
    except AttributeError:
        quiet = style.quiet = (
            not style["transform"] and style["bookmark_level"] == "none" and style["appearance"] != "auto"
        )
    return quiet and not style["anchor"] and not box.link and box.element_tag != "form"


REPLACEMENTS = ((gathering, "gather_anchors", _gather, gather_anchors),)
