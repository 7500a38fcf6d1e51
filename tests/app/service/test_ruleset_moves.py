"""Rulesets of one's own, and moving a running assessment to another version of one."""

from dataclasses import replace
from typing import Any

import pytest

from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.assessments import create_assessment
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.ruleset import RulesetMove
from bsc_audit.app.service.model.visit import RecordStatus
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.refusals import Conflict, Invalid, StateForbids
from bsc_audit.app.service.ruleset_moves import move_ruleset, undo_move
from bsc_audit.app.service.ruleset_preview import Preview, preview_move
from bsc_audit.app.service.ruleset_versions import Uploaded, retire_ruleset, upload_ruleset
from bsc_audit.app.service.trial import read_given
from bsc_audit.core.problems import EvidenceError, RulesetError
from bsc_audit.core.vocabulary import AssessmentKind
from harbour import harbour, new_assessment
from service_world import LIBRARY, RULESETS, Service

LEAD, EDITOR = Role.LEAD_AUDITOR, Role.CLIENT_EDITOR
SMALL = """
ruleset: {id: small, version: "1.0", title: Small}
groups:
- {id: overall, title: Overall, kind: overall, aggregate: weighted_mean}
indicators:
  courtesy: {title: Courtesy, kind: rubric, levels: {0: none, 1: a, 2: b, 3: c, 4: d, 5: all}}
criteria:
- {id: A, title: A, in: overall, weight: 1,
   score: {kind: rubric, halves: true, levels: {0: none, 1: a, 2: b, 3: c, 4: d, 5: all}}}
- {id: B, title: B, in: overall, weight: 1,
   score: {kind: yes_no_set, questions: [{id: q1, asks: One?}, {id: q2, asks: Two?}]}}
- {id: C, title: C, in: overall, weight: 1, score: courtesy}
- {id: D, title: D, in: overall, weight: 1, not_applicable: with_reason,
   score: {kind: rubric, levels: {0: none, 1: a, 2: b, 3: c, 4: d, 5: all}}}
decision:
  awards: [{id: pass, title: Pass, needs: score.overall >= 60}]
  otherwise: not_yet
"""
NEWER = (
    SMALL.replace('"1.0"', '"1.1"')
    .replace("halves: true, ", "")
    .replace(", {id: q2, asks: Two?}", "")
    .replace(
        "not_applicable: with_reason,\n   score: {kind: rubric, levels: {0: none",
        "score: {kind: rubric, levels: {0: no",
    )
)


def upload(service: Service, text: str = SMALL) -> Uploaded:
    with service.write() as work:
        given = read_given({"small.yaml": text}, {})
        return upload_ruleset(work, service.ids, LIBRARY, service.people[LEAD], given)


def small(service: Service) -> Assessment:
    """An assessment by the small ruleset, with an answer to everything."""
    upload(service)
    upload(service, NEWER)
    given = new_assessment(
        harbour(), number="S-1", kind=AssessmentKind.ASSESSED, ruleset_id="small", ruleset_version="1.0"
    )
    with service.write() as work:
        made = create_assessment(work, service.ids, RULESETS, service.people[LEAD], given)
        begun = take_step(work, service.scores, service.people[LEAD], made, "start_assessment", expected=made.version)
        desk = service.desk(work, service.people[EDITOR], begun)
        contents: dict[str, dict[str, Any]] = {
            "A": {"value": 2.5},
            "B": {"value": {"q1": "yes", "q2": "no"}},
            "C": {"value": 4},
            "D": {"not_applicable": "There is no such thing here."},
        }
        for key, content in contents.items():
            desk.put(Given(track=Track.SELF, key=key, content=content))
    return begun


def preview(service: Service, assessment: Assessment, version: str = "1.1") -> Preview:
    with service.write() as work:
        return seen(service, work, assessment, version)


def seen(service: Service, work: Any, assessment: Assessment, version: str = "1.1") -> Preview:
    stored, lead = work.assessments.get(assessment.id), service.people[LEAD]
    return preview_move(work, service.ids, RULESETS, lead, stored, to=("small", version), profile=None)


def move(service: Service, assessment: Assessment, confirmed: str) -> RulesetMove:
    with service.write() as work:
        stored = work.assessments.get(assessment.id)
        found = seen(service, work, assessment)
        lead = service.people[LEAD]
        return move_ruleset(work, service.ids, lead, stored, found, confirmed=confirmed, expected=stored.version)


def undo(service: Service, assessment: Assessment, made: RulesetMove) -> RulesetMove:
    with service.write() as work:
        stored, lead = work.assessments.get(assessment.id), service.people[LEAD]
        current = work.ruleset_moves.get(made.id)
        return undo_move(work, RULESETS, lead, stored, current, expected=stored.version)


def contents(service: Service, assessment: Assessment) -> dict[str, Any]:
    with service.work.read(service.org) as work:
        return {one.key: dict(one.content) for one in work.answers.all(assessment_id=assessment.id)}


def test_a_version_is_stored_once_and_never_changes() -> None:
    service = Service()
    first = upload(service)
    assert first.is_new
    assert upload(service) == replace(first, is_new=False)
    with pytest.raises(Conflict):
        upload(service, SMALL.replace("weight: 1", "weight: 2", 1))


def test_an_upload_does_not_pass_itself_off_as_a_version_that_came_with_the_program() -> None:
    service = Service()
    with pytest.raises(Conflict):
        upload(service, SMALL.replace("id: small", "id: service-excellence"))


def test_a_ruleset_with_problems_is_not_stored() -> None:
    service = Service()
    with pytest.raises(RulesetError):
        upload(service, SMALL.replace("in: overall", "in: nowhere", 1))
    with service.work.read(service.org) as work:
        assert work.rulesets.all() == ()


def test_a_ruleset_may_extend_one_of_the_organisation() -> None:
    service = Service()
    upload(service)
    text = 'ruleset: {id: smaller, version: "1.0", title: Smaller, extends: {id: small, version: "1.0"}}\n'
    extended = upload(service, text)
    assert sorted(name.rpartition("/")[0] for name in extended.stored.texts) == [
        "rulesets/small/1.0",
        "rulesets/smaller/1.0",
    ]
    assert len(RULESETS.get(extended.stored).criteria) == 4


def test_a_retired_ruleset_goes_on_where_it_is_in_use() -> None:
    service = Service()
    begun = small(service)
    with service.write() as work:
        stored = work.rulesets.one(ruleset_id="small", ruleset_version="1.0")
        assert stored is not None
        retire_ruleset(work, service.people[LEAD], stored, expected=stored.version)
    assert service.score(begun, Track.SELF).judged.ruleset.version == "1.0"


def test_a_criterion_is_not_answered_a_second_time_by_its_only_indicator() -> None:
    service = Service()
    begun = small(service)
    with pytest.raises(EvidenceError) as refused:
        service.answer(service.people[EDITOR], begun, Given(track=Track.SELF, key="courtesy", content={"value": 3}))
    assert {problem.code for problem in refused.value.problems} == {"answered-twice"}


def test_a_preview_says_of_every_answer_what_becomes_of_it_and_changes_nothing() -> None:
    service = Service()
    begun = small(service)
    before = contents(service, begun)
    found = {one.answer.key: one for one in preview(service, begun).answers}
    assert {key: str(one.fate) for key, one in found.items()} == {
        "A": "rescaled",
        "B": "rescaled",
        "C": "kept",
        "D": "lost",
    }
    assert found["A"].after == {"value": 2}
    assert found["B"].after == {"value": {"q1": "yes"}}
    assert "cannot be not applicable" in found["D"].reason
    assert contents(service, begun) == before


def test_what_is_asked_no_more_or_otherwise_is_lost() -> None:
    service = Service()
    begun = small(service)
    changed = NEWER.replace('"1.1"', '"1.2"').replace("id: C, title: C", "id: E, title: E")
    changed = changed.replace("score: {kind: yes_no_set, questions: [{id: q1, asks: One?}]}", "score: courtesy")
    upload(service, changed)
    found = {one.answer.key: one for one in preview(service, begun, "1.2").answers}
    assert found["C"].reason == "it is asked no more"
    assert found["B"].reason.startswith("it is answered otherwise")


def test_other_words_of_a_level_are_told() -> None:
    service = Service()
    begun = small(service)
    upload(service, SMALL.replace('"1.0"', '"1.3"').replace("2: b", "2: bee"))
    found = {one.answer.key: one for one in preview(service, begun, "1.3").answers}
    assert (str(found["A"].fate), "look at it again" in found["A"].reason) == ("kept", True)
    assert found["D"].reason == ""


def test_a_move_is_done_as_previewed_and_recorded() -> None:
    service = Service()
    begun = small(service)
    made = move(service, begun, preview(service, begun).digest)
    assert (made.from_ruleset, made.to_ruleset) == ("small@1.0", "small@1.1")
    assert contents(service, begun) == {"A": {"value": 2}, "B": {"value": {"q1": "yes"}}, "C": {"value": 4}, "D": {}}
    scored = service.score(begun, Track.SELF)
    assert scored.judged.ruleset.version == "1.1"
    assert [one.criterion for one in scored.missing] == ["D"]
    with service.work.read(service.org) as work:
        actions = [entry.event.action for entry in work.audit.entries()]
        who = {one.actor for one in work.answers.all(assessment_id=begun.id)}
    assert actions.count("move_ruleset") == 4
    assert who == {service.people[EDITOR].actor}


def test_what_was_not_previewed_is_not_done() -> None:
    service = Service()
    begun = small(service)
    confirmed = preview(service, begun).digest
    service.answer(service.people[EDITOR], begun, Given(track=Track.SELF, key="C", content={"value": 1}, expected=1))
    with pytest.raises(Conflict):
        move(service, begun, confirmed)


def test_a_move_is_undone_whole() -> None:
    service = Service()
    begun = small(service)
    before = contents(service, begun)
    made = move(service, begun, preview(service, begun).digest)
    undone = undo(service, begun, made)
    assert undone.undone_by == service.people[LEAD].actor
    assert contents(service, begun) == before
    assert service.score(begun, Track.SELF).judged.ruleset.version == "1.0"
    with pytest.raises(Conflict):
        undo(service, begun, made)


def test_undoing_keeps_what_was_answered_since_where_it_fits() -> None:
    service = Service()
    begun = small(service)
    made = move(service, begun, preview(service, begun).digest)
    editor = service.people[EDITOR]
    service.answer(editor, begun, Given(track=Track.SELF, key="A", content={"value": 5}, expected=2))
    service.answer(editor, begun, Given(track=Track.SELF, key="B", content={"value": {"q1": "no"}}, expected=2))
    with pytest.raises(Conflict, match="B"):
        undo(service, begun, made)
    service.withdraw(editor, begun, "B", 3)
    undo(service, begun, made)
    assert contents(service, begun)["A"] == {"value": 5}


def test_after_it_was_submitted_nothing_is_moved_or_undone() -> None:
    service = Service()
    begun = small(service)
    made = move(service, begun, preview(service, begun).digest)
    with service.write() as work:
        stored = work.assessments.get(begun.id)
        take_step(work, service.scores, service.people[LEAD], stored, "submit_assessment", expected=stored.version)
    with pytest.raises(StateForbids):
        undo(service, begun, made)
    with pytest.raises(StateForbids):
        preview(service, begun, "1.0")


def test_an_assessment_is_not_moved_to_where_it_is() -> None:
    service = Service()
    begun = small(service)
    with pytest.raises(Invalid):
        preview(service, begun, "1.0")


def test_what_the_other_ruleset_cannot_read_is_set_aside_and_brought_back() -> None:
    service = Service()
    loaded = service.loaded()
    before = service.score(loaded, Track.VALIDATED).judged
    upload(service, SMALL.replace("title: Small}", "title: Small, status: published}"))
    lead = service.people[LEAD]
    with service.write() as work:
        found = preview_move(work, service.ids, RULESETS, lead, loaded, to=("small", "1.0"), profile=None)
        assert len(found.records) == 77
        assert {one.key for one in found.remarks} == {"differences", "actions", "controls"}
        moved = move_ruleset(work, service.ids, lead, loaded, found, confirmed=found.digest, expected=loaded.version)
        assert {one.status for one in work.visits.all()} == {RecordStatus.DISCARDED}
    assert service.score(loaded, Track.VALIDATED).judged.evidence.remarks.actions == ()
    undo(service, loaded, moved)
    assert service.score(loaded, Track.VALIDATED).judged == before


def test_remarks_made_since_a_move_stay_when_it_is_undone() -> None:
    service = Service()
    loaded = service.loaded()
    upload(service, SMALL.replace("title: Small}", "title: Small, status: published}"))
    lead = service.people[LEAD]
    with service.write() as work:
        found = preview_move(work, service.ids, RULESETS, lead, loaded, to=("small", "1.0"), profile=None)
        moved = move_ruleset(work, service.ids, lead, loaded, found, confirmed=found.digest, expected=loaded.version)
        remarks = work.remarks.one(assessment_id=loaded.id)
        assert remarks is not None
        content = {**remarks.content, "distribution": ["The board"]}
        work.remarks.replace(replace(remarks, content=content), expected=remarks.version)
    undo(service, loaded, moved)
    with service.work.read(service.org) as work:
        now = work.remarks.one(assessment_id=loaded.id)
    assert now is not None
    assert now.content["distribution"] == ["The board"]
    said = harbour().documents["remarks.yaml"].data
    assert len(now.content["actions"]) == len(said["actions"])
    assert now.content["controls"] == said["controls"]


def test_a_certification_moves_to_published_rulesets_only() -> None:
    service = Service()
    loaded = service.loaded()
    upload(service)
    with service.write() as work, pytest.raises(Invalid):
        preview_move(work, service.ids, RULESETS, service.people[LEAD], loaded, to=("small", "1.0"), profile=None)


def test_answers_that_contradict_one_another_under_the_other_ruleset_do_not_both_stay() -> None:
    service = Service()
    begun = small(service)
    shared = NEWER.replace('"1.1"', '"1.4"')
    shared = shared.replace(
        "score: {kind: rubric, levels: {0: none, 1: a, 2: b, 3: c, 4: d, 5: all}}", "score: courtesy", 1
    )
    upload(service, shared)
    found = {one.answer.key: str(one.fate) for one in preview(service, begun, "1.4").answers}
    assert sorted((found["A"], found["C"])) != ["kept", "kept"]
    assert "lost" in (found["A"], found["C"])
