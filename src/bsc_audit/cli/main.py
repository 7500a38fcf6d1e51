"""The command line. Exit codes: 0 done, 1 something the user can mend, 2 wrong usage."""

import gc
from typing import Annotated

import typer

from bsc_audit import __version__
from bsc_audit.cli import (
    assess,
    backup,
    config,
    doctor,
    explain,
    imports,
    keys,
    migrate,
    organisations,
    people,
    questionnaire,
    report,
    rotate_secret,
    ruleset,
    serve,
    sign,
    template,
    verify,
    verify_log,
    worker,
)

RARELY = 50_000  # new objects between two looks for garbage: a command ends before much of it is made

app = typer.Typer(
    name="bsc-audit",
    help="Audit customer service on the balanced scorecard: rulesets, evidence, findings, report.",
    epilog="Exit codes: 0 done, 1 something you can mend (it is said what), 2 wrong usage.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
)
app.command(name="assess")(assess.assess)
app.command(name="explain")(explain.explain)
app.command(name="import")(imports.import_)
app.command(name="sign")(sign.sign)
app.command(name="verify")(verify.verify)
app.command(name="doctor")(doctor.doctor)
app.command(name="serve")(serve.serve)
app.command(name="worker")(worker.worker)
app.command(name="openapi")(serve.openapi)
app.command(name="verify-log")(verify_log.verify_log)
app.command(name="migrate")(migrate.migrate)
app.command(name="backup")(backup.backup)
app.command(name="verify-backup")(backup.verify_backup)
app.command(name="restore")(backup.restore)
app.command(name="export-org")(organisations.export_org)
app.command(name="delete-org")(organisations.delete_org)
app.command(name="tidy")(organisations.tidy)
app.command(name="rotate-secret")(rotate_secret.rotate_secret)
app.command(name="config")(config.config)
app.add_typer(keys.app, name="keys")
app.add_typer(people.app, name="people")
app.add_typer(ruleset.app, name="ruleset")
app.add_typer(questionnaire.app, name="questionnaire")
app.add_typer(report.app, name="report")
app.add_typer(template.app, name="template")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bsc-audit {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Audit customer service on the balanced scorecard."""


def main() -> None:
    """Run the command line."""
    gc.freeze()  # what is loaded stays
    gc.set_threshold(RARELY)
    app()


if __name__ == "__main__":
    main()
