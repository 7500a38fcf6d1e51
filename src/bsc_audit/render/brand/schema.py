"""The JSON Schema of brand.yaml; what needs its files or all colours at once is said by `read` and `palette`."""

from collections.abc import Mapping
from typing import Any

from bsc_audit.core.documents import Schema
from bsc_audit.render.manifest import LISTS, SINGLE

STACKS = ("sans", "serif", "mono")
CONTACTS: Mapping[str, str] = {"phone": "Telephone", "email": "E-mail", "web": "Web"}

Fragment = dict[str, Any]


def _line(most: int, says: str) -> Fragment:
    pattern = r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$"
    return {"type": "string", "maxLength": most, "pattern": pattern, "description": says}


def _keys(properties: Fragment, *required: str) -> Fragment:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": list(required)}


_COLOUR: Fragment = {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$", "description": "a colour as #rrggbb, in quotes"}
_FILE: Fragment = {
    "type": "string",
    "maxLength": 200,
    "pattern": r"^[A-Za-z0-9_][A-Za-z0-9._ -]*(/[A-Za-z0-9_][A-Za-z0-9._ -]*)*$",
    "description": "a file of the brand's folder",
}
_FONT = _keys(dict.fromkeys(("regular", "italic", "medium", "semibold"), _FILE), "regular")
_COLOURS = _keys(
    {
        **dict.fromkeys(SINGLE, _COLOUR),
        **{
            name: {"type": "array", "items": _COLOUR, "minItems": 4, "maxItems": 8, "description": "4 to 8 colours"}
            for name in LISTS
        },
    }
)

DEFINITION: Fragment = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_keys(
        {
            "name": _line(90, "the full name of the body that issues reports, at most 90 letters"),
            "short": _line(24, "its short name, at most 24 letters"),
            "logo": _keys({"light": _FILE, "dark": _FILE}, "light"),
            "colours": _COLOURS,
            "fonts": _keys(dict.fromkeys(STACKS, _FONT)),
            "legal": _line(400, "one line of legal text, at most 400 letters"),
            "contact": _keys(dict.fromkeys(CONTACTS, _line(80, "at most 80 letters"))),
            "addresses": {"type": "array", "items": _line(120, "at most 120 letters"), "minItems": 1, "maxItems": 4},
        },
        "name",
    ),
}
SCHEMA = Schema(DEFINITION)
