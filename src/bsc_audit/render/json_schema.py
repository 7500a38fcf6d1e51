"""The published schema of the JSON result, with what the Report's classes say of each field beside its type."""

import inspect
import json
import re
from collections.abc import Iterable

from bsc_audit.core.report.schema import record_types, result_schema

_FIELD = re.compile(r"    (\w+): [^#]+  # (.+)")


def schema_text() -> str:
    """The schema as it is published: the same text for the same version, one line feed at the end.

    The words about fields are read from the source of the Report's classes; types and required keys are not.
    """
    schema = result_schema(_notes(record_types()))
    return json.dumps(schema, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _notes(types: Iterable[type]) -> dict[str, str]:
    """Comments behind fields, by `Class.field`."""
    found = ((one, _FIELD.fullmatch(line)) for one in types for line in inspect.getsource(one).splitlines())
    return {f"{one.__name__}.{match[1]}": match[2] for one, match in found if match}
