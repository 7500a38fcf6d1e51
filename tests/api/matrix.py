"""Who gets which answer from which route: the table, written by hand so that a change of rights is a change here.

A row names the callers who may; everybody else of the organisation gets 403, strangers 404, nobody 401. What is
sent is right in every other way. Who may in which state of an assessment stands in MAY_STEP and FROM.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from recorded import content_of

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
    state: str = "in_progress"  # of the assessment it is about
    record: str = ""  # status of the visit or review it is about; "" where it is about none
    own: bool = False  # the caller filled that in
    disputed: bool = False
    form: bool = False  # the body is a form with a file


_ORG = "/organisations/{org}"

READERS_AND_KEYS = READING | {"assessments:read", "assessments:write", "admin:*"}
WRITING_KEYS = frozenset({"assessments:write", "admin:*"})
BEGINNERS = frozenset({"admin", "lead_auditor", "assessor", "client_editor"}) | WRITING_KEYS
ANSWERERS = frozenset({"lead_auditor", "assessor", "client_editor"}) | WRITING_KEYS
MOVERS = frozenset({"admin", "lead_auditor", "client_editor"}) | WRITING_KEYS
LEADS = frozenset({"admin", "lead_auditor"})
_ONE = "/organisations/{org}/assessments/{assessment}"
_ANSWER = f"{_ONE}/answers/{{track}}/{{subject}}"
_SECTION = f"{_ONE}/sections/{{track}}/{{section}}"
_LINKS = f"{_ONE}/respondent-links"
LINK_READERS = BEGINNERS | {"reviewer"}
_RULESETS = "/organisations/{org}/rulesets"
_TERMS: Mapping[str, Any] = {
    "title": "A year of service",
    "as_of": "2026-09-30",
    "period": "2026-Q3",
    "engagement": {"scope": {"statement": "All of it."}},
}
_PINNED: Mapping[str, Any] = {"id": "food-hygiene-rating", "version": "1.0"}


_ASSESSMENTS: Mapping[str, Row] = {
    "list_assessments": Row(method="GET", path="/organisations/{org}/assessments", may=READERS_AND_KEYS, status=200),
    "create_assessment": Row(
        method="POST",
        path="/organisations/{org}/assessments",
        may=BEGINNERS,
        status=201,
        body={**_TERMS, "kind": "assessed", "ruleset": _PINNED},
    ),
    "get_assessment": Row(method="GET", path=_ONE, may=READERS_AND_KEYS, status=200),
    "update_assessment": Row(method="PUT", path=_ONE, may=BEGINNERS, status=200, body=_TERMS, changes=True),
    "start_assessment": Row(method="POST", path=f"{_ONE}/start", may=ANSWERERS, status=200, body={}, state="draft"),
    "submit_assessment": Row(method="POST", path=f"{_ONE}/submission", may=ANSWERERS, status=200, body={}),
    "request_changes": Row(
        method="POST",
        path=f"{_ONE}/change-request",
        may=frozenset({"lead_auditor", "reviewer"}),
        status=200,
        body={"reason": "the register is empty"},
        state="submitted",
    ),
    "validate_assessment": Row(
        method="POST",
        path=f"{_ONE}/validation",
        may=frozenset({"lead_auditor"}),
        status=200,
        body={},
        state="submitted",
    ),
    "withdraw_assessment": Row(
        method="POST", path=f"{_ONE}/withdrawal", may=LEADS, status=200, body={"reason": "begun twice"}
    ),
    "list_answers": Row(method="GET", path=f"{_ONE}/answers", may=READERS_AND_KEYS, status=200),
    "put_answers": Row(
        method="PATCH",
        path=f"{_ONE}/answers",
        may=ANSWERERS,
        status=200,
        body={"items": [{"track": "self", "key": "FH-1", "value": 5}]},
    ),
    "get_answer": Row(method="GET", path=_ANSWER, may=READERS_AND_KEYS, status=200),
    "put_answer": Row(method="PUT", path=_ANSWER, may=ANSWERERS, status=200, body={"value": 5}, changes=True),
    "withdraw_answer": Row(method="DELETE", path=_ANSWER, may=ANSWERERS, status=204, changes=True),
    "list_answer_versions": Row(method="GET", path=f"{_ANSWER}/versions", may=READERS_AND_KEYS, status=200),
    "list_sections": Row(method="GET", path=f"{_ONE}/sections", may=READERS_AND_KEYS, status=200),
    "put_section_task": Row(
        method="PUT", path=_SECTION, may=BEGINNERS, status=200, body={"note": "By Friday"}, changes=True
    ),
    "complete_section": Row(method="POST", path=f"{_SECTION}/completion", may=ANSWERERS, status=200),
    "reopen_section": Row(
        method="POST",
        path=f"{_SECTION}/reopening",
        may=BEGINNERS | {"reviewer"},
        status=200,
        body={"changes": "The second question is open."},
    ),
    "list_respondent_links": Row(method="GET", path=_LINKS, may=LINK_READERS, status=200),
    "create_respondent_link": Row(
        method="POST", path=_LINKS, may=BEGINNERS, status=201, body={"name": "Mia Berg", "sections": ["overall"]}
    ),
    "get_respondent_link": Row(method="GET", path=f"{_LINKS}/{{respondent_link}}", may=LINK_READERS, status=200),
    "revoke_respondent_link": Row(
        method="POST", path=f"{_LINKS}/{{respondent_link}}/revocation", may=BEGINNERS, status=200
    ),
    "get_score": Row(method="GET", path=f"{_ONE}/score", may=READERS_AND_KEYS, status=200),
    "get_coverage": Row(method="GET", path=f"{_ONE}/coverage", may=READERS_AND_KEYS, status=200),
    "check_quality": Row(
        method="GET",
        path=f"{_ONE}/quality-check",
        may=STAFF | {"assessments:read", "assessments:write"},
        status=200,
    ),
    "list_findings": Row(method="GET", path=f"{_ONE}/findings", may=READERS_AND_KEYS, status=200),
    "preview_ruleset_move": Row(
        method="POST",
        path=f"{_ONE}/ruleset-move-previews",
        may=BEGINNERS,
        status=200,
        body={"ruleset": {"id": "service-excellence", "version": "1.0"}},
    ),
    "list_ruleset_moves": Row(method="GET", path=f"{_ONE}/ruleset-moves", may=READERS_AND_KEYS, status=200),
    "move_ruleset": Row(
        method="POST",
        path=f"{_ONE}/ruleset-moves",
        may=MOVERS,
        status=409,  # nothing was previewed
        body={"ruleset": {"id": "service-excellence", "version": "1.0"}, "preview": "sha256:0"},
    ),
    "undo_ruleset_move": Row(method="POST", path=f"{_ONE}/ruleset-moves/{{move}}/undo", may=MOVERS, status=200),
    "list_ruleset_versions": Row(method="GET", path=_RULESETS, may=READERS_AND_KEYS, status=200),
    "upload_ruleset": Row(
        method="POST",
        path=_RULESETS,
        may=LEADS | {"admin:*"},
        status=422,  # the body is right, its ruleset empty
        body={"ruleset": {"ruleset.yaml": "criteria: []"}},
    ),
    "get_ruleset_version": Row(method="GET", path=f"{_RULESETS}/{{ruleset}}", may=READERS_AND_KEYS, status=200),
    "retire_ruleset": Row(
        method="DELETE", path=f"{_RULESETS}/{{ruleset}}", may=LEADS | {"admin:*"}, status=200, changes=True
    ),
}

AUDIT_READERS = LEADS | {"reviewer", "admin:*"}

_AUDIT_LOG: Mapping[str, Row] = {
    "list_audit_log": Row(method="GET", path=f"{_ORG}/audit-log", may=AUDIT_READERS, status=200),
    "get_audit_log_head": Row(method="GET", path=f"{_ORG}/audit-log-head", may=AUDIT_READERS, status=200),
    "prove_audit_log": Row(method="GET", path=f"{_ORG}/audit-log-proof", may=AUDIT_READERS, status=200),
}

_EDITS = f"{_ONE}/finding-edits"
_EDIT = f"{_EDITS}/{{finding}}"
_VISIT, _REVIEW = f"{_ONE}/visits/{{visit}}", f"{_ONE}/reviews/{{review}}"
AUDITORS = frozenset({"lead_auditor", "assessor"})
VISITORS = AUDITORS | {"shopper"} | WRITING_KEYS
_WHY: Mapping[str, Any] = {"reason": "The branch is missing."}


def _post(path: str, may: frozenset[str], body: Mapping[str, Any], **more: Any) -> Row:
    return Row(method="POST", path=path, may=may, status=200, body=body, **more)


def _get(path: str, may: frozenset[str], **more: Any) -> Row:
    return Row(method="GET", path=path, may=may, status=200, **more)


def _put(path: str, may: frozenset[str], body: Mapping[str, Any], **more: Any) -> Row:
    return Row(method="PUT", path=path, may=may, status=200, body=body, changes=True, **more)


_RECORDS: Mapping[str, Row] = {
    "list_visits": _get(f"{_ONE}/visits", READERS_AND_KEYS | {"shopper"}),
    "get_visit": _get(_VISIT, READERS_AND_KEYS | {"shopper"}, record="draft", own=True),
    "put_visit": _put(_VISIT, VISITORS, {"content": content_of("visit", scenario="New")}, record="draft", own=True),
    "submit_visit": _post(f"{_VISIT}/submission", VISITORS, {}, record="draft", own=True),
    "accept_visit": _post(f"{_VISIT}/acceptance", AUDITORS, {}, record="submitted"),
    "return_visit": _post(f"{_VISIT}/return", AUDITORS, _WHY, record="submitted"),
    "exclude_visit": _post(f"{_VISIT}/exclusion", AUDITORS, _WHY, record="submitted"),
    "list_reviews": _get(f"{_ONE}/reviews", READERS_AND_KEYS),
    "get_review": _get(_REVIEW, READERS_AND_KEYS, record="draft"),
    "put_review": _put(
        _REVIEW, AUDITORS | WRITING_KEYS, {"content": content_of("review", ticket="C-1")}, record="draft", own=True
    ),
    "submit_review": _post(f"{_REVIEW}/submission", AUDITORS | WRITING_KEYS, {}, record="draft", own=True),
    "accept_review": _post(f"{_REVIEW}/acceptance", AUDITORS, {}, record="submitted"),
    "return_review": _post(f"{_REVIEW}/return", AUDITORS, _WHY, record="submitted"),
    "exclude_review": _post(f"{_REVIEW}/exclusion", AUDITORS, _WHY, record="submitted"),
    "put_second_answers": _put(
        f"{_REVIEW}/second-answers",
        AUDITORS,
        {"reviewer": "Q-9", "answers": content_of("review")["answers"]},
        record="submitted",
    ),
    "raise_dispute": _post(
        f"{_REVIEW}/dispute", AUDITORS | {"client_editor"}, {"said": "It was answered."}, record="accepted"
    ),
    "settle_dispute": _post(
        f"{_REVIEW}/settlement",
        AUDITORS,
        {"outcome": "upheld", "reason": "It was not."},
        record="accepted",
        disputed=True,
    ),
    "get_remarks": _get(f"{_ONE}/remarks", READERS_AND_KEYS, record="accepted"),
    "raise_difference": Row(
        method="POST",
        path=f"{_ONE}/remarks/differences",
        may=AUDITORS | {"client_editor"},
        status=201,
        body={"about": "FIN-01", "said": "The plan covers it."},
        record="accepted",
    ),
    "answer_difference": _put(
        f"{_ONE}/remarks/differences/{{difference}}", AUDITORS, {"assessor": "It does not."}, record="accepted"
    ),
    "list_finding_edits": _get(_EDITS, READERS_AND_KEYS),
    "get_finding_edit": _get(_EDIT, READERS_AND_KEYS, record="accepted"),
    "put_finding_edit": _put(_EDIT, AUDITORS, {"rejected": "It was another branch."}, record="accepted"),
    "remove_finding_edit": Row(method="DELETE", path=_EDIT, may=AUDITORS, status=204, changes=True, record="accepted"),
    "put_remarks": _put(f"{_ONE}/remarks", AUDITORS, {"distribution": ["The board"]}, record="accepted"),
}

METRIC_READERS = READERS_AND_KEYS | {"metrics:write"}
METRIC_WRITERS = frozenset({"admin", "lead_auditor", "assessor", "client_editor", "metrics:write", "admin:*"})
STEERING = METRIC_WRITERS - {"assessor"}
_CSAT: Mapping[str, Any] = {
    "metric": "csat",
    "period": "2026-09",
    "inputs": {"numerator": 9, "denominator": 10},
}
_TARGET = f"{_ORG}/targets/{{metric}}"
_METRICS: Mapping[str, Row] = {
    "list_metric_points": _get(f"{_ORG}/metric-points", METRIC_READERS),
    "put_metric_points": Row(
        method="PATCH", path=f"{_ORG}/metric-points", may=METRIC_WRITERS, status=200, body={"items": [_CSAT]}
    ),
    "delete_metric_point": Row(
        method="DELETE", path=f"{_ORG}/metric-points/{{point}}", may=METRIC_WRITERS, status=204, changes=True
    ),
    "import_metric_points": Row(
        method="POST",
        path=f"{_ORG}/metric-imports",
        may=METRIC_WRITERS,
        status=422,  # the form is right, its file no table
        body={"dry_run": "true"},
        form=True,
    ),
    "get_metric_series": _get(f"{_ORG}/metric-series/{{metric}}", METRIC_READERS),
    "list_targets": _get(f"{_ORG}/targets", METRIC_READERS),
    "put_target": _put(_TARGET, STEERING, {"target": 90}),
    "delete_target": Row(method="DELETE", path=_TARGET, may=STEERING, status=204, changes=True),
}

REPORTERS = READING | {"reports:read", "assessments:write", "admin:*"}
OPERATORS = REPORTERS - {"client", "client_editor"}

_REPORTS: Mapping[str, Row] = {
    "order_report": Row(
        method="POST", path=f"{_ONE}/reports", may=REPORTERS, status=202, body={"template": "certificate"}
    ),
    "list_reports": Row(method="GET", path=f"{_ORG}/reports", may=REPORTERS, status=200),
    "get_report": Row(method="GET", path=f"{_ORG}/reports/{{report}}", may=REPORTERS, status=200),
    "get_report_file": Row(method="GET", path=f"{_ORG}/reports/{{report}}/file", may=REPORTERS, status=200),
    "list_jobs": Row(method="GET", path=f"{_ORG}/jobs", may=OPERATORS, status=200),
    "get_job": Row(method="GET", path=f"{_ORG}/jobs/{{job}}", may=REPORTERS, status=200),
    "follow_job": Row(method="GET", path=f"{_ORG}/jobs/{{job}}/events", may=REPORTERS, status=200),
    "cancel_job": Row(method="POST", path=f"{_ORG}/jobs/{{job}}/cancellation", may=REPORTERS, status=200),
    "retry_job": Row(method="POST", path=f"{_ORG}/jobs/{{job}}/retry", may=OPERATORS, status=200),
}

EVIDENCE_READERS = READERS_AND_KEYS | {"evidence:write"}
REGISTRARS = frozenset({"admin", "lead_auditor", "assessor", "client_editor", "evidence:write", "admin:*"})
_ITEM = f"{_ORG}/evidence/{{item}}"
_SHOWN: Mapping[str, Any] = {"title": "Rota", "method": "document", "grade": "B"}
_EVIDENCE: Mapping[str, Row] = {
    "list_evidence": _get(f"{_ORG}/evidence", EVIDENCE_READERS),
    "register_evidence": Row(
        method="POST",
        path=f"{_ORG}/evidence",
        may=REGISTRARS | {"shopper"},
        status=201,
        body={**_SHOWN, "assessment_id": "{assessment}"},
        form=True,
    ),
    "get_evidence": _get(_ITEM, EVIDENCE_READERS),
    "get_evidence_file": _get(f"{_ITEM}/file", EVIDENCE_READERS),
    "revise_evidence": Row(
        method="POST", path=f"{_ITEM}/revisions", may=REGISTRARS, status=201, body=_SHOWN, form=True
    ),
    "withdraw_evidence": _post(f"{_ITEM}/withdrawal", REGISTRARS, {}),
}

DECIDERS = frozenset({"reviewer", "admin"})
_CERTIFICATE = f"{_ORG}/certificates/{{certificate}}"
_WHY: Mapping[str, Any] = {"reason": "a complaint is looked into"}

_DECISIONS: Mapping[str, Row] = {
    "list_decisions": Row(method="GET", path=f"{_ONE}/decisions", may=REPORTERS, status=200),
    "decide_assessment": Row(
        method="POST",
        path=f"{_ONE}/decisions",
        may=DECIDERS,
        status=409,  # it is no certification
        body={"outcome": "grant", "rationale": "all of it was seen"},
        state="validated",
    ),
    "issue_assessment": Row(
        method="POST", path=f"{_ONE}/certificate", may=DECIDERS, status=409, state="decided"
    ),  # nothing was granted
    "supersede_assessment": Row(
        method="POST", path=f"{_ONE}/supersession", may=LEADS, status=200, body=_WHY, state="issued"
    ),
    "list_certificates": Row(method="GET", path=f"{_ORG}/certificates", may=REPORTERS, status=200),
    "list_surveillance": Row(method="GET", path=f"{_ORG}/surveillance", may=REPORTERS, status=200),
    "get_certificate": Row(method="GET", path=_CERTIFICATE, may=REPORTERS, status=200),
    "suspend_certificate": Row(method="POST", path=f"{_CERTIFICATE}/suspension", may=DECIDERS, status=200, body=_WHY),
    "reinstate_certificate": Row(
        method="POST",
        path=f"{_CERTIFICATE}/reinstatement",
        may=DECIDERS,
        status=409,  # it is valid
        body=_WHY,
    ),
}

_ACTION = f"{_ORG}/actions/{{action}}"
_PLAN: Mapping[str, Any] = {"title": "Train the team", "owner": "Head of service"}

_ACTIONS: Mapping[str, Row] = {
    "list_actions": Row(method="GET", path=f"{_ORG}/actions", may=READERS_AND_KEYS, status=200),
    "create_action": Row(
        method="POST",
        path=f"{_ONE}/actions",
        may=BEGINNERS,
        status=422,  # the assessment has no findings yet
        body={**_PLAN, "finding": "FH-1"},
    ),
    "get_action": Row(method="GET", path=_ACTION, may=READERS_AND_KEYS, status=200),
    "update_action": Row(method="PUT", path=_ACTION, may=BEGINNERS, status=200, body=_PLAN, changes=True),
    "complete_action": Row(method="POST", path=f"{_ACTION}/completion", may=BEGINNERS, status=200),
    "check_action": Row(
        method="POST",
        path=f"{_ACTION}/check",
        may=frozenset({"admin", "lead_auditor", "assessor", "reviewer"}),
        status=409,  # it is not done
        body={"worked": True, "effectiveness": "ten contacts heard"},
    ),
    "cancel_action": Row(method="POST", path=f"{_ACTION}/cancellation", may=MOVERS, status=200, body=_WHY),
}

_HOOK = f"{_ORG}/webhooks/{{webhook}}"
_TARGET_URL: Mapping[str, Any] = {"url": "https://systems.example/hook"}

_WEBHOOKS: Mapping[str, Row] = {
    "list_webhooks": _get(f"{_ORG}/webhooks", ADMINS),
    "create_webhook": Row(method="POST", path=f"{_ORG}/webhooks", may=ADMINS, status=201, body=_TARGET_URL),
    "get_webhook": _get(_HOOK, ADMINS),
    "update_webhook": _put(_HOOK, ADMINS, _TARGET_URL),
    "delete_webhook": Row(method="DELETE", path=_HOOK, may=ADMINS, status=204, changes=True),
    "rotate_webhook_secret": _post(f"{_HOOK}/rotation", ADMINS, {}),
    "ping_webhook": Row(method="POST", path=f"{_HOOK}/ping", may=ADMINS, status=202),
    "list_webhook_deliveries": _get(f"{_HOOK}/deliveries", ADMINS),
    "get_webhook_delivery": _get(f"{_HOOK}/deliveries/{{delivery}}", ADMINS),
    "redeliver_webhook": Row(method="POST", path=f"{_HOOK}/deliveries/{{delivery}}/redelivery", may=ADMINS, status=202),
}

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
        "update_api_key": Row(
            method="PUT",
            path=f"{_ORG}/api-keys/{{key}}",
            may=ADMINS,
            status=200,
            body={"name": "k", "scopes": ["reports:read"]},
            changes=True,
        ),
        "rotate_api_key": Row(method="POST", path=f"{_ORG}/api-keys/{{key}}/rotation", may=ADMINS, status=201, body={}),
        **_ASSESSMENTS,
        **_RECORDS,
        **_METRICS,
        **_EVIDENCE,
        **_AUDIT_LOG,
        **_REPORTS,
        **_DECISIONS,
        **_ACTIONS,
        **_WEBHOOKS,
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
