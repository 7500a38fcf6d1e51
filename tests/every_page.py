"""One address of every page: what the walks over all pages go to. A page without a row here fails them."""

from collections.abc import Mapping

from desk import Desk

# Route by the name of its function: the address, with names of `parameters` in braces; None: not a page of its own.
ADDRESSES: Mapping[str, str | None] = {
    "static_file": None,
    "worker_file": None,
    "offline_page": "/offline",
    "sign_in_page": "/sign-in",
    "invitation_page": "/invitation/unknown",
    "account_page": "/me",
    "security_page": "/me/security?needed=1",
    "home_page": "/",
    "begin_page": "/begin",
    "admin_people_page": "/o/{org}/admin",
    "admin_organisation_page": "/o/{org}/admin/organisation",
    "admin_units_page": "/o/{org}/admin/units",
    "admin_unit_page": "/o/{org}/admin/units/{unit}",
    "admin_keys_page": "/o/{org}/admin/keys",
    "admin_webhooks_page": "/o/{org}/admin/webhooks",
    "admin_brand_page": "/o/{org}/admin/brand",
    "admin_log_page": "/o/{org}/admin/log",
    "rulesets_page": "/o/{org}/rulesets",
    "ruleset_page": "/o/{org}/rulesets/service-excellence/1.0",
    "new_assessment_page": "/o/{org}/assessments/new?ruleset=service-excellence@1.0",
    "engagement_page": "/o/{org}/a/{assessment}/engagement",
    "organisation_page": "/o/{org}",
    "overview_page": "/o/{org}/a/{assessment}",
    "form_page": "/o/{org}/a/{assessment}/form",
    "section_form_page": "/o/{org}/a/{assessment}/form/CLI",
    "item_form_page": "/o/{org}/a/{assessment}/form/CLI/CLI-08",
    "form_live": None,
    "links_page": "/o/{org}/a/{assessment}/links",
    "respondent_link_page": None,
    "respond_page": None,  # opened by a link: tests/web/test_respond.py walks it
    "respond_section_page": None,
    "respond_live": None,
    "section_task_page": "/o/{org}/a/{assessment}/sections/CLI",
    "metrics_page": "/o/{org}/a/{assessment}/metrics",
    "metric_page": "/o/{org}/a/{assessment}/metrics/csat",
    "metric_import_page": "/o/{org}/a/{assessment}/metric-import",
    "evidence_page": "/o/{org}/a/{assessment}/evidence",
    "evidence_item_page": "/o/{org}/a/{assessment}/evidence/{evidence}",
    "evidence_file": None,
    "visits_page": "/o/{org}/a/{assessment}/visits",
    "record_new_page": "/o/{org}/a/{assessment}/visits/review/new",
    "record_page": "/o/{org}/a/{assessment}/visits/visit/r/V-01",
    "actions_page": "/o/{org}/a/{assessment}/actions",
    "decision_page": "/o/{org}/a/{assessment}/decision",
    "reports_page": "/o/{org}/a/{assessment}/reports",
    "distribution_page": "/o/{org}/a/{assessment}/distribution",
    "report_file": None,
    "verify_page": "/verify",
    "verify_number_page": "/verify/{certificate}",
    "compare_page": "/o/{org}/a/{assessment}/compare",
    "findings_page": "/o/{org}/a/{assessment}/findings",
    "finding_new_page": "/o/{org}/a/{assessment}/findings/new",
    "finding_page": "/o/{org}/a/{assessment}/findings/X01",
    "check_page": "/o/{org}/a/{assessment}/check",
    "result_page": "/o/{org}/a/{assessment}/result",
    "derivation_page": "/o/{org}/a/{assessment}/result/FIN-01",
}

FOR_ADMINISTRATORS = frozenset(
    {"admin_keys_page", "admin_organisation_page", "admin_webhooks_page"}
)  # pages only they may open


def parameters(desk: Desk) -> Mapping[str, str]:
    """What stands for the parameters."""
    with desk.work.read(desk.org) as work:
        number = work.certificates.get(desk.things["certificate"]).number
        unit = work.units.all()[0].id
        item = work.evidence.all()[0].id
    mine = {"org": desk.org, "assessment": desk.assessment, "unit": unit}
    return {**mine, "certificate": number, "evidence": item}
