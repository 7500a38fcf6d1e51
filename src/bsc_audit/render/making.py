"""What a file says of how it was drawn, so that it can be drawn anew from what it carries and compared."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bsc_audit.app.report_file import Made
from bsc_audit.render.template import Template

_DIGITS = 32  # hexadecimal, of a digest that names a look and guards nothing


def made_of(template: Template, address: str, setter: str) -> Made:
    """How a report drawn with this template is made.

    Args:
        template: a checked one, with the brand it is shown in.
        address: where reports are verified, as it was given.
        setter: name and version of what sets the pages.
    """
    return Made(template=template.id, look=look_of(template), address=address, setter=setter)


def look_of(template: Template) -> str:
    """Digest of everything but the report that shapes the pages: what the manifest says and every file.

    Equal wherever the folder lies.
    """
    found = sha256(json.dumps(_plain(template), sort_keys=True).encode())
    for folder in template.folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = file.relative_to(folder).as_posix()
            found.update(f"{name} {sha256(file.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()[:_DIGITS]


def _plain(value: Any) -> Any:
    """A value as data; a path as what lies there."""
    if isinstance(value, Path):
        return sha256(value.read_bytes()).hexdigest() if value.is_file() else ""
    if is_dataclass(value):
        return dict(_members(value))
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return {str(key): _plain(one) for key, one in value.items()} if hasattr(value, "items") else str(value)


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    for field in fields(value):
        yield field.name, _plain(getattr(value, field.name))
