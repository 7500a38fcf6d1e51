"""Reports of a service: a bundle becomes a file, its pages made by a PageRenderer, its PDF signed where there is a key."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bsc_audit.app.service.job_work import Tell
from bsc_audit.app.service.report_making import PAGES, PDF, MadeReport, Wanted, report_of
from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.languages import language
from bsc_audit.render.brand.unpacking import brand_folder
from bsc_audit.render.imprint import material_attachment
from bsc_audit.render.job import PageRenderer, RenderJob
from bsc_audit.render.pdf import Progress
from bsc_audit.render.table import RENDERERS
from bsc_audit.render.template import Template

FindTemplate = Callable[[str, Path | None], Template | None]  # by id, in the brand of a folder
PAGES_BEGIN, PAGES_END = 20, 90  # percent of a job


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """The installation's key."""

    file: Path
    passphrase: bytes | None
    fonts: Path  # folder of a template, for the words on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Fulfils the port `ReportMaker`."""

    pages: PageRenderer
    template: FindTemplate
    verified_at: str  # address of the verification page; "" when there is none
    key: SigningKey | None = None

    def make(self, wanted: Wanted, bundle: bytes, tell: Tell, *, brand: bytes | None = None) -> MadeReport:
        """The file."""
        tell(5, "scoring")
        report = report_of(bundle, language(wanted.language)).report
        with brand_folder(brand) as folder:
            look = self._look(wanted.template, folder)
        tell(PAGES_BEGIN, "making the file")
        if wanted.format not in PAGES:
            return MadeReport(content=RENDERERS[wanted.format](report, look))
        return self._paged(wanted, report, look, bundle, tell)

    def _paged(self, wanted: Wanted, report: Report, look: Template, bundle: bytes, tell: Tell) -> MadeReport:
        order = RenderJob(
            report=report,
            template=look,
            format=wanted.format,
            attachments=(material_attachment(bundle),),
            verified_at=self.verified_at,
        )
        content = self.pages.render(order, _share(tell))
        if wanted.format != PDF or self.key is None:
            return MadeReport(content=content)
        tell(PAGES_END, "signing")
        return _signed(content, report, self.key)

    def _look(self, name: str, brand: Path | None) -> Template:
        found = self.template(name, brand)
        if found is None:
            problem = Problem(code="unknown-template", where=Location(name), message=f"there is no template {name!r}")
            raise RenderError([problem])
        return found


def _share(tell: Tell) -> Progress:
    """Progress of the pages as progress of the job."""
    return lambda step, done: tell(PAGES_BEGIN + int(done * (PAGES_END - PAGES_BEGIN)), step)


def _signed(pdf: bytes, report: Report, chosen: SigningKey) -> MadeReport:
    from cryptography.hazmat.primitives.hashes import SHA256  # an extra, wanted only where there is a key

    from bsc_audit.render.keys import read_key
    from bsc_audit.render.seal_words import seal_of
    from bsc_audit.render.sign import sign

    key = read_key(chosen.file, chosen.passphrase)
    day = time.strftime("%Y-%m-%d", time.gmtime())
    seal = seal_of(report.meta.kind, language(report.meta.language), day)
    content = sign(pdf, key, seal, fonts=chosen.fonts)
    return MadeReport(content=content, key=key.certificate.fingerprint(SHA256()).hex())
