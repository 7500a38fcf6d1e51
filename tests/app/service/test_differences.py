"""Differences of opinion: raised by the assessed, answered by the team, with what came of them."""

from typing import Any

import pytest

from bsc_audit.app.service.differences import Answer, answer_difference, raise_difference
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.remarks import Remarks
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.refusals import Forbidden, NotFound, StaleVersion
from bsc_audit.core.problems import EvidenceError
from service_world import Service

EDITOR, ASSESSOR = Role.CLIENT_EDITOR, Role.ASSESSOR


class Table:
    """An assessment in progress, and both sides of the table."""

    def __init__(self) -> None:
        self.service = Service()
        self.begun = self.service.begun()

    def say(self, about: str = "FIN-01", role: Role = EDITOR) -> Remarks:
        service = self.service
        with service.write() as work:
            who, rulesets = service.people[role], service.scores.rulesets
            return raise_difference(work, service.ids, rulesets, who, self.begun, about=about, said="It is covered.")

    def answer(self, number: int, expected: int, role: Role = ASSESSOR, **said: Any) -> Remarks:
        service = self.service
        with service.write() as work:
            who, rulesets = service.people[role], service.scores.rulesets
            answer = Answer(assessor="It is not.", **said)
            return answer_difference(
                work, service.ids, rulesets, who, self.begun, number, answer, by="Ana", expected=expected
            )


def test_a_difference_is_raised_answered_and_settled() -> None:
    table = Table()
    table.say()
    raised = table.say("CLI-01")
    assert raised.content["differences"][1] == {"about": "CLI-01", "auditee": "It is covered."}
    open_ = table.answer(2, raised.version)
    assert open_.content["differences"][1] == {**raised.content["differences"][1], "assessor": "It is not."}
    settled = table.answer(2, open_.version, outcome="The score stands.")
    assert settled.content["differences"][1].items() >= {"outcome": "The score stands.", "by": "Ana"}.items()
    assert settled.content["differences"][0] == {"about": "FIN-01", "auditee": "It is covered."}
    read = table.service.score(table.begun, Track.VALIDATED).judged.evidence.remarks.differences
    assert [one.get("outcome", "") for one in read] == ["", "The score stands."]


def test_what_is_not_there_cannot_be_differed_about_or_answered() -> None:
    table = Table()
    with pytest.raises(EvidenceError) as refused:
        table.say("XXX")
    assert [one.field for one in refused.value.problems] == ["/differences/0/about"]
    raised = table.say()
    for number in (0, 2):
        with pytest.raises(NotFound):
            table.answer(number, raised.version)
    with pytest.raises(StaleVersion):
        table.answer(1, raised.version + 1)


def test_the_assessed_raise_and_the_team_answers() -> None:
    table = Table()
    raised = table.say()
    with pytest.raises(Forbidden):
        table.answer(1, raised.version, role=EDITOR)
    with pytest.raises(Forbidden):
        table.say(role=Role.REVIEWER)
