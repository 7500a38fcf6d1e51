"""Who sees scores: roles, keys and respondents x kinds x states, a table written by hand."""

from dataclasses import replace
from itertools import product

import pytest

from bsc_audit.app.service.disclosure import demand_scores, sees_scores
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.app.service.principal import Principal, Share
from bsc_audit.app.service.refusals import ScoresWithheld
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.vocabulary import AssessmentKind
from harbour import harbour, load_harbour, new_assessment
from service_world import Service
from stored_values import assessment

HIDDEN = set(
    product(("client", "client_editor"), ("draft", "in_progress", "submitted", "changes_requested", "withdrawn"))
)


def about(kind: AssessmentKind, state: AssessmentState) -> Assessment:
    return assessment(kind=kind, state=state)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", AssessmentKind)
def test_a_clients_people_see_no_scores_of_a_certification_under_way(role: Role, kind: AssessmentKind) -> None:
    who = Principal(actor="person:a", org_id="o", role=role)
    seen = {state: sees_scores(who, about(kind, state)) for state in AssessmentState}
    certified = kind == "certification"
    assert seen == {state: not (certified and (role, state) in HIDDEN) for state in AssessmentState}


@pytest.mark.parametrize("state", AssessmentState)
def test_keys_see_scores_and_respondents_never_do(state: AssessmentState) -> None:
    one = about(AssessmentKind.CERTIFICATION, state)
    assert sees_scores(Principal(actor="key:a", org_id="o", scopes=frozenset({Scope.ASSESSMENTS_READ})), one)
    share = Share(assessment_id=one.id, sections=frozenset(), keys=frozenset(), name="Mia")
    asked = replace(one, kind=AssessmentKind.SELF_ASSESSMENT)
    assert not sees_scores(Principal(actor="respondent:a", org_id="o", share=share), asked)


def test_the_refusal_names_the_state_and_what_may_be_seen() -> None:
    who = Principal(actor="person:a", org_id="o", role=Role.CLIENT)
    with pytest.raises(ScoresWithheld, match="until then, what is covered") as caught:
        demand_scores(who, about(AssessmentKind.CERTIFICATION, AssessmentState.SUBMITTED))
    assert caught.value.state == "submitted"


@pytest.mark.parametrize(("kind", "compared"), [(AssessmentKind.CERTIFICATION, False), (AssessmentKind.ASSESSED, True)])
def test_nothing_is_compared_with_a_certification_under_way(kind: AssessmentKind, compared: bool) -> None:
    service = Service()
    with service.write() as work:
        lead = service.people[Role.LEAD_AUDITOR]
        earlier = replace(load_harbour(work, service.ids, service.scores, lead, harbour()), kind=kind)
        work.assessments.replace(earlier, expected=earlier.version)
    terms = new_assessment(harbour()).terms
    engagement = {key: value for key, value in terms.engagement.items() if key != "previous"}
    after = replace(terms, engagement=engagement, previous_id=earlier.id)
    own = service.begun(number="HB-2", kind=AssessmentKind.ASSESSED, terms=after)
    assert (service.score(own, Track.VALIDATED).judged.evidence.engagement.previous is not None) is compared
