"""Keys to sign reports with: a certifier's own, or one this computer makes for itself at first use."""

import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from bsc_audit.core.problems import Location, Problem, ReportFileError

LOCAL_FILE = "local-signing-key.pem"
LOCAL_NAME = "Local key, unverified identity"
OPEN_END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)  # RFC 5280, 4.1.2.5: no end that means anything
START = datetime(2020, 1, 1, tzinfo=UTC)  # nobody vouches for the certificate, so its dates tell nothing

Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A private key with the certificate that names its holder."""

    private: Private
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]  # of those who vouch for the certificate

    @property
    def name(self) -> str:
        """The holder as the certificate names them."""
        return common_name(self.certificate.subject)

    @property
    def issuer(self) -> str:
        """Who vouches for the name; the holder's own name where nobody does."""
        return common_name(self.certificate.issuer)


def common_name(name: x509.Name) -> str:
    """The common name, else the whole name in one line."""
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def read_key(file: Path, passphrase: bytes | None = None) -> Key:
    """A key file: PKCS#12 (.p12, .pfx), or PEM with private key, certificate and those that vouch for it.

    Raises:
        ReportFileError: it cannot be read, needs another passphrase, or does not belong together.
    """
    try:
        data = file.read_bytes()
        private, certificates = _pem(data, passphrase) if b"-----BEGIN" in data else _pkcs12(data, passphrase)
    except OSError as error:
        raise _refusal(file, f"cannot be opened: {error.strerror}") from error
    except (TypeError, ValueError) as error:
        raise _refusal(file, f"no readable key: {error}", "give its passphrase with --passphrase-file") from error
    if not isinstance(private, Private):
        raise _refusal(file, "the key is neither RSA nor on an elliptic curve")
    own = [one for one in certificates if one.public_key() == private.public_key()]
    if not own:
        raise _refusal(file, "no certificate in it belongs to the key")
    return Key(private=private, certificate=own[0], chain=tuple(one for one in certificates if one is not own[0]))


def local_key(folder: Path) -> Key:
    """The key of this computer, made at first use and readable by its user alone.

    Its certificate vouches for nobody: it shows that two files were signed by the same computer, and that a file was
    not changed since.

    Raises:
        ReportFileError: it cannot be written or read.
    """
    file = folder / LOCAL_FILE
    try:
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_once(file, _made())
    except OSError as error:
        raise _refusal(file, f"cannot be written: {error.strerror}", "name a key of your own with --key") from error
    return read_key(file)


def _pem(data: bytes, passphrase: bytes | None) -> tuple[object, list[x509.Certificate]]:
    return load_pem_private_key(data, passphrase), x509.load_pem_x509_certificates(data)


def _pkcs12(data: bytes, passphrase: bytes | None) -> tuple[object, list[x509.Certificate]]:
    private, certificate, others = pkcs12.load_key_and_certificates(data, passphrase)
    return private, [one for one in (certificate, *others) if one is not None]


def _made() -> bytes:
    """A new P-256 key and its certificate, as PEM."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "bsc-audit"),
            x509.NameAttribute(NameOID.COMMON_NAME, LOCAL_NAME),
        ]
    )
    certificate = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(START)
        .not_valid_after(OPEN_END)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_SIGNS_ONLY, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
    secret = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret + certificate.public_bytes(Encoding.PEM)


def _write_once(file: Path, content: bytes) -> None:
    """Whole or not at all, and never over a key another process has just made."""
    handle, waiting = tempfile.mkstemp(dir=file.parent)  # of mode 0600
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        os.link(waiting, file)
    except FileExistsError:
        pass
    finally:
        Path(waiting).unlink()


def _refusal(file: Path, message: str, hint: str = "") -> ReportFileError:
    problem = Problem(code="key-unusable", where=Location(str(file)), message=message, hint=hint)
    return ReportFileError([problem])


_SIGNS_ONLY = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
