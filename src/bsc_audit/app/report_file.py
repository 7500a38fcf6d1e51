"""What was found in the file of a written report, before anything of it is judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

RESULT = "result.json"  # name of the attachment with everything the report says
MATERIAL = "assessment.json"  # of the one with what it was made from
PIECE = "BscAudit"  # our entry in the page-piece dictionary of the catalog (ISO 32000-1, 14.5): how it was made


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A time stamp of an authority (RFC 3161)."""

    at: str  # ISO date and time
    by: str  # the authority as its certificate names it
    sound: bool  # it belongs to this signature and is as the authority made it
    trusted: bool | None  # the authority is one the reader trusts; None when the reader named nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature of a file."""

    by: str  # the signer as the certificate names them
    fingerprint: str  # SHA-256 of the certificate, hexadecimal
    vouched_by: str  # who issued the certificate; "" when its holder did
    at: str  # ISO date and time by the signer's clock; "" when none is given
    faults: tuple[str, ...]  # why the file is not as it was signed; empty when it is
    trusted: bool | None  # the signer is one the reader trusts; None when the reader named nobody
    stamp: Stamp | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How a file was drawn, as it says itself: what is needed besides the report to draw it anew."""

    template: str  # id
    look: str  # digest of everything but the report that shapes its pages; see render.made
    address: str  # where reports are verified, as it was given; "" when there is none
    setter: str  # name and version of what set the pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page as it is drawn."""

    text: str  # every word on it, in the order drawn
    picture: str  # digest of how it looks, what lies on the page left out; equal pictures are equal to the last dot
    notes: tuple[str, ...]  # what lies on the page: links, fields and anything else, with place and aim


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A report's file, read. Nothing here is trusted."""

    data: bytes = b""
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    pages: tuple[str, ...] = ()  # the text of each page
    signatures: tuple[Signature, ...] | None = ()  # None: whether there are any could not be read
    made: Made | None = None  # None: the file does not say
    faults: tuple[str, ...] = ()  # what could not be read, in words
