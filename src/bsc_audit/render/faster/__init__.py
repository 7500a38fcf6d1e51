"""Faster versions of a few inner functions of WeasyPrint and its kin; the files they make are the same, byte for byte.

Each was found by profile, and each says what makes it faster. They rest on the insides of exact versions, so with
any other version nothing is replaced and the pages are only made more slowly.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import Any

from bsc_audit.render import hanging

KNOWN = {
    "weasyprint": "70.0",
    "pydyf": "0.13.0",
    "tinyhtml5": "2.1.0",
    "tinycss2": "1.5.1",
    "cssselect2": "0.10.1",
    "cffi": "2.1.1",
}  # what the replacements were written for
PARTS = (
    "arrays",
    "pages",
    "sheets",
    "selectors",
    "cascade",
    "styles",
    "trees",
    "borders",
    "lengths",
    "boxes",
    "anchors",
    "objects",
    "tags",
    "text",
    "lines",
    "plain",
    "glyphs",
    "drawing",
    "svg",
    "memory",
)

Replacement = tuple[Any, str, Any, Any]  # a module or class, the name of one of its functions, as shipped, faster


@cache
def install() -> bool:
    """Replace the functions, once; False when the libraries are of other versions."""
    hanging.install()  # what is mended comes first, and is made faster as it is
    if any(version(name) != known for name, known in KNOWN.items()):
        return False
    for owner, name, _shipped, faster in _replacements():
        _put(owner, name, faster)
    return True


@contextmanager
def as_shipped() -> Iterator[None]:
    """For tests: the libraries without any replacement."""
    replaced = _replacements() if install() else []
    for owner, name, shipped, _faster in replaced:
        _put(owner, name, shipped)
    try:
        yield
    finally:
        for owner, name, _shipped, faster in replaced:
            _put(owner, name, faster)


def _replacements() -> list[Replacement]:
    return [one for part in PARTS for one in import_module(f"{__name__}.{part}").REPLACEMENTS]


def _put(owner: Any, name: str, new: Any) -> None:
    """Put a function in place, and wherever a module of the library took it by name."""
    old = vars(owner)[name]
    setattr(owner, name, new)
    for module in [one for key, one in sys.modules.items() if key.partition(".")[0] in KNOWN]:
        for taken in [key for key, value in vars(module).items() if value is old]:
            setattr(module, taken, new)
