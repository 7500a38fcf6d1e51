"""What every command prints the same way: problems, JSON, errors that end it."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer
from rich.console import Console, RenderableType
from rich.text import Text

from bsc_audit.app.plain_data import plain
from bsc_audit.core.problems import AuditError, EvidenceError, Location, Problem

MENDABLE = 1  # exit code: the user can mend it
WRONG_USAGE = 2

# What rulesets and folders say is shown as it is: no markup, no emoji, no colours but our own.
out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)


def print_laid_out(shown: RenderableType) -> None:
    """A tree or table, wrapped to the terminal's width so that nothing of it is cut off."""
    out.print(shown, soft_wrap=False)


def print_json(value: Any) -> None:
    """Data for a program, on standard output."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def print_problems(problems: Iterable[Problem]) -> None:
    """Problems for a person, on standard error: a place that can be clicked, what is wrong, how to mend it."""
    listed = tuple(problems)
    for problem in listed:
        line = Text(f"{problem.where}: ", style="bold")
        line.append(problem.message, style="default")
        if problem.hint:
            line.append(f"\n    {problem.hint}", style="cyan")
        line.append(f"  [{problem.code}]", style="dim")
        err.print(line)
    count = len(listed)
    err.print(f"{count} problem{'s' if count != 1 else ''}. Nothing was written.", style="bold red")


@contextmanager
def mending(as_json: bool = False, folder: Path | None = None) -> Iterator[None]:
    """Turn problems into output and exit code 1. Places inside an evidence folder get the folder's path."""
    try:
        yield
    except AuditError as error:
        problems = error.problems
        if folder is not None and isinstance(error, EvidenceError):
            problems = tuple(_below(folder, problem) for problem in problems)
        if as_json:
            print_json({"problems": [problem_data(problem) for problem in problems]})
        else:
            print_problems(problems)
        raise typer.Exit(MENDABLE) from error


def _below(folder: Path, problem: Problem) -> Problem:
    where = problem.where
    if where.file.startswith(str(folder)):
        return problem
    return replace(problem, where=Location(str(folder / where.file), where.line, where.column))


def problem_data(problem: Problem) -> Mapping[str, Any]:
    """A problem as JSON data."""
    return {
        "code": problem.code,
        "file": problem.where.file,
        "line": problem.where.line,
        "column": problem.where.column,
        "field": problem.field,
        "message": problem.message,
        "hint": problem.hint,
    }


def usage_error(message: str) -> typer.Exit:
    """Say what is wrong with the command line; raise the result."""
    err.print(message, style="bold red")
    return typer.Exit(WRONG_USAGE)


@contextmanager
def spinner(quiet: bool) -> Iterator[Callable[[str], None]]:
    """What is done just now, in one line that goes again; give what comes out each step in words.

    Args:
        quiet: show nothing, as a program reads what is printed; nothing is shown outside a terminal either.
    """
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda step: progress.update(task, description=step)
