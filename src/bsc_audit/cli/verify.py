"""`bsc-audit verify`: what holds of a report, line by line."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bsc_audit.app.verification.check import Verification
from bsc_audit.cli.console import MENDABLE, mending, out, print_json, spinner
from bsc_audit.cli.pages import told_limits
from bsc_audit.cli.sealing import refuse_without_signing_parts
from bsc_audit.cli.templates import BrandOption, chosen_templates

TemplateOption = Annotated[
    str, typer.Option("--template", help="Folder of the template it was made by, where that is one of your own.")
]


def verify(
    report: Annotated[Path, typer.Argument(help="The PDF of a report.", show_default=False)],
    trust: Annotated[
        list[Path] | None,
        typer.Option("--trust", help="A certificate you trust: the signer's, or of who vouches for it."),
    ] = None,
    template: TemplateOption = "",
    brand: BrandOption = None,
    quick: Annotated[bool, typer.Option("--quick", help="Do not draw the pages anew to compare every word.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the lines as JSON.")] = False,
) -> None:
    """Check a report's signature, recompute its scores from what it carries, and draw its pages anew."""
    with mending(as_json):
        refuse_without_signing_parts()
        from bsc_audit.cli.verifying import Question, examined
        from bsc_audit.importers.signatures import read_certificates

        question = Question(
            file=report,
            trusted=tuple(certificate.dump() for file in trust or () for certificate in read_certificates(file)),
            templates=chosen_templates(template, brand) if template else (),
            brand=brand,
            quick=quick,
        )
        with spinner(as_json) as show:
            found = examined(question, told_limits(), lambda step, _done: show(step.capitalize()))
    if as_json:
        print_json({"holds": found.holds, "checks": found.checks})
    else:
        _print(found)
    if not found.holds:
        raise typer.Exit(MENDABLE)


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
