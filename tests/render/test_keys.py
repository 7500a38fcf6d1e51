"""Keys: a local one is made once and kept close; a certifier's is read, or refused in words."""

import stat
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

import signed_reports as files
from bsc_audit.core.problems import ReportFileError
from bsc_audit.render.keys import LOCAL_FILE, LOCAL_NAME, local_key, read_key


def pem(*, secret: bytes | None = None, certificates: bool = True) -> bytes:
    key = files.certifier()
    how = BestAvailableEncryption(secret) if secret else NoEncryption()
    parts = [key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)]
    if certificates:
        parts += [one.public_bytes(Encoding.PEM) for one in (*key.chain, key.certificate)]
    return b"".join(parts)


def refused(file: Path, passphrase: bytes | None = None) -> str:
    with pytest.raises(ReportFileError) as caught:
        read_key(file, passphrase)
    assert caught.value.problems[0].code == "key-unusable"
    return caught.value.problems[0].message


def test_the_local_key_is_made_once_and_says_that_nobody_vouches_for_it(tmp_path: Path) -> None:
    first, again = local_key(tmp_path / "own"), local_key(tmp_path / "own")
    assert first.certificate == again.certificate
    assert first.name == first.issuer == LOCAL_NAME
    assert "unverified" in first.name
    assert local_key(tmp_path / "other").certificate != first.certificate


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are of POSIX")
def test_the_local_key_is_readable_by_its_user_alone(tmp_path: Path) -> None:
    local_key(tmp_path / "own")
    assert stat.S_IMODE((tmp_path / "own" / LOCAL_FILE).stat().st_mode) == 0o600
    assert [file.name for file in (tmp_path / "own").iterdir()] == [LOCAL_FILE]


def test_a_folder_that_cannot_be_made_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReportFileError, match="--key"):
        local_key(tmp_path / "file" / "below")


def test_a_key_in_pem_is_read_with_those_who_vouch_for_it(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(pem())
    key = read_key(file)
    assert key.certificate == files.certifier().certificate
    assert key.chain == (files.root().certificate,)
    assert (key.name, key.issuer) == ("Test certifier", "Test root")


def test_a_key_in_pkcs12_is_read_with_its_passphrase(tmp_path: Path) -> None:
    key, file = files.certifier(), tmp_path / "key.p12"
    file.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"x", key.private, key.certificate, list(key.chain), BestAvailableEncryption(b"secret")
        )
    )
    assert read_key(file, b"secret").certificate == key.certificate
    refused(file)
    refused(file, b"wrong")


def test_what_cannot_be_used_is_said(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    assert "cannot be opened" in refused(file)
    file.write_bytes(b"nothing")
    assert "no readable key" in refused(file)
    file.write_bytes(pem(secret=b"secret"))
    refused(file)
    file.write_bytes(pem(certificates=False))
    refused(file)
    file.write_bytes(pem(certificates=False) + files.root().certificate.public_bytes(Encoding.PEM))
    assert "no certificate in it belongs to the key" in refused(file)
