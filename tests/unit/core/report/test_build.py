"""The Report follows from its inputs, exists for every input, and shows what the scorecard holds."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from fractions import Fraction

import pytest

import report_samples as samples
from bsc_audit.app.assessments import Assessment
from bsc_audit.core.evidence.model import Remarks
from bsc_audit.core.quantities import round_half_up
from bsc_audit.core.report.chapters import Criterion
from bsc_audit.core.report.model import Report
from bsc_audit.core.vocabulary import AssessmentKind, FindingKind, State, Truth, Verdict

SITUATIONS: dict[str, Callable[[], Assessment]] = {
    "the example": samples.example,
    "nothing assessed": samples.nothing_assessed,
    "nothing applicable": samples.nothing_applicable,
    "no findings": samples.without_findings,
    "300 findings": lambda: samples.with_findings(300),
    "long names": lambda: samples.renamed(samples.LONG),
    "right to left": lambda: samples.renamed(samples.HEBREW),
    "self-assessment": lambda: samples.of_kind(AssessmentKind.SELF_ASSESSMENT),
}


@pytest.fixture(params=SITUATIONS, scope="module")
def report(request: pytest.FixtureRequest) -> Report:
    return samples.report_of(SITUATIONS[request.param]())


def criteria_of(report: Report) -> list[Criterion]:
    return [criterion for chapter in report.chapters for theme in chapter.themes for criterion in theme.criteria]


def test_there_is_a_report_whatever_was_assessed_and_it_is_plain_data(report: Report) -> None:
    assert json.loads(json.dumps(asdict(report), allow_nan=False))["format"] == report.format


def test_every_criterion_of_the_ruleset_stands_in_exactly_one_chapter(report: Report) -> None:
    assert sorted(c.id for c in criteria_of(report)) == sorted(samples.example().ruleset.criteria)


def test_results_are_counted_over_all_criteria(report: Report) -> None:
    assert sum(outcome.number for outcome in report.statement.outcomes) == report.statement.criteria
    assert sum(number for _, number in report.scorecard.overall.outcomes) == report.statement.criteria


def test_references_of_findings_are_unique_and_every_named_reference_exists(report: Report) -> None:
    shown = [f.ref for group in report.findings for f in group.findings] + [f.ref for f in report.hygiene]
    named = {ref for c in criteria_of(report) for ref in c.findings} | {ref for a in report.actions for ref in a.refs}
    assert len(shown) == len(set(shown))
    assert named <= set(shown)


def test_building_twice_gives_equal_reports_and_leaves_the_inputs_alone() -> None:
    one = samples.example()
    before = (asdict(one.findings), one.scorecard.nodes.keys())
    assert samples.report_of(one) == samples.report_of(one)
    assert before == (asdict(one.findings), one.scorecard.nodes.keys())


def test_every_score_shown_is_the_scorecards_rounded_half_up() -> None:
    report, one = samples.example_report(), samples.example()
    nodes, digits = one.scorecard.nodes, one.ruleset.decision.digits
    shown = [(row.id, row.score, digits) for row in (report.scorecard.overall, *report.scorecard.perspectives)]
    shown += [(row.id, row.score, digits) for row in report.scorecard.themes]
    shown += [(criterion.id, criterion.score, 1) for criterion in criteria_of(report)]
    for id_, score, decimals in shown:
        expected = nodes[id_].score
        if expected is None:
            assert score is None
        else:
            assert score is not None
            assert Fraction(score.text) == round_half_up(expected, decimals)
            assert score.value == float(expected)


def test_a_scheme_of_points_is_not_told_as_a_share_of_100() -> None:
    report = samples.report_of(samples.foreign())
    assert report.statement.scale == "points"
    assert "15 points overall" in report.statement.opinion[0]
    assert "of 100" not in json.dumps(asdict(report.statement)) + report.summary.lead + report.chapters[0].lead
    assert [len(theme.criteria) for theme in report.chapters[0].themes] == [3]


def test_what_was_not_assessed_has_no_number_but_a_word() -> None:
    report = samples.report_of(samples.nothing_assessed())
    assert report.statement.overall is None
    assert {criterion.result.slug for criterion in criteria_of(report)} == {"not_assessed"}
    assert all(row.score is None and row.status.word == "Not assessed" for row in report.scorecard.perspectives)
    assert "no overall score" in report.statement.opinion[0]
    assert not report.method.example


def test_not_applicable_is_told_apart_from_not_assessed_with_its_reason() -> None:
    report = samples.report_of(samples.nothing_applicable())
    may_be = [c.id for c in samples.example().ruleset.criteria.values() if c.may_be_not_applicable]
    left_out = {c.id: c for c in criteria_of(report) if c.result.slug == "not_applicable"}
    assert set(may_be) <= set(left_out)
    assert all("does no such thing" in left_out[id_].reason for id_ in may_be)
    assert len(report.engagement.not_applicable) == len(left_out)


def test_a_self_assessment_never_carries_a_seal_conditions_or_the_words_of_a_recommendation() -> None:
    report = samples.report_of(samples.recommended(AssessmentKind.SELF_ASSESSMENT))
    assert report.cover.seal is None
    assert report.cover.label == "Self-assessment"
    assert "no certificate" in report.cover.caveat
    assert "ecommend" not in report.statement.heading + " ".join(report.statement.opinion)
    assert "recommended" not in {award.status.slug for award in report.statement.awards}
    assert report.statement.validity == ""


@pytest.mark.parametrize(
    "verdict", [v for v in Verdict if v not in (Verdict.RECOMMEND, Verdict.RECOMMEND_WITH_CONDITIONS)]
)
def test_only_a_recommended_certification_carries_a_seal(verdict: Verdict) -> None:
    one = samples.recommended()
    refused = replace(one, recommendation=replace(one.recommendation, verdict=verdict))
    assert samples.report_of(refused).cover.seal is None


def test_the_seal_says_recommended_and_nothing_says_certified() -> None:
    report = samples.report_of(samples.recommended())
    assert report.cover.seal is not None
    assert report.cover.seal.caption.startswith("recommended")
    assert "certified" not in json.dumps(asdict(report)).lower()


def test_the_first_gate_that_is_not_met_is_decisive_and_no_other() -> None:
    one = samples.example()
    gates = tuple(
        replace(gate, truth=truth)
        for gate, truth in zip(one.recommendation.gates[:3], (Truth.TRUE, Truth.UNDETERMINED, Truth.FALSE), strict=True)
    )
    report = samples.report_of(replace(one, recommendation=replace(one.recommendation, gates=gates)))
    assert [gate.decisive for gate in report.statement.gates] == [False, True, False]


def test_the_decision_stays_empty_until_a_person_takes_it() -> None:
    one = samples.example()
    assert not samples.report_of(one).statement.decision.taken
    recorded = {"by": "A. Person", "on": "2026-10-01", "outcome": "Granted", "rationale": "As recommended."}
    remarks = replace(one.evidence.remarks, decision=recorded)
    decided = samples.report_of(replace(one, evidence=replace(one.evidence, remarks=remarks))).statement.decision
    assert (decided.taken, decided.by, decided.outcome) == (True, "A. Person", "Granted")


def test_a_difference_to_an_award_is_overall_minus_threshold() -> None:
    report = samples.example_report()
    for award in report.statement.awards:
        assert award.threshold is not None
        assert award.distance is not None
        assert report.statement.overall is not None
        assert award.distance.value == pytest.approx(report.statement.overall.value - award.threshold.value)


def test_owners_and_dates_are_only_those_people_agreed_to() -> None:
    one = samples.example()
    silent = samples.report_of(replace(one, evidence=replace(one.evidence, remarks=Remarks())))
    assert silent.actions
    assert {(action.owner, action.due, action.agreed) for action in silent.actions} == {("", "", False)}
    agreed = [action for action in samples.example_report().actions if action.agreed]
    findings = {finding.id for finding in one.findings.items}
    known = [action for action in one.evidence.remarks.actions if action["finding"] in findings]
    assert sorted(a.owner for a in agreed) == sorted(a.get("owner", "") for a in known)


def test_actions_come_gravest_first() -> None:
    report = samples.example_report()
    graded = {f.ref: f for group in report.findings for f in group.findings}
    majors = [bool((c := graded[a.refs[0]].conformity) and c.slug == "major") for a in report.actions]
    assert majors == sorted(majors, reverse=True)


def test_every_rule_is_listed_with_its_outcome_and_the_missing_operand_in_words() -> None:
    report, one = samples.example_report(), samples.example()
    rows = (*report.diagnosis.fired, *report.diagnosis.not_fired, *report.diagnosis.not_evaluated)
    assert sorted(row.id for row in rows) == sorted(result.rule for result in one.findings.rules)
    assert report.diagnosis.not_evaluated
    assert all(row.missing for row in report.diagnosis.not_evaluated)
    assert all(not row.missing for row in report.diagnosis.not_fired)


def test_the_organisations_own_scorecard_stands_apart_from_other_observations() -> None:
    report, one = samples.example_report(), samples.example()
    hygiene = {finding.id for finding in one.findings.items if finding.origin == "hygiene"}
    assert {finding.id for finding in report.hygiene} == hygiene
    assert hygiene.isdisjoint(f.id for group in report.findings for f in group.findings)


def test_findings_are_grouped_by_kind_without_losing_one() -> None:
    report, one = samples.example_report(), samples.example()
    assert len(report.findings) == len(FindingKind)
    assert sum(len(g.findings) for g in report.findings) + len(report.hygiene) == len(one.findings.items)


def test_every_finding_names_a_criterion_and_a_reason() -> None:
    report = samples.example_report()
    for finding in (f for group in report.findings for f in group.findings):
        assert finding.criteria, finding.id
        assert finding.reasons, finding.id


def test_the_map_shows_open_risks_weaknesses_and_nonconformities_that_lead_their_cause() -> None:
    report, one = samples.example_report(), samples.example()
    kinds = (FindingKind.RISK, FindingKind.WEAKNESS, FindingKind.NONCONFORMITY)
    leading = [f for f in one.findings.items if f.kind in kinds and f.risk and not f.supports and not f.corrected]
    assert len(report.risk_map.points) == len(leading)
    ratings = [point.severity * point.likelihood for point in report.risk_map.points]
    assert ratings == sorted(ratings, reverse=True)


def test_a_rating_of_five_by_one_is_high_whatever_the_product_says() -> None:
    report = samples.example_report()
    names, bands = report.risk_map.names, report.risk_map.bands
    assert names[bands[0][0]] == "low"
    assert names[bands[0][4]] == "high"
    assert names[bands[4][4]] == "extreme"


def test_the_worked_example_leads_from_an_indicator_to_the_overall_score_and_adds_up() -> None:
    report, one = samples.example_report(), samples.example()
    steps = report.method.example
    assert steps[0].title.startswith("Indicator")
    assert steps[-1].score is not None
    assert steps[-1].score.value == float(one.scorecard.nodes[one.scorecard.root].score or 0)
    added = [step for step in steps if step.adds_up]
    assert added
    for step in added:
        assert step.raw is not None
        total = sum(member.contribution.value for member in step.members if member.contribution)
        assert total == pytest.approx(step.raw.value)


def test_illustrative_data_is_marked_where_it_stands() -> None:
    report, one = samples.example_report(), samples.example()
    assert report.meta.illustrative
    assert report.summary.missing[0] == report.meta.illustrative
    marked = {row.id for row in report.register.rows if row.illustrative}
    assert marked == {d.id for d in one.evidence.documents.values() if d.illustrative}


def test_the_digests_let_anybody_recompute() -> None:
    report, one = samples.example_report(), samples.example()
    found = report.provenance
    assert (found.ruleset_digest, found.evidence_digest) == (one.ruleset.digest, one.evidence.digest)
    assert found.engine == f"bsc-audit {samples.ENGINE}"


def test_a_metric_is_shown_with_the_strength_of_its_benchmark_and_weak_ones_say_so() -> None:
    rows = [row for group in samples.example_report().metrics for row in group.rows]
    assert any(row.weak for row in rows)
    for row in rows:
        assert row.weak == (row.strength in ("C", "G", "O"))
        assert ("weak" in row.strength_note.lower()) == row.weak or not row.weak


def test_metrics_are_either_shown_or_listed_as_not_measured() -> None:
    report, one = samples.example_report(), samples.example()
    shown = {row.id for group in report.metrics for row in group.rows}
    measured = {id_ for id_ in shown if one.scorecard.indicators[id_].measured.state is State.ASSESSED}
    assert shown == measured
    assert report.metrics_missing


def test_the_bridge_explains_the_whole_change_or_is_left_out() -> None:
    report, one = samples.example_report(), samples.example()
    found = report.scorecard.bridge
    assert found is not None
    total = found.start.value + sum(step.change.value for step in found.steps)
    assert total == pytest.approx(found.end.value, abs=0.05)
    previous = one.evidence.engagement.previous
    assert previous is not None
    odd = replace(previous, scores={**previous.scores, one.scorecard.root: Fraction(10)})
    engagement = replace(one.evidence.engagement, previous=odd)
    other = samples.report_of(replace(one, evidence=replace(one.evidence, engagement=engagement)))
    assert other.scorecard.bridge is None


def test_records_that_do_not_count_are_named_with_the_reason() -> None:
    report, one = samples.example_report(), samples.example()
    shown = {v.id for c in (*report.visits, *report.reviews) for v in c.visits}
    left_out = {fact.label: fact.text for c in (*report.visits, *report.reviews) for fact in c.left_out}
    excluded = {record.id for record in one.evidence.records if record.status != "accepted"}
    assert excluded <= set(left_out)
    assert shown.isdisjoint(left_out)
    assert all(left_out.values())
