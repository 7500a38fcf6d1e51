"""Visits and reviews: who may do what to which, and that only sound ones are taken."""

from dataclasses import replace
from typing import Any

import pytest

from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment, Part
from bsc_audit.app.service.model.visit import ContactReview, RecordStatus, Visit
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.records import REVIEWS, VISITS, Filled, RecordDesk, find_record, visible_record
from bsc_audit.app.service.refusals import Conflict, Forbidden, Invalid, NotFound, StaleVersion, VersionNeeded
from bsc_audit.app.service.remarks import put_remarks
from bsc_audit.app.service.reviews import CHANGED, put_second_answers, raise_dispute, settle_dispute
from bsc_audit.core.problems import EvidenceError
from harbour import harbour
from service_world import Service

RAW = harbour()
PHONE = RAW.documents["visits/calls.yaml"].data["visits"][0]
REVIEW = next(one for one in RAW.documents["reviews/1999-02.yaml"].data["reviews"] if not one["second_reviewer"])
OWN = ("id", "status", "evidence")


def _content(record: Any, **more: Any) -> dict[str, Any]:
    return {**{key: value for key, value in record.items() if key not in OWN}, **more}


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def begun(service: Service) -> Assessment:
    return service.begun()


def _visit(service: Service, who: Principal, begun: Assessment, content: Any = None, expected: Any = None) -> Visit:
    with service.write() as work:
        desk = RecordDesk(VISITS, work, service.ids, service.scores.rulesets, who, begun)
        return desk.put("v-1", Filled(content=content or _content(PHONE)), expected=expected)


def _step(service: Service, who: Principal, begun: Assessment, step: str, record: Any, reason: str = "") -> Any:
    kind: Any = VISITS if isinstance(record, Visit) else REVIEWS
    with service.write() as work:
        desk = RecordDesk(kind, work, service.ids, service.scores.rulesets, who, begun)
        return desk.take(step, record, reason=reason, expected=record.version)


def _review(service: Service, who: Principal, begun: Assessment) -> ContactReview:
    with service.write() as work:
        desk = RecordDesk(REVIEWS, work, service.ids, service.scores.rulesets, who, begun)
        put = desk.put("C-1", Filled(content=_content(REVIEW)), expected=None)
    handed: ContactReview = _step(service, who, begun, "submit", put)
    return handed


def test_a_visit_is_handed_over_by_its_shopper_and_accepted_by_somebody_else(
    service: Service, begun: Assessment
) -> None:
    shopper, lead = service.people[Role.SHOPPER], service.people[Role.LEAD_AUDITOR]
    visit = _visit(service, shopper, begun)
    assert visit.status is RecordStatus.DRAFT
    handed = _step(service, shopper, begun, "submit", visit)
    assert _step(service, lead, begun, "accept", handed).status is RecordStatus.ACCEPTED
    with service.write() as work:
        parts = {(one.actor, one.part) for one in work.participations.of(begun.id)}
    assert (shopper.actor, Part.VISITED) in parts


def test_nobody_accepts_an_own_visit_nor_hands_over_anothers(service: Service, begun: Assessment) -> None:
    lead, assessor = service.people[Role.LEAD_AUDITOR], service.people[Role.ASSESSOR]
    visit = _visit(service, assessor, begun)
    with pytest.raises(Forbidden):
        _step(service, lead, begun, "submit", visit)
    handed = _step(service, assessor, begun, "submit", visit)
    with pytest.raises(Forbidden):
        _step(service, assessor, begun, "accept", handed)


def test_the_same_visit_put_again_changes_nothing_and_another_needs_the_version(
    service: Service, begun: Assessment
) -> None:
    shopper = service.people[Role.SHOPPER]
    visit = _visit(service, shopper, begun)
    assert _visit(service, shopper, begun) == visit
    changed = _content(PHONE, scenario="Another")
    with pytest.raises(VersionNeeded):
        _visit(service, shopper, begun, changed)
    with pytest.raises(StaleVersion):
        _visit(service, shopper, begun, changed, expected=7)
    assert _visit(service, shopper, begun, changed, expected=1).version == 2


def test_a_visit_that_was_handed_over_is_changed_once_it_was_returned_with_a_reason(
    service: Service, begun: Assessment
) -> None:
    shopper, lead = service.people[Role.SHOPPER], service.people[Role.LEAD_AUDITOR]
    handed = _step(service, shopper, begun, "submit", _visit(service, shopper, begun))
    changed = _content(PHONE, scenario="Another")
    with pytest.raises(Conflict):
        _visit(service, shopper, begun, changed, expected=handed.version)
    with pytest.raises(Invalid):
        _step(service, lead, begun, "return", handed, " ")
    back = _step(service, lead, begun, "return", handed, "Which branch?")
    assert back.note == "Which branch?"
    assert _visit(service, shopper, begun, changed, expected=back.version).content["scenario"] == "Another"


def test_a_draft_may_be_unfinished_but_is_not_handed_over_so(service: Service, begun: Assessment) -> None:
    shopper = service.people[Role.SHOPPER]
    unfinished = {name: PHONE[name] for name in ("questionnaire", "when", "channel")} | {"answers": {}}
    visit = _visit(service, shopper, begun, unfinished)
    with pytest.raises(EvidenceError, match="header-missing"):
        _step(service, shopper, begun, "submit", visit)


def test_a_wrong_answer_is_pointed_to(service: Service, begun: Assessment) -> None:
    with pytest.raises(EvidenceError) as refused:
        _visit(service, service.people[Role.SHOPPER], begun, _content(PHONE, answers={"P17": 99}))
    assert [one.field for one in refused.value.problems] == ["/content/answers/P17"]


@pytest.mark.parametrize("named", ["jan.novak@bank.example", "+420 777 123 456"])
def test_people_are_pseudonyms(service: Service, begun: Assessment, named: str) -> None:
    with pytest.raises(Invalid) as refused:
        _visit(service, service.people[Role.SHOPPER], begun, _content(PHONE, shopper=named))
    assert [one.code for one in refused.value.flaws] == ["personal-data"]


def test_a_shopper_sees_own_visits_only(service: Service, begun: Assessment) -> None:
    shopper = service.people[Role.SHOPPER]
    _visit(service, service.people[Role.ASSESSOR], begun)
    with service.write() as work, pytest.raises(NotFound):
        find_record(work, shopper, VISITS, begun, "v-1")
    with service.write() as work:
        assert visible_record(work, service.people[Role.CLIENT], VISITS, begun, "v-1")


def test_an_excluded_visit_is_in_the_folder_with_the_reason(service: Service) -> None:
    loaded = service.loaded()
    lead = replace(service.people[Role.LEAD_AUDITOR], actor="person:another")
    with service.write() as work:
        seen = work.visits.one(assessment_id=loaded.id, client_id="P-01")
    before = service.score(loaded, Track.VALIDATED).judged.evidence.records
    _step(service, lead, loaded, "exclude", seen, "Recorded twice.")
    after = service.score(loaded, Track.VALIDATED).judged.evidence.records
    (first,) = (one for one in after if one.id == "P-01")
    assert (first.status, first.reason) == ("excluded", "Recorded twice.")
    assert [one for one in after if one.id != "P-01"] == [one for one in before if one.id != "P-01"]


def test_what_nobody_has_accepted_is_not_scored(service: Service, begun: Assessment) -> None:
    shopper = service.people[Role.SHOPPER]
    _step(service, shopper, begun, "submit", _visit(service, shopper, begun))
    (record,) = service.score(begun, Track.VALIDATED).judged.evidence.records
    assert record.status == "draft"


def test_a_second_review_is_somebody_elses_and_both_took_part(service: Service, begun: Assessment) -> None:
    first, second = service.people[Role.ASSESSOR], service.people[Role.LEAD_AUDITOR]
    review = _review(service, first, begun)
    given: dict[str, Any] = {"reviewer": "Q-9", "answers": REVIEW["answers"], "expected": review.version}
    with service.write() as work, pytest.raises(Forbidden):
        put_second_answers(work, service.scores.rulesets, first, begun, review, **given)
    with service.write() as work:
        twice = put_second_answers(work, service.scores.rulesets, second, begun, review, **given)
        parts = {one.actor for one in work.participations.of(begun.id) if one.part is Part.REVIEWED}
    assert twice.content["second_answers"] == REVIEW["answers"]
    assert parts == {first.actor, second.actor}


def test_a_dispute_is_settled_by_somebody_who_is_no_party(service: Service, begun: Assessment) -> None:
    client, lead = service.people[Role.CLIENT_EDITOR], service.people[Role.LEAD_AUDITOR]
    review = _review(service, service.people[Role.ASSESSOR], begun)
    with service.write() as work:
        disputed = raise_dispute(work, client, begun, review, said="The customer was called back.")
    settled: dict[str, Any] = {"outcome": CHANGED, "reason": "The log shows it."}
    with service.write() as work, pytest.raises(Forbidden):
        settle_dispute(work, replace(lead, actor=review.actor), begun, disputed, **settled)
    with service.write() as work:
        got = settle_dispute(work, lead, begun, disputed, **settled)
    assert got.dispute is not None
    assert (got.dispute["by"], got.dispute["outcome"], got.dispute["settled_by"]) == (client.actor, CHANGED, lead.actor)


def test_remarks_are_about_what_is_there(service: Service, begun: Assessment) -> None:
    lead = service.people[Role.LEAD_AUDITOR]
    given = (service.ids, service.scores.rulesets, lead, begun)
    with service.write() as work, pytest.raises(EvidenceError) as refused:
        put_remarks(work, *given, {"falsified": ["D-099"]}, expected=None)
    assert [one.field for one in refused.value.problems] == ["/falsified/0"]
    with service.write() as work:
        first = put_remarks(work, *given, {"distribution": ["Board"]}, expected=None)
    with service.write() as work, pytest.raises(VersionNeeded):
        put_remarks(work, *given, {}, expected=None)
    with service.write() as work:
        assert put_remarks(work, *given, {}, expected=first.version).version == 2
