"""A text, or a map of languages: the wanted one, its base language, the fallback, the first."""

import pytest

from bsc_audit.core.documents import localise

TEXT = {"en": "Queue", "es": "Cola", "pt-BR": "Fila"}


@pytest.mark.parametrize(
    ("text", "language", "fallback", "expected"),
    [
        ("Queue", "es", "en", "Queue"),
        (TEXT, "es", "en", "Cola"),
        (TEXT, "es-MX", "en", "Cola"),
        (TEXT, "pt-BR", "en", "Fila"),
        (TEXT, "pt", "en", "Queue"),
        (TEXT, "fr", "es", "Cola"),
        ({"de": "Schlange", "fr": "File"}, "es", "en", "Schlange"),
        ({}, "es", "en", ""),
        (None, "es", "en", ""),
    ],
)
def test_a_text_is_taken_in_the_nearest_language(text: object, language: str, fallback: str, expected: str) -> None:
    assert localise(text, language, fallback) == expected
