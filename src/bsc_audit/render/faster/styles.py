"""Styles: a value an element inherits is taken from its parent at once, and no style is made that nothing can show.

WeasyPrint asks a dozen questions of every property of every element before it finds that the value is the parent's,
and makes six styles of every element for footnotes, notes and list markers that hardly any element has.
"""

import re
from functools import cache
from typing import Any

import weasyprint  # type: ignore[import-untyped]
from weasyprint import css, html
from weasyprint.css import computed_values, properties  # type: ignore[import-untyped]

_missing = css.ComputedStyle.__missing__
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
    (weasyprint.HTML, "_ua_stylesheets", _sheets, default_sheets),
)
