"""The operations the client knows, as `docs/openapi.json` describes them: method, and address below /v1."""

from collections.abc import Mapping
from types import MappingProxyType

_ORG = "/organisations/{org}"
_UNIT = f"{_ORG}/units/{{unit}}"
_KEY = f"{_ORG}/api-keys/{{key}}"
_PERSON = f"{_ORG}/people/{{person}}"
_RULESET = f"{_ORG}/rulesets/{{ruleset}}"
_ASSESSMENT = f"{_ORG}/assessments/{{assessment}}"
_ANSWER = f"{_ASSESSMENT}/answers/{{track}}/{{subject}}"
_VISIT, _REVIEW = f"{_ASSESSMENT}/visits/{{visit}}", f"{_ASSESSMENT}/reviews/{{review}}"
_JOB, _REPORT = f"{_ORG}/jobs/{{job}}", f"{_ORG}/reports/{{report}}"
_ACTION, _CERTIFICATE = f"{_ORG}/actions/{{action}}", f"{_ORG}/certificates/{{certificate}}"
_HOOK = f"{_ORG}/webhooks/{{webhook}}"
_DELIVERY = f"{_HOOK}/deliveries/{{delivery}}"
_SECTION = f"{_ASSESSMENT}/sections/{{track}}/{{section}}"
_LINK = f"{_ASSESSMENT}/respondent-links/{{respondent_link}}"
_MOVES = f"{_ASSESSMENT}/ruleset-moves"

_INSTALLATION = {
    "get_me": "GET /me",
    "score_evidence": "POST /score",
    "list_rulesets": "GET /rulesets",
    "get_ruleset": "GET /rulesets/{ruleset_id}/{version}",
    "validate_ruleset": "POST /rulesets/validate",
    "diff_rulesets": "POST /rulesets/diff",
    "validate_questionnaire": "POST /questionnaires/validate",
    "verify_number": "GET /verify/{number}",
    "verify_file": "POST /verify",
    "list_questionnaires": "GET /questionnaires",
    "get_questionnaire": "GET /questionnaires/{questionnaire_id}/{version}",
    "list_organisations": "GET /organisations",
    "create_organisation": "POST /organisations",
}

_ORGANISATION = {
    "get_organisation": f"GET {_ORG}",
    "update_organisation": f"PUT {_ORG}",
    "list_units": f"GET {_ORG}/units",
    "create_unit": f"POST {_ORG}/units",
    "get_unit_tree": f"GET {_ORG}/unit-tree",
    "get_unit": f"GET {_UNIT}",
    "update_unit": f"PUT {_UNIT}",
    "move_unit": f"POST {_UNIT}/moves",
    "list_people": f"GET {_ORG}/people",
    "add_person": f"POST {_ORG}/people",
    "get_person": f"GET {_PERSON}",
    "update_membership": f"PUT {_PERSON}",
    "remove_person": f"DELETE {_PERSON}",
    "list_api_keys": f"GET {_ORG}/api-keys",
    "create_api_key": f"POST {_ORG}/api-keys",
    "get_api_key": f"GET {_KEY}",
    "update_api_key": f"PUT {_KEY}",
    "rotate_api_key": f"POST {_KEY}/rotation",
    "revoke_api_key": f"POST {_KEY}/revocation",
    "list_audit_log": f"GET {_ORG}/audit-log",
    "get_audit_log_head": f"GET {_ORG}/audit-log-head",
    "prove_audit_log": f"GET {_ORG}/audit-log-proof",
    "list_ruleset_versions": f"GET {_ORG}/rulesets",
    "upload_ruleset": f"POST {_ORG}/rulesets",
    "get_ruleset_version": f"GET {_RULESET}",
    "retire_ruleset": f"DELETE {_RULESET}",
    "list_assessments": f"GET {_ORG}/assessments",
    "create_assessment": f"POST {_ORG}/assessments",
}

_MATERIAL = {
    "list_metric_points": f"GET {_ORG}/metric-points",
    "put_metric_points": f"PATCH {_ORG}/metric-points",
    "delete_metric_point": f"DELETE {_ORG}/metric-points/{{point}}",
    "import_metric_points": f"POST {_ORG}/metric-imports",
    "get_metric_series": f"GET {_ORG}/metric-series/{{metric}}",
    "list_targets": f"GET {_ORG}/targets",
    "put_target": f"PUT {_ORG}/targets/{{metric}}",
    "delete_target": f"DELETE {_ORG}/targets/{{metric}}",
    "list_evidence": f"GET {_ORG}/evidence",
    "register_evidence": f"POST {_ORG}/evidence",
    "get_evidence": f"GET {_ORG}/evidence/{{item}}",
    "get_evidence_file": f"GET {_ORG}/evidence/{{item}}/file",
    "revise_evidence": f"POST {_ORG}/evidence/{{item}}/revisions",
    "withdraw_evidence": f"POST {_ORG}/evidence/{{item}}/withdrawal",
    "list_visits": f"GET {_ASSESSMENT}/visits",
    "get_visit": f"GET {_VISIT}",
    "put_visit": f"PUT {_VISIT}",
    "submit_visit": f"POST {_VISIT}/submission",
    "list_reviews": f"GET {_ASSESSMENT}/reviews",
    "get_review": f"GET {_REVIEW}",
    "put_review": f"PUT {_REVIEW}",
    "submit_review": f"POST {_REVIEW}/submission",
}

_REPORTS = {
    "order_report": f"POST {_ASSESSMENT}/reports",
    "list_reports": f"GET {_ORG}/reports",
    "get_report": f"GET {_REPORT}",
    "get_report_file": f"GET {_REPORT}/file",
    "list_jobs": f"GET {_ORG}/jobs",
    "get_job": f"GET {_JOB}",
    "cancel_job": f"POST {_JOB}/cancellation",
    "retry_job": f"POST {_JOB}/retry",
}

_FOLLOWING = {
    "list_decisions": f"GET {_ASSESSMENT}/decisions",
    "list_certificates": f"GET {_ORG}/certificates",
    "list_surveillance": f"GET {_ORG}/surveillance",
    "get_certificate": f"GET {_CERTIFICATE}",
    "list_actions": f"GET {_ORG}/actions",
    "create_action": f"POST {_ASSESSMENT}/actions",
    "get_action": f"GET {_ACTION}",
    "update_action": f"PUT {_ACTION}",
    "complete_action": f"POST {_ACTION}/completion",
    "cancel_action": f"POST {_ACTION}/cancellation",
}

_WEBHOOKS = {
    "list_webhooks": f"GET {_ORG}/webhooks",
    "create_webhook": f"POST {_ORG}/webhooks",
    "get_webhook": f"GET {_HOOK}",
    "update_webhook": f"PUT {_HOOK}",
    "delete_webhook": f"DELETE {_HOOK}",
    "rotate_webhook_secret": f"POST {_HOOK}/rotation",
    "ping_webhook": f"POST {_HOOK}/ping",
    "list_webhook_deliveries": f"GET {_HOOK}/deliveries",
    "get_webhook_delivery": f"GET {_DELIVERY}",
    "redeliver_webhook": f"POST {_DELIVERY}/redelivery",
}

_OF_ASSESSMENT = {
    "get_assessment": f"GET {_ASSESSMENT}",
    "update_assessment": f"PUT {_ASSESSMENT}",
    "start_assessment": f"POST {_ASSESSMENT}/start",
    "submit_assessment": f"POST {_ASSESSMENT}/submission",
    "list_answers": f"GET {_ASSESSMENT}/answers",
    "put_answers": f"PATCH {_ASSESSMENT}/answers",
    "get_answer": f"GET {_ANSWER}",
    "put_answer": f"PUT {_ANSWER}",
    "withdraw_answer": f"DELETE {_ANSWER}",
    "list_answer_versions": f"GET {_ANSWER}/versions",
    "list_sections": f"GET {_ASSESSMENT}/sections",
    "put_section_task": f"PUT {_SECTION}",
    "complete_section": f"POST {_SECTION}/completion",
    "reopen_section": f"POST {_SECTION}/reopening",
    "list_respondent_links": f"GET {_ASSESSMENT}/respondent-links",
    "create_respondent_link": f"POST {_ASSESSMENT}/respondent-links",
    "get_respondent_link": f"GET {_LINK}",
    "revoke_respondent_link": f"POST {_LINK}/revocation",
    "get_remarks": f"GET {_ASSESSMENT}/remarks",
    "get_score": f"GET {_ASSESSMENT}/score",
    "get_coverage": f"GET {_ASSESSMENT}/coverage",
    "list_findings": f"GET {_ASSESSMENT}/findings",
    "list_finding_edits": f"GET {_ASSESSMENT}/finding-edits",
    "get_finding_edit": f"GET {_ASSESSMENT}/finding-edits/{{finding}}",
    "check_quality": f"GET {_ASSESSMENT}/quality-check",
    "preview_ruleset_move": f"POST {_ASSESSMENT}/ruleset-move-previews",
    "list_ruleset_moves": f"GET {_MOVES}",
    "move_ruleset": f"POST {_MOVES}",
    "undo_ruleset_move": f"POST {_MOVES}/{{move}}/undo",
}

OPERATIONS: Mapping[str, str] = MappingProxyType(
    _INSTALLATION | _ORGANISATION | _MATERIAL | _OF_ASSESSMENT | _REPORTS | _FOLLOWING | _WEBHOOKS
)
