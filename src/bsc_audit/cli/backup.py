"""`bsc-audit backup`, `verify-backup` and `restore`: copies of everything the service holds."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from bsc_audit import __version__, bootstrap
from bsc_audit.cli.console import MENDABLE, err, out
from bsc_audit.cli.serving import demand_packages, failed, mendable, told

Backup = Annotated[Path, typer.Argument(help="The folder of a backup.", show_default=False)]


def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder for it.", show_default=False)],
) -> None:
    """Copy database and files into a folder, while the service works. The copy is as of one moment."""
    demand_packages()
    from bsc_audit.app.service.system import SystemClock
    from bsc_audit.storage.backup.making import Stamp, make_backup
    from bsc_audit.storage.migrating import Standing, standing

    source = bootstrap.installation(told())
    with mendable(), closing(source.database):
        if standing(source.database) is Standing.EMPTY:
            raise failed("there is no database to copy; is BSC_DATA or DATABASE_URL another one?")
        made = make_backup(source, folder, Stamp(at=SystemClock().now(), program=__version__))
    out.print(f"{folder}: {made.database_size:,} bytes of database, {len(made.files)} files")
    missing = set(made.facts.references) - made.files.keys()
    if missing:
        raise failed(f"{len(missing)} files the database names are missing, the first one is {min(missing)}")


def verify_backup(folder: Backup) -> None:
    """Check a backup: every byte of it, the database's soundness, the audit log's chains, the files that are named."""
    demand_packages()
    from bsc_audit.storage.backup.checking import faults_of

    with mendable():
        faults = faults_of(folder)
    for fault in faults:
        err.print(fault, style="bold red")
    if faults:
        raise typer.Exit(MENDABLE)
    out.print("Everything that could be checked holds.", style="bold green")


def restore(folder: Backup) -> None:
    """Put a backup back, into a data folder or a database that is empty; it is checked before."""
    demand_packages()
    from bsc_audit.storage.backup.restoring import restore_backup

    settings = told()
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = bootstrap.installation(settings)
    with mendable(), closing(target.database):
        made = restore_backup(folder, target)
    out.print(f"the backup of {made.made_at:%Y-%m-%d %H:%M}Z by {made.program} is back in {settings.data}")
