"""`bsc-audit worker` as a process: takes up an order, makes the file, ends with its standard input."""

import os
import subprocess
import time
from datetime import date
from pathlib import Path

import pytest

from bsc_audit import bootstrap
from bsc_audit.app.service.assessments import NewAssessment, Terms, create_assessment
from bsc_audit.app.service.model.job import Job
from bsc_audit.app.service.model.organisation import OrganisationKind
from bsc_audit.app.service.organisations import found_organisation
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.report_making import Wanted
from bsc_audit.app.service.reports import ReportDesk, order_report
from bsc_audit.app.service.score import Scores
from bsc_audit.app.service.wiring import Wiring
from bsc_audit.cli.worker import COMMAND
from bsc_audit.core.vocabulary import AssessmentKind
from bsc_audit.settings import read_service_settings

PATIENCE = 120.0


def ordered(wiring: Wiring) -> Job:
    """The order of a page for a browser, which is soon made."""
    scores = Scores(PinnedRulesets(wiring.library), wiring.blobs)
    with wiring.work.installation(write=True) as installation:
        org = found_organisation(installation, wiring.ids, name="Ours", kind=OrganisationKind.CLIENT).id
    who = Principal(actor="person:ana", org_id=org, role=Role.ADMIN, second_factor=True)
    day = date(2026, 9, 30)
    scope = {"scope": {"statement": "All of it."}}
    given = NewAssessment(
        terms=Terms(title="A year", as_of=day, period="2026-Q3", language="en", engagement=scope),
        kind=AssessmentKind.SELF_ASSESSMENT,
        ruleset_id="food-hygiene-rating",
        ruleset_version="1.0",
    )
    desk = ReportDesk(ids=wiring.ids, blobs=wiring.blobs, scores=scores, offer=wiring.reports)
    with wiring.work.write(org) as work:
        made = create_assessment(work, wiring.ids, scores.rulesets, who, given)
        wanted = Wanted(template="executive-summary", format="html", language="de")
        return order_report(work, desk, who, made, wanted)[1]


def test_a_worker_process_makes_what_was_ordered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("BSC_") or name == "DATABASE_URL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BSC_DATA", str(tmp_path))
    wiring = bootstrap.service(read_service_settings())
    job = ordered(wiring)
    end = time.monotonic() + PATIENCE
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as worker:
        while not job.ended and time.monotonic() < end:
            time.sleep(0.1)
            with wiring.work.read(job.org_id) as work:
                job = work.jobs.get(job.id)
        assert worker.stdin is not None
        worker.stdin.close()
        assert worker.wait(30) == 0
    assert job.result is not None, job.error
    assert b"<html" in wiring.blobs.get(job.result["sha256"])
