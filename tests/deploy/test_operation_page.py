"""docs/operation.md tells of every command, setting, check and measurement there is, and of no other."""

import re
from pathlib import Path

import pytest

from api_world import World
from bsc_audit import bootstrap
from bsc_audit.app.service.tidying import ANSWERS_KEPT, FILES_KEPT, MESSAGES_KEPT, SESSIONS_KEPT
from bsc_audit.cli import keys
from bsc_audit.cli.config import VARIABLES
from bsc_audit.cli.main import app
from bsc_audit.settings import read_service_settings

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "operation.md").read_text(encoding="utf-8")
# Commands that have nothing to do with the service.
OTHERS = {"assess", "explain", "import", "sign", "verify", "doctor", "ruleset", "questionnaire", "report", "template"}


def rows(heading: str) -> set[str]:
    """What stands as code in the first column of the table below a heading's row."""
    table = PAGE.partition(f"| {heading} |")[2].partition("\n\n")[0]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for cell in first for name in re.findall(r"`([^`]+)`", cell)}


def commands() -> set[str]:
    """Names of all commands of the program."""
    named = {str(one.name) for one in app.registered_commands}
    return named | {str(group.name) for group in app.registered_groups}


def test_every_command_is_told() -> None:
    told = {name.split()[0] for name in rows("command")}
    assert told == commands() - OTHERS
    subcommands = {f"keys {one.name}" for one in keys.app.registered_commands}
    assert {name for name in rows("command") if name.startswith("keys")} == subcommands


def test_every_setting_is_told() -> None:
    assert rows("variable") == VARIABLES.keys()


def test_every_check_is_told(tmp_path: Path) -> None:
    assert rows("check") == bootstrap.service(read_service_settings({"BSC_DATA": str(tmp_path)})).checks.keys()


def test_every_measurement_is_told(tmp_path: Path) -> None:
    measures = bootstrap.service(read_service_settings({"BSC_DATA": str(tmp_path)})).measures
    world = World(measures=measures)
    text = world.client.get("/metrics", headers={"Authorization": "Bearer m-token"}).text
    names = {line.split()[2].removesuffix("_total") for line in text.splitlines() if line.startswith("# TYPE")}
    assert {name.removesuffix("_total") for name in rows("measurement")} == {
        name for name in names if not name.endswith("_created")
    }


@pytest.mark.parametrize(
    "number", [f"{SESSIONS_KEPT.days} days", f"{FILES_KEPT.days} days", f"{MESSAGES_KEPT.days} days", "25 hours"]
)
def test_how_long_things_are_kept_is_told(number: str) -> None:
    assert ANSWERS_KEPT.total_seconds() == 25 * 3600
    assert number in PAGE
