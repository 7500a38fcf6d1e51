"""A template tried on reports of every sort: every problem found, each once, with its line where that can be told."""

import re
from collections.abc import Iterator, Mapping
from unicodedata import name

from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.render.brand.palette import clashes
from bsc_audit.render.check.markup import faults_of_page
from bsc_audit.render.check.names import collecting
from bsc_audit.render.check.pages import faults_of_pages
from bsc_audit.render.check.words import claims, font_names, fonts_of, letters_without_font
from bsc_audit.render.manifest import MANIFEST, STYLE
from bsc_audit.render.page import compose
from bsc_audit.render.pdf import render_pdf
from bsc_audit.render.template import Template

MOST_LETTERS = 12  # told of one report
_FACE = re.compile(r'@font-face\{font-family:"([^"]*)"')


def check_template(template: Template, reports: Mapping[str, Report], *, pages: bool) -> tuple[Problem, ...]:
    """Everything wrong with a template that could be loaded.

    Args:
        template: with the brand it is shown in.
        reports: by the name of their sort; the message names the first that shows a problem.
        pages: whether it is also written as PDF, which takes seconds for each report.
    """
    found = [*_palette_problems(template)]
    for sort, report in reports.items():
        found += _page_problems(template, sort, report)
        found += _pdf_problems(template, sort, report) if pages else ()
    first = {(one.code, one.where, one.field or one.message): one for one in reversed(found)}
    return tuple(sorted(first.values(), key=lambda one: (one.where, one.code, one.message)))


def _palette_problems(template: Template) -> Iterator[Problem]:
    """Colours of the template; those of a brand were checked when it was read."""
    names = ("ink", "text", "muted", "rule", "pale", "accent", "gold", "good", "fair", "poor", "bad", "none")
    colours = {one: getattr(template.palette, one) for one in (*names, "tones", "lights", "heat")}
    where = Location(str(template.file(MANIFEST)))
    for clash in clashes(colours):
        yield Problem(code="template-contrast", where=where, message=clash.message, hint=clash.hint)


def _page_problems(template: Template, sort: str, report: Report) -> Iterator[Problem]:
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
        yield _seen("template-markup", where, fault.message, sort, "")
    yield from _word_problems(template, sort, report, page)


def _word_problems(template: Template, sort: str, report: Report, page: str) -> Iterator[Problem]:
    for letter in letters_without_font(page, fonts_of(template))[:MOST_LETTERS]:
        message = f"no font of the template has {letter!r} ({name(letter, f'U+{ord(letter):04X}')})"
        yield _seen("template-glyph", Location(str(template.folder)), message, sort, "add a font to fonts/ and stacks")
    for claim in () if report.standing.granted else claims(page):
        message = f"a report that grants nothing has {claim}"
        hint = "show it only where report.standing.granted is true"
        yield _seen("template-claim", Location(str(template.folder)), message, sort, hint)


def _pdf_problems(template: Template, sort: str, report: Report) -> Iterator[Problem]:
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
        yield _seen(code, where, message, sort, HINTS[code])


def _seen(code: str, where: Location, message: str, sort: str, hint: str) -> Problem:
    """Told once, with the first sort of report that showed it."""
    return Problem(code=code, where=where, message=f"{message} (report: {sort})", hint=hint, field=message)


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
