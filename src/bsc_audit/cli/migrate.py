"""`bsc-audit migrate`: the database at the schema this program knows."""

from contextlib import closing
from typing import Annotated

import typer

from bsc_audit import bootstrap
from bsc_audit.cli.console import MENDABLE, out
from bsc_audit.cli.serving import demand_packages, mendable, told


def migrate(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit with 1 where there is work.")] = False,
) -> None:
    """Bring the database up to date. A PostgreSQL database is migrated by the operator, an SQLite file at every start."""
    demand_packages()
    from bsc_audit.storage.migrating import Standing, standing, upgrade

    settings = told()
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with mendable(), closing(bootstrap.installation(settings).database) as database:
        before = standing(database)
        if not check:
            upgrade(database)
    out.print(f"the database is {WORDS[before]}" if check else f"was {WORDS[before]}, is up to date")
    if check and before is not Standing.AT_HEAD:
        raise typer.Exit(MENDABLE)


WORDS = {
    "empty": "without tables",
    "behind": "behind this program",
    "at_head": "up to date",
    "newer": "of a later version of the program",
}
