"""Residual risk: a control lowers the likelihood by its strength, and nothing else."""

from dataclasses import replace

import pytest

import report_samples as samples
from bsc_audit.app.assessments import Assessment, judge
from bsc_audit.core.documents.canonical import canonical
from bsc_audit.core.evidence.model import Control
from bsc_audit.core.findings.residual import residual
from bsc_audit.core.findings.risk import rate
from bsc_audit.core.report.judgements import Finding
from bsc_audit.core.vocabulary import Confidence

RISK = "X03"  # of the example: severity 4, likelihood 3


def with_control(finding: str, level: int) -> Assessment:
    return _controlled(
        Control(finding=finding, control="Exit survey of every leaver", level=level, evidence=("D-012",))
    )


def _controlled(*controls: Control) -> Assessment:
    one = samples.example()
    remarks = replace(one.evidence.remarks, controls=controls)
    return judge(one.ruleset, replace(one.evidence, remarks=remarks))


def shown(assessment: Assessment, id_: str) -> Finding:
    report = samples.report_of(assessment)
    return next(finding for group in report.findings for finding in group.findings if finding.id == id_)


@pytest.mark.parametrize(
    ("likelihood", "level", "left"),
    [(3, 0, 3), (3, 1, 3), (3, 2, 2), (3, 3, 2), (3, 4, 1), (3, 5, 1), (1, 5, 1), (2, 4, 1), (5, 5, 3), (5, 2, 4)],
)
def test_likelihood_falls_by_strength_and_never_below_one(likelihood: int, level: int, left: int) -> None:
    table = samples.example().ruleset.risk
    before = rate(table, 4, likelihood, Confidence.HIGH, "")
    after = residual(table, before, level)
    assert (after.severity, after.likelihood, after.rating) == (4, left, 4 * left)


def test_the_worked_example_of_the_method_comes_out() -> None:
    """12, high, with a control of level 3 is 4 x 2 = 8, moderate."""
    left = shown(with_control(RISK, 3), RISK)
    assert left.risk is not None
    assert left.residual is not None
    assert (left.risk.rating, left.risk.band.slug) == (12, "high")
    assert (left.residual.likelihood, left.residual.rating, left.residual.band.slug) == (2, 8, "moderate")


def test_a_severity_that_is_never_low_stays_so() -> None:
    table = samples.example().ruleset.risk
    assert residual(table, rate(table, 5, 3, Confidence.HIGH, ""), 5).band == "high"


def test_a_control_changes_no_score_no_decision_and_no_due_date() -> None:
    before, after = _controlled(), with_control(RISK, 5)
    assert (after.scorecard, after.recommendation) == (before.scorecard, before.recommendation)
    assert [replace(one, residual=None) for one in after.findings.items] == list(before.findings.items)
    assert shown(after, RISK).due == shown(before, RISK).due


def test_a_control_of_what_is_not_rated_is_said_to_have_no_effect() -> None:
    rated = {finding.id for finding in samples.example().findings.items if finding.risk}
    silent = next(name for name in samples.example().ruleset.criteria if name not in rated)
    report = samples.report_of(with_control(silent, 5))
    assert report.risk_map.unused == (f"Exit survey of every leaver ({silent}: no rated finding now)",)
    assert all(point.residual is None for point in report.risk_map.points)


def test_evidence_without_controls_keeps_its_digest() -> None:
    """What the digest is made of has no word of them, as before there were any."""
    remarks = _controlled().evidence.remarks
    assert "controls" not in canonical(remarks)
    assert "controls" in canonical(with_control(RISK, 1).evidence.remarks)
