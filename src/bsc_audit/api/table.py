"""Every router, and who is asked for a sign-in: a new noun is one module in `routes` and one row here."""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import APIRouter, FastAPI

from bsc_audit.api.routes import (
    actions,
    answers,
    api_keys,
    assessments,
    audit_log,
    decisions,
    evidence,
    external_sign_in,
    finding_edits,
    jobs,
    live_score,
    me,
    metric_imports,
    metrics,
    operation,
    organisations,
    pages,
    people,
    questionnaires,
    remarks,
    reports,
    respondent_links,
    reviews,
    ruleset_moves,
    ruleset_versions,
    rulesets,
    score,
    sections,
    sessions,
    targets,
    units,
    verification,
    visits,
    webhooks,
)

PREFIX = "/v1"


def mount(app: FastAPI, *, first: tuple[APIRouter, ...] = ()) -> None:
    """Put every route into an application.

    Args:
        app: gets them.
        first: routers an address is compared with before the others; no address fits two, so it only saves looking.
    """
    for router in (*first, *(one for one in VERSIONED if one not in first)):
        app.include_router(router, prefix=PREFIX)
    for router in UNVERSIONED:
        app.include_router(router)


VERSIONED: tuple[APIRouter, ...] = (  # below /v1
    score.router,
    rulesets.router,
    questionnaires.router,
    sessions.router,
    external_sign_in.router,
    me.router,
    organisations.router,
    units.router,
    people.router,
    api_keys.router,
    audit_log.router,
    ruleset_versions.router,
    assessments.router,
    answers.router,
    sections.router,
    respondent_links.router,
    live_score.router,
    ruleset_moves.router,
    metrics.router,
    metric_imports.router,
    targets.router,
    evidence.router,
    visits.router,
    reviews.router,
    remarks.router,
    finding_edits.router,
    reports.router,
    jobs.router,
    webhooks.router,
    actions.router,
    decisions.router,
    verification.router,
)
BUSIEST = (answers.router, live_score.router, assessments.router)
UNVERSIONED: tuple[APIRouter, ...] = (operation.router, pages.router)

# Operations nobody signs in for.
PUBLIC = frozenset(
    {
        "score_evidence",
        "list_rulesets",
        "get_ruleset",
        "validate_ruleset",
        "diff_rulesets",
        "list_questionnaires",
        "get_questionnaire",
        "validate_questionnaire",
        "sign_in",
        "passkey_options",
        "sign_in_by_passkey",
        "start_external_sign_in",
        "finish_external_sign_in",
        "set_password",
        "verify_number",
        "verify_file",
        "healthz",
        "readyz",
    }
)
# Operations whose address another server writes: what it adds to the query is passed over (RFC 6749, 4.1.2).
FOREIGN = frozenset({"finish_external_sign_in"})
# Operations every signed-in person may use on what is their own; all others stand in app.service.permissions.
OWN = frozenset(
    {
        "get_me",
        "list_organisations",
        "list_sessions",
        "end_session",
        "sign_out",
        "change_password",
        "begin_totp",
        "confirm_totp",
        "remove_totp",
        "list_passkeys",
        "begin_passkey",
        "add_passkey",
        "remove_passkey",
    }
)

TAGS: Mapping[str, str] = MappingProxyType(
    {
        "score": "Try it out: evidence in, score out; nothing is stored.",
        "rulesets": "What assessments are scored by.",
        "questionnaires": "Forms and checklists.",
        "sessions": "Signing in.",
        "me": "What is one's own.",
        "organisations": "Who the data belongs to.",
        "units": "The tree of an organisation: region, branch, team, agent.",
        "people": "Members and their roles.",
        "api keys": "How an organisation's own systems prove who they are.",
        "assessments": "What is audited, by which pinned ruleset, and how far it is.",
        "answers": "What is said about each criterion: by the organisation itself, and validated by auditors.",
        "sections": "The parts of a form: given to people, filled in, marked completed.",
        "audit log": "Who did what and when, in a chain nobody can change unnoticed.",
        "metrics": "What is measured over time, and how the organisation steers it.",
        "evidence": "The register: files by content, entries by revision, what was shown on which day.",
        "visits": "Mystery visits, as their questionnaires were filled in.",
        "reviews": "Contacts judged by the organisation's own checklist, twice and disputed where need be.",
        "remarks": "What the team says beside the findings.",
        "findings": "What the team says of the engine's findings, and findings of its own.",
        "reports": "Files made of an assessment as it was when they were ordered.",
        "decisions": "What a second person decided, and the certificates that follow.",
        "verification": "For whoever holds a certificate in their hands.",
        "actions": "What follows from findings: planned, done, and checked by somebody else.",
        "jobs": "What takes longer than a request may.",
        "webhooks": "Telling the organisation's own systems what happens.",
        "operation": "For the operator's machines.",
    }
)
