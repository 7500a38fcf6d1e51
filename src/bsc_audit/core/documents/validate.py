"""A JSON Schema applied to a document: every violation as a problem at its line, with a suggestion."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from bsc_audit.core.documents.parse import Document, Path
from bsc_audit.core.problems import Location, Problem


class Schema:
    """A compiled schema. A valid document is recognised in microseconds; only an invalid one is examined in words."""

    def __init__(self, definition: Mapping[str, Any]) -> None:
        self.definition = definition
        self._fast = jsonschema_rs.validator_for(dict(definition))
        self._slow = Draft202012Validator(definition)

    def problems(self, document: Document) -> tuple[Problem, ...]:
        """Every violation, in file order; empty when the document is valid."""
        if self._fast.is_valid(document.data):
            return ()
        errors = (leaf for error in self._slow.iter_errors(document.data) for leaf in _leaves(error))
        return tuple(sorted({_problem(error, document) for error in errors}, key=lambda p: p.where))


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """The most telling errors below an anyOf or oneOf: those of the alternative that got furthest."""
    if not error.context:
        yield error
        return
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    best = max(branches.values(), key=lambda inner: (max(len(e.absolute_path) for e in inner), _right_type(inner)))
    for inner_error in best:
        yield from _leaves(inner_error)


def _right_type(errors: Iterable[ValidationError]) -> bool:
    return all(error.validator != "type" for error in errors)


def _problem(error: ValidationError, document: Document) -> Problem:
    path: Path = tuple(error.absolute_path)
    describe = _DESCRIBE.get(str(error.validator))
    if describe:
        where, message, hint = describe(error, document, path)
    else:
        where, message, hint = document.where(path), error.message, ""
    field = "/".join(str(part) for part in path)
    return Problem(code=f"schema-{error.validator}", where=where, message=message, hint=hint, field=field)


def _unknown_key(error: Any, document: Document, path: Path) -> tuple[Location, str, str]:
    known = set(error.schema.get("properties", {}))
    patterns = tuple(error.schema.get("patternProperties", {}))
    unknown = [key for key in error.instance if key not in known]
    key = next((k for k in unknown if not patterns), unknown[0] if unknown else "")
    close = difflib.get_close_matches(key, sorted(known), n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(sorted(known)) or 'nothing'}"
    others = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
    return document.where_key((*path, key)), f"unknown key {key!r}{others}", hint


def _missing_key(error: Any, document: Document, path: Path) -> tuple[Location, str, str]:
    missing = [key for key in error.validator_value if key not in error.instance]
    owner = f" of {path[-1]!r}" if path and isinstance(path[-1], str) else ""
    words = ", ".join(repr(key) for key in missing)
    return document.where(path), f"{words} missing{owner}", "add it"


def _not_in_list(error: Any, document: Document, path: Path) -> tuple[Location, str, str]:
    allowed = [str(value) for value in error.validator_value]
    close = difflib.get_close_matches(str(error.instance), allowed, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"one of: {', '.join(allowed)}"
    return document.where(path), f"{error.instance!r} is not allowed here", hint


def _wrong_type(error: Any, document: Document, path: Path) -> tuple[Location, str, str]:
    wanted = error.validator_value if isinstance(error.validator_value, str) else " or ".join(error.validator_value)
    found = _NAMES.get(type(error.instance).__name__, "something else")
    hint = "put it in quotes" if "string" in wanted and isinstance(error.instance, int | float) else ""
    return document.where(path), f"{_short(error.instance)} is {found}, expected {_words(wanted)}", hint


def _words(types: str) -> str:
    for name, word in _TYPES.items():
        types = types.replace(name, word)
    return types


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


_NAMES: Mapping[str, str] = {
    "str": "a text", "int": "a number", "float": "a number", "bool": "true or false",
    "dict": "a group of keys", "list": "a list", "NoneType": "nothing",
}  # fmt: skip
_TYPES: Mapping[str, str] = {
    "string": "a text", "number": "a number", "integer": "a whole number", "boolean": "true or false",
    "object": "a group of keys", "array": "a list", "null": "nothing",
}  # fmt: skip
_DESCRIBE = {
    "additionalProperties": _unknown_key,
    "unevaluatedProperties": _unknown_key,
    "required": _missing_key,
    "enum": _not_in_list,
    "type": _wrong_type,
}
