"""What a file says of itself: its number, what it carries, and where it can be verified."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bsc_audit.app.report_file import MATERIAL
from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.core.report.number import report_number
from bsc_audit.core.said import say
from bsc_audit.languages import language


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file inside the report."""

    name: str
    content: bytes
    relationship: str  # a PDF AFRelationship: Data for what the pages show, Source for what they were made from
    description: str

    @property
    def digest(self) -> str:
        """`sha256:` and 64 hexadecimal digits."""
        return f"sha256:{sha256(self.content).hexdigest()}"


def material_attachment(content: bytes) -> Attachment:
    """What a report was made from, see app.bundle, as a file inside it."""
    description = "What the report was made from: ruleset, questionnaires and evidence"
    return Attachment(name=MATERIAL, content=content, relationship="Source", description=description)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What the last page prints, so that a reader can check the file."""

    number: str
    attachments: tuple[tuple[str, str], ...]  # name and digest
    address: str  # of the verification page; "" when there is none
    qr: str  # the address as a drawing; "" without one


def imprint_of(report: Report, attachments: Sequence[Attachment], address: str) -> Imprint:
    """The imprint of a report.

    Args:
        report: what is printed.
        attachments: what the file carries.
        address: where reports are verified: {number} stands for the number, which is else put behind the last slash;
            "" where there is no such place.

    Raises:
        RenderError: there is an address and nothing to draw its QR code with.
    """
    number = report_number(report)
    whole = _address(address, number)
    title = language(report.meta.language).text(say("QR code of {address}", address=whole))
    return Imprint(
        number=number,
        attachments=tuple((one.name, one.digest) for one in attachments),
        address=whole,
        qr=_qr(whole, title) if whole else "",
    )


def _address(address: str, number: str) -> str:
    if not address:
        return ""
    return address.replace("{number}", number) if "{number}" in address else f"{address.rstrip('/')}/{number}"


def _qr(address: str, title: str) -> str:
    drawn: str = (
        _segno().make(address, error="m").svg_inline(scale=3, border=4, svgclass="qr", lineclass=None, title=title)
    )
    return drawn


def _segno() -> Any:
    try:
        import segno
    except ModuleNotFoundError as error:
        where = Location("this machine")
        message = "segno, which draws the QR code of the verification address, is not installed"
        hint = "pip install 'bsc-audit[pdf]'"
        problem = Problem(code="pdf-library-missing", where=where, message=message, hint=hint)
        raise RenderError([problem]) from error
    return segno
