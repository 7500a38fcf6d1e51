"""`bsc-audit verify-log`: whether the chains of the audit log hold, entry by entry."""

from typing import TYPE_CHECKING, Annotated

import typer

from bsc_audit.cli.console import MENDABLE, out, print_json
from bsc_audit.cli.serving import known_organisation, mendable, told, wired

if TYPE_CHECKING:
    from bsc_audit.app.service.audit_log import Proof

MOST_SHOWN = 20  # breaks of one chain


def verify_log(
    organisation: Annotated[
        str | None, typer.Option(help="Its id, or its name; else the installation and all organisations.")
    ] = None,
    head: Annotated[str, typer.Option(help="Say where an entry with this hash stands, such as a certificate's.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Recompute the audit log's chains and say where one is broken first."""
    wiring = wired(told())
    from bsc_audit.app.service.audit_log import prove_all, prove_organisation

    with mendable():
        if organisation is None:
            proofs = list(prove_all(wiring.work, looked_for=head))
        else:
            proofs = [prove_organisation(wiring.work, known_organisation(wiring, organisation), looked_for=head)]
    if as_json:
        print_json([_data(proof) for proof in proofs])
    else:
        for proof in proofs:
            _print(proof)
    missing = bool(head) and not any(proof.places for proof in proofs)
    if missing:
        out.print(f"no entry has the hash {head}", style="bold red")
    if missing or not all(proof.holds for proof in proofs):
        raise typer.Exit(MENDABLE)


def _print(proof: "Proof") -> None:
    if proof.holds:
        out.print(f"holds   {proof.org_id}: {proof.entries} entries, head {proof.head.hash}", style="green")
    else:
        out.print(f"BROKEN  {proof.org_id}: first at entry {proof.breaks[0].seq}", style="bold red")
        for found in proof.breaks[:MOST_SHOWN]:
            out.print(f"        entry {found.seq}: {found.reason}")
    for place in proof.places:
        out.print(f"        the hash looked for is that of entry {place}")


def _data(proof: "Proof") -> dict[str, object]:
    return {
        "organisation": proof.org_id,
        "holds": proof.holds,
        "entries": proof.entries,
        "head": {"seq": proof.head.seq, "hash": proof.head.hash},
        "breaks": [{"seq": one.seq, "reason": one.reason} for one in proof.breaks],
        "places": proof.places,
    }
