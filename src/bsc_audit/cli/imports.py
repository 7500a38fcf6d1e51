"""`bsc-audit import`: a table from another system becomes a file of an evidence folder, whole or not at all."""

from pathlib import Path
from typing import Annotated

import typer

from bsc_audit.cli.console import MENDABLE, out, print_json, print_problems, problem_data, usage_error
from bsc_audit.importers.result import ImportResult
from bsc_audit.importers.table import IMPORTERS, run_import

Kind = Annotated[str, typer.Argument(help=f"What the table holds: {', '.join(IMPORTERS)}.", show_default=False)]
Source = Annotated[Path, typer.Argument(help="A .csv, .tsv, .txt, any of them as .gz, or .xlsx.", show_default=False)]
Target = Annotated[Path, typer.Option("--to", help="The file to make, such as metrics/calls.csv.", show_default=False)]


def import_(
    kind: Kind,
    source: Source,
    target: Target,
    mapping: Annotated[Path | None, typer.Option(help="How the table is to be read; see docs/importing.md.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Turn calls, tickets, orders, metric values, visits, reviews or answers into evidence."""
    if kind not in IMPORTERS:
        raise usage_error(f"import takes {', '.join(IMPORTERS)}; {kind} is none of them")
    result = run_import(kind, source, mapping, target, dry_run=dry_run)
    if as_json:
        print_json(_data(result))
    elif result.problems:
        print_problems(result.problems)
    else:
        _print_result(result, target)
    if result.problems:
        raise typer.Exit(MENDABLE)


def _print_result(result: ImportResult, target: Path) -> None:
    for line in result.preview if not result.written else ():
        out.print(line, markup=False)
    left = "".join(f", {count:,} left out: {why}" for why, count in result.left_out.items())
    done = f"Written {result.written:,} to {target}" if result.written else f"{result.made:,} would go to {target}"
    out.print(f"{result.rows:,} rows read{left}. {done}", markup=False)


def _data(result: ImportResult) -> dict[str, object]:
    return {
        "rows": result.rows,
        "left_out": dict(result.left_out),
        "made": result.made,
        "written": result.written,
        "preview": list(result.preview),
        "problems": [problem_data(problem) for problem in result.problems],
    }
