"""A finished Report in the reader's language: every text that remembers how it was made is said anew."""

from typing import Any, TypeVar

from bsc_audit.core.language import Language
from bsc_audit.core.report.parts import names_of
from bsc_audit.core.said import Said

Part = TypeVar("Part")


def spoken(part: Part, language: Language) -> Part:
    """The same part of a report in this language, its texts plain; what comes from ruleset and evidence stays."""
    said: Part = _said(part, language)
    return said


def _said(value: Any, language: Language) -> Any:
    if isinstance(value, Said):
        return language.text(value)
    if isinstance(value, tuple):
        return tuple(_said(one, language) for one in value)
    kind: Any = type(value)
    names = names_of(kind)
    return kind(**{name: _said(getattr(value, name), language) for name in names}) if names else value
