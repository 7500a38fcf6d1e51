"""Every router, and who is asked for a sign-in: a new noun is one module in `routes` and one row here."""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import APIRouter

from bsc_audit.api.routes import operation, pages, questionnaires, rulesets, score

VERSIONED: tuple[APIRouter, ...] = (  # below /v1
    score.router,
    rulesets.router,
    questionnaires.router,
)
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
        "healthz",
        "readyz",
    }
)
# Operations every signed-in person may use on what is their own; all others stand in app.service.permissions.
OWN: frozenset[str] = frozenset()

TAGS: Mapping[str, str] = MappingProxyType(
    {
        "score": "Try it out: evidence in, score out; nothing is stored.",
        "rulesets": "What assessments are scored by.",
        "questionnaires": "Forms and checklists.",
        "operation": "For the operator's machines.",
    }
)
