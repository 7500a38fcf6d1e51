"""Styles: a value an element inherits is taken from its parent at once, and no style is made twice or for nothing.

WeasyPrint asks a dozen questions of every property of every element before it finds that the value is the parent's,
and makes six styles of every element for footnotes, notes and list markers that hardly any element has. Twenty styles
of every page, and one of every line break, are equal to those before them.
"""

import re
from functools import cache
from typing import Any

import weasyprint  # type: ignore[import-untyped]
from weasyprint import css, html
from weasyprint.css import computed_values, properties  # type: ignore[import-untyped]
from weasyprint.layout.page import PageType  # type: ignore[import-untyped]

from bsc_audit.render.faster.cascade import original

_missing = css.ComputedStyle.__missing__
_anonymous_missing = css.AnonymousStyle.__missing__
_set_styles = css.StyleFor.set_computed_styles
_sheets = weasyprint.HTML._ua_stylesheets

PHYSICAL = computed_values.PHYSICAL_FUNCTIONS
INHERITED = frozenset(properties.INHERITED) - frozenset(PHYSICAL)
OWN = {"position", "float", "display", "page"}  # properties with rules of their own
INITIAL = {
    name: value
    for name, value in properties.INITIAL_VALUES.items()
    if name not in properties.INHERITED | properties.INITIAL_NOT_COMPUTED | OWN
    and not name.startswith(("text_decoration_", "__"))
}
INHERITED_BY_ALL = frozenset(properties.INHERITED) | {"page"}
LOGICAL = {
    direction: {name: find(block="ttb", inline=direction) for name, find in PHYSICAL.items()}
    for direction in ("ltr", "rtl")
}  # the other name a property of a side goes by
NOTES = re.compile(r"^::(?:footnote|note)-.*\n", re.MULTILINE)  # rules of the default sheet
MARKER = re.compile(r"^::marker ", re.MULTILINE)
ASKS_FOR_MORE = re.compile(r"footnote|note-|note\(|list-item|@import", re.IGNORECASE)  # in an author's sheet


def missing(self: Any, key: str) -> Any:
    """The value of a property that was not asked for before."""
    if key not in self.cascaded:
        if key in INHERITED and self.parent_style is not None:
            value = self[key] = self.parent_style[key]
            return value
        if key in INITIAL and (key not in PHYSICAL or LOGICAL[self["direction"]][key] not in self.cascaded):
            value = self[key] = INITIAL[key]
            return value
    return _missing(self, key)


def anonymous_missing(self: Any, key: str) -> Any:
    """The value of a property of a box nobody gave a style."""
    if key in INHERITED_BY_ALL:
        value = self[key] = self.parent_style[key]
        return value
    if key in INITIAL:
        value = self[key] = INITIAL[key]
        return value
    return _anonymous_missing(self, key)


def set_computed_styles(
    self: Any,
    element: Any,
    parent: Any,
    root: Any = None,
    pseudo_type: str | None = None,
    base_url: str | None = None,
    target_collector: Any = None,
) -> None:
    """Make the style of an element, or find the equal one that was made for another."""
    if not _is_shared(self, element, pseudo_type):
        _set_styles(self, element, parent, root, pseudo_type, base_url, target_collector)
        return
    declared = self._cascaded_styles.get((element, pseudo_type), {})
    said = tuple((name, id(value), str(weight)) for name, (value, weight) in declared.items())
    above = self._computed_styles[parent, None]
    key = (id(original(above)), pseudo_type, base_url, said)
    known = self.__dict__.setdefault("known_styles", {})
    if key in known:
        self._computed_styles[element, pseudo_type] = known[key]
        return
    _set_styles(self, element, parent, root, pseudo_type, base_url, target_collector)
    known[key] = self._computed_styles[element, pseudo_type]


def _is_shared(self: Any, element: Any, pseudo_type: str | None) -> bool:
    """Whether styles like this one are changed by nothing but what is the same for all of them.

    The sizes that some lengths of a page are shares of are those of the first page, whose own style knows them not.
    """
    if isinstance(element, PageType):
        return self.initial_page_sizes["box"] is not None
    return pseudo_type in ("before", "after", "marker")


def default_sheets(self: Any, forms: bool = False) -> Any:
    """The default style sheets, without notes and with markers for list items only where a page has no others."""
    shipped = _sheets(self, forms)
    if forms or _asks_for_more(self.etree_element):
        return shipped
    return [_without_notes()]


def _asks_for_more(page: Any) -> bool:
    sheets = " ".join(one.text or "" for one in page.iter("style"))
    attributes = " ".join(one.get("style", "") for one in page.iter())
    return next(page.iter("link"), None) is not None or bool(ASKS_FOR_MORE.search(f"{sheets} {attributes}"))


@cache
def _without_notes() -> Any:
    text = MARKER.sub("li::marker, summary::marker ", NOTES.sub("", html.UA))
    return html.CSS(string=text, counter_style=html.UA_COUNTER_STYLE)


REPLACEMENTS = (
    (css.ComputedStyle, "__missing__", _missing, missing),
    (css.AnonymousStyle, "__missing__", _anonymous_missing, anonymous_missing),
    (css.StyleFor, "set_computed_styles", _set_styles, set_computed_styles),
    (weasyprint.HTML, "_ua_stylesheets", _sheets, default_sheets),
)
