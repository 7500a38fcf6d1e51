"""Cases: each outcome is told, failures say what came instead, and gaps say what no case reaches."""

from typing import Any

import pytest

from bsc_audit.core.cases.model import CaseReport, Gap
from bsc_audit.core.cases.run import run_cases
from bsc_audit.core.documents import parse
from bsc_audit.core.problems import RulesetError
from ruleset_builders import compiled

RULESET = compiled()


def ran(*texts: str) -> CaseReport:
    """The cases of these files, run against the good ruleset."""
    return run_cases(RULESET, [parse(text, f"cases/{number}.yaml") for number, text in enumerate(texts)])


def failures(text: str) -> list[str]:
    """What the only case of a file got wrong."""
    (result,) = ran(text).results
    return list(result.failures)


def gap(report: CaseReport, what: str, name: str) -> Gap | None:
    """The gap of that name."""
    return next((gap for gap in report.gaps if (gap.what, gap.id) == (what, name)), None)


def rule_case(given: str, expect: str, rule: str = "X01") -> str:
    """A file with one case of a rule."""
    return f"rule: {rule}\ncases:\n  one: {{given: {{{given}}}, expect: {expect}}}\n"


# X01: score.csat >= 75 && queue_wait_time > 10; csat 75 scores 50, 90 scores 100
OUTCOMES = [
    ("score.csat: 80, queue_wait_time: 12", "found"),
    ("csat: 85, queue_wait_time: 12", "found"),
    ("score.csat: 75, queue_wait_time: 10", "absent"),
    ("score.csat: 74", "absent"),
    ("csat: 75, queue_wait_time: 12", "absent"),
    ("score.csat: 80", "undetermined"),
    ("score.csat: null, queue_wait_time: 12", "undetermined"),
    ("queue_wait_time: 12", "undetermined"),
]


@pytest.mark.parametrize(("given", "expect"), OUTCOMES)
def test_a_case_passes_when_its_outcome_comes(given: str, expect: str) -> None:
    assert failures(rule_case(given, expect)) == []


@pytest.mark.parametrize(("given", "came"), OUTCOMES)
def test_a_case_that_expects_another_outcome_says_what_came(given: str, came: str) -> None:
    for other in {"found", "absent", "undetermined"} - {came}:
        assert failures(rule_case(given, other)) == [f"expected {other}, came {came}"]


def test_a_value_the_rule_does_not_use_is_a_failure() -> None:
    assert failures(rule_case("score.csat: 80, nps: 5", "undetermined")) == [
        "nps is given, but the rule does not use it"
    ]


def test_words_and_bracketed_names_can_be_given() -> None:
    assert failures(rule_case("queue_wait_time: 1, queue_moves: flat", "found", "X02")) == []
    assert failures(rule_case("queue_wait_time: 1, queue_moves: rising", "absent", "X02")) == []


@pytest.mark.parametrize(
    ("given", "expect", "lacks"),
    [
        ("score.csat: 80, queue_wait_time: 12", "found", ("on the edge", "absent", "undetermined")),
        ("score.csat: 75, queue_wait_time: 12", "found", ("absent", "undetermined")),
        ("score.csat: 80, queue_wait_time: 10", "absent", ("found", "undetermined")),
        ("score.csat: 80", "undetermined", ("found", "on the edge", "absent")),
        ("score.csat: 80", "found", ("found", "on the edge", "absent", "undetermined")),
    ],
)
def test_a_rule_lacks_what_no_passing_case_shows(given: str, expect: str, lacks: tuple[str, ...]) -> None:
    found = gap(ran(rule_case(given, expect)), "rule", "X01")
    assert found is not None
    assert found.lacks == lacks


def test_a_rule_with_a_case_of_every_outcome_is_no_gap() -> None:
    cases = "\n".join(
        f"  {name}: {{given: {{{given}}}, expect: {expect}}}"
        for name, (given, expect) in zip("abc", [OUTCOMES[0], OUTCOMES[2], OUTCOMES[5]], strict=True)
    )
    assert gap(ran(f"rule: X01\ncases:\n{cases}\n"), "rule", "X01") is None


def whole(body: str) -> str:
    """A file with one whole assessment."""
    return f"assessments:\n  one: {{{body}}}\n"


ALL = "criteria: {CLI-01: 80, CLI-02: 60, CLI-03: 90, OPS-01: 70, OPS-02: 70, OPS-03: 70}"
PASSING = [
    f"{ALL}, expect: {{scores: {{CLI-voice: 74, OPS: 70}}, conformity: {{CLI-01: conforms}}, findings: []}}",
    f"{ALL}, expect: {{verdict: recommend, award: silver}}",
    f"{ALL}, facts: {{open_majors: 1}}, expect: {{verdict: defer, award: null}}",
    f"{ALL}, facts: {{coverage.overall: 0.5}}, expect: {{verdict: no_decision}}",
    "criteria: {CLI-01: 50}, expect: {conformity: {CLI-01: major}, verdict: no_decision}",
    "answers: {CLI-02: 3.5}, expect: {scores: {CLI-02: 70, OPS: null}}",
    "metrics: {csat: 90, queue_wait_time: 12}, expect: {scores: {CLI-01: 100, OPS-01: 0}, findings: [X01]}",
    "criteria: {CLI-01: 80}, not_applicable: [CLI-02], expect: {scores: {CLI-voice: 80, CLI-02: null}}",
]


@pytest.mark.parametrize("body", PASSING)
def test_a_whole_assessment_is_scored_graded_and_judged(body: str) -> None:
    assert failures(whole(body)) == []


FAILING = [
    (f"{ALL}, expect: {{scores: {{OPS: 71}}}}", "score of OPS: expected 71, came 70"),
    (f"{ALL}, expect: {{scores: {{OPS: null}}}}", "score of OPS: expected nothing, came 70"),
    (f"{ALL}, expect: {{award: gold}}", "award: expected gold, came silver ("),
    (f"{ALL}, expect: {{overall: 1}}", "overall: expected 1, came "),
    (f"{ALL}, expect: {{findings: [X01]}}", "findings: expected ['X01'], came []"),
    (f"{ALL}, expect: {{conformity: {{CLI-01: minor}}}}", "conformity of CLI-01: expected minor, came conforms"),
    ("criteria: {CLI-09: 5}, expect: {overall: 1}", "there is no node 'CLI-09'; did you mean 'CLI-03'?"),
    ("metrics: {cast: 5}, expect: {overall: 1}", "there is no indicator 'cast'; did you mean 'csat'?"),
    ("metrics: {CLI: 5}, expect: {overall: 1}", "there is no indicator 'CLI'; "),
    (
        "answers: {CLI-03: 5}, expect: {overall: 1}",
        "there is no indicator, and no criterion of one indicator, 'CLI-03'",
    ),
    ("not_applicable: [CLI], expect: {overall: 1}", "there is no criterion 'CLI'; "),
    ("facts: {open_major: 5}, expect: {overall: 1}", "there is no fact 'open_major'; did you mean 'open_majors'?"),
    ("answers: {CLI-02: 6}, expect: {overall: 1}", "CLI-02 is 6, but a rubric runs from 0 to 5"),
    ("metrics: {visits: -1}, expect: {overall: 1}", "visits is -1, but a checklist runs from 0 to 100"),
    ("expect: {scores: {OPZ: 1}}", "there is no node 'OPZ'; did you mean 'OPS'?"),
    ("expect: {findings: [X09]}", "there is no rule 'X09'; did you mean 'X02'?"),
    ("expect: {conformity: {CLI: major}}", "there is no criterion 'CLI'; "),
]


@pytest.mark.parametrize(("body", "message"), FAILING)
def test_a_failing_assessment_says_what_came_instead(body: str, message: str) -> None:
    (failure,) = failures(whole(body))
    assert failure.startswith(message)


def test_scores_of_groups_are_judged_by_the_decision_table() -> None:
    text = "decision:\n  one: {scores: {CLI: 95, OPS: 90}, expect: {overall: 93, verdict: recommend, award: gold}}\n"
    report = ran(text)
    assert report.passed
    assert gap(report, "award", "gold") is None
    assert gap(report, "award", "silver") is not None


def test_criteria_no_case_assesses_are_gaps() -> None:
    report = ran(whole("criteria: {CLI-01: 80}, not_applicable: [CLI-02], expect: {scores: {CLI-01: 80}}"))
    assert [one.id for one in report.gaps if one.what == "criterion"] == [
        *("CLI-02", "CLI-03", "OPS-01", "OPS-02", "OPS-03")
    ]


def test_an_award_reached_only_by_a_failing_case_is_a_gap() -> None:
    report = ran(whole(f"{ALL}, expect: {{award: silver, overall: 1}}"))
    assert not report.passed
    assert gap(report, "award", "silver") is not None


def test_results_come_in_file_order_with_their_places() -> None:
    report = ran(rule_case("score.csat: 80", "undetermined"), whole(f"{ALL}, expect: {{award: silver}}"))
    assert [str(result.where) for result in report.results] == ["cases/0.yaml:3:3", "cases/1.yaml:2:3"]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (rule_case("csat: 5", "found", "X11"), ["cases/0.yaml:1:7 unknown-name"]),
        (rule_case("csat: 5", "fuond"), ["cases/0.yaml:3:35 schema-enum"]),
        ("rules: X01\n", ["cases/0.yaml:1:1 schema-additionalProperties"]),
        ("- rule\n", ["cases/0.yaml:1:1 schema-type"]),
        (
            whole("criteria: {CLI-01: much}, expect: {}"),
            ["cases/0.yaml:2:28 schema-type", "cases/0.yaml:2:43 schema-minProperties"],
        ),
    ],
)
def test_a_case_file_that_is_not_one_is_refused(text: str, problems: list[str]) -> None:
    with pytest.raises(RulesetError) as caught:
        ran(text)
    assert [_told(problem) for problem in caught.value.problems] == problems


def _told(problem: Any) -> str:
    return f"{problem.where} {problem.code}"
