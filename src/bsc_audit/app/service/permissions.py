"""Who may do what: one table of roles, scopes of API keys and states of the assessment.

An action has the name of its operation in the API (`put_answer`), so a route without a row here cannot be served.
What an action is done to (this organisation, this unit's subtree, this person's own visit) is judged by `access`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bsc_audit.app.service.workflow import EVERY, EXAMINED, OPEN, STEPS, AssessmentState


class Role(StrEnum):
    """What a person is in one organisation."""

    ADMIN = "admin"
    LEAD_AUDITOR = "lead_auditor"
    ASSESSOR = "assessor"
    SHOPPER = "shopper"  # own visits only
    REVIEWER = "reviewer"  # decides; never answered, visited or led
    CLIENT = "client"  # reads
    CLIENT_EDITOR = "client_editor"  # answers the self-audit


class Scope(StrEnum):
    """What an API key was made for."""

    ASSESSMENTS_READ = "assessments:read"
    ASSESSMENTS_WRITE = "assessments:write"
    METRICS_WRITE = "metrics:write"
    EVIDENCE_WRITE = "evidence:write"
    REPORTS_READ = "reports:read"
    ADMIN = "admin:*"  # everything a key may do; decisions are a person's


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """Who may do one thing, and in which states of the assessment it is about."""

    roles: Mapping[Role, frozenset[AssessmentState]]  # EVERY where no assessment is concerned
    scopes: frozenset[Scope]  # one of them lets an API key; empty: persons only
    key_states: frozenset[AssessmentState] = EVERY  # in which API keys may


def may_ever(action: str, *, role: Role | None, scopes: Iterable[Scope] = ()) -> bool:
    """Whether a role, or a key with these scopes, may do it in some state.

    Raises:
        KeyError: no such action.
    """
    permission = PERMISSIONS[action]
    if role is not None:
        return role in permission.roles
    return not permission.scopes.isdisjoint(scopes)


def may(action: str, state: AssessmentState, *, role: Role | None, scopes: Iterable[Scope] = ()) -> bool:
    """Whether a role, or a key with these scopes, may do it while the assessment is in this state.

    Raises:
        KeyError: no such action.
    """
    permission = PERMISSIONS[action]
    if role is not None:
        return state in permission.roles.get(role, frozenset())
    return state in permission.key_states and not permission.scopes.isdisjoint(scopes)


MFA_ROLES = frozenset({Role.ADMIN, Role.LEAD_AUDITOR, Role.REVIEWER})  # must sign in with a second factor

_R, _S = Role, Scope
_ADMIN = (_R.ADMIN,)
_LEADS = (_R.ADMIN, _R.LEAD_AUDITOR)
_AUDITORS = (_R.LEAD_AUDITOR, _R.ASSESSOR)
_STAFF = (*_LEADS, _R.ASSESSOR, _R.REVIEWER)
_CLIENTS = (_R.CLIENT, _R.CLIENT_EDITOR)
_READERS = (*_STAFF, *_CLIENTS)
_EVERYBODY = tuple(Role)
_READ = (_S.ASSESSMENTS_READ, _S.ASSESSMENTS_WRITE)
_ANY_KEY = tuple(Scope)
_LINKING = (_S.ASSESSMENTS_WRITE,)


def _row(
    roles: Iterable[Role],
    scopes: Iterable[Scope] = (),
    *,
    states: frozenset[AssessmentState] = EVERY,
    other: Mapping[Role, frozenset[AssessmentState]] = MappingProxyType({}),
) -> Permission:
    """A row; `other` names roles that may in other states. An admin key may what any key may."""
    wanted = frozenset(scopes)
    return Permission(
        roles=MappingProxyType(dict.fromkeys(roles, states) | dict(other)),
        scopes=wanted | {Scope.ADMIN} if wanted else wanted,
        key_states=states,
    )


def _step(name: str, roles: Iterable[Role], scopes: Iterable[Scope] = ()) -> Permission:
    return _row(roles, scopes, states=STEPS[name].since)


_ORGANISATIONS = {
    "create_organisation": _row(_ADMIN, (_S.ADMIN,)),
    "get_organisation": _row(_EVERYBODY, _ANY_KEY),
    "update_organisation": _row(_ADMIN, (_S.ADMIN,)),
    "get_brand": _row(_LEADS),
    "put_brand": _row(_LEADS),
    "remove_brand": _row(_LEADS),
    "list_units": _row(_EVERYBODY, _ANY_KEY),
    "get_unit": _row(_EVERYBODY, _ANY_KEY),
    "get_unit_tree": _row(_EVERYBODY, _ANY_KEY),
    "create_unit": _row((*_LEADS, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE, _S.METRICS_WRITE)),
    "update_unit": _row((*_LEADS, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE, _S.METRICS_WRITE)),
    "move_unit": _row((*_LEADS, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE,)),
    "list_people": _row(_STAFF, (_S.ADMIN,)),
    "add_person": _row(_ADMIN, (_S.ADMIN,)),
    "get_person": _row(_STAFF, (_S.ADMIN,)),
    "update_membership": _row(_ADMIN, (_S.ADMIN,)),
    "remove_person": _row(_ADMIN, (_S.ADMIN,)),
    "list_audit_log": _row((*_LEADS, _R.REVIEWER), (_S.ADMIN,)),
    "get_audit_log_head": _row((*_LEADS, _R.REVIEWER), (_S.ADMIN,)),
    "prove_audit_log": _row((*_LEADS, _R.REVIEWER), (_S.ADMIN,)),
    "list_api_keys": _row(_ADMIN, (_S.ADMIN,)),
    "create_api_key": _row(_ADMIN, (_S.ADMIN,)),
    "get_api_key": _row(_ADMIN, (_S.ADMIN,)),
    "update_api_key": _row(_ADMIN, (_S.ADMIN,)),
    "rotate_api_key": _row(_ADMIN, (_S.ADMIN,)),
    "revoke_api_key": _row(_ADMIN, (_S.ADMIN,)),
}

_STEPS = {
    "start_assessment": _step("start_assessment", (*_AUDITORS, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE,)),
    "submit_assessment": _step("submit_assessment", (*_AUDITORS, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE,)),
    "request_changes": _step("request_changes", (_R.LEAD_AUDITOR, _R.REVIEWER)),
    "validate_assessment": _step("validate_assessment", (_R.LEAD_AUDITOR,)),
    "decide_assessment": _step("decide_assessment", (_R.REVIEWER, _R.ADMIN)),  # an admin only with a reason to override
    "issue_assessment": _step("issue_assessment", (_R.REVIEWER, _R.ADMIN)),
    "supersede_assessment": _step("supersede_assessment", _LEADS),
    "withdraw_assessment": _step("withdraw_assessment", _LEADS),
}

_ASSESSMENTS = {
    "list_assessments": _row(_READERS, _READ),
    "create_assessment": _row((*_LEADS, _R.ASSESSOR, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE,)),
    "get_assessment": _row(_READERS, _READ),
    "update_assessment": _row((*_LEADS, _R.ASSESSOR, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE,), states=OPEN),
    "list_answers": _row(_READERS, _READ),
    "get_answer": _row(_READERS, _READ),
    "put_answer": _row(
        (_R.CLIENT_EDITOR,), (_S.ASSESSMENTS_WRITE,), states=OPEN, other=dict.fromkeys(_AUDITORS, EXAMINED)
    ),
    "put_answers": _row(
        (_R.CLIENT_EDITOR,), (_S.ASSESSMENTS_WRITE,), states=OPEN, other=dict.fromkeys(_AUDITORS, EXAMINED)
    ),
    "put_validated_answer": _row((), other=dict.fromkeys(_AUDITORS, EXAMINED)),  # beside put_answer and put_answers
    "withdraw_answer": _row(
        (_R.CLIENT_EDITOR,), (_S.ASSESSMENTS_WRITE,), states=OPEN, other=dict.fromkeys(_AUDITORS, EXAMINED)
    ),
    "list_answer_versions": _row(_READERS, _READ),
    "list_sections": _row(_READERS, _READ),
    "put_section_task": _row((*_LEADS, _R.ASSESSOR, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE,), states=OPEN | EXAMINED),
    "put_validated_section_task": _row((*_LEADS, _R.ASSESSOR), states=OPEN | EXAMINED),  # beside put_section_task
    "complete_section": _row((*_AUDITORS, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE,), states=OPEN | EXAMINED),
    "reopen_section": _row(
        (*_LEADS, _R.ASSESSOR, _R.REVIEWER, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE,), states=OPEN | EXAMINED
    ),
    "reopen_validated_section": _row((*_LEADS, _R.ASSESSOR, _R.REVIEWER), states=OPEN | EXAMINED),
    "list_respondent_links": _row((*_STAFF, _R.CLIENT_EDITOR), _LINKING),
    "get_respondent_link": _row((*_STAFF, _R.CLIENT_EDITOR), _LINKING),
    "create_respondent_link": _row((*_LEADS, _R.ASSESSOR, _R.CLIENT_EDITOR), _LINKING, states=OPEN),
    "revoke_respondent_link": _row((*_LEADS, _R.ASSESSOR, _R.CLIENT_EDITOR), _LINKING),
    "get_score": _row(_READERS, _READ),
    "get_coverage": _row(_READERS, _READ),
    "list_findings": _row(_READERS, _READ),
    "check_quality": _row(_STAFF, _READ),
    "list_ruleset_moves": _row(_READERS, _READ),
    "preview_ruleset_move": _row((*_LEADS, _R.ASSESSOR, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE,), states=OPEN),
    "move_ruleset": _row((*_LEADS, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE,), states=OPEN),
    "undo_ruleset_move": _row((*_LEADS, _R.CLIENT_EDITOR), (_S.ASSESSMENTS_WRITE,), states=OPEN),
}

_EVIDENCE_KEYS = (*_READ, _S.EVIDENCE_WRITE)
_METRIC_KEYS = (*_READ, _S.METRICS_WRITE)
_VISITORS = (*_AUDITORS, _R.SHOPPER)

_RECORDS = {
    "list_visits": _row((*_READERS, _R.SHOPPER), _READ),
    "get_visit": _row((*_READERS, _R.SHOPPER), _READ),
    "put_visit": _row(_VISITORS, (_S.ASSESSMENTS_WRITE,), states=EXAMINED),
    "submit_visit": _row(_VISITORS, (_S.ASSESSMENTS_WRITE,), states=EXAMINED),
    "accept_visit": _row(_AUDITORS, states=EXAMINED),
    "return_visit": _row(_AUDITORS, states=EXAMINED),
    "exclude_visit": _row(_AUDITORS, states=EXAMINED),
    "list_reviews": _row(_READERS, _READ),
    "get_review": _row(_READERS, _READ),
    "put_review": _row(_AUDITORS, (_S.ASSESSMENTS_WRITE,), states=EXAMINED),
    "submit_review": _row(_AUDITORS, (_S.ASSESSMENTS_WRITE,), states=EXAMINED),
    "accept_review": _row(_AUDITORS, states=EXAMINED),
    "return_review": _row(_AUDITORS, states=EXAMINED),
    "exclude_review": _row(_AUDITORS, states=EXAMINED),
    "put_second_answers": _row(_AUDITORS, states=EXAMINED),
    "raise_dispute": _row((*_AUDITORS, _R.CLIENT_EDITOR), states=EXAMINED),
    "settle_dispute": _row(_AUDITORS, states=EXAMINED),
    "get_remarks": _row(_READERS, _READ),
    "put_remarks": _row(_AUDITORS, states=EXAMINED),
    "raise_difference": _row((*_AUDITORS, _R.CLIENT_EDITOR), states=EXAMINED),
    "answer_difference": _row(_AUDITORS, states=EXAMINED),
    "list_finding_edits": _row(_READERS, _READ),
    "get_finding_edit": _row(_READERS, _READ),
    "put_finding_edit": _row(_AUDITORS, states=EXAMINED),
    "remove_finding_edit": _row(_AUDITORS, states=EXAMINED),
}

_MEASUREMENTS = {
    "list_metric_points": _row(_READERS, _METRIC_KEYS),
    "get_metric_series": _row(_READERS, _METRIC_KEYS),
    "put_metric_points": _row((*_LEADS, _R.ASSESSOR, _R.CLIENT_EDITOR), (_S.METRICS_WRITE,)),
    "delete_metric_point": _row((*_LEADS, _R.ASSESSOR, _R.CLIENT_EDITOR), (_S.METRICS_WRITE,)),
    "import_metric_points": _row((*_LEADS, _R.ASSESSOR, _R.CLIENT_EDITOR), (_S.METRICS_WRITE,)),
    "list_targets": _row(_READERS, _METRIC_KEYS),
    "put_target": _row((*_LEADS, _R.CLIENT_EDITOR), (_S.METRICS_WRITE,)),
    "delete_target": _row((*_LEADS, _R.CLIENT_EDITOR), (_S.METRICS_WRITE,)),
}

_EVIDENCE = {
    "list_evidence": _row(_READERS, _EVIDENCE_KEYS),
    "get_evidence": _row(_READERS, _EVIDENCE_KEYS),
    "get_evidence_file": _row(_READERS, _EVIDENCE_KEYS),
    "register_evidence": _row(
        (_R.ADMIN, _R.CLIENT_EDITOR),
        (_S.EVIDENCE_WRITE,),
        states=OPEN | EXAMINED,
        other=dict.fromkeys(_VISITORS, EXAMINED),
    ),
    "revise_evidence": _row(
        (_R.ADMIN, _R.CLIENT_EDITOR),
        (_S.EVIDENCE_WRITE,),
        states=OPEN | EXAMINED,
        other=dict.fromkeys(_AUDITORS, EXAMINED),
    ),
    "withdraw_evidence": _row(
        (_R.ADMIN, _R.CLIENT_EDITOR),
        (_S.EVIDENCE_WRITE,),
        states=OPEN | EXAMINED,
        other=dict.fromkeys(_AUDITORS, EXAMINED),
    ),
}

_REPORT_KEYS = (_S.REPORTS_READ, _S.ASSESSMENTS_WRITE)

_REPORTS = {
    "order_report": _row(_READERS, _REPORT_KEYS),
    "list_reports": _row(_READERS, _REPORT_KEYS),
    "get_report": _row(_READERS, _REPORT_KEYS),
    "get_report_file": _row(_READERS, _REPORT_KEYS),
    "list_jobs": _row(_STAFF, _REPORT_KEYS),
    "get_job": _row(_READERS, _REPORT_KEYS),
    "follow_job": _row(_READERS, _REPORT_KEYS),
    "cancel_job": _row(_READERS, _REPORT_KEYS),
    "retry_job": _row(_STAFF, _REPORT_KEYS),
    "list_decisions": _row(_READERS, _REPORT_KEYS),
    "list_certificates": _row(_READERS, _REPORT_KEYS),
    "list_surveillance": _row(_READERS, _REPORT_KEYS),
    "get_certificate": _row(_READERS, _REPORT_KEYS),
    "suspend_certificate": _row((_R.REVIEWER, _R.ADMIN)),
    "reinstate_certificate": _row((_R.REVIEWER, _R.ADMIN)),
}

_ACTION_KEYS = (_S.ASSESSMENTS_WRITE,)

_ACTIONS = {
    "list_actions": _row(_READERS, _READ),
    "get_action": _row(_READERS, _READ),
    "create_action": _row((*_LEADS, _R.ASSESSOR, _R.CLIENT_EDITOR), _ACTION_KEYS),
    "update_action": _row((*_LEADS, _R.ASSESSOR, _R.CLIENT_EDITOR), _ACTION_KEYS),
    "complete_action": _row((*_LEADS, _R.ASSESSOR, _R.CLIENT_EDITOR), _ACTION_KEYS),
    "check_action": _row((*_LEADS, _R.ASSESSOR, _R.REVIEWER)),
    "cancel_action": _row((*_LEADS, _R.CLIENT_EDITOR), _ACTION_KEYS),
}

_RULESETS = {
    "list_ruleset_versions": _row(_READERS, _READ),
    "get_ruleset_version": _row(_READERS, _READ),
    "upload_ruleset": _row(_LEADS, (_S.ADMIN,)),
    "retire_ruleset": _row(_LEADS, (_S.ADMIN,)),
}

_WEBHOOKS = dict.fromkeys(
    (
        "list_webhooks",
        "create_webhook",
        "get_webhook",
        "update_webhook",
        "delete_webhook",
        "rotate_webhook_secret",
        "ping_webhook",
        "list_webhook_deliveries",
        "get_webhook_delivery",
        "redeliver_webhook",
    ),
    _row(_ADMIN, (_S.ADMIN,)),
)

PERMISSIONS: Mapping[str, Permission] = MappingProxyType(
    _WEBHOOKS
    | _ORGANISATIONS
    | _STEPS
    | _ASSESSMENTS
    | _RECORDS
    | _MEASUREMENTS
    | _EVIDENCE
    | _REPORTS
    | _ACTIONS
    | _RULESETS
)

# What who comes by a link may, in their sections and in their own track only; everything else is not there for them.
RESPONDENTS: Mapping[str, frozenset[AssessmentState]] = MappingProxyType(
    dict.fromkeys(("put_answer", "put_answers", "withdraw_answer", "complete_section"), OPEN)
)
