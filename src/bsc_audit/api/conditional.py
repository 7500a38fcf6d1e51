"""Conditional requests: an ETag is the version in quotes; changes name the version they are a change of."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Header
from pydantic import BaseModel

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.app.service.refusals import StaleVersion, VersionNeeded

_TAGS = r'^(\*|(W/)?"[\x21\x23-\x7e]*"(\s*,\s*(W/)?"[\x21\x23-\x7e]*")*)$'

IfMatch = Annotated[str | None, Header(pattern=_TAGS, max_length=200), MAY_BE_ABSENT]
IfNoneMatch = Annotated[str | None, Header(pattern=_TAGS, max_length=200), MAY_BE_ABSENT]


def etag(version: int) -> str:
    """The ETag of a version."""
    return f'"{version}"'


def expected_version(if_match: str | None, stored: int, current: Callable[[], BaseModel]) -> int:
    """The version a change may replace.

    Args:
        if_match: the header as sent; `*` means whatever is stored.
        stored: the version that is stored.
        current: shows what is stored, for the refusal.

    Raises:
        VersionNeeded: the header is missing.
        StaleVersion: what is stored is another version; carries it.
    """
    if if_match is None:
        raise VersionNeeded("send the ETag you last saw as If-Match")
    if if_match.strip() == "*" or etag(stored) in _listed(if_match):
        return stored
    said = f"version {stored} is stored, the change is of {if_match}"
    raise StaleVersion(said, version=stored, current=current().model_dump(mode="json"))


def is_known(if_none_match: str | None, tag: str) -> bool:
    """Whether the client has this representation already; weak and strong tags count alike (RFC 9110, 13.1.2)."""
    if if_none_match is None:
        return False
    known = [one.removeprefix("W/") for one in _listed(if_none_match)]
    return "*" in known or tag.removeprefix("W/") in known


def _listed(tags: str) -> list[str]:
    return [one.strip() for one in tags.split(",")]
