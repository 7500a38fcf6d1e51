"""`bsc-audit assess`: an evidence folder in, a report and a one-screen summary out."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bsc_audit import __version__, bootstrap
from bsc_audit.app.assessments import Assessment
from bsc_audit.app.assessments import assess as run
from bsc_audit.app.bundle import bundle_of
from bsc_audit.cli.console import mending, out, print_json, spinner, usage_error
from bsc_audit.cli.pages import MOST_JOBS, JobsOption, press
from bsc_audit.cli.sealing import (
    KeyFile,
    PassphraseFile,
    Sealing,
    Timestamp,
    refuse_without_signing_parts,
    sealed,
)
from bsc_audit.cli.summary import print_summary, summary_data
from bsc_audit.cli.templates import BrandOption, chosen_templates, jobs, template_shelves
from bsc_audit.core.evidence.engagement import FILE
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.evidence.wanted import ruleset_wanted
from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.core.report.build import build
from bsc_audit.core.report.model import Report
from bsc_audit.importers.folder import read_folder
from bsc_audit.languages import language, languages
from bsc_audit.render.imprint import Attachment, material_attachment
from bsc_audit.render.job import PDF, RenderJob
from bsc_audit.render.table import RENDERERS, file_name
from bsc_audit.render.template import Template
from bsc_audit.settings import read_settings

Tell = Callable[[str], None]
LANGUAGE_HELP = f"Language of the report: {', '.join(languages())}; else the one the folder names."
Folder = Annotated[Path, typer.Argument(help="The evidence folder; see docs/evidence-folder.md.", show_default=False)]


def assess(
    folder: Folder,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder the report is written to.")] = Path("out"),
    template: Annotated[str, typer.Option(help="Report templates: ids or folders, with commas.")] = "certification",
    brand: BrandOption = None,
    formats: Annotated[str, typer.Option("--format", help=f"Any of {', '.join(RENDERERS)}, with commas.")] = "pdf",
    sign: Annotated[
        bool, typer.Option("--sign", help="Sign the PDF; with the key of this computer unless --key.")
    ] = False,
    key: KeyFile = None,
    passphrase: PassphraseFile = None,
    timestamp: Timestamp = "",
    attach: Annotated[bool, typer.Option(help="Put what the report was made from into the PDF.")] = True,
    tongue: Annotated[str, typer.Option("--language", help=LANGUAGE_HELP, show_default=False)] = "",
    side_by_side: JobsOption = MOST_JOBS,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Score an evidence folder and write its report."""
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in RENDERERS]
    if unknown or not wanted:
        raise usage_error(f"--format takes {', '.join(RENDERERS)}; {', '.join(unknown) or 'nothing'} is none of them")
    sealing = Sealing(key=key, passphrase=passphrase, timestamp=timestamp) if sign or key else None
    if (timestamp and sealing is None) or (sealing and "pdf" not in wanted):
        raise usage_error("--sign, --key and --timestamp sign the PDF: ask for --sign and --format pdf")
    with mending(as_json, folder), spinner(as_json) as tell, ExitStack() as opened:
        if sealing:
            refuse_without_signing_parts()
        tell("Reading the folder")
        made = jobs(chosen_templates(template, brand), wanted)
        trusted = () if brand else template_shelves()  # a brand named by its folder may be anybody's
        maker = opened.enter_context(press(made, RENDERERS, side_by_side, trusted))
        raw = read_folder(folder)
        spoken = report_language(tongue, raw)
        result = run(bootstrap.library(), raw, language=spoken.tag if spoken else None, progress=tell)
        report = build_report(result, spoken or language(result.evidence.engagement.language))
        order = partial(_order, report, _material(raw) if attach else ())
        files = _write(report, made, maker.files(report, made, order, tell), sealing, output)
    if as_json:
        print_json({**summary_data(result), "files": [str(file) for file in files]})
    else:
        print_summary(out, result, files)


def report_language(tag: str, raw: RawEvidence) -> Language | None:
    """The language asked for, else the one the folder names; None where neither says one.

    Raises:
        RenderError: there are no words for it.
    """
    document = raw.documents.get(FILE)
    named = ruleset_wanted(raw).language
    if tag or not named or document is None:
        return language(tag) if tag else None
    return language(named, document.where(("assessment", "language")))


def build_report(result: Assessment, spoken: Language = ENGLISH) -> Report:
    """The report of an assessment."""
    return build(
        result.ruleset,
        result.evidence,
        result.scorecard,
        result.findings,
        result.recommendation,
        engine_version=__version__,
        language=spoken,
    )


def _material(raw: RawEvidence) -> tuple[Attachment, ...]:
    return (material_attachment(bundle_of(bootstrap.library(), raw, engine_version=__version__)),)


def _order(report: Report, material: tuple[Attachment, ...], look: Template, kind: str) -> RenderJob:
    address = read_settings().verified_at
    return RenderJob(report=report, template=look, format=kind, attachments=material, verified_at=address)


def _write(
    report: Report,
    wanted: Sequence[tuple[Template, str]],
    contents: Iterable[bytes],
    sealing: Sealing | None,
    output: Path,
) -> list[Path]:
    """Every file first into a folder of its own, then all of them into place: nothing is half-written."""
    with tempfile.TemporaryDirectory(prefix="bsc-audit-") as waiting:
        made = [
            Path(waiting)
            / file_name(f"{report.meta.id}-{look.file_word(report.standing.granted)}{_tongue(report)}", kind)
            for look, kind in wanted
        ]
        spoken = language(report.meta.language)
        for file, (_, kind), content in zip(made, wanted, contents, strict=True):
            seals = sealing if kind == PDF else None
            file.write_bytes(sealed(content, report.meta.kind, seals, spoken) if seals else content)
        return _move(made, output)


def _tongue(report: Report) -> str:
    """What tells a translation from the report in the folder's own language, so that one never replaces the other."""
    meta = report.meta
    return f".{meta.language}" if meta.language != meta.evidence_language else ""


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
