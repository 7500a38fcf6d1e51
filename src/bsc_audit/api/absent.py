"""Parameters that may be left out but not be null, which no address or header can be.

FastAPI describes an optional parameter as nullable; `SkipJsonSchema` cures that by a union, whose parts then stand in
the place of every mistake. This leaves the value alone and takes null out of the description only.
"""

from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


class MayBeAbsent:
    """Marks `X | None` as: X, or left out."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = handler(core)
        parts = [one for one in schema.pop("anyOf", ()) if one != {"type": "null"}]
        return {**schema, **parts[0]} if len(parts) == 1 else {**schema, **({"anyOf": parts} if parts else {})}


MAY_BE_ABSENT = MayBeAbsent()
