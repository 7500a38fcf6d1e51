"""One PAdES signature over a whole finished report; a time stamp of an authority if the user names one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from asn1crypto import keys as asn1_keys  # type: ignore[import-untyped]
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import signers
from pyhanko.sign.attributes import CMSAttributeProvider
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError, as_signing_certificate_v2
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bsc_audit.core.problems import Location, Problem, ReportFileError
from bsc_audit.render.finish import FIELD
from bsc_audit.render.keys import Key
from bsc_audit.render.stamp import stamp

DIGEST = "sha256"
AUTHORITY_PATIENCE = 20  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What a signature says besides who made it."""

    reason: str
    lines: tuple[str, ...]  # shown on the page below the signer's name


def sign(pdf: bytes, key: Key, seal: Seal, *, fonts: Path, authority: TimeStamper | None = None) -> bytes:
    """The file with one signature that allows no change after it.

    Args:
        pdf: a finished report without a signature.
        key: whose signature it is.
        seal: what is said on the page and in the signature.
        fonts: a template's folder, for the words on the page.
        authority: gives the time; None leaves it to this computer's clock.

    Raises:
        ReportFileError: the file is no PDF, is signed already, or the authority did not answer.
    """
    with _told(), _shown(key, seal, fonts) as style:
        writer = _Writer(BytesIO(pdf), strict=False)
        if any(filled for _, filled, _ in enumerate_sig_fields(writer)):
            raise ReportFileError([_problem("already-signed", "the file is signed already", _UNSIGNED)])
        signer = signers.PdfSigner(_metadata(key, seal), _signer(key), timestamper=authority, stamp_style=style)
        written: bytes = signer.sign_pdf(writer).getvalue()
    return written


def authority_at(address: str) -> TimeStamper:
    """The time stamping authority (RFC 3161) at an http or https address; nothing is asked of it yet.

    Raises:
        ReportFileError: it is no such address.
    """
    if not address.startswith(("https://", "http://")):
        raise ReportFileError([_problem("time-stamp-failed", f"{address!r} is no http or https address")])
    return HTTPTimeStamper(address, timeout=AUTHORITY_PATIENCE)


class _Writer(IncrementalPdfFileWriter):
    """Leaves metadata and version as they are: pyHanko's own would no longer be PDF/A."""

    def _update_meta(self) -> None:
        """Keep the metadata."""

    def ensure_output_version(self, version: Any) -> None:
        """Keep the version."""


class _Certificates(CMSAttributeProvider):
    """Signs the certificates of those who vouch for the signer too: else their bytes could be changed unnoticed."""

    attribute_type = "signing_certificate_v2"

    def __init__(self, certificates: Sequence[asn1_x509.Certificate]) -> None:
        self._certificates = tuple(certificates)

    async def build_attr_value(self, dry_run: bool = False) -> Any:  # noqa: ARG002 - pyHanko's signature
        """The digests of all of them, the signer's first (RFC 5035)."""
        listed = [as_signing_certificate_v2(one)["certs"][0] for one in self._certificates]
        return tsp.SigningCertificateV2({"certs": listed})


class _Signer(signers.SimpleSigner):
    """Names the whole chain in what it signs."""

    def _signed_attr_providers(self, *args: Any, **kwargs: Any) -> Iterator[CMSAttributeProvider]:
        everybody = [self.signing_cert, *(one for one in self.cert_registry if one != self.signing_cert)]
        for provider in super()._signed_attr_providers(*args, **kwargs):
            named = provider.attribute_type == _Certificates.attribute_type
            yield _Certificates(everybody) if named else provider


def _metadata(key: Key, seal: Seal) -> signers.PdfSignatureMetadata:
    return signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        name=key.name,
        reason=seal.reason,
    )


def _signer(key: Key) -> _Signer:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([_certificate(one) for one in key.chain])
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return _Signer(
        signing_cert=_certificate(key.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=store,
    )


def _certificate(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


@contextmanager
def _shown(key: Key, seal: Seal, fonts: Path) -> Iterator[StaticStampStyle]:
    """The words on the page; pyHanko takes them from a file, which must be there until it has signed."""
    with TemporaryDirectory(prefix="bsc-audit-") as folder:
        file = Path(folder) / "stamp.pdf"
        file.write_bytes(stamp(key.name, seal.lines, fonts))
        yield StaticStampStyle.from_pdf_file(str(file), border_width=0, background_opacity=1)


@contextmanager
def _told() -> Iterator[None]:
    """What pyHanko raises as problems."""
    try:
        yield
    except TimestampRequestError as error:
        hint = "try again, or sign without --timestamp"
        raise ReportFileError(
            [_problem("time-stamp-failed", f"the authority gave no time stamp: {error}", hint)]
        ) from error
    except (PdfError, SigningError, ValueError) as error:
        raise ReportFileError([_problem("report-unreadable", f"cannot be signed: {error}")]) from error


def _problem(code: str, message: str, hint: str = "") -> Problem:
    return Problem(code=code, where=Location("report"), message=message, hint=hint)


_UNSIGNED = "write the report anew and sign that"
