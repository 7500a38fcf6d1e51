"""The lock files: hashed, without any address, in step with each other and with pyproject.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from environment import BOOTSTRAP_LOCK, DEVELOPMENT, RUNTIME
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
GROUPS = PROJECT["dependency-groups"]
LOCKS = (BOOTSTRAP_LOCK, RUNTIME.lock, DEVELOPMENT.lock)

ENTRY = re.compile(r"^(?P<pin>[a-z0-9][^\\\n]*?) \\\n(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.M)


def read(lock: str) -> str:
    return (ROOT / lock).read_text(encoding="utf-8")


def pins(lock: str) -> dict[str, tuple[str, frozenset[str]]]:
    """name -> (the pin with its marker, its hashes)."""
    found = {}
    for entry in ENTRY.finditer(read(lock)):
        name = canonicalize_name(Requirement(entry["pin"]).name)
        found[name] = (entry["pin"], frozenset(re.findall(r"sha256:\w+", entry["hashes"])))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert re.findall(r"https?://|file:|--(?:extra-)?index-url|--find-links", read(lock)) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pin_with_hashes_or_a_comment(lock: str) -> None:
    rest = ENTRY.sub("", read(lock))
    assert [line for line in rest.splitlines() if not line.lstrip().startswith("#")] == []


def test_what_runs_is_what_is_tested() -> None:
    tested = pins(DEVELOPMENT.lock)
    different = {name: pin for name, pin in pins(RUNTIME.lock).items() if tested.get(name) != pin}
    assert different == {}


RUN = [line for extra in ("pdf", "sign", "service", "postgres", "s3", "oidc") for line in EXTRAS[extra]]


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        (BOOTSTRAP_LOCK, GROUPS["bootstrap"]),
        (RUNTIME.lock, [*PROJECT["project"]["dependencies"], *GROUPS["build"], *RUN]),
        (
            DEVELOPMENT.lock,
            [*PROJECT["project"]["dependencies"], *(line for extra in EXTRAS.values() for line in extra)],
        ),
    ],
    ids=LOCKS,
)
def test_a_lock_satisfies_pyproject(lock: str, wanted: list[str]) -> None:
    locked = {name: Requirement(pin) for name, (pin, _) in pins(lock).items()}
    asked = [Requirement(text) for text in wanted if not text.startswith(PROJECT["project"]["name"])]
    unmet = [
        str(one)
        for one in asked
        if (pin := locked.get(canonicalize_name(one.name))) is None
        or not one.specifier.contains(next(iter(pin.specifier)).version)
    ]
    assert unmet == [], "run ./run lock"


def test_the_build_backend_is_locked_so_that_installing_the_project_asks_no_index() -> None:
    assert PROJECT["build-system"]["requires"] == GROUPS["build"]
