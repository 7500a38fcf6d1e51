"""`bsc-audit report`: what belongs to reports but needs no evidence folder."""

import sys

import typer

from bsc_audit.render.json_schema import schema_text

app = typer.Typer(help="Describe what a report holds.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `schema` a command of its own while it is the only one."""


@app.command()
def schema() -> None:
    """Print the JSON Schema of the machine-readable result (--format json)."""
    sys.stdout.write(schema_text())
