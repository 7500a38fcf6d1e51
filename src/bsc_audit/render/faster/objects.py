"""Objects of the written file: what all of them have in common is told once, and the references of its pages too.

WeasyPrint builds those of all pages anew for every element of the structure tree, and each of a hundred thousand
objects is told four things that are the same for nearly all of them.
"""

from typing import Any

import pydyf  # type: ignore[import-untyped]

_references = pydyf.PDF.page_references
_object, _dictionary, _array = pydyf.Object.__init__, pydyf.Dictionary.__init__, pydyf.Array.__init__
_reference = pydyf.Object.reference

# Of every object that is not told otherwise.
pydyf.Object.number, pydyf.Object.offset, pydyf.Object.generation, pydyf.Object.free = None, 0, 0, "n"


def untold(self: Any) -> None:
    """An object like any other."""


def dictionary(self: Any, values: Any = None) -> None:
    """A dictionary of values by their names."""
    dict.__init__(self, values or ())


def array(self: Any, values: Any = None) -> None:
    """A list of values."""
    list.__init__(self, values or ())


def reference(self: Any) -> bytes:
    """What the object is named by in others."""
    return b"%d %d R" % (self.number, self.generation)


def page_references(self: Any) -> tuple[bytes, ...]:
    """References of all pages, kept until there is another page."""
    known: tuple[bytes, ...] = getattr(self, "known_references", ())
    if 3 * len(known) != len(self.pages["Kids"]):
        known = self.known_references = _references.fget(self)
    return known


REPLACEMENTS = (
    (pydyf.Object, "__init__", _object, untold),
    (pydyf.Dictionary, "__init__", _dictionary, dictionary),
    (pydyf.Array, "__init__", _array, array),
    (pydyf.Object, "reference", _reference, property(reference)),
    (pydyf.PDF, "page_references", _references, property(page_references)),
)
