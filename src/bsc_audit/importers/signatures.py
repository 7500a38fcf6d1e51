"""The signatures of a PDF: whether they cover every byte, what changed since, who signed and when.

Stricter than readers of PDF usually are: a signature must span the whole file but its own bytes, these must hold
nothing besides it, and it must be encoded in the one way the standard allows. So a changed byte anywhere is found.
"""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import cms, x509  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificates
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from bsc_audit.app.report_file import Signature, Stamp
from bsc_audit.core.problems import Location, Problem, ReportFileError

Trusted = Sequence[x509.Certificate]

HEX = re.compile(rb"<([0-9A-Fa-f]*?)(0*)>")


def read_certificates(file: Path) -> Trusted:
    """The certificates of a PEM or DER file.

    Raises:
        ReportFileError: it cannot be read or holds none.
    """
    try:
        data = file.read_bytes()
        pem = b"-----BEGIN" in data
        found = load_pem_x509_certificates(data) if pem else [load_der_x509_certificate(data)]
    except (OSError, ValueError) as error:
        problem = Problem(code="certificate-unreadable", where=Location(str(file)), message=f"no certificate: {error}")
        raise ReportFileError([problem]) from error
    return [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in found]


def read_signatures(reader: PdfFileReader, data: bytes, trusted: Trusted) -> tuple[Signature, ...]:
    """Every signature of a file, in the order they were made.

    Args:
        reader: of the file.
        data: its bytes.
        trusted: certificates of signers, of those who vouch for them, and of time stamping authorities.

    Raises:
        Exception: of many kinds, when the file is too damaged to look for signatures.
    """
    return tuple(_read(data, one, trusted) for one in reader.embedded_signatures)


def _read(data: bytes, embedded: EmbeddedPdfSignature, trusted: Trusted) -> Signature:
    certificate = embedded.signer_cert
    faults = [*_span_faults(data, embedded), *_encoding_faults(embedded), *_chain_faults(embedded)]
    status = _status(embedded, trusted, faults)
    issued_by_holder = certificate.subject == certificate.issuer
    reported = embedded.self_reported_timestamp
    return Signature(
        by=_name(certificate),
        fingerprint=certificate.sha256.hex(),
        vouched_by="" if issued_by_holder else _common(certificate.issuer),
        at=_time(reported),
        faults=tuple(faults),
        trusted=_is_trusted(certificate, status, trusted),
        stamp=_stamp(status, trusted),
    )


def _status(embedded: EmbeddedPdfSignature, trusted: Trusted, faults: list[str]) -> Any:
    """What pyHanko says of it; None when it cannot say, with the fault added."""
    context = ValidationContext(trust_roots=list(trusted), allow_fetching=False)
    try:
        status = asyncio.run(async_validate_pdf_signature(embedded, context, skip_diff=True))
    except Exception as error:  # of many kinds, on a signature that was tampered with
        faults.append(f"the signature cannot be checked: {type(error).__name__}: {str(error)[:120]}")
        return None
    if not status.intact:
        faults.append("bytes of the file were changed after it was signed")
    if not status.valid:
        faults.append("the signature itself was changed or was made with another key")
    return status


def _span_faults(data: bytes, embedded: EmbeddedPdfSignature) -> list[str]:
    """A signature spans the file from its first to its last byte but for the hexadecimal digits of itself."""
    spans = [int(number) for number in embedded.byte_range]
    if len(spans) != 4 or spans[0] != 0 or spans[2] < spans[1] or min(spans) < 0:
        return ["the signature covers no sensible part of the file"]
    if spans[2] + spans[3] != len(data):
        return ["something was added to the file after it was signed"]
    gap = HEX.fullmatch(data[spans[1] : spans[2]])
    if gap is None:
        return ["something besides the signature stands where the signature is"]
    return []


def _encoding_faults(embedded: EmbeddedPdfSignature) -> list[str]:
    """The signature is in its one encoding, then come zeros; and what nobody signed in it says what it must."""
    content = embedded.pkcs7_content
    encoded = cms.ContentInfo.load(content).dump(force=True)
    tokens = _tokens(embedded)
    plain = (
        content[: len(encoded)] == encoded
        and not content[len(encoded) :].strip(b"\0")
        and _is_plain(embedded.signed_data, "v1")
        and tokens is not None
        and all(_is_plain(token["content"], "v3") for token in tokens)
    )
    return [] if plain else ["the signature is not encoded as it was made"]


def _tokens(embedded: EmbeddedPdfSignature) -> list[Any] | None:
    """Time stamps beside the signature; None when something else stands there."""
    unsigned = embedded.signer_info["unsigned_attrs"]
    tokens: list[Any] = []
    for attribute in unsigned if unsigned.native else ():
        if attribute["type"].native != "signature_time_stamp_token":
            return None
        tokens.extend(attribute["values"])
    return tokens


def _is_plain(signed: Any, version: str) -> bool:
    """One signer, the version the standard asks for (RFC 5652, 5.1), and no algorithm but the signer's."""
    signers = list(signed["signer_infos"])
    algorithms = [one.dump() for one in signed["digest_algorithms"]]
    expected = [one["digest_algorithm"].dump() for one in signers]
    versions = {one["version"].native for one in signers}
    return signed["version"].native == version and versions == {"v1"} and algorithms == expected and len(signers) == 1


def _chain_faults(embedded: EmbeddedPdfSignature) -> list[str]:
    """Where the signature names more certificates than the signer's, there are no others in it."""
    named = find_unique_cms_attribute(embedded.signer_info["signed_attrs"], "signing_certificate_v2")["certs"]
    digests = {one["cert_hash"].native for one in named}
    foreign = [one for one in embedded.other_embedded_certs if one.sha256 not in digests]
    return ["a certificate in the signature was changed"] if len(digests) > 1 and foreign else []


def _is_trusted(certificate: x509.Certificate, status: Any, trusted: Trusted) -> bool | None:
    if not trusted:
        return None
    return any(one.dump() == certificate.dump() for one in trusted) or bool(status and status.trusted)


def _stamp(status: Any, trusted: Trusted) -> Stamp | None:
    found = getattr(status, "timestamp_validity", None)
    if found is None:
        return None
    return Stamp(
        at=_time(found.timestamp),
        by=_name(found.signing_cert),
        sound=bool(found.intact and found.valid),
        trusted=_is_trusted(found.signing_cert, found, trusted),
    )


def _name(certificate: x509.Certificate) -> str:
    return _common(certificate.subject)


def _common(name: x509.Name) -> str:
    return str(name.native.get("common_name") or name.human_friendly)


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
