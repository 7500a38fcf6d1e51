"""Stored rows as an evidence folder: the same evidence, whichever way it came."""

from dataclasses import replace
from datetime import date

from bsc_audit.app.assessments import assess
from bsc_audit.app.bundle import bundle_of, reopen
from bsc_audit.app.service.folder import gather
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.score import folder_now, material, pinned_ruleset
from bsc_audit.importers.folder import read_folder
from harbour import HARBOUR, harbour
from service_world import LIBRARY, RULESETS, Service


def test_the_sample_given_row_by_row_scores_as_the_folder_does() -> None:
    service = Service()
    judged = service.score(service.loaded(), Track.VALIDATED).judged
    from_folder = assess(LIBRARY, read_folder(HARBOUR))
    assert judged.evidence.digest == from_folder.evidence.digest
    assert judged.ruleset.digest == from_folder.ruleset.digest
    assert judged.findings == from_folder.findings
    assert judged.recommendation == from_folder.recommendation
    assert float(judged.recommendation.overall or 0) == 64.3


def test_the_bundle_of_stored_rows_reopens_and_scores_the_same() -> None:
    service = Service()
    assessment = service.loaded()
    judged = service.score(assessment, Track.VALIDATED).judged
    with service.work.read(service.org) as work:
        library, raw = material(work, service.scores, assessment, Track.VALIDATED)
    reopened = reopen(bundle_of(library, raw, engine_version="1"))
    again = assess(reopened.library, reopened.raw)
    assert again.evidence.digest == judged.evidence.digest
    assert again.ruleset.digest == judged.ruleset.digest
    assert again.recommendation == judged.recommendation


def test_what_an_organisation_says_of_itself_is_a_self_assessment() -> None:
    service = Service()
    assessment = service.loaded()
    validated = service.score(assessment, Track.VALIDATED)
    own = service.score(assessment, Track.SELF)
    assert validated.counts
    assert not own.counts
    assert own.judged.evidence.engagement.kind == "self_assessment"
    assert own.judged.evidence.answers == {}
    assert own.judged.evidence.observations.keys() == validated.judged.evidence.observations.keys()


def test_expired_evidence_supports_nothing_but_stays_in_the_register() -> None:
    service = Service()
    assessment = service.loaded()
    with service.write() as work:
        item = work.evidence.one(assessment_id=assessment.id, entry="D-003")
        assert item is not None
        work.evidence.replace(replace(item, expires_on=assessment.as_of), expected=item.version)
    evidence = service.score(assessment, Track.VALIDATED).judged.evidence
    assert "D-003" in evidence.documents
    assert evidence.answers["FIN-01"].evidence == ("D-004",)
    assert evidence.answers["FIN-01"].grade == evidence.documents["D-004"].grade


def test_measurements_that_end_after_the_day_of_the_assessment_are_left_out() -> None:
    service = Service()
    assessment = service.loaded()
    with service.write() as work:
        earlier = work.assessments.get(assessment.id)
        answered = work.answers.all(assessment_id=assessment.id)
        for one in answered:
            work.answers.replace(replace(one, content={}), expected=one.version)
        for kept in (work.visits, work.contact_reviews, work.evidence):
            for record in kept.all(assessment_id=assessment.id):  # type: ignore[attr-defined]
                kept.remove(record.id, expected=record.version)  # type: ignore[attr-defined]
        for point in work.metric_points.all():
            content = {name: value for name, value in point.content.items() if name not in ("evidence", "grade")}
            work.metric_points.replace(replace(point, content=content), expected=point.version)
        for target in work.targets.all():
            work.targets.replace(replace(target, content={"owner": "x"}), expected=target.version)
        for remarks in work.remarks.all():
            work.remarks.replace(replace(remarks, content={}), expected=remarks.version)
        terms = {key: value for key, value in earlier.engagement.items() if key != "dates"}
        moved = replace(earlier, as_of=date(1998, 12, 31), period="1998-12", engagement=terms)
        work.assessments.replace(moved, expected=earlier.version)
    observations = service.score(assessment, Track.VALIDATED).judged.evidence.observations
    ends = [one.period.end for series in observations.values() for one in series]
    assert max(ends) == date(1998, 12, 31)


def test_the_folder_has_files_only_of_names_the_engine_reads() -> None:
    service = Service()
    assessment = service.loaded()
    with service.work.read(service.org) as work:
        _, folder = folder_now(work, service.scores, assessment, Track.VALIDATED)
        rows = gather(work, assessment, Track.VALIDATED, pinned_ruleset(work, RULESETS, assessment))
    assert len(rows.visits) + len(rows.reviews) == 77
    assert {name.partition("/")[0] for name in folder.raw().documents} >= {"answers.yaml", "visits", "reviews"}
    assert folder.raw().files.keys() == harbour().files.keys()
