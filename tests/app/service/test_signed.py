"""Texts handed out and taken back unchanged."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.app.service.signed import Signer

SIGNER = Signer(b"s" * 32)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
VALUES = st.dictionaries(st.text(max_size=20), st.integers() | st.text(max_size=50) | st.none(), max_size=5)


@given(value=VALUES, purpose=st.text(max_size=20))
def test_what_was_signed_is_read_back(value: dict[str, object], purpose: str) -> None:
    assert SIGNER.read(purpose, SIGNER.sign(purpose, value)) == value


def test_another_purpose_or_secret_reads_nothing() -> None:
    text = SIGNER.sign("cursor", {"a": 1})
    assert SIGNER.read("challenge", text) is None
    assert Signer(b"t" * 32).read("cursor", text) is None


@given(place=st.integers(0, 39), letter=st.sampled_from("abcXYZ019-_"))
def test_a_changed_text_is_refused(place: int, letter: str) -> None:
    text = SIGNER.sign("cursor", {"a": "some value"})
    changed = text[:place] + letter + text[place + 1 :]
    assert changed == text or SIGNER.read("cursor", changed) in (None, {"a": "some value"})
    assert SIGNER.read("cursor", changed) is None or changed[: len(text) - 1] == text[: len(text) - 1]


@given(text=st.text(max_size=3000))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert SIGNER.read("cursor", text) is None


def test_a_text_for_a_time_is_over_then() -> None:
    text = SIGNER.sign_until("p", {"a": 1}, now=NOW, lasts=timedelta(minutes=5))
    kept = SIGNER.read_until("p", text, now=NOW + timedelta(minutes=5))
    assert kept is not None
    assert kept["a"] == 1
    assert SIGNER.read_until("p", text, now=NOW + timedelta(minutes=5, seconds=1)) is None


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Signer(b"short")
