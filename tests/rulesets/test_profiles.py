"""The shipped profiles: under each, an assessment of any level is scored, graded, told and judged."""

import pytest

from bsc_audit import bootstrap
from bsc_audit.app.rulesets import load_ruleset
from bsc_audit.core.cases.run import run_cases
from bsc_audit.core.documents import Document
from bsc_audit.core.metrics.table import METRIC_KINDS

PROFILES = load_ruleset(bootstrap.library(), "service-excellence", "1.0").profiles


@pytest.mark.parametrize("level", [5, 55, 95])
@pytest.mark.parametrize("profile", PROFILES)
def test_an_assessment_under_a_profile_comes_to_a_score(profile: str, level: int) -> None:
    ruleset = load_ruleset(bootstrap.library(), "service-excellence", "1.0", profile=profile)
    metrics = {name: level for name, one in ruleset.indicators.items() if one.kind in METRIC_KINDS}
    case = {
        "criteria": dict.fromkeys(ruleset.criteria, level),
        "metrics": metrics,
        "expect": {"scores": {"overall": level}},
    }
    report = run_cases(ruleset, [Document(source="c.yaml", data={"assessments": {"one": case}}, values={}, keys={})])
    assert [result.failures for result in report.results] == [()]
    assert all(gap.what != "criterion" for gap in report.gaps)


def test_there_are_profiles() -> None:
    assert len(PROFILES) >= 3
