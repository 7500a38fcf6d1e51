"""The look over an assessment before it is signed: each remark fires on what it is about, and leads to its item."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

import report_samples
from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.quality import Checked, Place, check_quality
from bsc_audit.core.findings.derive import derive
from bsc_audit.core.findings.quality import Check, QualityRemark, differences, quality_remarks
from service_world import Service
from small_rulesets import NOT_APPLICABLE, evidence, measured, score, small

TEXT = """
groups:
- {id: overall, title: Overall, kind: overall}
indicators:
  csat: {title: Satisfied, kind: ratio, unit: "%", better: higher, points: {0: 0, 100: 100}, minimum_n: 30}
  repeats: {title: Repeats, kind: ratio, unit: "%", better: lower, points: {0: 100, 100: 0}}
criteria:
- {id: K1, title: Satisfaction, in: overall, weight: 7, score: csat}
- {id: K2, title: Solved at once, in: overall, weight: 3, score: repeats, not_applicable: with_reason}
findings:
- {id: R1, kind: weakness, title: Liked but not solved, when: csat >= 75 && repeats > 25, says: Odd., severity: 2, criteria: [K1]}
- {id: R2, kind: weakness, title: Not solved, when: repeats > 25, says: Many., severity: 2, criteria: [K2]}
- {id: R3, kind: strength, title: Liked and solved, when: csat >= 75 && repeats < 25, says: Good., criteria: [K1]}
grading:
  rules: [{when: score < 40, kind: nonconformity, conformity: minor}, {when: score >= 0, conformity: conforms}]
severity: {start: 1, at_most: 5}
likelihood: {shares: [2, 10, 25, 50], scores: [80, 60, 40, 20], levels: [5, 4, 3, 2, 1, 1], otherwise: 3}
risk: {bands: {low: 1, high: 10}}
"""
RULESET = small(TEXT)
C = Check


def remarks(**values: Any) -> list[tuple[Check, str, tuple[str, ...]]]:
    seen, card = evidence(), score(RULESET, **values)
    found = quality_remarks(RULESET, seen, card, derive(RULESET, seen, card))
    return [(one.check, one.subject, one.criteria) for one in found]


def test_what_conforms_names_evidence() -> None:
    bare = (C.CONFORMS_WITHOUT_EVIDENCE, "K1", ("K1",))
    assert bare in remarks(csat=80)
    assert bare not in remarks(csat=measured("csat", 80, evidence=("D-1",)))
    assert bare not in remarks(csat=20)  # a nonconformity says so itself
    assert bare not in remarks(csat=None)


def test_a_sample_is_thin_below_what_the_ruleset_asks_for() -> None:
    thin = (C.THIN_SAMPLE, "csat", ("K1",))
    assert thin in remarks(csat=measured("csat", 80, n=29))
    assert thin not in remarks(csat=measured("csat", 80, n=30))
    assert thin not in remarks(csat=measured("csat", 80))  # not known is not thin


def test_values_contradict_where_a_rule_sets_them_against_each_other() -> None:
    found = remarks(csat=80, repeats=30)
    assert [one for one in found if one[0] is C.CONTRADICTION] == [(C.CONTRADICTION, "R1", ("K1",))]
    assert not [one for one in remarks(csat=80, repeats=10) if one[0] is C.CONTRADICTION]


def test_a_group_may_not_be_set_aside_by_more_than_three_tenths() -> None:
    aside = (C.NOT_APPLICABLE_SHARE, "overall", ("K2",))
    assert aside not in remarks(csat=80, repeats=NOT_APPLICABLE)  # exactly 30 %
    heavier = small(TEXT.replace("weight: 7", "weight: 6"))
    seen, card = evidence(), score(heavier, csat=80, repeats=NOT_APPLICABLE)
    found = quality_remarks(heavier, seen, card, derive(heavier, seen, card))
    assert aside in [(one.check, one.subject, one.criteria) for one in found]


@pytest.mark.parametrize(("own", "apart"), [(80, True), (79, False), (40, True), (41, False), (None, False)])
def test_own_and_validated_answers_lie_apart_from_twenty_points_on(own: int | None, apart: bool) -> None:
    found = differences(RULESET, score(RULESET, csat=own), score(RULESET, csat=60))
    assert [one.subject for one in found] == (["K1"] if apart else [])


def test_the_example_is_looked_over() -> None:
    made = report_samples.example()
    found = quality_remarks(made.ruleset, made.evidence, made.scorecard, made.findings)
    often = Counter(one.check for one in found)
    assert often.keys() >= {C.THIN_SAMPLE, C.CONTRADICTION, C.STALE_METRIC}
    assert [one.check for one in found] == sorted((one.check for one in found), key=list(Check).index)
    assert all(one.says and one.title for one in found)


# --- in the service ---------------------------------------------------------------------------------------------------


def looked_over(service: Service, assessment: Any) -> dict[tuple[Check, str], Checked]:
    with service.work.read(service.org) as work:
        found = check_quality(work, service.scores, work.assessments.get(assessment.id))
    return {(one.remark.check, one.remark.subject): one for one in found}


def test_a_remark_leads_to_its_item() -> None:
    service = Service()
    begun = service.begun()
    given = Given(track=Track.VALIDATED, key="FIN-01", content={"value": 4})
    service.answer(service.people[Role.ASSESSOR], begun, given)
    found = looked_over(service, begun)
    assert found[C.GRADED_TOO_LOW, "FIN-01"].places == (Place(section="FIN", key="FIN-01"),)


def test_evidence_that_has_expired_is_told_with_who_cites_it() -> None:
    service = Service()
    begun = service.begun()
    with service.write() as work:
        shown = {"content": {"title": "Rota", "method": "document", "grade": "B"}, "expires_on": date(1990, 1, 1)}
        place = {"assessment_id": begun.id, "entry": "D-1", "actor": "key:a", "shown_from": date(1989, 1, 1)}
        work.evidence.add(EvidenceItem(**fresh(service.ids, work.now), **shown, **place))
    given = Given(track=Track.VALIDATED, key="FIN-01", content={"value": 4, "evidence": ["D-1"]})
    service.answer(service.people[Role.ASSESSOR], begun, given)
    remark: QualityRemark = looked_over(service, begun)[C.EVIDENCE_EXPIRED, "FIN-01"].remark
    assert "D-1" in remark.says
    assert remark.criteria == ("FIN-01",)


def test_what_the_organisation_says_is_compared_with_what_was_validated() -> None:
    service = Service()
    begun = service.begun()
    for role, track, value in ((Role.CLIENT_EDITOR, Track.SELF, 1), (Role.ASSESSOR, Track.VALIDATED, 5)):
        content = {"value": value, "grade": "C"}
        service.answer(service.people[role], begun, Given(track=track, key="FIN-01", content=content))
    assert (C.SELF_AGAINST_VALIDATED, "FIN-01") in looked_over(service, begun)
