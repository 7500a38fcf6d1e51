"""Stored rows as an evidence folder: the same evidence, whichever way it came."""

from dataclasses import replace
from datetime import date

from bsc_audit.app.assessments import assess
from bsc_audit.app.bundle import reopen
from bsc_audit.app.service.assessments import create_assessment
from bsc_audit.app.service.folder import gather
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.material import material
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.metric import MetricPoint
from bsc_audit.app.service.model.unit import Unit, UnitKind, UnitPlacement
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.score import folder_now, pinned_ruleset
from bsc_audit.importers.folder import read_folder
from harbour import HARBOUR, harbour, new_assessment
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
        reopened = reopen(material(work, service.scores, assessment, Track.VALIDATED))
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
        item = work.evidence.one(entry="D-003")
        assert item is not None
        work.evidence.replace(replace(item, expires_on=assessment.as_of), expected=item.version)
    evidence = service.score(assessment, Track.VALIDATED).judged.evidence
    assert "D-003" in evidence.documents
    assert evidence.answers["FIN-01"].evidence == ("D-004",)
    assert evidence.answers["FIN-01"].grade == evidence.documents["D-004"].grade


def test_measurements_that_end_after_the_day_of_the_assessment_are_left_out() -> None:
    service = Service()
    service.loaded()
    given = new_assessment(harbour(), number="HB-2")
    engagement = {"scope": {"statement": "All"}, "units": given.terms.engagement["units"]}
    terms = replace(given.terms, as_of=date(1998, 12, 31), period="1998-12", engagement=engagement)
    with service.write() as work:
        for item in work.evidence.all():
            work.evidence.replace(replace(item, shown_until=date(1998, 12, 31)), expected=item.version)
            content = {name: value for name, value in item.content.items() if name not in ("dated", "received")}
            work.evidence.replace(replace(item, content=content), expected=item.version + 1)
        lead = service.people[Role.LEAD_AUDITOR]
        earlier = create_assessment(work, service.ids, RULESETS, lead, replace(given, terms=terms))
    observations = service.score(earlier, Track.VALIDATED).judged.evidence.observations
    assert max(one.period.end for series in observations.values() for one in series) == date(1998, 12, 31)


def test_what_is_kept_for_every_assessment_cites_the_register_of_the_organisation_only() -> None:
    service = Service()
    assessment = service.loaded()
    with service.write() as work:
        item = work.evidence.one(entry="D-013")
        assert item is not None
        again = {**fresh(service.ids, work.now), "assessment_id": assessment.id, "version": 1}
        work.evidence.add(replace(item, **again))
    evidence = service.score(assessment, Track.VALIDATED).judged.evidence
    assert "D-013" in evidence.documents
    assert evidence.observations["nps"][0].evidence == ()
    assert evidence.observations["nps"][0].grade == "none"


def test_a_unit_is_measured_where_it_hung_when_the_period_ended() -> None:
    service = Service()
    with service.write() as work:
        region, team = (
            work.units.add(Unit(**fresh(service.ids, work.now), kind=kind, name=kind)).id
            for kind in (UnitKind.REGION, UnitKind.TEAM)
        )
        for since, parent in ((date(1998, 1, 1), None), (date(1998, 7, 1), region)):
            placed = {"unit_id": team, "parent_id": parent, "effective_from": since}
            work.placements.add(UnitPlacement(**fresh(service.ids, work.now), **placed))
        for period in ("1998-06", "1998-07", "1998-08"):
            _measure(service, work, team, period)
        _measure(service, work, region, "1998-08")
        lead = service.people[Role.LEAD_AUDITOR]
        begun = create_assessment(work, service.ids, RULESETS, lead, new_assessment(harbour(), unit_id=region))
    found = service.score(begun, Track.VALIDATED).judged.evidence.observations["fcr"]
    assert [(str(one.period), one.unit) for one in found] == [("1998-07", "team"), ("1998-08", ""), ("1998-08", "team")]


def _measure(service: Service, work: Work, unit: str, period: str) -> None:
    content = {"inputs": {"numerator": 70, "denominator": 100}}
    point = {"unit_id": unit, "metric": "fcr", "period": period, "content": content, "actor": "key:x"}
    work.metric_points.add(MetricPoint(**fresh(service.ids, work.now), **point))


def test_the_folder_has_files_only_of_names_the_engine_reads() -> None:
    service = Service()
    assessment = service.loaded()
    with service.work.read(service.org) as work:
        _, folder = folder_now(work, service.scores, assessment, Track.VALIDATED)
        rows = gather(work, assessment, Track.VALIDATED, pinned_ruleset(work, RULESETS, assessment))
    assert len(rows.visits) + len(rows.reviews) == 77
    assert {name.partition("/")[0] for name in folder.raw().documents} >= {"answers.yaml", "visits", "reviews"}
    assert folder.raw().files.keys() == harbour().files.keys()
