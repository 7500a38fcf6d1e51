"""`bsc-audit ruleset`: check, test, show, seal and describe rulesets."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text
from rich.tree import Tree

from bsc_audit import bootstrap
from bsc_audit.app.rulesets import check_files, compile_files, seal_problem
from bsc_audit.cli.console import MENDABLE, err, mending, out, print_json, print_laid_out, usage_error
from bsc_audit.core.cases.model import CaseReport
from bsc_audit.core.cases.run import run_cases
from bsc_audit.core.documents import Document
from bsc_audit.core.findings.text import number_text
from bsc_audit.core.problems import RulesetError
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.ruleset.schema import SCHEMA
from bsc_audit.importers.library import FolderLibrary, read_cases, read_ruleset, read_seal, write_seal

app = typer.Typer(help="Check, test, show, seal and describe rulesets.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Argument(help="A ruleset folder, or id/version of a shipped one.", show_default=False)]
Profile = Annotated[str | None, typer.Option(help="A profile of the ruleset.")]
Language = Annotated[str | None, typer.Option(help="Language of the texts.")]


@app.command()
def check(name: Name, profile: Profile = None, as_json: Json = False) -> None:
    """Check one ruleset; every problem with file, line and column."""
    with mending(as_json):
        folder = _folder(name)
        files = read_ruleset(folder)
        ruleset = check_files(bootstrap.library(), files, profile=profile)
        _refuse_broken_seal(folder, files, ruleset)
    counts = {
        "criteria": len(ruleset.criteria),
        "indicators": len(ruleset.indicators),
        "rules": len(ruleset.rules),
        "awards": len(ruleset.decision.awards),
    }
    if as_json:
        print_json({"id": ruleset.id, "version": ruleset.version, "digest": ruleset.digest, **counts, "problems": []})
    else:
        out.print(
            f"{ruleset.id} {ruleset.version}: {', '.join(f'{n} {what}' for what, n in counts.items())}, no problem"
        )


@app.command(name="test")
def run_tests(
    name: Name, as_json: Json = False, strict: Annotated[bool, typer.Option(help="Gaps count as failures.")] = False
) -> None:
    """Run the cases of a ruleset; list what no case reaches."""
    with mending(as_json):
        folder = _folder(name)
        report = run_cases(_compile(folder), read_cases(folder))
    if as_json:
        print_json({**_plain(report), "passed": report.passed})
    else:
        _print_report(report)
    if not report.passed or (strict and report.gaps):
        raise typer.Exit(MENDABLE)


def _plain(report: CaseReport) -> dict[str, Any]:
    failed = [result for result in report.results if not result.passed]
    return {"cases": len(report.results), "failed": failed, "gaps": report.gaps}


def _print_report(report: CaseReport) -> None:
    for result in report.results:
        for failure in result.failures:
            err.print(f"{result.where}: {result.of}, {result.name!r}: {failure}", style="red")
    for gap in report.gaps:
        lacks = f" lacks a case {', '.join(gap.lacks)}" if gap.lacks else " is reached by no case"
        out.print(f"{gap.what} {gap.id}{lacks}", style="yellow")
    failed = sum(not result.passed for result in report.results)
    out.print(f"{len(report.results)} cases, {failed} failed, {len(report.gaps)} gaps", style="bold")


@app.command()
def show(name: Name, profile: Profile = None, language: Language = None, as_json: Json = False) -> None:
    """Show a ruleset as a person reads it: the tree with weights, rules, awards."""
    with mending(as_json):
        ruleset = _compile(_folder(name), profile=profile, language=language)
    if as_json:
        print_json(_readable(ruleset))
        return
    head = f"  {ruleset.id} {ruleset.version}\n{ruleset.summary}\n{ruleset.digest}"
    out.print(Text.assemble((ruleset.title, "bold"), head))
    print_laid_out(_tree(ruleset, ruleset.root, Tree(Text(ruleset.groups[ruleset.root].title))))
    for rule in ruleset.rules:
        out.print(Text.assemble(f"{rule.id:<6} {rule.kind:<14} {rule.title}\n       ", (rule.when.text, "dim")))
    for award in ruleset.decision.awards:
        out.print(f"award {award.title}: {' and '.join(dict.fromkeys(need.when.text for need in award.needs))}")


def _readable(ruleset: Ruleset) -> dict[str, Any]:
    return {
        "id": ruleset.id,
        "version": ruleset.version,
        "title": ruleset.title,
        "digest": ruleset.digest,
        "groups": ruleset.groups.values(),
        "criteria": [
            {"id": c.id, "title": c.title, "in": c.parent, "weight": c.weight, "critical": c.critical, "asks": c.asks}
            for c in ruleset.criteria.values()
        ],
        "rules": [{"id": r.id, "kind": r.kind, "title": r.title, "when": r.when.text} for r in ruleset.rules],
        "awards": [
            {"id": a.id, "title": a.title, "needs": [need.when.text for need in a.needs]}
            for a in ruleset.decision.awards
        ],
    }


def _tree(ruleset: Ruleset, name: str, branch: Tree) -> Tree:
    for member in ruleset.groups[name].members:
        weight = "" if member.weight is None else f"  weight {number_text(member.weight)}"
        if member.id in ruleset.groups:
            _tree(ruleset, member.id, branch.add(Text.assemble((ruleset.groups[member.id].title, "bold"), weight)))
        else:
            criterion = ruleset.criteria[member.id]
            mark = "  critical" if criterion.critical else ""
            branch.add(Text.assemble(f"{criterion.id} {criterion.title}{weight}", (mark, "red")))
    return branch


@app.command()
def seal(
    name: Name, replace: Annotated[bool, typer.Option(help="Seal again: nobody has used the version yet.")] = False
) -> None:
    """Record the digest of a published version; from then on a change to it is refused."""
    with mending():
        folder = _folder(name)
        ruleset = _compile(folder)
    if ruleset.status != "published":
        raise usage_error(f"{ruleset.id} {ruleset.version} is a draft; set 'status: published' first")
    if read_seal(folder) not in (None, ruleset.digest) and not replace:
        raise usage_error("this version is sealed already; make a new version, or --replace while nobody has used it")
    write_seal(folder, ruleset.digest)
    out.print(f"{ruleset.id} {ruleset.version} sealed: {ruleset.digest}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of ruleset files, for editors."""
    print_json(SCHEMA.definition)


def _folder(name: str) -> Path:
    own = Path(name)
    if own.is_dir():
        return own
    library: FolderLibrary = bootstrap.library()
    wanted, _, version = name.partition("/")
    versions = [known for ruleset, known in library.rulesets() if ruleset == wanted]
    folder = library.folder(wanted, version or (versions[-1] if versions else ""))
    if folder is None:
        known = ", ".join("/".join(pair) for pair in library.rulesets())
        raise usage_error(f"there is no ruleset {name!r}; give a folder, or one of {known}")
    return folder


def _compile(folder: Path, *, profile: str | None = None, language: str | None = None) -> Ruleset:
    return compile_files(bootstrap.library(), read_ruleset(folder), profile=profile, language=language)


def _refuse_broken_seal(folder: Path, files: Sequence[Document], ruleset: Ruleset) -> None:
    problem = seal_problem(ruleset, read_seal(folder), files)
    if problem is not None:
        raise RulesetError([problem])
