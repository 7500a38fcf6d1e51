"""Assessments: begun, changed while open, taken from state to state."""

from dataclasses import replace
from typing import Any

import pytest

from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.assessments import (
    create_assessment,
    list_assessments,
    update_assessment,
    visible_assessment,
)
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment, Part
from bsc_audit.app.service.model.unit import Unit, UnitKind
from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.app.service.ports import Query
from bsc_audit.app.service.refusals import Conflict, Forbidden, Invalid, NotFound, StaleVersion, StateForbids
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.problems import EvidenceError
from bsc_audit.core.vocabulary import AssessmentKind
from harbour import harbour, load_harbour, new_assessment
from service_world import RULESETS, Service

LEAD = Role.LEAD_AUDITOR


def create(service: Service, role: Role = LEAD, **more: Any) -> Assessment:
    with service.write() as work:
        given = new_assessment(harbour(), **more)
        return create_assessment(work, service.ids, RULESETS, service.people[role], given)


def step(service: Service, assessment: Assessment, name: str, role: Role = LEAD, reason: str = "") -> Assessment:
    with service.write() as work:
        stored = work.assessments.get(assessment.id)
        who = service.people[role]
        return take_step(work, service.scores, who, stored, name, reason=reason, expected=stored.version)


def terms_of(assessment: Assessment, **more: Any) -> Any:
    given = new_assessment(harbour()).terms
    return replace(given, lead=assessment.lead, **more)


def test_an_assessment_is_pinned_to_the_ruleset_as_it_is_when_it_begins() -> None:
    service = Service()
    made = create(service)
    assert made.ruleset_digest == RULESETS.library.seal("service-excellence", "1.0")
    assert made.state is AssessmentState.DRAFT
    assert made.lead == service.people[LEAD].actor


def test_beginning_one_is_written_into_the_log() -> None:
    service = Service()
    made = create(service)
    with service.work.read(service.org) as work:
        (entry,) = work.audit.entries(target=f"assessment/{made.id}")
    assert (entry.event.action, entry.event.actor) == ("create_assessment", service.people[LEAD].actor)


def test_numbers_follow_one_another_within_a_year() -> None:
    service = Service()
    assert [create(service, number=None).number for _ in range(2)] == ["1999-0001", "1999-0002"]
    with pytest.raises(Conflict):
        create(service, number="1999-0001")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"ruleset_version": "7.0"}, "unknown-ruleset"),
        ({"profile": "nobody-knows"}, "unknown-profile"),
        ({"unit_id": "01900000-0000-7000-8000-000000000000"}, "unknown-unit"),
    ],
)
def test_what_does_not_exist_begins_nothing(more: dict[str, Any], code: str) -> None:
    service = Service()
    with pytest.raises(Invalid) as refused:
        create(service, **more)
    assert refused.value.flaws[0].code == code
    with service.work.read(service.org) as work:
        assert work.assessments.all() == ()


@pytest.mark.parametrize(
    ("engagement", "terms", "pointer"),
    [
        ({"colour": "blue"}, {}, "/engagement/colour"),
        ({"dates": {"from": "1999-03-05", "to": "1999-02-08"}}, {}, "/engagement/dates/to"),
        ({"scope": {}}, {}, "/engagement/scope"),
        ({}, {"period": "1999-13"}, "/period"),
        ({}, {"period": "1999-04"}, "/period"),
    ],
)
def test_an_engagement_that_does_not_hold_together_is_refused_at_its_place(
    engagement: dict[str, Any], terms: dict[str, Any], pointer: str
) -> None:
    service = Service()
    given = new_assessment(harbour()).terms
    with pytest.raises(EvidenceError) as refused:
        create(service, terms=replace(given, engagement={**given.engagement, **engagement}, **terms))
    assert pointer in {problem.field for problem in refused.value.problems}


def test_terms_change_while_an_assessment_is_open_and_not_after() -> None:
    service = Service()
    made = service.begun()
    lead = service.people[LEAD]
    with service.write() as work:
        changed = update_assessment(work, RULESETS, lead, made, terms_of(made, title="Another"), expected=made.version)
        assert changed.title == "Another"
        with pytest.raises(StaleVersion):
            update_assessment(work, RULESETS, lead, made, terms_of(made), expected=made.version)
    submitted = step(service, changed, "submit_assessment")
    with service.write() as work, pytest.raises(StateForbids):
        update_assessment(work, RULESETS, lead, submitted, terms_of(made), expected=submitted.version)


def test_only_a_lead_auditor_of_the_organisation_leads() -> None:
    service = Service()
    made = service.begun()
    reviewer = service.people[Role.REVIEWER].actor
    terms = replace(terms_of(made), lead=reviewer)
    with service.write() as work, pytest.raises(Invalid) as refused:
        update_assessment(work, RULESETS, service.people[LEAD], made, terms, expected=made.version)
    assert refused.value.flaws[0].pointer == "/lead"


def test_who_leads_is_not_for_the_organisation_to_say() -> None:
    service = Service()
    made = service.begun()
    editor = service.people[Role.CLIENT_EDITOR]
    with service.write() as work:
        terms = replace(terms_of(made), lead=None)
        changed = update_assessment(work, RULESETS, editor, made, terms, expected=made.version)
        assert changed.lead == made.lead
        named = replace(terms, lead=service.people[Role.ASSESSOR].actor)
        with pytest.raises(Forbidden):
            update_assessment(work, RULESETS, editor, changed, named, expected=changed.version)


def test_an_assessment_goes_through_its_states_and_each_step_is_logged() -> None:
    service = Service()
    made = create(service)
    step(service, made, "start_assessment", Role.CLIENT_EDITOR)
    step(service, made, "submit_assessment", Role.CLIENT_EDITOR)
    step(service, made, "request_changes", reason="the register is empty")
    step(service, made, "submit_assessment", Role.CLIENT_EDITOR)
    done = step(service, made, "validate_assessment")
    assert done.state is AssessmentState.VALIDATED
    with service.work.read(service.org) as work:
        logged = [entry.event for entry in work.audit.entries(target=f"assessment/{made.id}")]
    assert [event.action for event in logged][1:4] == ["start_assessment", "submit_assessment", "request_changes"]
    assert logged[3].detail == "the register is empty"


def test_a_step_that_needs_a_reason_is_not_taken_without_one() -> None:
    service = Service()
    made = service.begun()
    with pytest.raises(Invalid):
        step(service, made, "withdraw_assessment", reason=" ")
    assert step(service, made, "withdraw_assessment", reason="begun twice").state is AssessmentState.WITHDRAWN


def test_a_step_begins_only_where_the_workflow_says_and_for_whom_it_says() -> None:
    service = Service()
    made = service.begun()
    with pytest.raises(StateForbids):
        step(service, made, "validate_assessment")
    with pytest.raises(Forbidden):
        step(service, made, "submit_assessment", Role.CLIENT)


def test_what_contradicts_itself_is_not_submitted() -> None:
    service = Service()
    made = service.begun()
    with service.write() as work:
        assessor = service.people[Role.ASSESSOR]
        given = Given(track=Track.VALIDATED, key="FIN-01", content={"value": 3, "when": "1999-03-01"})
        service.desk(work, assessor, made).put(given)
        stored = work.assessments.get(made.id)
        terms = {key: value for key, value in stored.engagement.items() if key != "dates"}
        earlier = replace(stored, as_of=stored.as_of.replace(month=2, day=28), engagement=terms)
        work.assessments.replace(earlier, expected=stored.version)
    with pytest.raises(EvidenceError) as refused:
        step(service, made, "submit_assessment")
    assert "/answers.yaml/answers/FIN-01/when" in {problem.field for problem in refused.value.problems}


def test_who_leads_has_taken_part() -> None:
    service = Service()
    made = create(service)
    with service.work.read(service.org) as work:
        assert [(one.actor, one.part) for one in work.participations.of(made.id)] == [(made.lead, Part.LED)]


def test_an_assessment_is_compared_with_an_earlier_one() -> None:
    service = Service()
    with service.write() as work:  # a certification is compared with once it is validated
        earlier = replace(
            load_harbour(work, service.ids, service.scores, service.people[Role.LEAD_AUDITOR], harbour()),
            kind=AssessmentKind.ASSESSED,
        )
        work.assessments.replace(earlier, expected=earlier.version)
    terms = replace(new_assessment(harbour()).terms, previous_id=earlier.id)
    engagement = {key: value for key, value in terms.engagement.items() if key != "previous"}
    later = create(service, number="HB-2", terms=replace(terms, engagement=engagement))
    judged = service.score(later, Track.VALIDATED).judged
    previous = judged.evidence.engagement.previous
    assert previous is not None
    assert previous.id == earlier.number
    overall = service.score(earlier, Track.VALIDATED).judged.scorecard.nodes["overall"].score
    assert float(previous.scores["overall"]) == float(overall or 0)


def test_a_principal_of_one_unit_sees_its_assessments_only() -> None:
    service = Service()
    with service.write() as work:
        made = [
            work.units.add(Unit(**fresh(service.ids, work.now), kind=UnitKind.BRANCH, name=name)).id
            for name in ("north", "south")
        ]
    mine, other = (create(service, number=f"N-{unit[-4:]}", unit_id=unit) for unit in made)
    key = replace(service.key(Scope.ASSESSMENTS_READ), unit_id=made[0])
    with service.work.read(service.org) as work:
        assert visible_assessment(work, key, mine.id) == mine
        for hidden in (other.id, create(service, number="ALL").id):
            with pytest.raises(NotFound):
                visible_assessment(work, key, hidden)
        assert list_assessments(work, key, Query()).items == (mine,)
        with pytest.raises(NotFound):
            list_assessments(work, key, Query(equal={"unit_id": made[1]}))


def test_an_assessment_of_its_own_systems_begins_as_a_self_assessment() -> None:
    service = Service()
    given = new_assessment(harbour(), kind=AssessmentKind.SELF_ASSESSMENT)
    with service.write() as work:
        made = create_assessment(work, service.ids, RULESETS, service.key(Scope.ASSESSMENTS_WRITE), given)
    assert made.lead is None
    assert service.score(made, Track.SELF).counts
