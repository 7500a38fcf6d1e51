"""One-time codes by the published vectors, and recovery codes."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from bsc_audit.app.service.one_time_codes import enrolment_uri, new_recovery_codes, recovery_hash, step_of_code

SECRET = base64.b32encode(b"12345678901234567890").decode()
# RFC 6238, appendix B, SHA-1: seconds since 1970 and the last six of the eight digits.
RFC_6238 = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")]


@pytest.mark.parametrize(("seconds", "code"), RFC_6238)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    assert step_of_code(SECRET, code, now, after=None) == seconds // 30


def test_a_clock_may_be_half_a_minute_wrong_and_no_more() -> None:
    now = datetime.fromtimestamp(2000000000, UTC)
    for late, right in ((-31, True), (31, True), (-61, False), (61, False)):
        found = step_of_code(SECRET, "279037", now + timedelta(seconds=late), after=None)
        assert (found is not None) == right


def test_a_code_that_was_used_counts_no_more() -> None:
    now = datetime.fromtimestamp(59, UTC)
    assert step_of_code(SECRET, "287082", now, after=1) is None
    assert step_of_code(SECRET, "287 082", now, after=0) == 1


@pytest.mark.parametrize("code", ["", "abc", "28708", "２８７０８２", "\ud800"[:0] + "é" * 6])
def test_what_is_no_code_is_wrong_not_broken(code: str) -> None:
    assert step_of_code(SECRET, code, datetime.fromtimestamp(59, UTC), after=None) is None


def test_recovery_codes_are_read_however_they_are_typed() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    typed = f" {codes[0].upper().replace('-', ' ')} "
    assert recovery_hash("ann", typed) == recovery_hash("ann", codes[0])
    assert recovery_hash("ann", codes[0]) != recovery_hash("bo", codes[0])


def test_an_authenticator_is_told_who_and_where() -> None:
    assert enrolment_uri(SECRET, "ann@example.org").startswith("otpauth://totp/bsc_audit:ann%40example.org?")
