"""`bsc-audit verify`: what holds of a report, line by line."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bsc_audit import __version__, bootstrap
from bsc_audit.app.verification.check import Verification
from bsc_audit.app.verification.drawn import Drawing
from bsc_audit.app.verification.verify import Here
from bsc_audit.app.verification.verify import verify as run
from bsc_audit.cli.console import MENDABLE, mending, out, print_json
from bsc_audit.cli.pages import told_limits
from bsc_audit.cli.sealing import refuse_without_signing_parts
from bsc_audit.cli.templates import BrandOption, found_template
from bsc_audit.languages import language
from bsc_audit.render.json import render_json
from bsc_audit.render.redraw import redrawer
from bsc_audit.render.workers.pool import Pool


def verify(
    report: Annotated[Path, typer.Argument(help="The PDF of a report.", show_default=False)],
    trust: Annotated[
        list[Path] | None,
        typer.Option("--trust", help="A certificate you trust: the signer's, or of who vouches for it."),
    ] = None,
    brand: BrandOption = None,
    quick: Annotated[bool, typer.Option("--quick", help="Do not draw the pages anew to compare every word.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the lines as JSON.")] = False,
) -> None:
    """Check a report's signature, recompute its scores from what it carries, and draw its pages anew."""
    with mending(as_json), ExitStack() as opened:
        refuse_without_signing_parts()
        from bsc_audit.importers.report_file import open_report
        from bsc_audit.importers.signatures import read_certificates

        trusted = [certificate for file in trust or () for certificate in read_certificates(file)]
        here = Here(
            library=bootstrap.library(),
            engine_version=__version__,
            encode=render_json,
            speak=language,
            names_trusted=bool(trusted),
            drawing=None if quick else _drawing(brand, opened),
        )
        found = run(open_report(report, trusted), here)
    if as_json:
        print_json({"holds": found.holds, "checks": found.checks})
    else:
        _print(found)
    if not found.holds:
        raise typer.Exit(MENDABLE)


def _drawing(brand: Path | None, opened: ExitStack) -> Drawing:
    """Drawing by a limited worker, as anybody may have made the file; it gets warm while the scores are recomputed."""
    from bsc_audit.importers.sheets import sheets_of

    pool = opened.enter_context(Pool(1, told_limits()))
    return Drawing(redraw=redrawer(lambda id_: found_template(id_, brand), pool.render), sheets=sheets_of)


def _print(found: Verification) -> None:
    for check in found.checks:
        word, style = WORDS[check.holds]
        out.print(Text.assemble((f"{word:<7}", style), check.says))
    failing = sum(check.holds is False for check in found.checks)
    if failing:
        out.print(Text(f"{failing} of {len(found.checks)} lines do not hold.", style="bold red"))
    else:
        out.print(Text("Everything that could be checked holds.", style="bold green"))


WORDS = {True: ("holds", "green"), False: ("FAILS", "bold red"), None: ("open", "yellow")}
