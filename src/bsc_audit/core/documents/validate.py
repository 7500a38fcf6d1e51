"""A JSON Schema applied to a document: every violation as a problem at its line, with a suggestion."""

import difflib
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from bsc_audit.core.documents.document import Document, Path
from bsc_audit.core.problems import Location, Problem

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

MOST_PROBLEMS = 200  # of one file; nobody mends more at once
MOST_SHOWN = 60  # characters of a value in a message
MOST_MESSAGE = 160  # characters of a message we do not word ourselves


class Schema:
    """A compiled schema. A valid document is recognised in microseconds; only an invalid one is examined in words."""

    def __init__(self, definition: Mapping[str, Any]) -> None:
        self.definition = definition
        self._fast = jsonschema_rs.validator_for(dict(definition))

    def problems(self, document: Document) -> tuple[Problem, ...]:
        """Every violation, in file order; empty when the document is valid."""
        if self._fast.is_valid(document.data):
            return ()
        from jsonschema import Draft202012Validator  # a tenth of a second, of starts where nothing is wrong

        slow = Draft202012Validator(self.definition)
        errors = (leaf for error in slow.iter_errors(document.data) for leaf in _leaves(error))
        found = islice((problem for error in errors for problem in _problems(error, document)), MOST_PROBLEMS + 1)
        listed = tuple(sorted(set(found), key=lambda p: (p.where, p.message)))
        return listed if len(listed) <= MOST_PROBLEMS else (*listed[:MOST_PROBLEMS], _more(document))


def _leaves(error: "ValidationError") -> Iterator["ValidationError"]:
    """The most telling errors below an anyOf or oneOf: those of the alternative that got furthest."""
    if not error.context:
        yield error
        return
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    for inner_error in max(branches.values(), key=_how_near):
        yield from _leaves(inner_error)


def _how_near(errors: list["ValidationError"]) -> tuple[int, bool, bool]:
    """How far an alternative got; one that allows other single words tells least, then one of another type."""
    validators = {str(error.validator) for error in errors}
    words = {"const", "enum"} if isinstance(errors[0].instance, Mapping) else {"const"}
    return max(len(error.absolute_path) for error in errors), validators.isdisjoint(words), "type" not in validators


def _problems(error: "ValidationError", document: Document) -> Iterator[Problem]:
    path: Path = tuple(error.absolute_path)
    if error.validator in ("additionalProperties", "unevaluatedProperties"):
        told = [(key, *_unknown_key(error, document, path, key)) for key in _unknown_keys(error)]
    else:
        describe = _DESCRIBE.get(str(error.validator), _as_it_says)
        told = [("", *describe(error, document, path))]
    for key, where, message, hint in told:
        field = "/".join(str(part) for part in ((*path, key) if key else path))
        code = f"schema-{error.validator}"
        yield Problem(code=code, where=where, message=message, hint=hint or _described(error), field=field)


def _described(error: Any) -> str:
    """What the schema says of the place, or of the choice it belongs to."""
    while error is not None:
        if isinstance(error.schema, Mapping) and "description" in error.schema:
            return str(error.schema["description"])
        error = error.parent
    return ""


def _more(document: Document) -> Problem:
    message = f"the file has more than {MOST_PROBLEMS} problems; not all are listed"
    return Problem(code="too-many-problems", where=document.where(), message=message, hint="mend these first")


def _as_it_says(error: Any, document: Document, path: Path) -> tuple[Location, str, str]:
    text = str(error.message)
    return document.where(path), text if len(text) <= MOST_MESSAGE else text[: MOST_MESSAGE - 3] + "...", ""


def _unknown_keys(error: Any) -> list[str]:
    known = set(error.schema.get("properties", {}))
    patterns = tuple(error.schema.get("patternProperties", {}))
    return [key for key in error.instance if key not in known and not any(re.search(p, key) for p in patterns)]


def _unknown_key(error: Any, document: Document, path: Path, key: str) -> tuple[Location, str, str]:
    known = sorted(error.schema.get("properties", {}))
    close = difflib.get_close_matches(key[:MOST_SHOWN], known, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(known)}" if known else ""
    return document.where_key((*path, key)), f"unknown key {_short(key)}", hint


def _missing_key(error: Any, document: Document, path: Path) -> tuple[Location, str, str]:
    missing = [key for key in error.validator_value if key not in error.instance]
    owner = f" in {path[-1]!r}" if path and isinstance(path[-1], str) else ""
    words = ", ".join(repr(key) for key in missing)
    several = len(missing) > 1
    message = f"{words} {'are' if several else 'is'} missing{owner}"
    return document.where(path), message, "add them" if several else "add it"


def _not_in_list(error: Any, document: Document, path: Path) -> tuple[Location, str, str]:
    allowed = [str(value) for value in error.validator_value]
    close = difflib.get_close_matches(str(error.instance)[:MOST_SHOWN], allowed, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"one of: {', '.join(allowed)}"
    return document.where(path), f"{_short(error.instance)} is not allowed here", hint


def _wrong_pattern(error: Any, document: Document, path: Path) -> tuple[Location, str, str]:
    is_key = "propertyNames" in error.absolute_schema_path
    where = document.where_key((*path, error.instance)) if is_key else document.where(path)
    return where, f"{_short(error.instance)} is not written as it must be here", ""


def _wrong_type(error: Any, document: Document, path: Path) -> tuple[Location, str, str]:
    wanted = error.validator_value if isinstance(error.validator_value, str) else " or ".join(error.validator_value)
    if error.instance is None:
        return document.where(path), f"nothing is written here, expected {_words(wanted)}", ""
    found = _NAMES.get(type(error.instance).__name__, "something else")
    hint = "put it in quotes" if "string" in wanted and isinstance(error.instance, int | float) else ""
    return document.where(path), f"{_short(error.instance)} is {found}, expected {_words(wanted)}", hint


def _words(types: str) -> str:
    for name, word in _TYPES.items():
        types = types.replace(name, word)
    return types


def _short(value: Any) -> str:
    text = repr(value[:MOST_SHOWN] if isinstance(value, str) else value)
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 3] + "..."


_NAMES: Mapping[str, str] = {
    "str": "a text", "int": "a number", "float": "a number", "bool": "true or false",
    "dict": "a group of keys", "list": "a list",
}  # fmt: skip
_TYPES: Mapping[str, str] = {
    "string": "a text", "number": "a number", "integer": "a whole number", "boolean": "true or false",
    "object": "a group of keys", "array": "a list", "null": "nothing",
}  # fmt: skip
_DESCRIBE = {
    "required": _missing_key,
    "enum": _not_in_list,
    "pattern": _wrong_pattern,
    "type": _wrong_type,
}
