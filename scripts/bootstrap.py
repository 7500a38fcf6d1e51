"""Starts bsc_audit from a bare checkout.

usage: ./run [--system] COMMAND [ARGUMENT ...]

  demo             score the sample organisation and write its report
  test [ARG ...]   run the tests; arguments go to pytest
  check [NAME ...] run the named checks (lint, format, types, imports, content), or all of them and the tests
  words [LANG ...] bring the message catalogues up to date, and begin those of a new language
  lock [ARG ...]   write the lock files anew from pyproject.toml; --upgrade takes newer versions
  doctor           say what is here and what is missing
  anything else    is given to bsc-audit, for example: ./run assess FOLDER

--system installs the system packages that are missing instead of naming them.
BSC_PYTHON=... chooses the Python.
Exit code: 0 all is well, 1 something you can mend, 2 wrong usage.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import environment as env
import machine

ROOT = Path(__file__).resolve().parent.parent
DEMO = Path("examples", "harbour-bank")
OUT = Path("out")
TEST_PROCESSES = "2"

Action = Callable[[env.Environment, Sequence[str]], int]
Commands = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A word after ``./run``: the packages it needs, None for none at all, and what it then does."""

    needs: env.Profile | None
    act: Action


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Bring what is missing, then do what the first word says; gives the exit code."""
    system, words = _split(arguments)
    if not words or words[0] in {"help", "-h", "--help"}:
        print((__doc__ or "").strip())
        return 0 if words else 2
    environment = env.Environment(root=root, run=env.subprocess_run(machine.child_environment(os.environ)))
    verb = VERBS.get(words[0], PASSED_ON)
    try:
        if verb.needs and not _prepared(environment, verb.needs, system=system):
            return 1
        return verb.act(environment, words if verb is PASSED_ON else words[1:])
    except env.SetupError as problem:
        env.say(f"Not installed: {problem}.")
        return 1


def _split(arguments: Sequence[str]) -> tuple[bool, Sequence[str]]:
    system = arguments[:1] == ["--system"]
    return system, arguments[1:] if system else arguments


def _prepared(environment: env.Environment, profile: env.Profile, *, system: bool) -> bool:
    if env.is_ready(environment, profile):
        return True
    if not _machine_is_complete(environment, system=system):
        return False
    env.prepare(environment, profile)
    return True


def _machine_is_complete(environment: env.Environment, *, system: bool) -> bool:
    """Nothing missing, or installed just now; otherwise the one line that mends it has been printed."""
    needs = machine.missing_needs()
    manager, rights = machine.this_package_manager(), machine.this_user()
    if needs and system and manager:
        commands = machine.install_commands(manager, needs, rights)
        env.say("\n".join(f"+ {' '.join(command)}" for command in commands))
        if all(environment.call(command) == 0 for command in commands):
            needs = machine.missing_needs()
    if needs:
        env.say(machine.missing_message(needs, manager, rights))
    return not needs


def demo(environment: env.Environment, arguments: Sequence[str]) -> int:
    """Assess the sample organisation and say where its report is."""
    if not (environment.root / DEMO).is_dir():
        env.say(f"The sample organisation {DEMO.as_posix()} is not in this checkout.")
        return 1
    command = [str(environment.program("bsc-audit")), "assess", str(DEMO), "-o", str(OUT), *arguments]
    code = environment.call(command)
    if code == 0:
        for report in sorted((environment.root / OUT).rglob("*.pdf")):
            print(f"The report: {report}")
    return code


def test(environment: env.Environment, arguments: Sequence[str]) -> int:
    """Run the tests; what was skipped is listed with its reason.

    Each process begins with one end of the list, so that most of what a module's tests share is made once; who is done
    takes over half of what is left to the other.
    """
    pytest = [str(environment.program("python")), "-m", "pytest", "-n", TEST_PROCESSES, "--dist", "worksteal", "-rs"]
    return environment.call([*pytest, *arguments])


def check(environment: env.Environment, arguments: Sequence[str]) -> int:
    """Run the named checks, or all and then the tests. All run even when one fails."""
    unknown = sorted(set(arguments) - set(CHECKS))
    if unknown:
        env.say(f"No such check: {', '.join(unknown)}. There are {', '.join(CHECKS)}.")
        return 2
    failed = [name for name in arguments or CHECKS if not _passes(environment, name)]
    tests = 0 if arguments else test(environment, ())
    env.say(f"Failed: {', '.join(failed)}." if failed else "The checks passed.")
    return 1 if failed or tests else 0


def _passes(environment: env.Environment, name: str) -> bool:
    started = time.monotonic()
    commands = CHECKS[name](environment.root)
    codes = [environment.call([str(environment.program(command[0])), *command[1:]]) for command in commands]
    env.say(f"{name}: {'failed' if any(codes) else 'ok'}, {time.monotonic() - started:.1f} s")
    return not any(codes)


def content_commands(root: Path) -> Commands:
    """Every ruleset and questionnaire of the checkout is checked, and every ruleset's own cases are run."""
    rulesets = sorted(file.parent for file in root.glob("rulesets/*/*/ruleset.yaml"))
    forms = sorted(root.glob("questionnaires/*/*.yaml"))
    return (
        *(("bsc-audit", "ruleset", what, str(path)) for path in rulesets for what in ("check", "test")),
        *(("bsc-audit", "questionnaire", "check", str(path)) for path in forms),
    )


def lock(environment: env.Environment, arguments: Sequence[str]) -> int:
    """Write the lock files anew; pins that still fit stay unless ``--upgrade`` is given."""
    compile_ = [
        *(str(environment.program("uv")), "pip", "compile", "-q", "--universal", "--generate-hashes"),
        *("--python-version", "3.11", "--custom-compile-command", "./run lock", *arguments),
    ]
    return max(environment.call([*compile_, *source, "-o", file]) for file, source in _LOCKS.items())


def catalogues(environment: env.Environment, arguments: Sequence[str]) -> int:
    """Put what there is to translate into every message catalogue."""
    return environment.call([str(environment.program("python")), "scripts/words.py", *arguments])


def doctor(environment: env.Environment, arguments: Sequence[str]) -> int:
    """Print what is here; then, where bsc-audit is installed, what it says of itself."""
    for line in _facts(environment):
        print(line)
    complete = _machine_is_complete(environment, system=False)
    if not env.is_ready(environment, env.RUNTIME):
        return 0 if complete else 1
    return max(pass_on(environment, ["doctor", *arguments]), 0 if complete else 1)


def _facts(environment: env.Environment) -> Iterator[str]:
    yield f"python: {sys.version.split()[0]} ({sys.executable})"
    for name in machine.LIBRARIES:
        yield f"{name}: {machine.library_path(name) or 'missing'}"
    for profile in env.PROFILES.values():
        state = "installed" if env.is_ready(environment, profile) else "not installed yet"
        yield f"{profile.name} packages: {state}"


def pass_on(environment: env.Environment, arguments: Sequence[str]) -> int:
    """Give the words to bsc-audit, in the caller's folder so that relative paths mean what was typed."""
    return environment.run([str(environment.program("bsc-audit")), *arguments], Path.cwd())


CHECKS: Mapping[str, Callable[[Path], Commands]] = MappingProxyType(
    {
        "lint": lambda _: (("ruff", "check", "."),),
        "format": lambda _: (("ruff", "format", "--check", "."),),
        "types": lambda _: (("mypy",),),
        "imports": lambda _: (("lint-imports",),),
        "content": content_commands,
    }
)

_RUNTIME_EXTRAS = tuple(
    word for extra in ("pdf", "sign", "service", "postgres", "s3", "oidc") for word in ("--extra", extra)
)

# The runtime list is held to the development list's versions: tested is what runs.
_LOCKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        env.BOOTSTRAP_LOCK: ("--group", "pyproject.toml:bootstrap"),
        env.DEVELOPMENT.lock: ("pyproject.toml", "--all-extras", "--group", "pyproject.toml:build"),
        env.RUNTIME.lock: (
            *("pyproject.toml", *_RUNTIME_EXTRAS, "--group", "pyproject.toml:build"),
            *("--constraint", env.DEVELOPMENT.lock),
        ),
    }
)

PASSED_ON = Verb(needs=env.RUNTIME, act=pass_on)

VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        "demo": Verb(needs=env.RUNTIME, act=demo),
        "test": Verb(needs=env.DEVELOPMENT, act=test),
        "check": Verb(needs=env.DEVELOPMENT, act=check),
        "words": Verb(needs=env.DEVELOPMENT, act=catalogues),
        "lock": Verb(needs=env.RUNTIME, act=lock),
        "doctor": Verb(needs=None, act=doctor),
    }
)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
