"""Texts written from right to left: Hebrew, Arabic and their kin, inside a page of any direction.

The page maker knows dir="rtl" and not dir="auto", so the direction is found here: by the first strong letter, as
the Unicode bidirectional algorithm does (UAX #9, rules P2 and P3).
"""

import re
from unicodedata import bidirectional

from markupsafe import Markup

_ANY = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_BLOCK = "p|h[1-6]|li|td|th|dd|dt|caption|figcaption|blockquote"
_OPENED = re.compile(rf"<({_BLOCK})\b([^>]*)>(.*?)(?=</?(?:{_BLOCK}|table|ul|ol|div|section|article)\b)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LABEL = re.compile(r"\A\s*<b>[^<]*</b>")  # before a text, in the report's language
_DIRECTION = re.compile(r'\sdir="[^"]*"')


def runs_left(text: str) -> bool:
    """Whether a text is written from right to left: its first letter with a direction is."""
    strong = next((kind for one in text if (kind := bidirectional(one)) in ("L", "R", "AL")), "L")
    return strong != "L"


def direction(text: object) -> Markup:
    """An attribute for the element that holds a text; nothing for one from left to right."""
    return Markup(' dir="rtl"') if runs_left(str(text)) else Markup("")


def directed(page: str) -> str:
    """The page with every paragraph, heading and cell that begins from right to left marked as such.

    An element that says its direction itself, but for "auto", keeps it. A page without such a letter stays as it is.
    """
    return _OPENED.sub(_marked, page) if _ANY.search(page) else page


def _marked(match: re.Match[str]) -> str:
    name, attributes, inside = match[1], match[2], match[3]
    said = _DIRECTION.search(attributes)
    text = _TAG.sub("", _LABEL.sub("", inside, count=1)).strip() or _TAG.sub("", inside)
    if (said and said[0].strip() != 'dir="auto"') or not runs_left(text):
        return match[0]
    return f'<{name}{_DIRECTION.sub("", attributes)} dir="rtl">{inside}'
