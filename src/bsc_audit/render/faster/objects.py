"""Objects of the written file: the references of its pages are made once.

WeasyPrint builds those of all pages anew for every element of the structure tree.
"""

from typing import Any

import pydyf  # type: ignore[import-untyped]

_references = pydyf.PDF.page_references


def page_references(self: Any) -> tuple[bytes, ...]:
    """References of all pages, kept until there is another page."""
    known: tuple[bytes, ...] = getattr(self, "known_references", ())
    if 3 * len(known) != len(self.pages["Kids"]):
        known = self.known_references = _references.fget(self)
    return known


REPLACEMENTS = ((pydyf.PDF, "page_references", _references, property(page_references)),)
