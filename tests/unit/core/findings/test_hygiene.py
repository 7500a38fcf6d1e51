"""Scorecard hygiene: every check names every metric that fails it, and nothing that nobody keeps."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from bsc_audit.core.evidence.model import ScorecardEntry
from bsc_audit.core.findings.derive import derive
from bsc_audit.core.findings.hygiene import used_names
from bsc_audit.core.findings.model import Finding
from bsc_audit.core.scoring.score import score
from bsc_audit.core.vocabulary import FindingKind
from small_rulesets import evidence, observation, small

RULESET = small("""
groups: [{id: overall, title: Overall, kind: overall}]
indicators:
  speed: {title: Speed, kind: ratio, unit: "%", better: higher, points: {0: 0, 100: 100}, every: monthly, minimum_n: 30, counterpart: liked}
  liked: {title: Liked, kind: ratio, unit: "%", better: higher, points: {0: 0, 100: 100}}
  cost: {title: Cost, kind: per_unit, unit: currency, better: lower}
  load: {title: Load, kind: ratio, unit: "%", better: band, target_band: [60, 75, 85, 95]}
  kept: {title: Kept, kind: ratio, unit: "%", better: higher}
criteria:
- {id: K1, title: K1, in: overall, weight: 1, score: speed}
- {id: K2, title: K2, in: overall, weight: 1, score: liked}
derived: {worst: {title: Worst, function: minimum, of: load, unit: "%"}}
findings: [{id: R1, kind: strength, title: R, when: cost < 5, says: Cheap.}]
hygiene:
- {id: no-owner, title: No owner, when: "!has_owner", says: "{metric} has no owner.", advise: Name one.}
- {id: stale, when: submitted && age_days > every_days, says: "{metric} is {age_days} old, it is due every {every_days}."}
- {id: backwards, when: target_is_worse_than_baseline, says: "{metric}: the target is worse than the baseline."}
- {id: unused, when: "!used", says: "Nobody uses {metric}."}
- {id: few, when: n < minimum_n, says: "{metric}: {n} of {minimum_n}."}
- {id: numbers-alone, when: needs_counterpart && !has_counterpart, says: "{metric} stands alone."}
- {id: unscored, when: submitted && !scored, says: "{metric} is not scored."}
""")
OWNED = {"owner": "COO", "every": "monthly", "use": "weekly meeting"}


def checks(**given: Any) -> dict[str, Finding]:
    case = evidence(**given)
    found = derive(RULESET, case, score(RULESET, case))
    return {finding.id.removeprefix("scorecard-"): finding for finding in found.items if finding.origin == "hygiene"}


def test_a_metric_that_nobody_submits_or_keeps_is_not_asked_about() -> None:
    assert checks() == {}


def test_every_failing_metric_is_named_in_one_observation() -> None:
    rows = (observation("speed", "2026-06", value=80), observation("liked", "2026-06", value=70))
    found = checks(observations=rows)["no-owner"]
    assert (found.kind, found.title, found.recommendation) == (FindingKind.OBSERVATION, "No owner", "Name one.")
    assert found.statement == "Speed has no owner. Liked has no owner."
    assert found.criteria == ("K1", "K2")
    assert [operand.path for operand in found.operands] == ["speed", "liked"]


def test_a_figure_older_than_its_frequency_is_stale() -> None:
    rows = (observation("speed", "2026-03", value=80),)
    assert checks(observations=rows)["stale"].statement == "Speed is 92\u00a0days old, it is due every 31\u00a0days."
    assert "stale" not in checks(observations=rows, as_of=date(2026, 4, 30))
    yearly = {"speed": ScorecardEntry(owner="COO", every="yearly")}
    assert "stale" not in checks(observations=rows, scorecard=yearly)


@pytest.mark.parametrize(
    ("metric", "target", "baseline", "wrong"),
    [
        ("speed", 70, 80, True),
        ("speed", 80, 70, False),
        ("cost", 9, 5, True),
        ("cost", 5, 9, False),
        ("load", 1, 9, False),
    ],
)
def test_a_target_that_would_be_a_step_back_is_found(metric: str, target: int, baseline: int, wrong: bool) -> None:
    entry = ScorecardEntry(target=Fraction(target), baseline=Fraction(baseline), owner="COO")
    assert ("backwards" in checks(scorecard={metric: entry})) is wrong


def test_a_target_alone_is_not_judged() -> None:
    assert "backwards" not in checks(scorecard={"speed": ScorecardEntry(target=Fraction(1), owner="COO")})


def test_what_criteria_rules_or_derived_values_read_is_used() -> None:
    assert used_names(RULESET) == {"speed", "liked", "cost", "load"}
    entries = {"kept": ScorecardEntry(owner="COO"), "cost": ScorecardEntry(owner="COO")}
    assert checks(scorecard=entries)["unused"].statement == "Nobody uses Kept."


def test_a_number_needs_enough_observations_and_a_voice_beside_it() -> None:
    rows = (observation("speed", "2026-06", numerator=9, denominator=12),)
    found = checks(observations=rows)
    assert found["few"].statement == "Speed: 12 of 30."
    assert found["numbers-alone"].statement == "Speed stands alone."
    both = (*rows, observation("liked", "2026-06", value=70))
    assert "numbers-alone" not in checks(observations=both)
    assert "numbers-alone" not in checks(
        observations=rows, scorecard={"speed": ScorecardEntry(counterpart="interviews")}
    )


def test_what_is_measured_but_not_scored_is_found() -> None:
    rows = (observation("cost", "2026-06", amount=100, units=20),)
    assert checks(observations=rows)["unscored"].statement == "Cost is not scored."
