"""Report and template to one HTML text. Templates run in a sandbox and see plain data of the Report, nothing else."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.render.drawings import draw
from bsc_audit.render.imprint import Imprint
from bsc_audit.render.template import ENTRY, Section, Template

APPENDICES = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def compose(report: Report, template: Template, style: str, imprint: Imprint | None = None) -> str:
    """The whole page.

    Args:
        report: what is shown.
        template: how it is shown.
        style: the style sheet as text, its font addresses as the output format needs them.
        imprint: what the file says of itself; None for a format that carries nothing.

    Raises:
        RenderError: the template uses a name that does not exist, or breaks the sandbox.
    """
    data = _bound(asdict(report))
    context = {
        "report": data,
        "sections": _sections(template.sections, data),
        "charts": draw(report, template.charts, template.palette),
        "style": Markup(style),
        "index": _index(data),
        "imprint": asdict(imprint) | {"qr": Markup(imprint.qr)} if imprint else None,
    }
    try:
        return _environment(template.folder).get_template(ENTRY).render(context)
    except TemplateError as error:
        raise RenderError([_problem(template, error)]) from error


def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(anchor=anchor, data_address=data_address)
    return environment


def _problem(template: Template, error: TemplateError) -> Problem:
    line = getattr(error, "lineno", None) or 0
    name = getattr(error, "name", None) or ENTRY
    return Problem(
        code="template-fails",
        where=Location(str(template.folder / name), line, 1 if line else 0),
        message=error.message or type(error).__name__,
        hint="a template may use only the names of the Report model",
    )


def _sections(sections: tuple[Section, ...], data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sections with their numbers; one for each perspective where the template says so."""
    numbered: list[dict[str, Any]] = []
    counts = {"section": 0, "appendix": 0}
    for section in sections:
        for chapter in data["chapters"] if section.each else [None]:
            mark = _mark(section.number, counts)
            title = section.title.format(title=chapter["row"]["title"]) if chapter else section.title
            id_ = f"{section.part}-{chapter['number']}" if chapter else section.part
            part = f"parts/{section.part}.html.j2"
            eyebrow = f"{section.number.title()} {mark}" if mark else "Report"
            numbered.append(
                {"id": id_, "part": part, "title": title, "mark": mark, "eyebrow": eyebrow, "chapter": chapter}
            )
    return numbered


def _mark(number: str, counts: dict[str, int]) -> str:
    if number not in counts:
        return ""
    counts[number] += 1
    return str(counts[number]) if number == "section" else APPENDICES[counts[number] - 1]


def _index(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Findings by reference, so that a part can name one without searching."""
    grouped = [finding for group in data["findings"] for finding in group["findings"]]
    return {finding["ref"]: finding for finding in [*grouped, *data["hygiene"]]}


_SPACED = re.compile(
    r"(?<=\d) (?=%|(?:points?|days?|months?|hours?|minutes?|s|ms|h|min)\b)|(?<=\bn) (?=[=\d])|(?<=[=<>]) (?=\d)"
)


def _bound(value: Any) -> Any:
    """The same data with every number bound to its unit, so that no line breaks between them."""
    if isinstance(value, str):
        return _SPACED.sub("\u00a0", value)
    if isinstance(value, dict):
        return {key: _bound(one) for key, one in value.items()}
    return [_bound(one) for one in value] if isinstance(value, list | tuple) else value


def anchor(text: str) -> str:
    """A text as the id of an element."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", text)


def data_address(svg: str) -> Markup:
    """A drawing as an address for a CSS background, where it is decoration and not a figure."""
    return Markup(f"data:image/svg+xml;base64,{b64encode(str(svg).encode()).decode()}")
