"""Units of work out of a store's repositories, so that every store offers the same ones."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bsc_audit.app.service.model.action import Action
from bsc_audit.app.service.model.answer import Answer
from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.brand import Brand
from bsc_audit.app.service.model.decision import Certificate, Decision
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.finding_edit import FindingEdit
from bsc_audit.app.service.model.idempotency import IdempotencyRecord
from bsc_audit.app.service.model.metric import MetricPoint, Target
from bsc_audit.app.service.model.organisation import Organisation
from bsc_audit.app.service.model.person import ExternalIdentity, Membership, OneTimeToken, Passkey, Person, Session
from bsc_audit.app.service.model.remarks import Remarks
from bsc_audit.app.service.model.report import Report
from bsc_audit.app.service.model.respondent_link import RespondentLink
from bsc_audit.app.service.model.ruleset import QuestionnaireVersion, RulesetMove, RulesetVersion
from bsc_audit.app.service.model.section_task import SectionTask
from bsc_audit.app.service.model.standing import Standing
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.model.unit import Unit, UnitPlacement
from bsc_audit.app.service.model.visit import ContactReview, Visit
from bsc_audit.app.service.model.webhook import Webhook, WebhookDelivery
from bsc_audit.app.service.ports import Installation, Work

Make = Callable[[type[Stored]], Any]  # the store's repository of a noun


def work(make: Make, **others: Any) -> Work:
    """A unit of work of one organisation.

    Args:
        make: gives the repository of each noun.
        others: what is no repository: org_id, now, writes, participations, jobs, audit.
    """
    return Work(**{name: make(kind) for name, kind in IN_WORK.items()}, **others)


def installation(make: Make, **others: Any) -> Installation:
    """A unit of work of no organisation; `others` are now, queue and audit."""
    return Installation(**{name: make(kind) for name, kind in IN_INSTALLATION.items()}, **others)


_IN_BOTH = {
    "organisations": Organisation,
    "memberships": Membership,
    "api_keys": ApiKey,
    "brands": Brand,
    "respondent_links": RespondentLink,
    "certificates": Certificate,
    "rulesets": RulesetVersion,
    "questionnaires": QuestionnaireVersion,
    "idempotency": IdempotencyRecord,
}

IN_WORK: Mapping[str, type[Stored]] = MappingProxyType(
    _IN_BOTH
    | {
        "units": Unit,
        "placements": UnitPlacement,
        "ruleset_moves": RulesetMove,
        "assessments": Assessment,
        "answers": Answer,
        "metric_points": MetricPoint,
        "targets": Target,
        "evidence": EvidenceItem,
        "visits": Visit,
        "contact_reviews": ContactReview,
        "remarks": Remarks,
        "finding_edits": FindingEdit,
        "section_tasks": SectionTask,
        "standings": Standing,
        "actions": Action,
        "decisions": Decision,
        "reports": Report,
        "webhooks": Webhook,
        "deliveries": WebhookDelivery,
    }
)

IN_INSTALLATION: Mapping[str, type[Stored]] = MappingProxyType(
    _IN_BOTH
    | {
        "persons": Person,
        "sessions": Session,
        "passkeys": Passkey,
        "identities": ExternalIdentity,
        "tokens": OneTimeToken,
    }
)
