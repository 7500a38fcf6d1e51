"""A template tried on reports of every sort: every problem found, each once, with its line where that can be told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.render.brand.palette import clashes
from bsc_audit.render.job import HTML, PDF, RenderJob, render_here
from bsc_audit.render.manifest import MANIFEST
from bsc_audit.render.template import Template

Attempt = Callable[[RenderJob], bytes]
LIMITS = "render-"  # how codes begin of what a worker was ended for


def check_template(
    template: Template, reports: Mapping[str, Report], *, pages: bool, attempt: Attempt = render_here
) -> tuple[Problem, ...]:
    """Everything wrong with a template that could be loaded.

    Args:
        template: with the brand it is shown in.
        reports: by the name of their sort; the message names the first that shows a problem.
        pages: whether it is also written as PDF, which takes seconds for each report.
        attempt: does the jobs: a pool of workers where a stranger may have written the template.
    """
    found = [*_palette_problems(template)]
    for sort, report in reports.items():
        problems = _problems(
            RenderJob(report=report, template=template, format=PDF if pages else HTML, tried=True), attempt
        )
        found += [_told_of(problem, sort) for problem in problems]
        if any(problem.code.startswith(LIMITS) for problem in problems):
            break  # with the next report it would only take as long again
    first = {(one.code, one.where, one.field or one.message): one for one in reversed(found)}
    return tuple(sorted(first.values(), key=lambda one: (one.where, one.code, one.message)))


def _problems(job: RenderJob, attempt: Attempt) -> tuple[Problem, ...]:
    try:
        attempt(job)
    except RenderError as error:
        return tuple(error.problems)
    return ()


def _told_of(problem: Problem, sort: str) -> Problem:
    """Told once, with the first sort of report that showed it."""
    return replace(problem, message=f"{problem.message} (report: {sort})") if problem.field else problem


def _palette_problems(template: Template) -> Iterator[Problem]:
    """Colours of the template; those of a brand were checked when it was read."""
    names = ("ink", "text", "muted", "rule", "pale", "accent", "gold", "good", "fair", "poor", "bad", "none")
    colours = {one: getattr(template.palette, one) for one in (*names, "tones", "lights", "heat")}
    where = Location(str(template.file(MANIFEST)))
    for clash in clashes(colours):
        yield Problem(code="template-contrast", where=where, message=clash.message, hint=clash.hint)
