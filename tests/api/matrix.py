"""Who gets which answer from which route: the table, written by hand so that a change of rights is a change here.

A row names the callers who may; everybody else of the organisation gets 403, strangers 404, nobody 401. What is
sent is right in every other way. Who may in which state of an assessment stands in MAY_STEP and FROM.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

ROLES = ("admin", "lead_auditor", "assessor", "shopper", "reviewer", "client", "client_editor")
SCOPES = ("assessments:read", "assessments:write", "metrics:write", "evidence:write", "reports:read", "admin:*")
CALLERS = ROLES + SCOPES  # of the organisation; persons with a second factor, keys with one scope each

READING = frozenset({"admin", "lead_auditor", "assessor", "reviewer", "client", "client_editor"})
EVERYBODY = frozenset(CALLERS)
ADMINS = frozenset({"admin", "admin:*"})
STAFF = frozenset({"admin", "lead_auditor", "assessor", "reviewer", "admin:*"})
UNIT_EDITORS = frozenset({"admin", "lead_auditor", "client_editor", "assessments:write", "metrics:write", "admin:*"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One route in an organisation. `{org}`, `{unit}`, `{key}`, `{person}`, `{new}` stand for what the world has."""

    method: str
    path: str  # below /v1
    may: frozenset[str]
    status: int  # for those who may
    body: Mapping[str, Any] | None = None
    changes: bool = False  # needs If-Match


_ORG = "/organisations/{org}"

MATRIX: Mapping[str, Row] = MappingProxyType(
    {
        "create_organisation": Row(
            method="POST",
            path="/organisations",
            may=ADMINS,
            status=201,
            body={"name": "A client", "parent_id": "{org}"},
        ),
        "get_organisation": Row(method="GET", path=_ORG, may=EVERYBODY, status=200),
        "update_organisation": Row(
            method="PUT", path=_ORG, may=ADMINS, status=200, body={"name": "Renamed"}, changes=True
        ),
        "list_units": Row(method="GET", path=f"{_ORG}/units", may=EVERYBODY, status=200),
        "create_unit": Row(
            method="POST", path=f"{_ORG}/units", may=UNIT_EDITORS, status=201, body={"kind": "team", "name": "T"}
        ),
        "get_unit_tree": Row(method="GET", path=f"{_ORG}/unit-tree", may=EVERYBODY, status=200),
        "get_unit": Row(method="GET", path=f"{_ORG}/units/{{unit}}", may=EVERYBODY, status=200),
        "update_unit": Row(
            method="PUT",
            path=f"{_ORG}/units/{{unit}}",
            may=UNIT_EDITORS,
            status=200,
            body={"name": "U"},
            changes=True,
        ),
        "move_unit": Row(
            method="POST",
            path=f"{_ORG}/units/{{unit}}/moves",
            may=UNIT_EDITORS - {"metrics:write"},
            status=201,
            body={"parent_id": None, "effective_from": "2027-01-01"},
        ),
        "list_people": Row(method="GET", path=f"{_ORG}/people", may=STAFF, status=200),
        "add_person": Row(
            method="POST",
            path=f"{_ORG}/people",
            may=ADMINS,
            status=201,
            body={"email": "{new}@example.org", "name": "New", "role": "client"},
        ),
        "get_person": Row(method="GET", path=f"{_ORG}/people/{{person}}", may=STAFF, status=200),
        "update_membership": Row(
            method="PUT",
            path=f"{_ORG}/people/{{person}}",
            may=ADMINS,
            status=200,
            body={"role": "assessor"},
            changes=True,
        ),
        "remove_person": Row(method="DELETE", path=f"{_ORG}/people/{{person}}", may=ADMINS, status=204, changes=True),
        "list_api_keys": Row(method="GET", path=f"{_ORG}/api-keys", may=ADMINS, status=200),
        "create_api_key": Row(
            method="POST",
            path=f"{_ORG}/api-keys",
            may=ADMINS,
            status=201,
            body={"name": "k", "scopes": ["reports:read"]},
        ),
        "get_api_key": Row(method="GET", path=f"{_ORG}/api-keys/{{key}}", may=ADMINS, status=200),
        "rotate_api_key": Row(method="POST", path=f"{_ORG}/api-keys/{{key}}/rotation", may=ADMINS, status=201, body={}),
        "revoke_api_key": Row(method="POST", path=f"{_ORG}/api-keys/{{key}}/revocation", may=ADMINS, status=200),
    }
)

# Roles that get 403 "second-factor-needed" where they signed in with a password only.
SECOND_FACTOR = frozenset({"admin", "lead_auditor", "reviewer"})

# Who may take which step of the workflow, and from which states it begins.
MAY_STEP: Mapping[str, frozenset[str]] = {
    "start_assessment": frozenset({"lead_auditor", "assessor", "client_editor", "assessments:write", "admin:*"}),
    "submit_assessment": frozenset({"lead_auditor", "assessor", "client_editor", "assessments:write", "admin:*"}),
    "request_changes": frozenset({"lead_auditor", "reviewer"}),
    "validate_assessment": frozenset({"lead_auditor"}),
    "decide_assessment": frozenset({"reviewer", "admin"}),
    "issue_assessment": frozenset({"reviewer", "admin"}),
    "supersede_assessment": frozenset({"lead_auditor", "admin"}),
    "withdraw_assessment": frozenset({"lead_auditor", "admin"}),
}
FROM: Mapping[str, tuple[str, ...]] = {
    "start_assessment": ("draft",),
    "submit_assessment": ("in_progress", "changes_requested"),
    "request_changes": ("submitted", "validated"),
    "validate_assessment": ("submitted",),
    "decide_assessment": ("validated",),
    "issue_assessment": ("decided",),
    "supersede_assessment": ("issued",),
    "withdraw_assessment": ("draft", "in_progress", "submitted", "changes_requested", "validated", "decided", "issued"),
}
