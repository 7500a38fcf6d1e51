"""A template tried on one report: all that is wrong, each with its line where that can be told."""

import re
from collections.abc import Iterator, Mapping
from unicodedata import name

from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.render.check.markup import faults_of_page
from bsc_audit.render.check.names import collecting
from bsc_audit.render.check.pages import faults_of_pages
from bsc_audit.render.check.words import claims, font_names, fonts_of, letters_without_font
from bsc_audit.render.manifest import STYLE
from bsc_audit.render.page import compose
from bsc_audit.render.pdf import render_pdf
from bsc_audit.render.template import Template

MOST_LETTERS = 12  # told of one report
_FACE = re.compile(r'@font-face\{font-family:"([^"]*)"')


def faults_of(report: Report, template: Template, *, pages: bool) -> Iterator[Problem]:
    """Everything wrong; what this report shows and another may not has its message as field too.

    Args:
        report: what is shown.
        template: with the brand it is shown in.
        pages: whether it is also written as PDF, which takes seconds.
    """
    yield from _page_problems(report, template)
    if pages:
        yield from _pdf_problems(report, template)


def _page_problems(report: Report, template: Template) -> Iterator[Problem]:
    """What shows without setting pages."""
    undefined = collecting()
    try:
        page = compose(report, template, template.style(), undefined=undefined)
    except RenderError as error:
        yield from error.problems
        return
    for file, line, message in undefined.seen:
        hint = "a template may use only the names of the Report model"
        yield Problem(code="template-undefined", where=Location(file, line, 1), message=message, hint=hint)
    for fault in faults_of_page(page):
        where = _written(template, fault.written)
        yield _seen("template-markup", where, fault.message, "")
    yield from _word_problems(report, template, page)


def _word_problems(report: Report, template: Template, page: str) -> Iterator[Problem]:
    for letter in letters_without_font(page, fonts_of(template))[:MOST_LETTERS]:
        message = f"no font of the template has {letter!r} ({name(letter, f'U+{ord(letter):04X}')})"
        yield _seen("template-glyph", Location(str(template.folder)), message, "add a font to fonts/ and stacks")
    for claim in () if report.standing.granted else claims(page):
        message = f"a report that grants nothing has {claim}"
        hint = "show it only where report.standing.granted is true"
        yield _seen("template-claim", Location(str(template.folder)), message, hint)


def _pdf_problems(report: Report, template: Template) -> Iterator[Problem]:
    """What shows on pages alone."""
    where = Location(str(template.folder))
    label = "" if report.standing.granted else report.standing.word
    families = font_names(fonts_of(template)) | set(_FACE.findall(template.style()))
    try:
        file = render_pdf(report, template)
    except RenderError as error:
        yield from error.problems
        return
    for code, message in faults_of_pages(file, families, label):
        yield _seen(code, where, message, HINTS[code])


def _seen(code: str, where: Location, message: str, hint: str) -> Problem:
    return Problem(code=code, where=where, message=message, hint=hint, field=message)


def _written(template: Template, pattern: str) -> Location:
    """The first line of the template's own files, then its base's, that is written so; the folder if none is."""
    sought = re.compile(pattern, re.DOTALL)
    for folder in template.folders:
        for file in (*sorted(folder.rglob("*.j2")), folder / STYLE):
            text = file.read_text(encoding="utf-8") if file.is_file() else ""
            match = sought.search(text)
            if match:
                return Location(str(file), text.count("\n", 0, match.start()) + 1, 1)
    return Location(str(template.folder))


HINTS: Mapping[str, str] = {
    "template-blank-page": "look for a margin, a forced break or an empty section at the end of the page before",
    "template-label": "print report.standing.word in the foot, or in the document itself",
    "template-glyph": "add a font that has them to fonts/, style.css and the stacks of template.yaml",
    "template-conformance": "the shipped templates pass: compare with one of them",
}
