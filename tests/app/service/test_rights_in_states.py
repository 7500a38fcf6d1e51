"""Who may answer and change in which state: roles and scopes x states, a table written by hand."""

import pytest

from bsc_audit.app.service.permissions import Role, Scope, may
from bsc_audit.app.service.workflow import AssessmentState

OPEN = {"draft", "in_progress", "changes_requested"}
EXAMINED = {"in_progress", "submitted", "changes_requested"}
WORKED_ON = OPEN | EXAMINED
OWN = {"client_editor": OPEN, "assessments:write": OPEN, "admin:*": OPEN}
AUDITORS = {"lead_auditor": EXAMINED, "assessor": EXAMINED}
STAFF = {"admin": OPEN, "lead_auditor": OPEN, "assessor": OPEN}
LEADS = {"admin": OPEN, "lead_auditor": OPEN}
MAY = {
    "put_answer": OWN | AUDITORS,
    "put_answers": OWN | AUDITORS,
    "withdraw_answer": OWN | AUDITORS,
    "put_validated_answer": AUDITORS,
    "update_assessment": OWN | STAFF,
    "put_section_task": dict.fromkeys(OWN | STAFF, WORKED_ON),
    "put_validated_section_task": dict.fromkeys(STAFF, WORKED_ON),
    "create_respondent_link": OWN | STAFF,
    "complete_section": dict.fromkeys(OWN | AUDITORS, WORKED_ON),
    "reopen_section": dict.fromkeys(OWN | STAFF | {"reviewer": OPEN}, WORKED_ON),
    "reopen_validated_section": dict.fromkeys(STAFF | {"reviewer": OPEN}, WORKED_ON),
    "preview_ruleset_move": OWN | STAFF,
    "move_ruleset": OWN | LEADS,
    "undo_ruleset_move": OWN | LEADS,
}


@pytest.mark.parametrize("action", MAY)
@pytest.mark.parametrize("caller", [*Role, *Scope])
def test_an_action_is_for_its_callers_in_their_states(action: str, caller: Role | Scope) -> None:
    role = caller if isinstance(caller, Role) else None
    scopes = {caller} if isinstance(caller, Scope) else set()
    states = {str(state) for state in AssessmentState if may(action, state, role=role, scopes=scopes)}
    assert states == MAY[action].get(caller, set())
