"""Findings: what rules and grading say, why, how grave it is, and how far it can be relied on."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from bsc_audit.core.evidence.model import Remarks
from bsc_audit.core.findings.derive import derive, lead, ranked
from bsc_audit.core.findings.model import Finding, Findings
from bsc_audit.core.methods.trend import BY_LATEST, TrendResult
from bsc_audit.core.quantities import Interval
from bsc_audit.core.questionnaire.record import RecordScore
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.vocabulary import Confidence, Conformity, FindingKind, Grade, Movement, Trend, Truth
from small_rulesets import NOT_APPLICABLE, evidence, measured, score, small

TEXT = """
groups:
- {id: overall, title: Overall, kind: overall}
- {id: voice, title: Voice, kind: theme, in: overall, weight: members}
indicators:
  csat: {title: Satisfied, kind: ratio, unit: "%", better: higher, points: {50: 0, 90: 100}, minimum_n: 30}
  repeats: {title: Repeat contacts, kind: ratio, unit: "%", better: lower, points: {10: 100, 50: 0}}
  churn: {title: Churn, kind: ratio, unit: "%", better: lower, points: {0: 100, 50: 0}}
criteria:
- {id: K1, title: Satisfaction, in: voice, weight: 8, score: csat, advise: Ask more people., effort: small}
- {id: K2, title: Solved at once, in: voice, weight: 5, score: repeats, critical: true}
- {id: K3, title: Plan, in: voice, weight: 2, score: {kind: rubric, levels: {0: a, 5: b}}, not_applicable: with_reason}
- {id: K4, title: Staying, in: overall, weight: 3, score: churn}
findings:
- {id: R1, kind: weakness, title: Pleasant but not solving, when: score.csat >= 75 && repeats > 25, says: "Liked by {csat}, yet {repeats} come back.",
   advise: "Trace what brings {repeats} back.", severity: 3, likelihood: {share: repeats}, criteria: [K1, K2], theme: cause}
- {id: R2, kind: risk, title: Losing them, when: score.churn < 60, says: Leaving., severity: 4, likelihood: {score: churn}, theme: cause}
- {id: R3, kind: risk, title: Declared, when: repeats > 25, says: Often., severity: 2, likelihood: 2}
- {id: R4, kind: risk, title: By its operand, when: n.csat < 30 || score.csat < 10, says: Few., severity: 2}
- {id: R5, kind: strength, title: Staying, when: score.churn >= 80, says: They stay.}
- {id: R6, kind: risk, title: Of what is satisfied, when: repeats > 30, says: So., severity: 5, likelihood: {share: csat}}
grading:
  rules:
  - {when: fatal_items > 0, kind: nonconformity, conformity: major, says: Confirmed.}
  - {when: critical && score < 60, kind: nonconformity, conformity: major, says: Critical.}
  - {when: score < 40, kind: nonconformity, conformity: minor, says: Below 40.}
  - {when: score < 60, kind: weakness, conformity: observation, says: Below 60.}
  - {when: "score >= 80 && grade in ['A', 'B']", kind: strength, conformity: conforms, says: Strong.}
  - {when: score >= 80, conformity: conforms}
  escalate: {conformity: minor, at_least: 2, within: theme, becomes: major}
  not_assessed: {kind: weakness, says: Not measured.}
severity: {start: 1, add_one_when: [weight >= 8, score <= 40, score <= 20, critical], at_most: 5, at_least: [{when: critical && score < 60, is: 4}]}
likelihood: {shares: [2, 10, 25, 50], scores: [80, 60, 40, 20], levels: [5, 4, 3, 2, 1, 1], otherwise: 3, widths: [15, 30]}
risk: {bands: {low: 1, moderate: 5, high: 10, extreme: 15}, at_least: {5: high}}
"""
RULESET = small(TEXT)


def found(ruleset: Ruleset = RULESET, remarks: Remarks | None = None, **values: Any) -> Findings:
    return derive(ruleset, evidence(remarks=remarks), score(ruleset, **values))


def one(findings: Findings, name: str) -> Finding:
    return next(finding for finding in findings.items if finding.id == name)


def trend(kind: Trend) -> TrendResult:
    return TrendResult(
        kind=kind, movement=Movement.FALLING, change=Fraction(-1), reference=Fraction(9), tolerance=Fraction(0), margin=None, method=BY_LATEST
    )  # fmt: skip


# Rules --------------------------------------------------------------------------------------------------


def test_a_rule_writes_its_finding_with_the_numbers_filled_in_and_its_reason() -> None:
    findings = found(
        csat=measured("csat", 82, n=200, evidence=("E1",)), repeats=measured("repeats", 28, evidence=("E2",))
    )
    finding = one(findings, "R1")
    assert finding.statement == "Liked by 82.0\u00a0%, yet 28.0\u00a0% come back."
    assert finding.recommendation == "Trace what brings 28.0\u00a0% back."
    assert [(o.path, o.text, o.n) for o in finding.operands] == [
        ("score.csat", "80.0", 200),
        ("repeats", "28.0\u00a0%", None),
    ]
    assert (finding.evidence, finding.criteria, finding.rule) == (
        ("E1", "E2"),
        ("K1", "K2"),
        "score.csat >= 75 && repeats > 25",
    )


def test_silence_is_kept_apart_from_health() -> None:
    results = {result.rule: result for result in found(csat=82, churn=None).rules}
    assert (results["R1"].truth, results["R1"].missing) == (Truth.UNDETERMINED, ("repeats",))
    assert (results["R2"].truth, results["R2"].missing) == (Truth.UNDETERMINED, ("score.churn",))
    falsified = found(csat=60).rules[0]
    assert (falsified.truth, [o.path for o in falsified.operands]) == (Truth.FALSE, ["score.csat"])


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        ("R1", {"csat": 82, "repeats": 28}, (3, 4, 12, "high", "28.0\u00a0% of cases")),
        ("R2", {"churn": measured("churn", "27.5", trend=trend(Trend.WORSENING))}, (4, 4, 16, "extreme", "Churn: score 45.0, worsening")),
        ("R2", {"churn": measured("churn", "27.5", trend=trend(Trend.IMPROVING))}, (4, 2, 8, "moderate", "Churn: score 45.0, improving")),
        ("R3", {"repeats": 28}, (2, 2, 4, "low", "as declared in the rule")),
        ("R4", {"csat": measured("csat", 70, n=12)}, (2, 3, 6, "moderate", "Satisfied: score 50.0")),
        ("R4", {"csat": measured("csat", None, n=12)}, (2, 3, 6, "moderate", "nothing measured; the declared middle value")),
        ("R6", {"repeats": 40, "csat": "99.5"}, (5, 1, 5, "high", "0.5\u00a0% of cases")),
        ("R6", {"repeats": 40}, (5, 3, 15, "extreme", "Satisfied is not measured")),
    ],
)  # fmt: skip
def test_severity_times_likelihood_falls_into_its_band(
    rule: str, values: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    values = {name: replace(value, value=None) if value is None else value for name, value in values.items()}
    risk = one(found(**values), rule).risk
    assert risk is not None
    assert (risk.severity, risk.likelihood, risk.rating, risk.band, risk.likelihood_from) == expected


def test_a_strength_has_no_rating() -> None:
    assert one(found(churn=2), "R5").risk is None


def test_findings_on_one_cause_support_the_gravest_and_ratings_are_not_added() -> None:
    findings = found(csat=82, repeats=28, churn=45)
    assert one(findings, "R2").supports == ""
    assert one(findings, "R1").supports == "R2"
    assert one(findings, "R3").supports == ""  # has no theme


def test_findings_without_a_theme_stand_alone_and_one_alone_leads_itself() -> None:
    single = one(found(churn=45), "R2")
    assert lead([single]) == [single]


def test_findings_come_by_kind_then_gravity_then_id() -> None:
    findings = found(csat=82, repeats=60, churn=45)
    kinds = [finding.kind for finding in findings.items]
    assert kinds == sorted(kinds, key=list(FindingKind).index)
    assert ranked(reversed(findings.items)) == findings.items
    assert findings.of(FindingKind.RISK)[0].id == "R2"


# Grading ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "kind", "conformity"),
    [
        (52, FindingKind.NONCONFORMITY, Conformity.MINOR),
        (66, FindingKind.NONCONFORMITY, None),
        (70, FindingKind.WEAKNESS, Conformity.OBSERVATION),
    ],
)
def test_the_first_line_that_is_true_says_what_a_score_means(
    value: int, kind: FindingKind, conformity: Conformity | None
) -> None:
    finding = one(found(csat=value), "K1")
    if conformity is None:  # 66 % is 40 points: not below 40
        kind, conformity = FindingKind.WEAKNESS, Conformity.OBSERVATION
    assert (finding.kind, finding.conformity, finding.origin) == (kind, conformity, "grading")


def test_a_failed_critical_criterion_is_major_and_never_less_than_grave() -> None:
    finding = one(found(repeats=30), "K2")  # 50 points
    assert finding.conformity is Conformity.MAJOR
    assert finding.risk is not None
    assert finding.risk.severity == 4
    assert finding.statement.endswith("Scored 50.0 of 100. Critical.")


@pytest.mark.parametrize(
    ("weight", "points", "critical", "expected"),
    [(6, 0, True, 4), (11, 35, False, 3), (8, 58, False, 2), (4, 10, False, 3), (12, 15, False, 4), (8, 40, True, 4)],
)
def test_severity_by_weight_shortfall_and_criticality(weight: int, points: int, critical: bool, expected: int) -> None:
    """Oracle: the worked examples of the rating."""
    criterion = f"weight: {weight}, critical: {str(critical).lower()}, score: {{kind: demerits, better: higher, linear: {{zero: 0, full: 100}}}}"
    ruleset = small(
        "groups: [{id: overall, title: Overall, kind: overall}]\n"
        f"criteria: [{{id: K, title: K, in: overall, {criterion}}}]\n"
        + TEXT[TEXT.index("grading:") :].replace("within: theme", "within: overall")
    )
    finding = one(found(ruleset, K=points), "K")
    assert finding.risk is not None
    assert finding.risk.severity == expected


def test_a_strength_needs_evidence_and_advice_is_for_what_is_to_be_mended() -> None:
    strong = one(found(csat=measured("csat", 88, grade=Grade.A)), "K1")
    assert (strong.kind, strong.recommendation, strong.risk) == (FindingKind.STRENGTH, "", None)
    weakly_backed = found(csat=measured("csat", 88, grade=Grade.D))
    assert all(finding.id != "K1" for finding in weakly_backed.items)
    assert all(finding.id != "K1" for finding in found(csat=85).items if finding.kind is FindingKind.STRENGTH)
    assert one(found(csat=60), "K1").recommendation == "Ask more people."


def test_what_was_not_assessed_is_said_and_what_does_not_apply_is_not() -> None:
    findings = found(K3=NOT_APPLICABLE)
    missing = one(findings, "K1")
    assert (missing.statement, missing.confidence, missing.operands[0].text) == (
        "Not measured.",
        Confidence.LOW,
        "not measured",
    )
    assert all(finding.id != "K3" for finding in findings.items)
    silent = replace(RULESET, grading=replace(RULESET.grading, not_assessed_kind=None))
    assert found(silent).items == ()


def test_a_rubric_speaks_of_its_level() -> None:
    risk = one(found(K3=1), "K3").risk
    assert risk is not None
    assert (risk.likelihood, risk.likelihood_from, risk.confidence) == (4, "rubric level 1.0", Confidence.MEDIUM)


def test_several_minors_in_one_theme_amount_to_a_major_unless_they_are_corrected() -> None:
    together = one(found(csat=52, K3=1), "voice-together")
    assert (together.conformity, together.criteria) == (Conformity.MAJOR, ("K1", "K3"))
    assert together.risk == max(
        (one(found(csat=52, K3=1), name).risk for name in ("K1", "K3")), key=lambda r: r.rating if r else 0
    )
    mended = found(remarks=Remarks(corrected=frozenset({"K3"})), csat=52, K3=1)
    assert [finding.id for finding in mended.open(Conformity.MINOR)] == ["K1"]
    assert all(finding.id != "voice-together" for finding in mended.items)
    assert all(finding.id != "overall-together" for finding in found(csat=52, churn=48).items)  # not in one theme


def test_a_fatal_item_counts_once_a_person_confirmed_it() -> None:
    visit = RecordScore(
        id="V1", earned=Fraction(1), possible=Fraction(2), raw=Fraction(50), final=Fraction(0), failed_critical=(), failed_fatal=("i3",),
        not_scored="", sections={}, items={},
    )  # fmt: skip
    csat = measured("csat", 88, grade=Grade.A, records=(visit,))
    assert one(found(csat=csat), "K1").kind is FindingKind.STRENGTH
    confirmed = one(found(remarks=Remarks(confirmed_fatal=frozenset({"V1/i3"})), csat=csat), "K1")
    assert (confirmed.conformity, [o.path for o in confirmed.operands]) == (Conformity.MAJOR, ["fatal_items"])


def test_what_held_a_score_down_is_part_of_the_statement() -> None:
    caps = "caps: [{when: n.csat < 30, at: 30, says: Too few asked.}]"
    held = small(TEXT.replace("score: csat, advise", f"score: csat, {caps}, advise"))
    statement = one(found(held, csat=measured("csat", 88, n=9)), "K1").statement
    assert statement.endswith("Scored 30.0 of 100. Below 40. Too few asked.")


# Confidence ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "width", "expected"),
    [
        (29, 1, Confidence.LOW),
        (30, 15, Confidence.HIGH),
        (30, 22, Confidence.MEDIUM),
        (30, 31, Confidence.LOW),
        (30, None, Confidence.HIGH),
        (None, None, Confidence.MEDIUM),
    ],
)
def test_confidence_follows_the_number_and_the_width_of_the_interval(
    n: int | None, width: int | None, expected: Confidence
) -> None:
    interval = Interval(82 - width / 2, 82 + width / 2) if width else None
    csat = measured("csat", 82, n=n, interval=interval)
    assert one(found(csat=csat, repeats=measured("repeats", 28, n=900)), "R1").confidence is expected


def test_the_least_certain_operand_is_named() -> None:
    finding = one(found(csat=measured("csat", 82, n=12), repeats=measured("repeats", 28, n=900)), "R1")
    assert (finding.confidence, finding.confidence_note) == (Confidence.LOW, "Satisfied: n = 12")
    unknown = measured("csat", 82, interval=Interval(50.0, 99.0))
    assert one(found(csat=unknown, repeats=measured("repeats", 28, n=900)), "R1").confidence_note in (
        "",
        "Satisfied: n unknown",
    )
