"""`bsc-audit questionnaire`: check, show and describe questionnaires."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from bsc_audit import bootstrap
from bsc_audit.app.rulesets import load_questionnaires
from bsc_audit.cli.console import mending, out, print_json, print_laid_out, usage_error
from bsc_audit.core.findings.text import number_text
from bsc_audit.core.questionnaire.compile import compile_questionnaire
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.questionnaire.schema import SCHEMA
from bsc_audit.importers.library import read_yaml

app = typer.Typer(help="Check, show and describe questionnaires and checklists.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Argument(help="A file, or the id of a shipped questionnaire.", show_default=False)]


@app.command()
def check(name: Name, as_json: Json = False) -> None:
    """Check one questionnaire; every problem with its line."""
    with mending(as_json):
        found = _load(name)
    if as_json:
        print_json({"id": found.id, "version": found.version, "digest": found.digest, "problems": []})
    else:
        out.print(f"{found.id} {found.version}: {len(found.items())} items, no problem")


@app.command()
def show(name: Name, as_json: Json = False) -> None:
    """Show a questionnaire as a person reads it."""
    with mending(as_json):
        found = _load(name)
    if as_json:
        print_json(found)
        return
    out.print(Text.assemble((found.title, "bold"), f"  {found.id} {found.version}\n{found.summary}"))
    for section in found.sections:
        table = Table(title=section.title, title_justify="left", box=None, padding=(0, 2, 0, 0))
        for column in ("id", "asks", "type", "weight", "flag", "N/A"):
            table.add_column(column)
        for item in section.items:
            may = "allowed" if item.may_be_not_applicable else ""
            table.add_row(item.id, item.asks, item.type, number_text(item.weight, 0), item.flag or item.effect, may)
        print_laid_out(table)


@app.command()
def schema() -> None:
    """Print the JSON Schema of questionnaire files."""
    print_json(SCHEMA.definition)


def _load(name: str) -> Questionnaire:
    file = Path(name)
    if file.is_file():
        return compile_questionnaire(read_yaml(file))
    known = load_questionnaires(bootstrap.library())
    if name not in known:
        raise usage_error(f"there is no questionnaire {name!r}; known: {', '.join(known)}")
    return known[name]
