"""Types of the libraries in C: that of an array is made of its member's, not read as a program.

WeasyPrint asks for arrays of exact lengths, and cffi calls a parser of C for every length it did not meet before.
"""

import re
from typing import Any

from weasyprint.text.ffi import ffi  # type: ignore[import-untyped]

_shipped = ffi._parsed_types
_ARRAY = re.compile(r"(\w+)\[(\d+)\]")


class Types(dict[str, Any]):
    """What cffi keeps of the types it read; a missing array is made."""

    def __missing__(self, text: str) -> Any:
        """The type, and whether it is that of a function."""
        array = _ARRAY.fullmatch(text)
        if array is None:
            raise KeyError(text)
        pointer = ffi.typeof(f"{array[1]} *")
        found = self[text] = (ffi._backend.new_array_type(pointer, int(array[2])), False)
        return found


REPLACEMENTS = ((ffi, "_parsed_types", _shipped, Types(_shipped)),)
