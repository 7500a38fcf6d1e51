"""A small report, unsigned and signed, rendered once; and ways to tamper with one."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from bsc_audit.app.assessments import assess
from bsc_audit.app.bundle import bundle_of
from bsc_audit.app.memory import MemoryLibrary, Shelved
from bsc_audit.app.report_file import MATERIAL
from bsc_audit.app.verification.check import Verification
from bsc_audit.app.verification.drawn import Drawing, Redrawn
from bsc_audit.app.verification.verify import Here, verify
from bsc_audit.core.documents import parse
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.report.build import build
from bsc_audit.core.report.model import Report
from bsc_audit.importers.folder import read_folder
from bsc_audit.importers.report_file import read_report
from bsc_audit.importers.sheets import sheets_of
from bsc_audit.languages import language
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.imprint import material_attachment
from bsc_audit.render.json import render_json
from bsc_audit.render.keys import Key
from bsc_audit.render.pdf import render_pdf, renderer_version
from bsc_audit.render.sign import Seal, sign
from bsc_audit.render.template import Template, load_template

HERE = Path(__file__).resolve().parent
CERTIFICATION = HERE.parent / "report_templates" / "certification"
ENGINE = "9.9.9"
SHOWN = {"statement", "scorecard", "provenance"}
SEAL = Seal(reason="Tested", lines=("Electronic signature", "Tested"))


@cache
def library() -> MemoryLibrary:
    """The ruleset and forms of `tests/evidence`."""
    ruleset, *forms = (parse(_text(name), f"small/{name}") for name in ("ruleset.yaml", "store.yaml", "review.yaml"))
    return MemoryLibrary({("small", "1.0"): Shelved(files=(ruleset,), seal=None)}, forms)


def _text(name: str) -> str:
    return (HERE / "evidence" / name).read_text(encoding="utf-8")


@cache
def raw() -> RawEvidence:
    """The good folder of `tests/evidence`."""
    return read_folder(HERE / "evidence" / "good")


@cache
def report() -> Report:
    """Its report."""
    made = assess(library(), raw())
    return build(made.ruleset, made.evidence, made.scorecard, made.findings, made.recommendation, engine_version=ENGINE)


@cache
def material() -> bytes:
    """Its bundle."""
    return bundle_of(library(), raw(), engine_version=ENGINE)


@cache
def template() -> Template:
    """The shipped template, shortened."""
    whole = load_template(CERTIFICATION, charts=frozenset(CHARTS))
    return replace(whole, sections=tuple(one for one in whole.sections if one.part in SHOWN))


def rendered(shown: Report) -> bytes:
    """A PDF of a report with the material of the true one."""
    return render_pdf(shown, template(), attachments=[material_attachment(material())])


@cache
def unsigned() -> bytes:
    """The report's PDF."""
    return rendered(report())


@cache
def signed() -> bytes:
    """The same, signed by the certifier."""
    return sign(unsigned(), certifier(), SEAL, fonts=CERTIFICATION)


@cache
def stamped() -> bytes:
    """The same, signed by the certifier, with the time of an authority in this process."""
    authority = DummyTimeStamper(tsa_cert=der(_authority()[1]), tsa_key=_asn1_key(_authority()[0]))
    return sign(unsigned(), certifier(), SEAL, fonts=CERTIFICATION, authority=authority)


@cache
def root() -> Key:
    """Who vouches for certifier and authority."""
    return _key("Test root", None)


@cache
def certifier() -> Key:
    """Who signs."""
    return _key("Test certifier", root())


@cache
def stranger() -> Key:
    """Somebody who calls themselves the certifier."""
    return _key("Test certifier", None)


@cache
def past() -> Key:
    """A certifier whose certificate has ended."""
    return _key("Past certifier", root(), lasts=-1)


def _key(name: str, issuer: Key | None, lasts: int = 30) -> Key:
    private = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(name, private.public_key(), issuer or private, issuer, lasts=lasts)
    return Key(private=private, certificate=certificate, chain=(issuer.certificate,) if issuer else ())


@cache
def _authority() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    private = rsa.generate_private_key(65537, 2048)  # pyHanko's authority for tests takes no other kind
    stamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return private, _certificate("Test time", private.public_key(), root(), root(), stamps)


def _certificate(
    name: str, public: Any, signer: Any, issuer: Key | None, *extensions: Any, lasts: int = 30
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)  # noqa: TID251 - certificates are judged at the time of the test
    builder = (
        x509.CertificateBuilder(
            subject_name=subject, issuer_name=issuer.certificate.subject if issuer else subject, public_key=public
        )
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=lasts))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(_usage(issuer is None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(signer.private if isinstance(signer, Key) else signer, hashes.SHA256())


def _usage(vouches: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=vouches,
        crl_sign=vouches,
        encipher_only=False,
        decipher_only=False,
    )


def der(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """A certificate as pyHanko takes it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _asn1_key(private: Any) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load(private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def drawing() -> Drawing:
    """Draws the true report, whatever is asked; tests/render/test_redraw.py shows that it is what would be drawn."""
    return Drawing(redraw=lambda *_asked: Redrawn(data=unsigned(), setter=renderer_version()), sheets=sheets_of)


def verified(
    pdf: bytes, *trusted: x509.Certificate, engine: str = ENGINE, drawn: Drawing | None = None
) -> Verification:
    """What holds of a file; at a quick look unless it is said how reports are drawn."""
    here = Here(
        library=library(),
        engine_version=engine,
        encode=render_json,
        speak=language,
        names_trusted=bool(trusted),
        drawing=drawn,
    )
    return verify(read_report(pdf, [der(one) for one in trusted]), here)


def failing(found: Verification) -> set[str]:
    """Ids of the lines that do not hold."""
    return {check.id for check in found.checks if check.holds is False}


def reattached(pdf: bytes, name: str, content: bytes) -> bytes:
    """The file with one attachment replaced."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        stream = document.attachments[name].get_file().obj
        stream.write(content)
        return saved(document)


def saved(document: pikepdf.Pdf) -> bytes:
    """The bytes of an open document."""
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def changed(name: str, content: bytes, change: Callable[[Any], None]) -> bytes:
    """The unsigned file with one value of an attachment changed, written as the engine would."""
    data = json.loads(content)
    change(data)
    layout: dict[str, Any] = {"separators": (",", ":")} if name == MATERIAL else {"indent": 1}
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, **layout)
    return reattached(unsigned(), name, f"{text}\n".encode())
