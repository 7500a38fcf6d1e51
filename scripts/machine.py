"""What the machine itself must bring: Python's ensurepip and the libraries that lay out the PDF's text.

Names the one line that installs what is missing. Standard library only: it runs before anything is installed.
"""

import ctypes.util
import importlib.util
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

Command = tuple[str, ...]

ENSUREPIP = "ensurepip"
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
MAC_LIBRARY_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageManager:
    """A system package manager and what it calls the things needed here.

    Attributes:
        program: its executable, by which it is recognised.
        refresh: arguments that fetch its package lists; empty when it does that by itself.
        install: arguments that install the packages named after them, without asking.
        packages: need -> package; ``{python}`` stands for this interpreter's version.
        as_root: whether it must run as root.
    """

    program: str
    refresh: Command
    install: Command
    packages: Mapping[str, str]
    as_root: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """May this user install system packages: as root, or through sudo?"""

    root: bool
    sudo: bool


def missing_needs(
    find_library: Callable[[str], str | None] | None = None,
    has_module: Callable[[str], bool] | None = None,
) -> tuple[str, ...]:
    """What this machine lacks, by the names used in the package tables; empty when all is there."""
    find, has = find_library or library_path, has_module or _has_module
    absent = [name for name in LIBRARIES if find(name) is None]
    return tuple(absent if has(ENSUREPIP) else [ENSUREPIP, *absent])


def library_path(name: str, folders: Sequence[str] = MAC_LIBRARY_FOLDERS) -> str | None:
    """Where the shared library is, or None. Homebrew's folders are not on macOS's own search path."""
    found = ctypes.util.find_library(name)
    if found is None and sys.platform == "darwin":
        files = (file for folder in folders for file in Path(folder).glob(f"lib{name}*.dylib"))
        found = next(map(str, files), None)
    return found


def this_package_manager(which: Callable[[str], str | None] = shutil.which) -> PackageManager | None:
    """The first known package manager on this machine, or None."""
    return next((manager for manager in PACKAGE_MANAGERS if which(manager.program)), None)


def this_user(which: Callable[[str], str | None] = shutil.which) -> Rights:
    """What the current user may do."""
    root = sys.platform != "win32" and os.geteuid() == 0
    return Rights(root=root, sudo=which("sudo") is not None)


def install_commands(manager: PackageManager, needs: Sequence[str], rights: Rights) -> tuple[Command, ...]:
    """The commands that bring the needs, in order; through sudo only where root is needed and not had."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    packages = dict.fromkeys(manager.packages[need].format(python=python) for need in needs)
    sudo = ("sudo",) if manager.as_root and not rights.root and rights.sudo else ()
    refresh = ((*sudo, manager.program, *manager.refresh),) if manager.refresh else ()
    return (*refresh, (*sudo, manager.program, *manager.install, *packages))


def missing_message(needs: Sequence[str], manager: PackageManager | None, rights: Rights) -> str:
    """What is missing and the one line that mends it."""
    lacks = f"This machine lacks {', '.join(needs)}."
    if manager is None:
        return f"{lacks} Install Pango (with pangoft2), HarfBuzz (with its subset library), ensurepip."
    line = " && ".join(shlex.join(command) for command in install_commands(manager, needs, rights))
    who = "as root, " if manager.as_root and not (rights.root or rights.sudo) else ""
    return f"{lacks} Install it {who}with this line, or let `./run --system ...` do it:\n\n    {line}\n"


def child_environment(inherited: Mapping[str, str], platform: str = sys.platform) -> dict[str, str]:
    """The environment for our programs: apt asks nothing, and the Mac's loader sees Homebrew's libraries."""
    environment = {"DEBIAN_FRONTEND": "noninteractive", **inherited}
    if platform == "darwin":
        own = inherited.get("DYLD_FALLBACK_LIBRARY_PATH")
        environment["DYLD_FALLBACK_LIBRARY_PATH"] = ":".join(
            [*([own] if own else []), *MAC_LIBRARY_FOLDERS, "/usr/lib"]
        )
    return environment


def _has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


PACKAGE_MANAGERS = (
    PackageManager(
        program="apt-get",
        refresh=("update", "-q"),
        install=("install", "-y", "-q", "--no-install-recommends"),
        packages=MappingProxyType(
            {
                ENSUREPIP: "python{python}-venv",
                "pango-1.0": "libpango-1.0-0",
                "pangoft2-1.0": "libpangoft2-1.0-0",
                "harfbuzz-subset": "libharfbuzz-subset0",
            }
        ),
    ),
    PackageManager(
        program="dnf",
        refresh=(),
        install=("install", "-y"),
        packages=MappingProxyType(
            {
                ENSUREPIP: "python3-pip",
                "pango-1.0": "pango",
                "pangoft2-1.0": "pango",
                "harfbuzz-subset": "harfbuzz",
            }
        ),
    ),
    PackageManager(
        program="apk",
        refresh=(),
        install=("add", "--no-cache"),
        packages=MappingProxyType(
            {
                ENSUREPIP: "python3",
                "pango-1.0": "pango",
                "pangoft2-1.0": "pango",
                "harfbuzz-subset": "harfbuzz-subset",
            }
        ),
    ),
    PackageManager(
        program="brew",
        refresh=(),
        install=("install",),
        packages=MappingProxyType(
            {
                ENSUREPIP: "python",
                "pango-1.0": "pango",
                "pangoft2-1.0": "pango",
                "harfbuzz-subset": "harfbuzz",
            }
        ),
        as_root=False,
    ),
)
