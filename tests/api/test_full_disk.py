"""A full disk: writing is refused with 507, reading goes on, and when there is room again nothing has to be restarted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

resource = pytest.importorskip("resource", reason="limits of this kind are not known on this system")
HERE = Path(__file__).parent


def test_a_full_disk_is_said_and_got_over(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    program = [sys.executable, str(HERE / "full_disk.py"), str(tmp_path / "data")]
    got = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    assert got.returncode == 0, got.stderr
    assert json.loads(got.stdout.splitlines()[-1]) == {
        "refused": [507, "/problems/storage-full"],
        "again": 507,
        "read": 200,
        "file": "full",
        "after": [201, 201, 201],
        "file_after": "stored",
        "lost": 0,
        "holds": True,
        "entries": 0,
    }
