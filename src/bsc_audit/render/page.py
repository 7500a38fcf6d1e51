"""Report and template to one HTML text. Templates run in a sandbox and see plain data of the Report, nothing else."""

import re
import traceback
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.report.charts.svg import SANS, SERIF
from bsc_audit.core.report.model import Report
from bsc_audit.core.said import say
from bsc_audit.languages import language, with_words
from bsc_audit.render.bidi import directed, direction
from bsc_audit.render.compiled import COMPILED, compile_parts
from bsc_audit.render.dead_links import without_dead_links
from bsc_audit.render.drawings import draw
from bsc_audit.render.filters import filtered, findings_by_ref
from bsc_audit.render.imprint import Imprint
from bsc_audit.render.spaces import binder
from bsc_audit.render.template import ENTRY, Section, Template

_FAILURES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
APPENDICES = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_EYEBROWS = {"section": str(say("Section {mark}")), "appendix": str(say("Appendix {mark}"))}


def compose(
    report: Report,
    template: Template,
    style: str,
    imprint: Imprint | None = None,
    *,
    undefined: type[Undefined] = StrictUndefined,
) -> str:
    """The whole page.

    Args:
        report: what is shown.
        template: how it is shown.
        style: the style sheet as text, its font addresses as the output format needs them.
        imprint: what the file says of itself; None for a format that carries nothing.
        undefined: what a name that does not exist becomes; an error unless a check collects them.

    Raises:
        RenderError: the template uses a name that does not exist, or breaks the sandbox.
    """
    spoken = with_words(language(report.meta.language), template.folders)
    bound = binder(spoken)
    data, left_out = filtered(report, template.filters, bound)
    context = {
        "report": data,
        "left_out": left_out,
        "pack": _pack(report, template, spoken),
        "front": template.front,
        "sections": _sections(template.sections, data, report.standing.word, spoken),
        "charts": draw(report, template.charts, template.palette, _families(template)),
        "style": Markup(style),
        "index": findings_by_ref(report, data, template.filters, bound),
        "brand": template.brand.data() if template.brand else None,
        "imprint": asdict(imprint) | {"qr": Markup(imprint.qr)} if imprint else None,
    }
    try:
        page = _environment(template.folders, undefined, spoken).get_template(ENTRY).render(context)
    except _FAILURES as error:
        raise RenderError([_problem(template, error)]) from error
    return directed(without_dead_links(page))


def compile_ahead(folders: Sequence[Path]) -> None:
    """Make the parts of templates into programs, so that filling one of them begins at once.

    Args:
        folders: of templates, each of which may be based on any of the others.
    """
    spoken = language(ENGLISH.tag)
    for folder in folders:
        compile_parts(_environment([folder], StrictUndefined, spoken), folder)


def _families(template: Template) -> dict[str, str]:
    """What the charts are set in: the template's stacks, as an attribute takes them."""
    stacks = {SANS: template.properties["sans"], SERIF: template.properties["serif"]}
    return {family: stack.replace('"', "'") for family, stack in stacks.items()}


def _pack(report: Report, template: Template, spoken: Language) -> dict[str, str]:
    """Name of the template and of the document; a document is never named more than it is."""
    words = spoken.word(template.title)
    title = words.replace("{label}", report.cover.label).replace("{heading}", report.standing.heading)
    return {"id": template.id, "title": title}


def _environment(
    folders: Sequence[Path], undefined: type[Undefined], spoken: Language
) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=COMPILED,
    )
    environment.install_gettext_callables(spoken.word, spoken.word_n, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(anchor=anchor, data_address=data_address, direction=direction)
    del environment.filters["random"], environment.globals["lipsum"]  # chance: equal reports would differ
    return environment


def _problem(template: Template, error: Exception) -> Problem:
    return Problem(
        code="template-fails",
        where=_where(template, error),
        message=str(error) or type(error).__name__,
        hint="a template may use only the names of the Report model",
    )


def _where(template: Template, error: Exception) -> Location:
    """The line of a part that failed, or that cannot be read as a template."""
    if isinstance(error, TemplateSyntaxError):
        return Location(str(template.file(error.name or ENTRY)), error.lineno, 1)
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return Location(frames[-1].filename, frames[-1].lineno or 0, 1) if frames else Location(str(template.file(ENTRY)))


def _sections(
    sections: tuple[Section, ...], data: Mapping[str, Any], unnumbered: str, spoken: Language
) -> list[dict[str, Any]]:
    """The sections with their numbers; one for each perspective or checklist where the template says so."""
    numbered: list[dict[str, Any]] = []
    counts = {"section": 0, "appendix": 0}
    for section in sections:
        for about in _members(section.each, data):
            mark = _mark(section.number, counts)
            eyebrow = spoken.text(say(_EYEBROWS[section.number], mark=mark)) if mark else unnumbered
            heading = _heading(section, about, spoken)
            numbered.append(
                {**about, **heading, "mark": mark, "eyebrow": eyebrow, "bare": section.bare, "follows": section.follows}
            )
    return numbered


def _members(each: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a section is about, once for each time it appears; titles and ids tell them apart."""
    if each == "perspective":
        return [_about(str(one["number"]), one["row"]["title"], chapter=one) for one in data["chapters"]]
    if each == "checklist":
        return [_about(anchor(one["id"]), one["title"], checklist=one) for one in data["visits"]]
    return [_about("", "")]


def _about(suffix: str, name: str, *, chapter: Any = None, checklist: Any = None) -> dict[str, Any]:
    return {"suffix": suffix, "name": name, "chapter": chapter, "checklist": checklist}


def _heading(section: Section, about: Mapping[str, Any], spoken: Language) -> dict[str, str]:
    return {
        "id": f"{section.part}-{about['suffix']}" if about["suffix"] else section.part,
        "part": f"parts/{section.part}.html.j2",
        "title": spoken.word(section.title).replace("{title}", about["name"]),
    }


def _mark(number: str, counts: dict[str, int]) -> str:
    if number not in counts:
        return ""
    counts[number] += 1
    return str(counts[number]) if number == "section" else APPENDICES[counts[number] - 1]


def anchor(text: str) -> str:
    """A text as the id of an element."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", text)


def data_address(svg: str) -> Markup:
    """A drawing as an address for a CSS background, where it is decoration and not a figure."""
    return Markup(f"data:image/svg+xml;base64,{b64encode(str(svg).encode()).decode()}")
