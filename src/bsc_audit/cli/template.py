"""`bsc-audit template`: list templates, show one, start one of one's own, and check it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from bsc_audit import bootstrap
from bsc_audit.app.assessments import Assessment
from bsc_audit.app.assessments import assess as run
from bsc_audit.app.samples import SORTS, samples
from bsc_audit.cli.assess import build_report
from bsc_audit.cli.console import MENDABLE, mending, out, print_json, print_problems, problem_data, usage_error
from bsc_audit.cli.pages import is_below, told_limits
from bsc_audit.cli.templates import BrandOption, own_brand, template_folder, template_shelves
from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.importers.folder import read_folder
from bsc_audit.render.check.check import Attempt, check_template
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.job import render_here
from bsc_audit.render.manifest import MANIFEST
from bsc_audit.render.template import Template, load_template
from bsc_audit.render.workers.pool import Pool

EXAMPLE = ("examples", "harbour-bank")
START = ("examples", "templates", "letter")  # what a new template begins as

app = typer.Typer(name="template", help="Report templates: list, show, start, check.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Id of a template, or its folder.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command(name="list")
def list_(as_json: Json = False) -> None:
    """Every template there is, those of one's own first."""
    with mending(as_json):
        looks = [_load(folder, None) for folder in _folders()]
    if as_json:
        print_json([_summary(look) for look in looks])
        return
    width = max(len(look.id) for look in looks)
    for look in looks:
        out.print(f"{look.id:<{width}}  {look.page:<12}  {len(look.sections):>2} sections  {look.title}")


@app.command()
def show(name: Name, brand: BrandOption = None, as_json: Json = False) -> None:
    """What a template holds: sections, charts, what it shows of the report, where lists are cut."""
    with mending(as_json):
        look = _load(template_folder(name), brand or own_brand())
    data = _summary(look) | _details(look)
    if as_json:
        print_json(data)
        return
    for key, value in data.items():
        for line in value if isinstance(value, list) else [value]:
            out.print(f"{key:<9} {line}")


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="Id of the new template: small letters, digits, hyphens.")],
    folder: Annotated[Path, typer.Argument(help="Where it is written; must not exist.", show_default=False)],
    base: Annotated[
        str, typer.Option(help="A shipped template whose parts, style and fonts it uses.")
    ] = "certification",
) -> None:
    """Write a template of one's own to start from; it works as it stands."""
    if not name.replace("-", "").replace("_", "").isalnum() or name != name.lower() or not name.isascii():
        raise usage_error(f"{name!r} is no id: small letters, digits and hyphens")
    if folder.exists():
        raise usage_error(f"{folder} is there already")
    with mending():
        below = _load(template_folder(base), None)
        if len(below.folders) > 1:
            raise usage_error(f"{base!r} is based on another template itself; name that one")
        _copy(name, below.id, folder)
        _load(folder, None)
    out.print(f"Written to {folder}. Change it, then: bsc-audit template check {folder}")


@app.command()
def check(
    name: Name,
    brand: BrandOption = None,
    quick: Annotated[bool, typer.Option("--quick", help="Look at HTML only; PDF takes seconds a report.")] = False,
    as_json: Json = False,
) -> None:
    """Fill a template with reports of every sort and tell everything that is wrong with it."""
    with mending(as_json):
        look = _load(template_folder(name), brand or own_brand())
        with _attempt(look, strange=brand is not None) as attempt:
            problems = check_template(look, _reports(), pages=not quick, attempt=attempt)
    if as_json:
        told = [problem_data(problem) for problem in problems]
        print_json({"template": look.id, "reports": list(SORTS), "pages": not quick, "problems": told})
    elif problems:
        print_problems(problems)
    else:
        out.print(f"{look.id}: nothing wrong, tried with {len(SORTS)} reports: {', '.join(SORTS)}.")
    if problems:
        raise typer.Exit(MENDABLE)


@contextmanager
def _attempt(look: Template, *, strange: bool) -> Iterator[Attempt]:
    """What tries a template: a limited worker where a stranger may have written it or its brand."""
    if not strange and is_below(look.folder, template_shelves()):
        yield render_here
        return
    with Pool(1, told_limits()) as pool:
        yield pool.render


def _load(folder: Path, brand: Path | None) -> Template:
    return load_template(folder, charts=frozenset(CHARTS), shelves=template_shelves(), brand=brand)


def _folders() -> list[Path]:
    """Each id once: the first shelf that has it."""
    found: dict[str, Path] = {}
    for shelf in template_shelves():
        for file in sorted(shelf.glob(f"*/{MANIFEST}")):
            found.setdefault(file.parent.name, file.parent)
    return list(found.values())


def _summary(look: Template) -> dict[str, Any]:
    base = look.folders[1].name if len(look.folders) > 1 else ""
    return {"id": look.id, "title": look.title, "page": look.page, "base": base, "folder": str(look.folder)}


def _details(look: Template) -> dict[str, Any]:
    return {
        "sections": [f"{one.part}: {one.title}" for one in look.sections],
        "charts": list(look.charts),
        "shows": list(look.filters.only) or ["everything"],
        "cut": [f"{path} at {most}" for path, most in sorted(look.filters.most.items())],
        "attach": look.attach,
        "brand": look.brand.name if look.brand else "",
    }


def _copy(name: str, base: str, folder: Path) -> None:
    """The start folder with its id and base put in.

    Raises:
        RenderError: it cannot be written.
    """
    start = bootstrap.data_folder(*START)
    if start is None:
        raise usage_error(f"the data of the package lack {'/'.join(START)}")
    try:
        shutil.copytree(start, folder)
        manifest = folder / MANIFEST
        text = manifest.read_text(encoding="utf-8").replace("id: letter", f"id: {name}", 1)
        manifest.write_text(text.replace("base: certification", f"base: {base}", 1), encoding="utf-8")
    except OSError as error:
        message = f"cannot be written to: {error.strerror}"
        problem = Problem(code="cannot-write", where=Location(str(folder)), message=message, hint="name another folder")
        raise RenderError([problem]) from error


def _reports() -> dict[str, Report]:
    return {sort: build_report(one) for sort, one in samples(_example()).items()}


def _example() -> Assessment:
    folder = bootstrap.data_folder(*EXAMPLE)
    if folder is None:
        raise usage_error(f"the data of the package lack {'/'.join(EXAMPLE)}")
    return run(bootstrap.library(), read_folder(folder))
