"""`bsc-audit assess`: an evidence folder in, a report and a one-screen summary out."""

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bsc_audit import __version__, bootstrap
from bsc_audit.app.assessments import Assessment
from bsc_audit.app.assessments import assess as run
from bsc_audit.cli.console import err, mending, out, print_json, usage_error
from bsc_audit.cli.summary import print_summary, summary_data
from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.report.build import build
from bsc_audit.core.report.model import Report
from bsc_audit.importers.folder import read_folder
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.table import RENDERERS, file_name
from bsc_audit.render.template import Template, load_template

Folder = Annotated[Path, typer.Argument(help="The evidence folder; see docs/evidence-folder.md.", show_default=False)]


def assess(
    folder: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder the report is written to.")] = Path("out"),
    template: Annotated[str, typer.Option(help="Report template: an id, or a folder.")] = "certification",
    formats: Annotated[str, typer.Option("--format", help=f"Any of {', '.join(RENDERERS)}, with commas.")] = "pdf",
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Score an evidence folder and write its report."""
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in RENDERERS]
    if unknown or not wanted:
        raise usage_error(f"--format takes {', '.join(RENDERERS)}; {', '.join(unknown) or 'nothing'} is none of them")
    with mending(as_json, folder), _progress(as_json) as progress:
        task = progress.add_task("Reading the folder", total=None)
        look = load_template(_template_folder(template), charts=frozenset(CHARTS))
        result = run(
            bootstrap.library(), read_folder(folder), progress=lambda step: progress.update(task, description=step)
        )
        report = build_report(result)
        files = _write(report, look, result, wanted, output, lambda step: progress.update(task, description=step))
    if as_json:
        print_json({**summary_data(result), "files": [str(file) for file in files]})
    else:
        print_summary(out, result, files)


def build_report(result: Assessment) -> Report:
    """The report of an assessment."""
    return build(
        result.ruleset,
        result.evidence,
        result.scorecard,
        result.findings,
        result.recommendation,
        engine_version=__version__,
    )


def _progress(quiet: bool) -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal)


def _template_folder(name: str) -> Path:
    own = Path(name)
    if own.is_dir():
        return own
    shipped = bootstrap.data_folder("report_templates", name)
    if shipped is None or "/" in name:
        raise usage_error(f"there is no report template {name!r}")
    return shipped


def _write(
    report: Report, look: Template, result: Assessment, wanted: list[str], output: Path, tell: object
) -> list[Path]:
    """Every format first into a folder of its own, then all of them into place: nothing is half-written."""
    name = f"{result.evidence.engagement.id}-{look.id}"
    with tempfile.TemporaryDirectory(prefix="bsc-audit-") as waiting:
        made = [Path(waiting) / file_name(name, kind) for kind in wanted]
        for file, kind in zip(made, wanted, strict=True):
            if callable(tell):
                tell(f"Writing the {kind.upper()}")
            file.write_bytes(RENDERERS[kind](report, look))
        return _move(made, output)


def _move(made: list[Path], output: Path) -> list[Path]:
    """All copied beside their targets first, then renamed, which hardly can fail.

    Raises:
        RenderError: the folder cannot be written to.
    """
    waiting = [output / f".{file.name}.part" for file in made]
    try:
        output.mkdir(parents=True, exist_ok=True)
        for file, beside in zip(made, waiting, strict=True):
            shutil.copyfile(file, beside)
        return [beside.replace(output / file.name) for file, beside in zip(made, waiting, strict=True)]
    except OSError as error:
        message = f"cannot be written to: {error.strerror}"
        problem = Problem(code="cannot-write", where=Location(str(output)), message=message, hint="name another folder")
        raise RenderError([problem]) from error
    finally:
        if output.is_dir():
            for beside in waiting:
                beside.unlink(missing_ok=True)
