"""The findings board: edits are the auditors', make sense, are part of the folder, and freeze with the material."""

from typing import Any

import pytest

from bsc_audit.app.assessments import assess
from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.finding_edits import find_edit, get_edit, put_finding_edit, remove_finding_edit
from bsc_audit.app.service.folder import REMARKS
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.action import Action, ActionState
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.finding_edit import FindingEdit
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.refusals import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    StaleVersion,
    StateForbids,
    VersionNeeded,
)
from bsc_audit.app.service.score import Scored, folder_now
from bsc_audit.core.problems import EvidenceError
from bsc_audit.core.vocabulary import FindingKind
from service_world import LIBRARY, Service

LEAD, ASSESSOR, EDITOR = Role.LEAD_AUDITOR, Role.ASSESSOR, Role.CLIENT_EDITOR
OWN = {
    "kind": "nonconformity",
    "conformity": "minor",
    "title": "No deputy",
    "statement": "Nobody may release refunds.",
    "criteria": ["FIN-01"],
    "evidence": ["D-1"],
}


class Board:
    """An assessment in which one criterion was answered badly, and the second one, too."""

    def __init__(self) -> None:
        self.service = Service()
        self.begun = self.service.begun()
        for key in ("FIN-01", "FIN-09"):
            given = Given(track=Track.VALIDATED, key=key, content={"value": 1})
            self.service.answer(self.service.people[ASSESSOR], self.begun, given)
        with self.service.write() as work:
            register = {"assessment_id": self.begun.id, "entry": "D-1", "actor": "key:a"}
            shown = {"content": {"title": "Rota", "method": "document", "grade": "B"}, "shown_from": work.now.date()}
            work.evidence.add(EvidenceItem(**fresh(self.service.ids, work.now), **register, **shown))

    def put(self, finding: str, role: Role = ASSESSOR, expected: int | None = None, **content: Any) -> FindingEdit:
        with self.service.write() as work:
            stored = work.assessments.get(self.begun.id)
            who = self.service.people[role]
            return put_finding_edit(
                work,
                self.service.ids,
                self.service.scores,
                who,
                stored,
                finding,
                content,
                by="Ana Ilić",
                expected=expected,
            )

    def remove(self, finding: str, expected: int = 1, role: Role = ASSESSOR) -> None:
        with self.service.write() as work:
            stored = work.assessments.get(self.begun.id)
            edit = get_edit(work, stored, finding)
            remove_finding_edit(work, self.service.scores, self.service.people[role], stored, edit, expected=expected)

    def scored(self, track: Track = Track.VALIDATED) -> Scored:
        return self.service.score(self.begun, track)

    def step(self, step: str, role: Role = LEAD) -> None:
        with self.service.write() as work:
            stored = work.assessments.get(self.begun.id)
            who = self.service.people[role]
            take_step(work, self.service.scores, who, stored, step, expected=stored.version, reason="So.")

    def ids(self) -> set[str]:
        return {one.id for one in self.scored().judged.findings.items}


def test_a_rejected_finding_leaves_the_board_and_comes_back_when_that_is_taken_back() -> None:
    board = Board()
    before = board.scored().judged
    board.put("FIN-01", rejected="The plan was shown to us later.")
    after = board.scored().judged
    assert "FIN-01" not in board.ids()
    assert [one.by for one in after.findings.rejected] == ["Ana Ilić"]
    assert (after.scorecard, after.recommendation) == (before.scorecard, before.recommendation)
    board.remove("FIN-01")
    assert board.scored().judged.findings == before.findings


def test_a_finding_of_ones_own_is_on_the_board_and_in_the_recommendation() -> None:
    board = Board()
    before = board.scored().judged.findings
    board.put("T-01", **OWN)
    after = board.scored().judged.findings
    added = next(one for one in after.of(FindingKind.NONCONFORMITY) if one.id == "T-01")
    assert (added.origin, added.evidence, added.team and added.team.by) == ("team", ("D-1",), "Ana Ilić")
    assert len(after.judged) > len(before.judged)


def test_what_is_said_is_part_of_the_folder_so_that_anybody_comes_to_the_same_findings() -> None:
    board = Board()
    board.put("FIN-01", rejected="It was shown.")
    board.put("T-01", **OWN)
    with board.service.work.read(board.service.org) as work:
        _, folder = folder_now(work, board.service.scores, work.assessments.get(board.begun.id), Track.VALIDATED)
    assert folder.files[REMARKS]["findings"].keys() == {"FIN-01", "T-01"}
    assert assess(LIBRARY, folder.raw()).findings == board.scored().judged.findings


def test_it_is_said_of_the_track_that_counts_only() -> None:
    board = Board()
    board.service.answer(
        board.service.people[EDITOR], board.begun, Given(track=Track.SELF, key="FIN-01", content={"value": 1})
    )
    board.put("FIN-01", rejected="It was shown.")
    assert "FIN-01" in {one.id for one in board.scored(Track.SELF).judged.findings.items}


def test_a_change_names_its_version_and_every_version_is_kept() -> None:
    board = Board()
    first = board.put("FIN-01", owner="Head")
    for wrong, refusal in ((None, VersionNeeded), (7, StaleVersion)):
        with pytest.raises(refusal):
            board.put("FIN-01", expected=wrong, owner="Other")
    second = board.put("FIN-01", expected=first.version, owner="Other")
    with board.service.work.read(board.service.org) as work:
        assert work.finding_edits.history(first.id) == (first, second)
        assert [one.event.action for one in work.audit.entries()][-2:] == ["put_finding_edit"] * 2


@pytest.mark.parametrize(
    ("finding", "content", "pointers"),
    [
        ("FIN-01", {"into": "FIN-01"}, ["/into"]),
        ("FIN-01", {"severity": 3}, ["/severity", "/severity"]),
        ("FIN-01", {}, [""]),
        ("NOBODY", {"rejected": "No."}, [""]),
        ("T-01", {**OWN, "criteria": ["XXX"], "evidence": ["D-9"]}, ["/criteria/0", "/evidence/0"]),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(
    finding: str, content: dict[str, Any], pointers: list[str]
) -> None:
    with pytest.raises(EvidenceError) as refused:
        Board().put(finding, **content)
    assert [one.field for one in refused.value.problems] == pointers


@pytest.mark.parametrize(
    ("finding", "content"),
    [("X08", {"rejected": "The rule could not tell."}), ("FIN-01", {"into": "X01"})],
)
def test_what_the_engine_does_not_write_now_is_not_edited(finding: str, content: dict[str, Any]) -> None:
    board = Board()
    with pytest.raises(Invalid):
        board.put(finding, **content)


def test_a_finding_others_were_merged_into_cannot_be_rejected_or_go() -> None:
    board = Board()
    board.put("T-01", **OWN)
    board.put("FIN-01", into="T-01")
    with pytest.raises(Conflict):
        board.remove("T-01")
    board.put("FIN-09", owner="Head")
    board.put("FIN-01", expected=1, into="FIN-09")
    with pytest.raises(EvidenceError):
        board.put("FIN-09", expected=1, rejected="No.")
    board.remove("T-01")
    assert "T-01" not in board.ids()


def test_a_finding_that_an_action_answers_does_not_go() -> None:
    board = Board()
    board.put("T-01", **OWN)
    with board.service.write() as work:
        about = {"assessment_id": board.begun.id, "finding": "T-01", "title": "Name one", "owner": "Head"}
        work.actions.add(Action(**fresh(board.service.ids, work.now), **about, state=ActionState.OPEN))
    with pytest.raises(Conflict):
        board.remove("T-01")


@pytest.mark.parametrize("role", [role for role in Role if role not in (LEAD, ASSESSOR)])
def test_only_auditors_say_anything_of_findings(role: Role) -> None:
    board = Board()
    board.put("FIN-01", owner="Head")
    with pytest.raises(Forbidden):
        board.put("FIN-09", role, owner="Head")
    with pytest.raises(Forbidden):
        board.remove("FIN-01", role=role)


def test_validation_freezes_what_was_said_and_changes_open_it_again() -> None:
    board = Board()
    board.put("FIN-01", rejected="It was shown.")
    board.step("submit_assessment")
    board.put("FIN-09", owner="Head")
    board.step("validate_assessment")
    with pytest.raises(StateForbids):
        board.put("FIN-01", expected=1, rejected="Still.")
    with pytest.raises(StateForbids):
        board.remove("FIN-01")
    board.begun = _now(board)
    assert [one.finding.id for one in board.scored().judged.findings.rejected] == ["FIN-01"]
    board.step("request_changes")
    board.remove("FIN-01")
    assert "FIN-01" in board.ids()


def test_nothing_is_said_of_a_finding_until_somebody_does() -> None:
    board = Board()
    with board.service.work.read(board.service.org) as work:
        assert find_edit(work, board.begun, "FIN-01") is None
        with pytest.raises(NotFound):
            get_edit(work, board.begun, "FIN-01")


def _now(board: Board) -> Any:
    with board.service.work.read(board.service.org) as work:
        return work.assessments.get(board.begun.id)
