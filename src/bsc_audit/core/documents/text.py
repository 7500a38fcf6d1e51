"""Texts that may be a map of languages, resolved to one language with a fallback."""

from collections.abc import Mapping
from typing import Any


def localise(text: Any, language: str, fallback: str = "en") -> str:
    """The text in `language`, else its base language, else `fallback`, else the first given; "" when absent."""
    if text is None:
        return ""
    if not isinstance(text, Mapping):
        return str(text)
    for wanted in (language, language.partition("-")[0], fallback):
        if wanted in text:
            return str(text[wanted])
    return str(next(iter(text.values()), ""))
