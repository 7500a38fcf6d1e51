"""A space at the end of a text hangs over the edge of its line, as CSS Text 3, 4.1.2, has it.

WeasyPrint lets it hang where it ends a line, but takes a text for too long that is followed by others and fits but for its
last space: the first word then stands alone on a line. Rests on the function that splits texts into lines, which is no
public interface.
"""

from functools import cache
from importlib import import_module
from math import inf
from typing import Any

MENDED = "hanging spaces"  # said of every page set with them, as lines may break elsewhere than without
SPLIT = "split_first_line"
USERS = ("weasyprint.text.line_break", "weasyprint.layout.inline", "weasyprint.layout.preferred")
LENGTH, RESUME, WIDTH = 1, 2, 3  # places in what a line is given as

Line = tuple[Any, ...]


class Split:
    """WeasyPrint's split_first_line, and whoever calls it, with spaces that hang."""

    def __init__(self, shipped: Any) -> None:
        self.shipped = shipped

    def __call__(
        self, text: str, style: Any, context: Any, max_width: Any, spacing: Any, *more: bool, **named: bool
    ) -> Line:
        """The first line of a text: its layout, length, the place of the next one, and its sizes."""
        rest = (style, context, max_width, spacing, *more)
        found: Line = self.shipped(text, *rest, **named)
        if not text.endswith(" ") or not _is_a_word(text, found) or max_width in (None, inf):
            return found
        bare = self.shipped(text.rstrip(" "), *rest, **named)
        if bare[RESUME] is not None or bare[WIDTH] > max_width:
            return found
        whole: Line = self.shipped(text, style, context, inf, spacing, *more, **named)
        return whole


@cache
def install() -> None:
    """Have spaces hang in every page made from here on; once is enough."""
    modules = [import_module(name) for name in USERS]
    split = Split(getattr(modules[0], SPLIT))
    for module in modules:
        setattr(module, SPLIT, split)


def _is_a_word(text: str, line: Line) -> bool:
    """Whether a line ends behind the first of several words."""
    first = text.encode()[: line[LENGTH]]
    return line[RESUME] is not None and b" " not in first and b" " in text.encode()[line[RESUME] :].strip()
