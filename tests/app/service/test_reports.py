"""Reports as jobs: ordered of a moment, made from its bundle, the same again for the same."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from bsc_audit import bootstrap
from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.app.service.model.report import Report
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.refusals import Invalid, NotFound
from bsc_audit.app.service.report_jobs import report_handler
from bsc_audit.app.service.report_making import Wanted
from bsc_audit.app.service.reports import KIND, ReportDesk, order_report, report_content
from bsc_audit.jobs.worker import Worker
from bsc_audit.render.job import render_here
from bsc_audit.render.maker import Maker
from service_world import Service

OFFER = bootstrap.report_offer()
JSON = Wanted(template="certification", format="json", language="en")


class Here:
    """Renders in this process."""

    render = staticmethod(render_here)


class Office(Service):
    """A service that makes reports."""

    def __init__(self) -> None:
        super().__init__()
        self.blobs = self.scores.blobs
        self.office = ReportDesk(ids=self.ids, blobs=self.blobs, scores=self.scores, offer=OFFER)
        maker = Maker(pages=Here(), template=bootstrap.report_template, verified_at="https://audit.example/{number}")
        handler = report_handler(self.work, self.blobs, maker)
        self.worker = Worker(self.work, {KIND: handler}, name="w1")
        self.assessment: Assessment = self.loaded()

    def order(self, wanted: Wanted, decider: str = "") -> tuple[Report, Job]:
        with self.write() as work:
            who = self.people[Role.ASSESSOR]
            now = work.assessments.get(self.assessment.id)
            return order_report(work, self.office, who, now, wanted, decider=decider)

    def made(self, wanted: Wanted) -> tuple[Report, bytes]:
        report, job = self.order(wanted)
        assert self.worker.work_once()
        with self.work.read(self.org) as work:
            done, stored = work.jobs.get(job.id), work.reports.get(report.id)
        assert done.state is JobState.DONE, done.error
        return stored, self.content(stored)

    def content(self, report: Report) -> bytes:
        """The file, as an assessor is given it."""
        with self.work.read(self.org) as work:
            return report_content(work, self.blobs, self.people[Role.ASSESSOR], report)


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_report_is_ordered_made_and_read(office: Office) -> None:
    report, job = office.order(JSON)
    assert (job.state, job.payload["assessment"]) == (JobState.QUEUED, office.assessment.id)
    with pytest.raises(NotFound):
        office.content(report)
    office.worker.work_once()
    with office.work.read(office.org) as work:
        done, stored = work.jobs.get(job.id), work.reports.get(report.id)
    content = office.content(stored)
    assert done.result == {"report": report.id, "sha256": sha256(content).hexdigest(), "size": len(content)}
    assert json.loads(content)["meta"]["organisation"] == "Harbour Bank"


def test_an_unchanged_assessment_gives_the_same_report_again(office: Office) -> None:
    stored, _ = office.made(JSON)
    again, job = office.order(JSON)
    assert (again, job.state) == (stored, JobState.DONE)
    assert not office.worker.work_once()


def test_what_is_changed_after_the_order_is_not_in_the_report(office: Office) -> None:
    report, _ = office.order(JSON)
    auditor = office.people[Role.ASSESSOR]
    criterion, stored = _some_answer(office)
    office.answer(
        auditor, office.assessment, Given(track=Track.VALIDATED, key=criterion, content={"value": 1}, expected=stored)
    )
    later, _ = office.order(JSON)
    assert later.source_sha256 != report.source_sha256
    assert later.id != report.id


def test_equal_orders_of_two_services_give_equal_bytes() -> None:
    wanted = replace(JSON, template="executive-summary", format="html")
    (_, one), (_, other) = Office().made(wanted), Office().made(wanted)
    assert one == other


def test_a_pdf_is_made_in_the_language_asked_for(office: Office) -> None:
    _, content = office.made(Wanted(template="certificate", format="pdf", language="de"))
    assert content.startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (replace(JSON, template="none", format="pdf"), ["unknown-template"]),
        (replace(JSON, template="certificate"), ["format-holds-everything"]),
        (replace(JSON, language="xx", format="doc"), ["unknown-format", "unknown-language"]),
    ],
)
def test_what_nobody_makes_is_refused(office: Office, wanted: Wanted, codes: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        office.order(wanted)
    assert [one.code for one in refused.value.flaws] == codes


def _some_answer(office: Office) -> tuple[str, int]:
    with office.work.read(office.org) as work:
        first = next(one for one in work.answers.all() if isinstance(one.content.get("value"), int))
    return first.key, first.version
