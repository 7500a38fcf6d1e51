"""Drawings: a colour, a length or an address that was read once is known.

WeasyPrint reads the attributes of every shape as texts, and most shapes of a drawing have most of them in common.
"""

from copy import copy
from functools import lru_cache
from typing import Any

from weasyprint.svg import utils  # type: ignore[import-untyped]

MOST = 4096  # texts kept of each kind
NAMES = ("normalize", "parse_url", "size")  # functions of texts and numbers alone

_color = utils.color
_known = lru_cache(MOST)(_color)


def color(string: str | None) -> Any:
    """The colour a text says, as one's own: gradients change theirs."""
    return copy(_known(string))


REPLACEMENTS = (
    (utils, "color", _color, color),
    *((utils, name, shipped, lru_cache(MOST)(shipped)) for name in NAMES for shipped in [getattr(utils, name)]),
)
