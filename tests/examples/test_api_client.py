"""The example of docs/how-to/audit-by-api.md: the page's own commands, on SQLite and PostgreSQL, with one outcome."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from live_server import LiveServer, serving
from postgres_server import new_database, server

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "audit-by-api.md").read_text("utf-8")
COMMANDS = re.findall(r"^(?:export \w+=\$\()?((?:bsc-audit|python) [^\n)]*)", PAGE, flags=re.MULTILINE)

pytestmark = pytest.mark.reliability


def sent(live: LiveServer, folder: Path) -> Mapping[str, Any]:
    """What the page's client prints, told of this server."""
    command = next(one for one in COMMANDS if one.startswith("python ")).split()
    report = folder / command[-1]
    told = {**os.environ, "BSC_ADDRESS": live.address, "BSC_KEY": live.key}
    done = subprocess.run(
        [sys.executable, *command[1:-1], str(report)],
        cwd=ROOT,
        env=told,
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert done.returncode == 0, done.stderr + live.log()[-3000:]
    assert report.read_bytes().startswith(b"%PDF-")
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_the_page_makes_a_key_serves_and_sends() -> None:
    assert [one.split()[:3] for one in COMMANDS] == [
        ["bsc-audit", "keys", "new"],
        ["bsc-audit", "serve", "--port"],
        ["python", "examples/api-client/audit.py", "examples/harbour-bank"],
    ]


def test_without_address_or_key_it_says_what_it_needs() -> None:
    known = {name: value for name, value in os.environ.items() if name != "BSC_KEY"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "api-client" / "audit.py"), "folder", "report.pdf"],
        capture_output=True,
        text=True,
        env=known,
        check=False,
    )
    assert done.returncode == 1
    assert "BSC_KEY" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    folder = tmp_path_factory.mktemp("sqlite")
    with serving(folder / "data", workers=1) as live:
        return sent(live, folder)


def test_the_sample_is_scored_and_found_about(on_sqlite: Mapping[str, Any]) -> None:
    assert 0 < on_sqlite["overall"] < 100
    assert on_sqlite["coverage"] > 0.5
    assert len(on_sqlite["perspectives"]) == 4
    assert {finding.partition(":")[0] for finding in on_sqlite["findings"]} >= {"risk", "strength", "weakness"}


@pytest.fixture(scope="module")
def postgres() -> URL:
    return server()


def test_score_findings_and_pdf_are_the_same_on_postgresql(
    on_sqlite: Mapping[str, Any], postgres: URL, tmp_path: Path
) -> None:
    with (
        new_database(postgres) as url,
        serving(tmp_path / "data", database_url=url.render_as_string(hide_password=False), workers=1) as live,
    ):
        assert sent(live, tmp_path) == on_sqlite
