"""The project's virtual environment: made from a hash-locked list, stamped, left alone while the list stands.

The machine's own libraries are machine.py's business. Standard library only.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

Run = Callable[[Sequence[str], Path], int]

BOOTSTRAP_LOCK = "requirements-bootstrap.lock"
STAMP = "bsc-audit-stamp.json"
HALF_MADE = "bsc-audit-half-made"


class SetupError(RuntimeError):
    """The environment could not be made; the message says what failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A set of packages: its name in the stamp, its lock file, and the profiles it contains."""

    name: str
    lock: str
    contains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The virtual environment of one checkout.

    Attributes:
        root: the checkout.
        run: runs a command in a folder and gives its exit code; tests put a fake here.
    """

    root: Path
    run: Run

    @property
    def folder(self) -> Path:
        """Where the environment lives."""
        return self.root / ".venv"

    def program(self, name: str) -> Path:
        """Path of a program of the environment, whether or not it is installed."""
        windows = os.name == "nt"
        return self.folder / ("Scripts" if windows else "bin") / (f"{name}.exe" if windows else name)

    def call(self, command: Sequence[str]) -> int:
        """Run a command in the checkout; gives its exit code."""
        return self.run(command, self.root)


def subprocess_run(variables: Mapping[str, str]) -> Run:
    """A runner that starts real programs with these environment variables."""
    return lambda command, folder: subprocess.call(list(command), cwd=folder, env=dict(variables))


def is_ready(environment: Environment, profile: Profile) -> bool:
    """Does the stamp say that exactly this profile's lock is installed?"""
    return _stamp(environment).get(profile.name) == digest(environment, profile)


def digest(environment: Environment, profile: Profile) -> str:
    """What the installed packages depend on: the lock, pyproject.toml, this path and the interpreter."""
    files = [environment.root / profile.lock, environment.root / "pyproject.toml"]
    places = [environment.folder, environment.program("python").resolve()]
    parts = [*(file.read_bytes() for file in files), *(str(place).encode() for place in places)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def prepare(environment: Environment, profile: Profile) -> None:
    """Make the environment hold the profile; no work when it does. Simultaneous starts wait their turn.

    Raises:
        SetupError: something could not be installed. The next start then begins with an empty environment.
    """
    if is_ready(environment, profile):
        return
    with one_at_a_time(environment.root / ".bootstrap" / "lock"):
        if not is_ready(environment, profile):
            started = time.monotonic()
            say(f"Installing what {profile.lock} lists into .venv; this happens once.")
            _build(environment, profile)
            say(f"Installed in {time.monotonic() - started:.1f} s.")


def _build(environment: Environment, profile: Profile) -> None:
    if not _is_sound(environment):
        _create(environment)
    (environment.folder / HALF_MADE).touch()
    (environment.folder / STAMP).unlink(missing_ok=True)
    _install(environment, profile)
    names = {profile.name, *profile.contains}
    _write_stamp(environment, [PROFILES[name] for name in sorted(names)])
    (environment.folder / HALF_MADE).unlink()


def _is_sound(environment: Environment) -> bool:
    """Can packages be added? Not if its making was cut short or its interpreter is gone."""
    python = environment.program("python")
    if not python.exists() or (environment.folder / HALF_MADE).exists():
        return False
    return environment.call([str(python), "-c", "import pip"]) == 0


def _create(environment: Environment) -> None:
    if environment.folder.exists():
        say("The .venv found was not finished or its Python is gone; making a new one.")
        shutil.rmtree(environment.folder)
    environment.folder.mkdir()
    (environment.folder / HALF_MADE).touch()
    # Not sys.executable: started from inside an older .venv, that is the interpreter just deleted.
    python = getattr(sys, "_base_executable", None) or sys.executable
    if environment.call([python, "-m", "venv", str(environment.folder)]) != 0:
        raise SetupError("python -m venv failed; its message stands above")


def _install(environment: Environment, profile: Profile) -> None:
    """By uv, which takes a tenth of pip's time; by pip where uv has no build for the machine or fails."""
    python = str(environment.program("python"))
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input"]
    uv = [str(environment.program("uv")), "pip", "install", "-q", "--python", python]
    got_uv = environment.call([*pip, "--require-hashes", "--only-binary", ":all:", "-r", BOOTSTRAP_LOCK]) == 0
    if got_uv and _install_with(environment, uv, profile):
        return
    say("uv could not do it; going on with pip, which is slower.")
    if not _install_with(environment, pip, profile):
        raise SetupError(f"the packages of {profile.lock} could not be installed; the message stands above")


def _install_with(environment: Environment, installer: Sequence[str], profile: Profile) -> bool:
    # A lock holds everything, so nothing is resolved again.
    packages = [*installer, "--no-deps", "--require-hashes", "-r", profile.lock]
    # The build backend is in the lock, so the project itself is installed without asking any index.
    project = [*installer, "--no-deps", "--no-build-isolation", "-e", str(environment.root)]
    return all(environment.call(command) == 0 for command in (packages, project))


def _stamp(environment: Environment) -> Mapping[str, str]:
    try:
        stamp = json.loads((environment.folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _write_stamp(environment: Environment, profiles: Sequence[Profile]) -> None:
    stamp = {profile.name: digest(environment, profile) for profile in profiles}
    (environment.folder / STAMP).write_text(json.dumps(stamp, indent=2, sort_keys=True), encoding="utf-8")


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold the file's lock; the system gives it back even when this process is killed."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8") as handle:
        _lock(handle.fileno())
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        while True:
            try:
                return msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
            except OSError:  # LK_LOCK gives up after ten seconds
                continue

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)


def say(text: str) -> None:
    """A message of the bootstrap: on stderr, so that a command's own output stays clean."""
    print(text, file=sys.stderr, flush=True)


RUNTIME = Profile(name="runtime", lock="requirements.lock")
DEVELOPMENT = Profile(name="development", lock="requirements-dev.lock", contains=("runtime",))

PROFILES: Mapping[str, Profile] = MappingProxyType({RUNTIME.name: RUNTIME, DEVELOPMENT.name: DEVELOPMENT})
