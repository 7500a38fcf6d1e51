"""What makes the file of a report, as a port, and what can be asked of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from bsc_audit.app.assessments import assess
from bsc_audit.app.bundle import reopen
from bsc_audit.app.service.job_work import Tell
from bsc_audit.app.service.refusals import Flaw, Invalid
from bsc_audit.core.documents.canonical import canonical
from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.problems import Problem
from bsc_audit.core.report.build import build
from bsc_audit.core.report.model import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The file that is wanted of an assessment."""

    template: str
    format: str
    language: str

    @property
    def media_type(self) -> str:
        """Of the file."""
        return MEDIA_TYPES[self.format]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeReport:
    """A file, and who signed it."""

    content: bytes
    key: str | None = None  # SHA-256 of the signer's certificate, hexadecimal; None: unsigned


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What a bundle says when it is made a report of."""

    report: Report
    validity_months: int  # of a certificate


def report_of(bundle: bytes, spoken: Language) -> Printed:
    """The report of a bundle.

    Raises:
        AuditError: the bundle cannot be read, or no longer be assessed.
    """
    opened = reopen(bundle)
    made = assess(opened.library, opened.raw, language=spoken.tag)
    report = build(
        made.ruleset,
        made.evidence,
        made.scorecard,
        made.findings,
        made.recommendation,
        engine_version=opened.engine,
        log_head=opened.log_head,
        language=spoken,
    )
    return Printed(report=report, validity_months=made.recommendation.validity_months)


class ReportMaker(Protocol):
    """Makes files of reports out of bundles (see app.bundle)."""

    def make(self, wanted: Wanted, bundle: bytes, tell: Tell, *, brand: bytes | None = None) -> MadeReport:
        """The file; unsigned, equal bundles, wishes and brands (packs; None: the installation's) give equal bytes.

        Raises:
            AuditError: it cannot be made; says why.
        """
        ...


def _english(_tag: str) -> Language:
    return ENGLISH


def _canonical(report: Report) -> bytes:
    return canonical(report).encode()


def _accepted(_pack: bytes) -> tuple[Problem, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOffer:
    """What can be asked for."""

    templates: Mapping[str, bool] = field(default_factory=dict)  # by id: whether everything may go out with it
    languages: tuple[str, ...] = (ENGLISH.tag,)
    speak: Callable[[str], Language] = _english  # raises RenderError for a language there are no words for
    check_brand: Callable[[bytes], tuple[Problem, ...]] = _accepted  # a pack, beside every template there is
    encode: Callable[[Report], bytes] = _canonical  # as the result for programs is written

    def demand(self, wanted: Wanted) -> None:
        """Refuse what nobody makes.

        Raises:
            Invalid: no such template, format or language; or data of a template that holds things back.
        """
        flaws = []
        if wanted.template not in self.templates:
            flaws.append(_flaw("template", "unknown-template", f"there are {', '.join(self.templates)}"))
        if wanted.format not in MEDIA_TYPES:
            flaws.append(_flaw("format", "unknown-format", f"there are {', '.join(MEDIA_TYPES)}"))
        elif wanted.format not in PAGES and not self.templates.get(wanted.template, True):
            said = f"{wanted.format} holds everything, and this template is made to be handed out"
            flaws.append(_flaw("format", "format-holds-everything", said))
        if wanted.language.partition("-")[0] not in self.languages:
            flaws.append(_flaw("language", "unknown-language", f"there are words for {', '.join(self.languages)}"))
        if flaws:
            raise Invalid(flaws[0].detail, flaws=tuple(flaws))


def _flaw(name: str, code: str, detail: str) -> Flaw:
    return Flaw(pointer=f"/{name}", code=code, detail=detail)


PDF = "pdf"
PAGES = frozenset({PDF, "html"})  # a template shapes these
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        PDF: "application/pdf",
        "html": "text/html; charset=utf-8",
        "json": "application/json",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv": "text/csv; charset=utf-8",
    }
)
