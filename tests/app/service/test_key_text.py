"""The written form of an API key."""

import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.app.service.key_text import LETTERS, new_key, read_key


def test_a_key_is_read_back_and_proves_its_stored_digest() -> None:
    key = new_key()
    assert read_key(key.written) == key
    assert key.proves(key.secret_sha256)
    assert not new_key().proves(key.secret_sha256)


def test_a_key_has_the_shape_scanners_look_for() -> None:
    written = new_key().written
    assert re.fullmatch(r"bsca_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}", written)
    body, _, check = written.rpartition("_")
    assert sum(LETTERS.index(letter) * 62**place for place, letter in enumerate(reversed(check))) == zlib.crc32(
        body.encode()
    )


def test_a_secret_is_not_in_what_is_printed_of_a_key() -> None:
    key = new_key()
    assert key.secret not in repr(key)
    assert key.secret not in key.secret_sha256


@given(place=st.integers(0, 67), letter=st.sampled_from(LETTERS))
def test_a_letter_mistyped_is_seen(place: int, letter: str) -> None:
    written = new_key().written
    typed = written[:place] + letter + written[place + 1 :]
    assert typed == written or read_key(typed) is None


@given(text=st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    assert read_key(text) is None


@pytest.mark.parametrize("cut", [1, 6, 40])
def test_a_key_cut_off_is_none(cut: int) -> None:
    assert read_key(new_key().written[:-cut]) is None
