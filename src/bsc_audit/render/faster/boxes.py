"""Boxes: what most of them are is found out by one question instead of ten.

Nearly every box is in the flow of its page, without a background, and WeasyPrint asks each of them several times for
everything else it might be. Hardly any is cut, and each holds a set for the sides it lost by that.
"""

from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint.draw.color import get_color  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import Box, ParentBox  # type: ignore[import-untyped]
from weasyprint.layout import background  # type: ignore[import-untyped]

_in_flow, _descendants = Box.is_in_normal_flow, Box.descendants
_backgrounds = background.layout_box_backgrounds
_init, _copy_with_children, _reset_spacing = Box.__init__, ParentBox.copy_with_children, ParentBox._reset_spacing
_bytes = pydyf._to_bytes

WHOLE: frozenset[str] = frozenset()  # sides lost by a box that is not cut
FLOWING = ("static", "relative")
Box.background = None  # of every box that has none of its own


def init(self: Any, element_tag: Any, style: Any, element: Any) -> None:
    """A box of a style."""
    _init(self, element_tag, style, element)
    self.remove_decoration_sides = WHOLE


def copy_with_children(self: Any, new_children: Any) -> Any:
    """An equal box with other children; the sides it lost are forgotten by this one."""
    new = self.copy()
    new.children = new_children
    self.remove_decoration_sides = WHOLE
    return new


def reset_spacing(self: Any, side: str) -> None:
    """Take a side's margin, padding and border away."""
    used = self.__dict__
    used["remove_decoration_sides"] = self.remove_decoration_sides | {side}
    used[f"margin_{side}"] = used[f"padding_{side}"] = used[f"border_{side}_width"] = 0


def is_in_normal_flow(self: Any) -> bool:
    """Whether the box is in normal flow."""
    style = self.style
    return (style["float"] == "none" and style["position"] in FLOWING) or _in_flow(self)


def descendants(self: Any, placeholders: bool = False) -> Iterator[Any]:
    """The box and all below it, in order."""
    ahead = [self]
    while ahead:
        box = ahead.pop()
        if isinstance(box, Box):
            yield box
            ahead.extend(box.children[::-1])
        elif placeholders:
            yield from box.descendants(placeholders)
        else:
            yield box


def layout_box_backgrounds(
    page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Fetch and place the backgrounds of a box and of those in it: of the few that have one."""
    ahead = [box]
    while ahead:
        one = ahead.pop()
        background.resolve_radii_percentages(one)
        if layout_children:
            ahead.extend(one.all_children())
        shown = style if style is not None and one is box else one.style
        try:
            bare = shown.bare
        except AttributeError:
            bare = shown.bare = _bare(shown)
        if not bare or one is page:
            _backgrounds(page, one, get_image, False, style)


def _bare(style: Any) -> bool:
    sources = (style["border_image_source"], style["mask_border_source"], *style["background_image"])
    if any(source[0] != "none" for source in sources) or style["box_shadow"]:
        return False
    return bool(style["visibility"] == "hidden" or get_color(style, "background_color").alpha == 0)


def to_bytes(item: Any) -> bytes:
    """A number or a text as it is written."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]
    if kind is int:
        return b"%d" % item
    if kind is float:
        return b"%d" % item if item.is_integer() else (b"%f" % item).rstrip(b"0")
    return _bytes(item)  # type: ignore[no-any-return]


REPLACEMENTS = (
    (Box, "__init__", _init, init),
    (ParentBox, "copy_with_children", _copy_with_children, copy_with_children),
    (ParentBox, "_reset_spacing", _reset_spacing, reset_spacing),
    (Box, "is_in_normal_flow", _in_flow, is_in_normal_flow),
    (Box, "descendants", _descendants, descendants),
    (background, "layout_box_backgrounds", _backgrounds, layout_box_backgrounds),
    (pydyf, "_to_bytes", _bytes, to_bytes),
)
