"""Report to PDF with WeasyPrint. Equal reports, templates and fonts give equal bytes."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from hashlib import sha256
from importlib import import_module
from typing import Any

from bsc_audit.app.report_file import RESULT
from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.render import hanging, voices
from bsc_audit.render.fetcher import SCHEME, locked_fetcher
from bsc_audit.render.finish import VARIANT, finish
from bsc_audit.render.imprint import Attachment, imprint_of
from bsc_audit.render.json import render_json
from bsc_audit.render.making import made_of
from bsc_audit.render.page import compose
from bsc_audit.render.refusals import Refusals
from bsc_audit.render.template import Template

Progress = Callable[[str, float], None]

SYSTEM_PACKAGES = "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@contextmanager
def _collector_off() -> Iterator[bool]:
    """Layout makes millions of objects and no garbage worth looking for before the end: an eighth of the time.

    Says whether there is a later: a process that never collects ends with its job, and its memory with it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield was_on
    finally:
        if was_on:
            gc.enable()


def render_pdf(
    report: Report,
    template: Template,
    *,
    progress: Progress | None = None,
    attachments: Sequence[Attachment] = (),
    verified_at: str = "",
) -> bytes:
    """The report as PDF/A-3a and PDF/UA-1, with the report itself as data inside unless the template forbids it.

    Args:
        report: what is shown.
        template: how it is shown.
        attachments: what the file carries besides, where the template lets it carry anything.
        verified_at: address of the verification page, see imprint_of; "" when there is none.
        progress: called with the name of the step that begins and the share done, 0..1.

    Raises:
        RenderError: WeasyPrint or its system libraries are missing, the template fails, or it asks for
            an address outside its folder.
    """
    tell = progress or _silent
    tell("loading the page maker", 0.0)
    weasyprint = _weasyprint()
    with _collector_off() as tidy:
        tell("filling the template", 0.1)
        carried = (*attachments, _result(report)) if template.attach else ()
        page = compose(report, template, style_of(template), imprint_of(report, carried, verified_at))
        tell("setting the pages", 0.2)
        refusals = Refusals(template.folder)
        fetcher = locked_fetcher(*template.folders, refuse=refusals.refuse)
        with refusals.told():
            document = weasyprint.HTML(string=page, url_fetcher=fetcher).render()
            tell("writing the file", 0.8)
            written: bytes = document.write_pdf(
                pdf_identifier=sha256(page.encode()).digest()[:16],
                attachments=_embedded(weasyprint, carried, report.meta.as_of),
                pdf_variant=VARIANT,
                finisher=partial(finish, made=made_of(template, verified_at, renderer_version())),
            )
        if tidy:
            import_module("bsc_audit.render.faster.memory").let_go(document)
    tell("done", 1.0)
    return written


def style_of(template: Template) -> str:
    """The style sheet of the template's pages, its fonts at addresses the page maker may fetch."""
    return template.style().replace("url(fonts/", f"url({SCHEME}:///fonts/")


def _result(report: Report) -> Attachment:
    description = "Everything the report says, for programs"
    return Attachment(name=RESULT, content=render_json(report), relationship="Data", description=description)


def _embedded(weasyprint: Any, attachments: Sequence[Attachment], as_of: str) -> list[Any]:
    """Attachments as WeasyPrint takes them, by name, dated as the report is so that equal reports stay equal."""
    day = datetime.fromisoformat(as_of)
    return [
        weasyprint.Attachment(
            string=one.content,
            base_url=one.name,  # the kind of file is read off it
            name=one.name,
            description=one.description,
            relationship=one.relationship,
            created=day,
            modified=day,
        )
        for one in sorted(attachments, key=lambda one: one.name)
    ]


def _weasyprint() -> Any:
    """WeasyPrint, imported at first use: it needs system libraries and half a second."""
    try:
        weasyprint = import_module("weasyprint")
    except ModuleNotFoundError as error:
        raise RenderError([_missing("WeasyPrint is not installed", "pip install 'bsc-audit[pdf]'")]) from error
    except OSError as error:
        reason = f"a system library of the PDF maker is missing: {error}"
        raise RenderError([_missing(reason, SYSTEM_PACKAGES)]) from error
    import_module("bsc_audit.render.faster").install()
    voices.install()
    return weasyprint


def _missing(message: str, hint: str) -> Problem:
    return Problem(code="pdf-library-missing", where=Location("this machine"), message=message, hint=hint)


def _silent(step: str, done: float) -> None:
    """Progress nobody listens to."""


def renderer_version() -> str:
    """Name and version of the page maker, what of it is mended, and of what sets its lines.

    What was set by another is compared by its words alone: see app.verification.drawn.

    Raises:
        RenderError: it or one of its system libraries is missing.
    """
    version = _weasyprint().__version__
    from weasyprint.text.ffi import pango  # type: ignore[import-untyped]

    number = pango.pango_version()
    return f"WeasyPrint {version} with {hanging.MENDED}, Pango {number // 10000}.{number // 100 % 100}.{number % 100}"
