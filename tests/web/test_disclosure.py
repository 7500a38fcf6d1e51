"""While a certification is under way its client's people see no score and no finding, wherever they ask."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bsc_audit.app.service.model.finding_edit import FindingEdit
from bsc_audit.app.service.model.standing import Standing
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.vocabulary import AssessmentKind
from desk import Desk

API = "/v1/organisations/{org}"
ONE = API + "/assessments/{assessment}"
PAGE = "/o/{org}/a/{assessment}"
PLAN = {"title": "Train them", "owner": "Ana"}
REPORT = {"template": "certification", "format": "json", "language": "en"}
# Everything that gives a score or a finding away: what is asked, and what is sent.
WITHHELD: dict[str, tuple[str, str, Any]] = {
    "score": ("GET", f"{ONE}/score", None),
    "both tracks": ("GET", f"{ONE}/score?track=both", None),
    "own track": ("GET", f"{ONE}/score?track=self", None),
    "derivation": ("GET", f"{ONE}/score?node=FIN", None),
    "findings": ("GET", f"{ONE}/findings", None),
    "finding edits": ("GET", f"{ONE}/finding-edits", None),
    "one finding edit": ("GET", f"{ONE}/finding-edits/FIN-01", None),
    "report ordered": ("POST", f"{ONE}/reports", REPORT),
    "report's file": ("GET", f"{API}/reports/{{report}}/file", None),
    "derivation page": ("GET", f"{PAGE}/result/FIN", None),
    "finding page": ("GET", f"{PAGE}/findings/FIN-01", None),
    "compare page": ("GET", f"{PAGE}/compare", None),
    "compared with": ("GET", "/o/{org}/a/{other}/compare?other={assessment}", None),
    "report's file by its page": ("GET", f"{PAGE}/reports/{{report}}/file", None),
    "report ordered by its page": ("POST", f"{PAGE}/reports", REPORT),
}
EDITORS = {
    "action planned": ("POST", f"{ONE}/actions", {"finding": "FIN-01", **PLAN}),
    "action planned by its page": ("POST", f"{PAGE}/actions", {"finding": "FIN-01", **PLAN}),
}
PAGES = (
    "/",
    "/o/{org}",
    PAGE,
    f"{PAGE}/result",
    f"{PAGE}/findings",
    f"{PAGE}/actions",
    f"{PAGE}/reports",
    f"{PAGE}/form",
)
SCORE, BEFORE = "64.3", "+3.9"  # of the sample, and since the year before


class Watched(Desk):
    """The sample with a finding somebody worded and a result as it was last known, beside a self-assessment."""

    def __init__(self) -> None:
        super().__init__()
        with self.work.write(self.org) as work:
            said = {"finding": "FIN-01", "content": {"by": "Ana", "owner": "Head"}, "actor": "person:a"}
            work.finding_edits.add(FindingEdit(**self.stamp(), assessment_id=self.assessment, **said))
            known = Standing(
                **self.stamp(), assessment_id=self.assessment, basis="log 1", score="643/10", coverage="1/2"
            )
            work.standings.put([known])
            sample = work.assessments.get(self.assessment)
            own = replace(sample, **self.stamp(), number="HB-OWN", kind=AssessmentKind.SELF_ASSESSMENT)
            self.other = work.assessments.add(own).id

    def put(self, kind: AssessmentKind, state: AssessmentState) -> None:
        """Let the sample be of a kind and in a state."""
        with self.work.write(self.org) as work:
            stored = work.assessments.get(self.assessment)
            work.assessments.replace(replace(stored, kind=kind, state=state), expected=stored.version)

    def ask(self, role: Role, method: str, path: str, sent: Any = None) -> Any:
        """The answer to somebody of a role."""
        names = {"org": self.org, "assessment": self.assessment, "other": self.other, **self.things}
        body = {} if sent is None else {"json" if path.startswith("/v1") else "data": sent}
        headers = self.headers(role)
        return self.client.request(method, path.format_map(names), headers=headers, follow_redirects=False, **body)


@pytest.fixture(scope="module")
def desk() -> Iterator[Watched]:
    with Watched() as running:
        yield running


UNDER_WAY = [state for state in AssessmentState if state not in ("validated", "decided", "issued", "superseded")]


@pytest.mark.parametrize("state", UNDER_WAY)
@pytest.mark.parametrize("role", [Role.CLIENT, Role.CLIENT_EDITOR])
def test_a_clients_people_are_refused_and_no_page_of_theirs_names_a_score(
    desk: Watched, role: Role, state: AssessmentState
) -> None:
    desk.put(AssessmentKind.CERTIFICATION, state)
    asked = WITHHELD | (EDITORS if role is Role.CLIENT_EDITOR else {})
    got = {name: desk.ask(role, *what) for name, what in asked.items()}
    assert {name: answer.status_code for name, answer in got.items()} == {
        name: _refused(what) for name, what in asked.items()
    }
    refused = [answer.json() for answer in got.values() if answer.headers["content-type"] == "application/problem+json"]
    assert {(one["type"], one["state"]) for one in refused} == {("/problems/scores-withheld", state)}
    shown = [*(answer.text for answer in got.values()), *(desk.ask(role, "GET", page).text for page in PAGES)]
    assert [text for text in shown if SCORE in text or BEFORE in text] == []


def _refused(what: tuple[str, str, Any]) -> int:
    """A form is shown again with what is wrong; everything else is the problem itself."""
    method, path, _ = what
    return 422 if method == "POST" and not path.startswith("/v1") else 409


@pytest.mark.parametrize(
    ("role", "kind", "state"),
    [
        (Role.CLIENT_EDITOR, AssessmentKind.CERTIFICATION, AssessmentState.VALIDATED),
        (Role.CLIENT, AssessmentKind.CERTIFICATION, AssessmentState.ISSUED),
        (Role.CLIENT_EDITOR, AssessmentKind.ASSESSED, AssessmentState.IN_PROGRESS),
        (Role.ASSESSOR, AssessmentKind.CERTIFICATION, AssessmentState.IN_PROGRESS),
        (Role.REVIEWER, AssessmentKind.CERTIFICATION, AssessmentState.SUBMITTED),
    ],
)
def test_everybody_else_and_every_other_time_shows_them(
    desk: Watched, role: Role, kind: AssessmentKind, state: AssessmentState
) -> None:
    desk.put(kind, state)
    got = {name: desk.ask(role, *what).status_code for name, what in WITHHELD.items()}
    assert {name: code for name, code in got.items() if code not in (200, 202, 303)} == {}
    assert SCORE in desk.ask(role, "GET", "/").text
    assert SCORE in desk.ask(role, "GET", f"{ONE}/score?track=validated").text


def test_what_is_covered_is_shown_instead(desk: Watched) -> None:
    desk.put(AssessmentKind.CERTIFICATION, AssessmentState.IN_PROGRESS)
    told = desk.ask(Role.CLIENT, "GET", f"{ONE}/coverage").json()
    assert 0 < told["coverage"] <= 1
    assert {"id", "title", "kind", "weight", "coverage"} == told["nodes"][0].keys()
    assert "once validated" in desk.ask(Role.CLIENT, "GET", "/").text
    assert "are for you once" in desk.ask(Role.CLIENT, "GET", f"{PAGE}/reports").text
