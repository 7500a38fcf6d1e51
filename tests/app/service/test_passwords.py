"""Which passwords are accepted, and what is kept of them."""

import threading

import pytest
from argon2 import extract_parameters

from bsc_audit.app.service import passwords
from bsc_audit.app.service.passwords import common_words, hash_password, password_flaws, password_proves
from bsc_audit.app.service.refusals import TooMany


def codes(password: str, *about: str) -> list[str]:
    return [flaw.code for flaw in password_flaws(password, about=about)]


def test_a_password_proves_its_hash_only() -> None:
    stored = hash_password("nine tall green ladders")
    assert password_proves("nine tall green ladders", stored)
    assert not password_proves("nine tall green ladder", stored)
    assert "ladders" not in stored


def test_the_hash_is_argon2id_at_the_least_that_is_advised() -> None:
    found = extract_parameters(hash_password("nine tall green ladders"))
    assert (found.type.name, found.memory_cost, found.time_cost, found.parallelism) == ("ID", 19 * 1024, 2, 1)


def test_nobody_is_proved_by_anything() -> None:
    assert not password_proves("nine tall green ladders", None)
    assert not password_proves("x" * 10_000, hash_password("x" * 12))


@pytest.mark.parametrize("password", ["nine tall green ladders", "žluťoučký kůň", "9f8Lq-22rrTz"])
def test_length_and_rarity_are_enough(password: str) -> None:
    assert codes(password) == []


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password-length"),
        ("x" * 257, "password-length"),
        ("password2026!", "password-common"),
        ("P@ssw0rdP@ssw0rd", "password-common"),
        ("qwertyuiop123", "password-common"),
        ("123456789012", "password-common"),
        ("aaaaaaaaaaaaaaab", "password-common"),
        ("welcome welcome 1", "password-common"),
        ("correct horse battery staple", "password-common"),
    ],
)
def test_what_is_tried_first_is_refused(password: str, code: str) -> None:
    assert codes(password) == [code]


def test_a_password_about_oneself_is_refused() -> None:
    assert codes("loganberry-2026-xq", "Ann", "Loganberry") == ["password-personal"]
    assert codes("annual-green-2026", "Ann") == [], "three letters are in too many words"


def test_no_common_word_alone_is_accepted() -> None:
    assert [word for word in common_words() if len(word) >= 12 and not codes(word)] == []
    assert len(common_words()) > 300


def test_only_a_few_are_checked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    places = threading.BoundedSemaphore(1)
    places.acquire()
    monkeypatch.setattr(passwords, "_PLACES", places)
    monkeypatch.setattr(passwords, "WAIT", 0.01)
    with pytest.raises(TooMany) as refused:
        password_proves("nine tall green ladders", None)
    assert refused.value.retry_after > 0
