"""The sample organisation's assessment on every store: the same evidence, scores and findings."""

import pytest

from bsc_audit.app.assessments import assess
from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.ports import UnitOfWork
from bsc_audit.app.service.refusals import VersionNeeded
from bsc_audit.app.service.ruleset_moves import move_ruleset, undo_move
from bsc_audit.app.service.ruleset_preview import preview_move
from bsc_audit.importers.folder import read_folder
from harbour import HARBOUR
from service_world import LIBRARY, Service

Loaded = tuple[Service, Assessment]


@pytest.fixture(scope="module")
def loaded(store: UnitOfWork) -> Loaded:
    """The sample, given row by row."""
    service = Service(store=store)
    return service, service.loaded()


def test_the_sample_scores_as_the_folder_does(loaded: Loaded) -> None:
    service, assessment = loaded
    judged = service.score(assessment, Track.VALIDATED).judged
    from_folder = assess(LIBRARY, read_folder(HARBOUR))
    assert judged.evidence.digest == from_folder.evidence.digest
    assert judged.findings == from_folder.findings
    assert judged.recommendation == from_folder.recommendation


def test_an_answer_keeps_its_versions(loaded: Loaded) -> None:
    service, assessment = loaded
    assessor = service.people[Role.ASSESSOR]
    given = Given(track=Track.SELF, key="FIN-09", content={"value": 2})
    first = service.answer(assessor, assessment, given)
    with pytest.raises(VersionNeeded):
        service.answer(assessor, assessment, given)
    second = service.withdraw(assessor, assessment, "FIN-09", 1)
    with service.work.read(service.org) as work:
        assert work.answers.history(first.id) == (first, second)


def test_a_move_to_a_profile_is_undone_whole(loaded: Loaded) -> None:
    service, assessment = loaded
    lead = service.people[Role.LEAD_AUDITOR]
    before = service.score(assessment, Track.VALIDATED).judged
    with service.write() as work:
        stored = work.assessments.get(assessment.id)
        to = (stored.ruleset_id, stored.ruleset_version)
        rulesets = service.scores.rulesets
        seen = preview_move(work, service.ids, rulesets, lead, stored, to=to, profile="digital-only")
        moved = move_ruleset(work, service.ids, lead, stored, seen, confirmed=seen.digest, expected=stored.version)
    assert service.score(assessment, Track.VALIDATED).judged.ruleset.profile == "digital-only"
    with service.write() as work:
        stored = work.assessments.get(assessment.id)
        undo_move(work, service.scores.rulesets, lead, stored, moved, expected=stored.version)
    assert service.score(assessment, Track.VALIDATED).judged == before
