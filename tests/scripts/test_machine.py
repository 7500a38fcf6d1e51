"""The one line that installs what a machine lacks, for each package manager."""

import pytest
from machine import (
    ENSUREPIP,
    LIBRARIES,
    PACKAGE_MANAGERS,
    PackageManager,
    Rights,
    child_environment,
    install_commands,
    missing_message,
    missing_needs,
    this_package_manager,
)

ROOT = Rights(root=True, sudo=False)
SUDOER = Rights(root=False, sudo=True)
NOBODY = Rights(root=False, sudo=False)
ALL_NEEDS = (ENSUREPIP, *LIBRARIES)
BY_PROGRAM = {manager.program: manager for manager in PACKAGE_MANAGERS}


def nothing_found(name: str) -> None:
    return None


def test_a_complete_machine_lacks_nothing() -> None:
    assert missing_needs(lambda name: f"lib{name}.so.0", lambda name: True) == ()


def test_a_bare_machine_lacks_ensurepip_and_every_library() -> None:
    assert missing_needs(nothing_found, lambda name: False) == ALL_NEEDS


def test_one_missing_library_is_named_alone() -> None:
    assert missing_needs(lambda name: None if name == "harfbuzz-subset" else name, lambda name: True) == (
        "harfbuzz-subset",
    )


@pytest.mark.parametrize("manager", PACKAGE_MANAGERS, ids=lambda manager: manager.program)
def test_every_package_manager_knows_a_package_for_every_need(manager: PackageManager) -> None:
    assert set(manager.packages) == set(ALL_NEEDS)


@pytest.mark.parametrize(
    ("program", "line"),
    [
        (
            "apt-get",
            "sudo apt-get update -q && sudo apt-get install -y -q --no-install-recommends"
            " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ),
        ("dnf", "sudo dnf install -y pango harfbuzz"),
        ("apk", "sudo apk add --no-cache pango harfbuzz-subset"),
        ("brew", "brew install pango harfbuzz"),
    ],
)
def test_the_line_for_the_libraries(program: str, line: str) -> None:
    message = missing_message(LIBRARIES, BY_PROGRAM[program], SUDOER)
    assert [text.strip() for text in message.splitlines() if text.startswith("    ")] == [line]


def test_debian_needs_the_environment_maker_of_this_very_python() -> None:
    import sys

    install = install_commands(BY_PROGRAM["apt-get"], [ENSUREPIP], ROOT)[-1]
    assert install[-1] == f"python3.{sys.version_info.minor}-venv"


@pytest.mark.parametrize("rights", [ROOT, NOBODY, Rights(root=True, sudo=True)])
def test_sudo_is_used_only_by_those_who_need_it_and_have_it(rights: Rights) -> None:
    commands = install_commands(BY_PROGRAM["apt-get"], LIBRARIES, rights)
    assert [command[0] for command in commands] == ["apt-get", "apt-get"]


def test_who_has_no_sudo_is_told_to_become_root() -> None:
    assert "as root, " in missing_message(LIBRARIES, BY_PROGRAM["apk"], NOBODY)
    assert "as root, " not in missing_message(LIBRARIES, BY_PROGRAM["brew"], NOBODY)


def test_an_unknown_system_is_told_what_to_look_for() -> None:
    message = missing_message(["pango-1.0"], None, NOBODY)
    assert "lacks pango-1.0" in message
    assert "Install Pango" in message


@pytest.mark.parametrize("program", BY_PROGRAM)
def test_the_package_manager_is_recognised_by_its_program(program: str) -> None:
    found = this_package_manager(lambda name: f"/usr/bin/{name}" if name == program else None)
    assert found is BY_PROGRAM[program]


def test_no_package_manager_is_none() -> None:
    assert this_package_manager(nothing_found) is None


def test_the_mac_loader_is_shown_homebrews_folders_after_the_users_own() -> None:
    told = child_environment({"DYLD_FALLBACK_LIBRARY_PATH": "/mine", "A": "b"}, "darwin")
    assert told["DYLD_FALLBACK_LIBRARY_PATH"] == "/mine:/opt/homebrew/lib:/usr/local/lib:/usr/lib"
    assert "DYLD_FALLBACK_LIBRARY_PATH" not in child_environment({"A": "b"}, "linux")


def test_our_programs_get_the_users_variables_and_apt_asks_nothing() -> None:
    assert child_environment({"A": "b"}, "linux") == {"A": "b", "DEBIAN_FRONTEND": "noninteractive"}
    assert child_environment({"DEBIAN_FRONTEND": "readline"}, "linux")["DEBIAN_FRONTEND"] == "readline"
