import re
from dataclasses import replace

import pytest

from begun import begun
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.remarks import find_remarks
from bsc_audit.app.service.workflow import AssessmentState
from site_world import Site


class Team:
    """A lead auditor and one assessment."""

    def __init__(self, site: Site) -> None:
        self.site, self.org = site, site.organisation("Harbour Bank")
        self.headers = site.session(site.person(self.org, Role.LEAD_AUDITOR))
        self.assessment = begun(site, self.org, "Autumn").id
        self.move(AssessmentState.IN_PROGRESS)
        self.path = f"/o/{self.org}/a/{self.assessment}/distribution"

    def move(self, state: AssessmentState) -> None:
        with self.site.work.write(self.org) as work:
            stored = work.assessments.get(self.assessment)
            work.assessments.replace(replace(stored, state=state), expected=stored.version)

    def remarks(self) -> dict[str, object]:
        with self.site.work.read(self.org) as work:
            found = find_remarks(work, work.assessments.get(self.assessment))
        return dict(found.content) if found else {}

    def see(self) -> str:
        return self.site.client.get(self.path, headers=self.headers).text

    def version(self) -> str:
        (found,) = re.findall(r'name="version" value="(\d+)"', self.see())
        return str(found)

    def send(self, **fields: str) -> int:
        sent = {"data": fields, "headers": self.headers, "follow_redirects": False}
        return int(self.site.client.post(self.path, **sent).status_code)  # type: ignore[arg-type]


@pytest.fixture
def team(site: Site) -> Team:
    return Team(site)


def test_who_gets_the_report_is_told_line_by_line_and_other_remarks_stay(team: Team) -> None:
    copies = "Ann Bell: complete report\r\n\r\n  Registry: summary  "
    assert team.send(version="0", distribution=copies, confidentiality="Confidential") == 303
    assert team.remarks() == {
        "distribution": ["Ann Bell: complete report", "Registry: summary"],
        "confidentiality": "Confidential",
    }
    stale = team.version()
    assert team.send(version=stale, distribution="Registry: summary", confidentiality="") == 303
    assert team.remarks() == {"distribution": ["Registry: summary"]}
    assert team.send(version=stale, distribution="Nobody", confidentiality="") == 409
    assert team.remarks() == {"distribution": ["Registry: summary"]}


def test_who_may_only_read_sees_the_list_without_a_form(team: Team) -> None:
    team.send(version="0", distribution="Ann Bell: complete report", confidentiality="")
    team.headers = team.site.session(team.site.person(team.org, Role.CLIENT))
    page = team.see()
    assert "Ann Bell: complete report" in page
    assert "<textarea" not in page
    assert team.send(version="1", distribution="Me", confidentiality="") == 403
    assert "Ann Bell: complete report" in page
