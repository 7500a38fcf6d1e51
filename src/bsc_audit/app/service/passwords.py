"""Passwords: which are accepted, how they are hashed (argon2id), and how many may be checked at once."""

import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from bsc_audit.app.service.refusals import Flaw, TooMany

LEAST_CHARACTERS = 12
LEAST_DIFFERENT = 5  # different characters
MOST_CHARACTERS = 256  # a longer text would only cost time
MOST_AT_ONCE = 2  # each check takes 19 MiB and about 50 ms of a core
WAIT = 2.0  # seconds a check waits for a free place

_HASH = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))  # OWASP's least for argon2id
_PLACES = threading.BoundedSemaphore(MOST_AT_ONCE)


def hash_password(password: str) -> str:
    """What is stored of a password.

    Raises:
        TooMany: too many passwords are being checked.
    """
    with _place():
        return _HASH.hash(password)


def password_proves(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; takes as long when nothing is stored (an unknown person).

    Raises:
        TooMany: too many passwords are being checked.
    """
    if len(password) > MOST_CHARACTERS:
        return False
    with _place():
        same = _HASH.verify(password, stored or _nobodys())
    return same and stored is not None


def password_flaws(password: str, *, about: tuple[str, ...] = (), pointer: str = "/password") -> tuple[Flaw, ...]:
    """Why a new password is not accepted; empty when it is. No rules of composition: length and rarity count.

    Args:
        password: as typed.
        about: words an attacker tries first, such as the person's name and address.
        pointer: where in what was sent the password stood.
    """
    plain = password.casefold()
    if not LEAST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
        said = f"a password has {LEAST_CHARACTERS} to {MOST_CHARACTERS} characters"
        return (Flaw(pointer=pointer, code="password-length", detail=said),)
    if _common(plain) or len(set(plain)) < LEAST_DIFFERENT:
        said = "this password is among those that are tried first"
        return (Flaw(pointer=pointer, code="password-common", detail=said),)
    if any(len(word) > 3 and word.casefold() in plain for word in about):
        said = "the password holds a name that everybody who knows you would try"
        return (Flaw(pointer=pointer, code="password-personal", detail=said),)
    return ()


@cache
def common_words() -> tuple[str, ...]:
    """Words and runs of keys that passwords are made of too often, in lower case."""
    text = files("bsc_audit.app.service").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _made_of_common_words() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, common_words()))})+")


def _common(plain: str) -> bool:
    """`P@ssword2026!` is `password` with ornaments: signs in place of letters, digits and signs around it."""
    bare = plain.strip(_ORNAMENTS).translate(_LOOK_ALIKES)
    return any(_made_of_common_words().fullmatch(one) is not None for one in {plain, bare, bare.replace(" ", "")})


@cache
def _nobodys() -> str:
    """A hash no password proves, so that unknown people take as long as known ones."""
    return _HASH.hash(secrets.token_urlsafe(32))


@contextmanager
def _place() -> Iterator[None]:
    if not _PLACES.acquire(timeout=WAIT):
        raise TooMany("too many passwords are being checked; try again in a moment", retry_after=2)
    try:
        yield
    finally:
        _PLACES.release()


_ORNAMENTS = "0123456789!?.,;:-_#*+=()/&%§€ "
_LOOK_ALIKES = str.maketrans({"@": "a", "$": "s", "0": "o", "1": "i", "3": "e", "5": "s", "|": "l"})
