"""The command line for tests: a home of its own with the small ruleset, and a runner that keeps the streams apart."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bsc_audit.cli.main import app
from bsc_audit.settings import HOME_VARIABLE

HERE = Path(__file__).resolve().parent
EVIDENCE = HERE / "evidence" / "good"
EXAMPLE = HERE.parent / "examples" / "harbour-bank"


def run(*arguments: object) -> Result:
    """Run the command line inside this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def read(result: Result) -> Any:
    """The JSON a command printed on standard output, which holds nothing else."""
    return json.loads(result.stdout)


def home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the ruleset and forms of `tests/evidence`, named to the program."""
    place = folder / "home"
    ruleset = place / "rulesets" / "small" / "1.0"
    ruleset.mkdir(parents=True)
    shutil.copy(HERE / "evidence" / "ruleset.yaml", ruleset / "ruleset.yaml")
    for name in ("store", "review"):
        form = place / "questionnaires" / name / "1.0.yaml"
        form.parent.mkdir(parents=True)
        shutil.copy(HERE / "evidence" / f"{name}.yaml", form)
    monkeypatch.setenv(HOME_VARIABLE, str(place))
    return place
