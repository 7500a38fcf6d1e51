"""Lengths of boxes: those of one style are the same for all its boxes unless one of them is a share or a formula.

WeasyPrint resolves twenty properties of every box it lays out, several times each. Where none of them depends on the
containing block they are resolved once for the style and set together.
"""

from math import inf
from typing import Any

from weasyprint.css import AnonymousStyle  # type: ignore[import-untyped]
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS  # type: ignore[import-untyped]
from weasyprint.css.functions import check_math  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import Box, InlineBox, LineBox, TextBox  # type: ignore[import-untyped]
from weasyprint.layout import percent  # type: ignore[import-untyped]

_original, _radii = percent.resolve_percentages, percent.resolve_radii_percentages

SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
SET = frozenset((*LENGTHS, "box_sizing"))
LOGICAL = {find(block="ttb", inline=way) for find in PHYSICAL_FUNCTIONS.values() for way in ("ltr", "rtl")}
SAID = LOGICAL | SET | {*(f"border_{side}_{what}" for side in SIDES for what in ("style", "width"))}
ANONYMOUS = {
    **dict.fromkeys(LENGTHS[:8], 0),
    **dict.fromkeys(("width", "height"), "auto"),
    **dict.fromkeys(("min_width", "min_height"), 0),
    **dict.fromkeys(("max_width", "max_height"), inf),
    **dict.fromkeys(BORDERS, 0),
}  # lengths of a box nobody gave a style
UNTOLD = (LineBox, TextBox, InlineBox)
for _kind in UNTOLD:  # two boxes of three: they are not told each, which halves what they take
    for _name, _length in ANONYMOUS.items():
        setattr(_kind, _name, _length)
NOTHING: dict[str, Any] = {}  # the style's lengths depend on where its boxes lie


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the used lengths of a box."""
    style = box.style
    try:
        fixed = style.fixed_lengths
    except AttributeError:
        fixed = style.fixed_lengths = _fixed(style)
    if fixed is ANONYMOUS and type(box) in UNTOLD and "margin_top" not in box.__dict__:
        if "width" in box.__dict__:
            box.width = box.height = "auto"
        return
    if fixed is NOTHING or not isinstance(box, Box):
        _original(box, containing_block)
        return
    used = box.__dict__
    if style["border_collapse"] == "collapse":
        # a collapsed border has been settled with the neighbours'
        settled = {name: used[name] for name in BORDERS if name in used}
        _set(used, fixed)
        used.update(settled)
    else:
        _set(used, fixed)


def _set(used: dict[str, Any], fixed: dict[str, Any]) -> None:
    """Set lengths; one by one where they are set again, as an update makes room for all of them once more."""
    if "width" in used:
        for name in fixed:
            used[name] = fixed[name]
    else:
        used.update(fixed)


def _fixed(style: Any) -> dict[str, Any]:
    if SET.isdisjoint(style) if type(style) is AnonymousStyle else SAID.isdisjoint(getattr(style, "cascaded", SAID)):
        return ANONYMOUS
    if style["box_sizing"] != "content-box":
        return NOTHING
    found = {}
    for name in LENGTHS:
        value = style[name]
        if value is None or value == "auto":
            found[name] = 0 if name in ("min_width", "min_height") else value
        elif check_math(value) or value.unit == "%":
            return NOTHING
        else:
            found[name] = value.value
    return found | {name: style[name] for name in BORDERS}


def resolve_radii_percentages(box: Any) -> None:
    """Set the used radii of a box's corners: most boxes have none, as all boxes together are told below."""
    style = box.style
    try:
        square = style.square_corners
    except AttributeError:
        square = style.square_corners = all((0, "px") in style[name] for name in CORNERS)
    if not square or not isinstance(box, Box):
        _radii(box)


CORNERS = tuple(f"border_{place}_radius" for place in ("top_left", "top_right", "bottom_right", "bottom_left"))
for _corner in CORNERS:
    setattr(Box, _corner, (0, 0))
REPLACEMENTS = (
    (percent, "resolve_percentages", _original, resolve_percentages),
    (percent, "resolve_radii_percentages", _radii, resolve_radii_percentages),
)
