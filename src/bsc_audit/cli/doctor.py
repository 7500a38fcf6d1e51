"""`bsc-audit doctor`: can this machine do the whole job, and if not, what is missing?"""

import platform
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from bsc_audit import __version__, bootstrap
from bsc_audit.app.rulesets import load_questionnaires, load_ruleset
from bsc_audit.cli.console import MENDABLE, out, print_json
from bsc_audit.core.problems import AuditError, Location, Problem, RulesetError
from bsc_audit.render.pdf import renderer_version


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Check Python, the PDF renderer, the rulesets and the questionnaires."""
    results = [(name, *_try(check)) for name, check in CHECKS]
    if as_json:
        print_json({"version": __version__, "checks": [{"name": n, "ok": ok, "detail": d} for n, ok, d in results]})
    else:
        for name, ok, detail in results:
            out.print(f"{'ok  ' if ok else 'BAD '} {name:<16} {detail}", style=None if ok else "red")
    if not all(ok for _, ok, _ in results):
        raise typer.Exit(MENDABLE)


def _try(check: Callable[[], str]) -> tuple[bool, str]:
    try:
        return True, check()
    except AuditError as error:
        return False, "; ".join(str(problem) for problem in error.problems)


def _python() -> str:
    return f"{platform.python_version()} on {platform.system()}"


def _rulesets() -> str:
    library = bootstrap.library()
    loaded = [load_ruleset(library, name, version) for name, version in library.rulesets()]
    return _found("ruleset", [f"{ruleset.id} {ruleset.version}" for ruleset in loaded])


def _questionnaires() -> str:
    return _found("questionnaire", list(load_questionnaires(bootstrap.library())))


def _found(what: str, names: Sequence[str]) -> str:
    if not names:
        hint = "reinstall the package, or set BSC_AUDIT_HOME to a folder that has some"
        problem = Problem(
            code="nothing-installed", where=Location("this machine"), message=f"no {what} is found", hint=hint
        )
        raise RulesetError([problem])
    return ", ".join(names)


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("Python", _python),
    ("PDF renderer", renderer_version),
    ("Rulesets", _rulesets),
    ("Questionnaires", _questionnaires),
)
