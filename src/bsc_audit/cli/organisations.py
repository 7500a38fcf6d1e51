"""`bsc-audit export-org`, `delete-org` and `tidy`: what becomes of stored data in the end."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bsc_audit import bootstrap
from bsc_audit.cli.console import out, usage_error
from bsc_audit.cli.serving import OPERATOR, failed, known_organisation, mendable, told, wired

if TYPE_CHECKING:
    from bsc_audit.app.service.exporting import Exported
    from bsc_audit.app.service.wiring import Wiring

Organisation = Annotated[str, typer.Argument(help="Its id, or its name.", show_default=False)]


def export_org(
    organisation: Organisation,
    folder: Annotated[Path, typer.Argument(help="A new folder for it.", show_default=False)],
) -> None:
    """Write everything an organisation has stored into a folder: a file of JSON lines a noun, and its files."""
    wiring = wired(told())
    org_id = known_organisation(wiring, organisation)
    if folder.exists() and any(folder.iterdir()):
        raise usage_error(f"{folder} is not empty; every export has a folder of its own")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds personal data
    from bsc_audit.app.service.exporting import export_organisation, export_people, files_of

    with mendable():
        with wiring.work.read(org_id) as work:
            counts = {one.name: _write(folder, one) for one in export_organisation(work)}
            named = files_of(work)
        with wiring.work.installation() as installation:
            counts["people"] = _write(folder, export_people(installation, org_id))
        missing = [digest for digest in sorted(named) if not _copy(wiring, folder / "files", digest)]
    out.print(f"{folder}: {sum(counts.values()):,} values, {len(named) - len(missing)} files")
    if missing:
        raise failed(f"{len(missing)} files are missing, the first one is {missing[0]}")


def delete_org(
    organisation: Annotated[str, typer.Argument(help="Its id; a name could be another's.", show_default=False)],
    reason: Annotated[str, typer.Option(help="Why; it is kept in the audit log for good, so no names.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete everything an organisation has stored, and the people who belong to no other. Its audit chain stays."""
    settings = told()
    wiring = wired(settings)
    with wiring.work.installation() as installation:
        found = installation.organisations.find(organisation)
    if found is None:
        raise failed(f"there is no organisation with the id {organisation!r}")
    if not yes:
        typer.confirm(
            f"Delete all data of {found.name!r} ({found.id})? Nothing brings it back but a backup", abort=True
        )
    with mendable():
        erased = bootstrap.eraser(settings, wiring).erase(found.id, actor=OPERATOR, reason=reason)
    for digest in erased.files:
        wiring.blobs.mark_deleted(digest)
    out.print(
        f"{found.id} is gone, and {erased.persons} persons; its chain ends at {erased.head.seq} {erased.head.hash}"
    )
    out.print(f"{len(erased.files)} files go with the next `bsc-audit tidy` after a week; backups still hold it all")


def tidy() -> None:
    """Delete what is past its time: sessions, tokens, answers kept for repeated requests, messages, jobs, files nothing refers to."""
    wiring = wired(told())
    from bsc_audit.app.service.tidying import tidy as run

    with mendable():
        gone = run(wiring.work, wiring.blobs, wiring.clock)
    shown = f"{gone.sessions} sessions, {gone.tokens} tokens, {gone.answers} answers, {gone.messages} messages, {gone.jobs} jobs"
    out.print(f"gone: {shown}, {gone.files} files")


def _write(folder: Path, exported: "Exported") -> int:
    count = 0
    with (folder / f"{exported.name}.jsonl").open("w", encoding="utf-8") as file:
        for line in exported.lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    return count


def _copy(wiring: "Wiring", folder: Path, digest: str) -> bool:
    """Copy one file of evidence; False where it is not there."""
    if not wiring.blobs.exists(digest):
        return False
    folder.mkdir(exist_ok=True)
    with wiring.blobs.open(digest) as source, (folder / digest).open("wb") as target:
        while chunk := source.read(1 << 20):
            target.write(chunk)
    return True
