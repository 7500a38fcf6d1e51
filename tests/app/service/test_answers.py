"""Answers: in the form the pinned ruleset asks for, by whom and in which track, with their history."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.answers import find_answer
from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Part
from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.app.service.refusals import Forbidden, Invalid, StaleVersion, StateForbids, VersionNeeded
from bsc_audit.core.problems import EvidenceError
from service_world import Service

EDITOR, ASSESSOR = Role.CLIENT_EDITOR, Role.ASSESSOR


def own(key: str = "FIN-01", expected: int | None = None, **content: Any) -> Given:
    return Given(track=Track.SELF, key=key, content=content, expected=expected)


def validated(key: str = "FIN-01", expected: int | None = None, **content: Any) -> Given:
    return Given(track=Track.VALIDATED, key=key, content=content, expected=expected)


def test_an_answer_keeps_who_when_and_every_version() -> None:
    service = Service()
    begun = service.begun()
    first = service.answer(service.people[EDITOR], begun, own(value=2))
    second = service.answer(service.people[ASSESSOR], begun, own(value=3, expected=first.version, comment="better"))
    with service.work.read(service.org) as work:
        history = work.answers.history(first.id)
    assert history == (first, second)
    assert [one.actor for one in history] == [service.people[EDITOR].actor, service.people[ASSESSOR].actor]


def test_who_answers_takes_part() -> None:
    service = Service()
    begun = service.begun()
    service.answer(service.people[EDITOR], begun, own(value=2))
    with service.work.read(service.org) as work:
        parts = {(one.actor, one.part) for one in work.participations.of(begun.id)}
    assert (service.people[EDITOR].actor, Part.ANSWERED) in parts


def test_both_tracks_stand_side_by_side() -> None:
    service = Service()
    begun = service.begun()
    service.answer(service.people[EDITOR], begun, own(value=5))
    service.answer(service.people[ASSESSOR], begun, validated(value=2))
    values = [service.score(begun, track).judged.evidence.answers["FIN-01"].value for track in Track]
    assert values == [5, 2]


@pytest.mark.parametrize(
    ("key", "content", "pointer", "code"),
    [
        ("FIN-01", {"value": 7}, "/value", "level-out-of-range"),
        ("FIN-01", {"value": "three"}, "/value", "answer-wrong-type"),
        ("FIN-01", {"value": 3, "colour": "blue"}, "/colour", "schema-additionalProperties"),
        ("FIN-01", {"value": 3, "evidence": ["D-999"]}, "/evidence/0", "unknown-document"),
        ("FIN-01", {"value": 3, "grade": "A"}, "/grade", "grade-without-evidence"),
        ("FIN-01", {"value": 3, "when": "2001-01-01"}, "/when", "date-after-as-of"),
        ("FIN-01", {"not_applicable": "no"}, "/not_applicable", "not-applicable-without-reason"),
        ("FIN-12", {"value": {"owner": "yes"}}, "/value", "answer-incomplete"),
        ("csat", {"value": 80}, "/value", "measured-not-answered"),
        ("NO-01", {"value": 3}, "", "unknown-criterion"),
    ],
)
def test_what_the_ruleset_does_not_take_is_refused_at_its_place(
    key: str, content: dict[str, Any], pointer: str, code: str
) -> None:
    service = Service()
    begun = service.begun()
    with pytest.raises(EvidenceError) as refused:
        service.answer(service.people[EDITOR], begun, own(key, **content))
    assert (pointer, code) in {(problem.field, problem.code) for problem in refused.value.problems}


def test_what_is_measured_cannot_be_said_not_to_apply() -> None:
    service = Service()
    loaded = service.loaded()
    ruleset = service.score(loaded, Track.SELF).judged.ruleset
    excusable = next(
        one.id
        for one in ruleset.criteria.values()
        if one.may_be_not_applicable and one.indicators[0].id == "conversion_rate"
    )
    with pytest.raises(EvidenceError) as refused:
        service.answer(service.people[EDITOR], loaded, own(excusable, not_applicable="We sell nothing on the web."))
    assert "not-applicable-but-submitted" in {problem.code for problem in refused.value.problems}


def test_only_auditors_validate() -> None:
    service = Service()
    begun = service.begun()
    for who in (service.people[EDITOR], service.key(Scope.ASSESSMENTS_WRITE), service.key(Scope.ADMIN)):
        with pytest.raises(Forbidden):
            service.answer(who, begun, validated(value=3))
    assert service.answer(service.people[ASSESSOR], begun, validated(value=3)).track is Track.VALIDATED


def test_after_it_is_submitted_only_auditors_answer() -> None:
    service = Service()
    begun = service.begun()
    with service.write() as work:
        who = service.people[EDITOR]
        take_step(work, service.scores, who, begun, "submit_assessment", expected=begun.version)
    with pytest.raises(StateForbids):
        service.answer(service.people[EDITOR], begun, own(value=3))
    assert service.answer(service.people[ASSESSOR], begun, validated(value=3)).version == 1


def test_a_change_names_the_version_it_is_a_change_of() -> None:
    service = Service()
    begun = service.begun()
    who = service.people[EDITOR]
    service.answer(who, begun, own(value=3))
    with pytest.raises(VersionNeeded):
        service.answer(who, begun, own(value=4))
    with pytest.raises(StaleVersion) as stale:
        service.answer(who, begun, own(value=4, expected=2))
    assert stale.value.version == 1
    with pytest.raises(StaleVersion):
        service.answer(who, begun, own("FIN-09", value=4, expected=1))


def test_an_answer_is_withdrawn_and_given_again_under_the_same_versions() -> None:
    service = Service()
    begun = service.begun()
    who = service.people[EDITOR]
    service.answer(who, begun, own(value=3))
    gone = service.withdraw(who, begun, "FIN-01", 1)
    assert (gone.version, gone.content) == (2, {})
    assert service.score(begun, Track.SELF).judged.evidence.answers == {}
    assert service.answer(who, begun, own(value=1, expected=2)).version == 3


def test_no_answer_is_given_in_the_future() -> None:
    service = Service()
    begun = service.begun()
    late = Given(track=Track.SELF, key="FIN-01", content={"value": 3}, at=datetime(2030, 1, 1, tzinfo=UTC))
    with pytest.raises(Invalid):
        service.answer(service.people[EDITOR], begun, late)


def test_of_many_answers_those_that_can_be_stored_are() -> None:
    service = Service()
    begun = service.begun()
    service.answer(service.people[EDITOR], begun, own("FIN-09", value=3))
    given = [own(value=3), own("FIN-12", value=3), own("FIN-09", value=4), own("NO-01", value=1)]
    with service.write() as work:
        stored, wrong, stale, unknown = service.desk(work, service.people[EDITOR], begun).put_all(given)
    assert stored.stored is not None
    assert stored.stored.version == 1
    assert wrong.problems[0].field == "/value"
    assert stale.stale == 1
    assert unknown.problems[0].code == "unknown-criterion"
    with service.work.read(service.org) as work:
        assert find_answer(work, begun, Track.SELF, "FIN-12") is None
        kept = find_answer(work, begun, Track.SELF, "FIN-09")
    assert kept is not None
    assert kept.content == {"value": 3}


def test_many_answers_are_bounded_and_each_is_given_once() -> None:
    service = Service()
    begun = service.begun()
    with service.write() as work:
        desk = service.desk(work, service.people[EDITOR], begun)
        with pytest.raises(Invalid):
            desk.put_all([own(value=1), own(value=2)])
        with pytest.raises(Invalid):
            desk.put_all([own(f"K-{number}", value=1) for number in range(501)])


def test_the_score_says_what_is_missing() -> None:
    service = Service()
    begun = service.begun()
    before = service.score(begun, Track.SELF)
    assert before.coverage == 0
    assert len(before.missing) == len(before.judged.ruleset.criteria)
    service.answer(service.people[EDITOR], begun, own("OPS-01", value=3))
    after = service.score(begun, Track.SELF)
    assert "OPS-01" not in {one.criterion for one in after.missing}
    assert (after.coverage or 0) > 0
