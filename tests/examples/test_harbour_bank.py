"""The shipped example: accepted without a problem, told by the engine as the story it was built to tell."""

import csv
import re
from pathlib import Path

import pytest

from bsc_audit.app.assessments import Assessment, judge
from bsc_audit.app.rulesets import compile_files
from bsc_audit.bootstrap import library
from bsc_audit.core.evidence.intake import accept
from bsc_audit.core.vocabulary import Conformity, State, Truth, Verdict
from bsc_audit.importers.folder import read_folder

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "harbour-bank"
REAL = {"service_level", "abandonment_rate", "asa", "aht"}


@pytest.fixture(scope="module")
def assessed() -> Assessment:
    shelf = library()
    files = shelf.ruleset("service-excellence", "1.0")
    assert files is not None
    ruleset = compile_files(shelf, files)
    return judge(ruleset, accept(ruleset, read_folder(EXAMPLE)))


def test_it_is_deferred_for_two_open_majors_although_its_score_would_do(assessed: Assessment) -> None:
    recommendation = assessed.recommendation
    assert recommendation.verdict is Verdict.DEFER
    majors = {item.id for item in assessed.findings.items if item.conformity is Conformity.MAJOR}
    assert majors == {"OPS-03", "CLI-13"}
    foundation = next(award for award in recommendation.awards if award.id == "foundation")
    assert foundation.reached


def test_enough_is_covered_and_some_of_it_is_not_assessed_or_not_applicable(assessed: Assessment) -> None:
    states = {name: node.state for name, node in assessed.scorecard.nodes.items()}
    assert {name for name, state in states.items() if state is State.NOT_ASSESSED} == {"FIN-06", "OPS-07", "GRO-12"}
    assert {name for name, state in states.items() if state is State.NOT_APPLICABLE} == {"FIN-04"}
    coverage = assessed.scorecard.nodes["overall"].coverage
    assert coverage is not None
    assert 0.9 <= coverage < 1


def test_rules_fire_do_not_fire_and_cannot_tell(assessed: Assessment) -> None:
    truths = {rule.rule: rule.truth for rule in assessed.findings.rules}
    fired = {name for name, truth in truths.items() if truth is Truth.TRUE}
    unknown = {name for name, truth in truths.items() if truth is Truth.UNDETERMINED}
    assert fired >= {"X01", "X03", "X05", "X10", "X11", "X14", "X20", "X23", "X26", "X32", "V01", "V02", "V03"}
    assert unknown >= {"X08", "X09", "X15", "X25"}
    assert len(truths) - len(fired) - len(unknown) >= 10


def test_the_queue_is_scored_from_all_calls_of_the_month(assessed: Assessment) -> None:
    level = assessed.scorecard.indicators["service_level"].measured
    assert level.value is not None
    assert float(level.value) == pytest.approx(100 * 16_209 / (33_066 - 3_198), abs=1e-9)
    assert level.n == 33_066 - 3_198


def test_only_the_call_centre_figures_are_not_marked_as_invented(assessed: Assessment) -> None:
    evidence = assessed.evidence
    assert evidence.engagement.illustrative
    real = {name for name, rows in evidence.observations.items() if not all(row.illustrative for row in rows)}
    assert real == REAL
    assert all(answer.illustrative for answer in evidence.answers.values())
    assert all(record.illustrative for record in evidence.records)
    assert {name for name, document in evidence.documents.items() if not document.illustrative} == {"D-001"}


def test_every_document_is_used_and_every_text_says_that_it_is_invented(assessed: Assessment) -> None:
    folder = " ".join(
        path.read_text(encoding="utf-8") for path in EXAMPLE.rglob("*.*") if path.name != "documents.yaml"
    )
    unused = {name for name in assessed.evidence.documents if not re.search(rf"\b{name}\b", folder)}
    assert unused <= {"D-002", "D-046"}  # seen, and of no use: the register says so
    for path in (EXAMPLE / "documents").iterdir():
        assert path.name.startswith("D-001") or "[illustrative document]" in path.read_text(encoding="utf-8")


def test_its_own_scorecard_has_the_gaps_hygiene_is_there_to_find(assessed: Assessment) -> None:
    found = {item.id for item in assessed.findings.items}
    expected = ("no-owner", "no-target", "no-baseline", "never-used", "contradictory", "thin", "orphaned")
    assert {f"scorecard-{name}" for name in expected} <= found


def test_most_measures_have_a_series() -> None:
    periods: dict[str, set[str]] = {}
    for path in (EXAMPLE / "metrics").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                periods.setdefault(row["metric"], set()).add(row["period"])
    with_series = [name for name, given in periods.items() if len(given) >= 3]
    assert len(with_series) >= 0.8 * len(periods)
