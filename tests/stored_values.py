"""One valid value of every noun the service stores, and an organisation to store them in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from types import MappingProxyType
from typing import Any

from bsc_audit.app.service.model.action import Action, ActionState
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.brand import Brand
from bsc_audit.app.service.model.decision import Certificate, CertificateStatus, Decision, DecisionOutcome
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.finding_edit import FindingEdit
from bsc_audit.app.service.model.idempotency import IdempotencyRecord
from bsc_audit.app.service.model.metric import MetricPoint, Target
from bsc_audit.app.service.model.organisation import Organisation, OrganisationKind
from bsc_audit.app.service.model.person import (
    ExternalIdentity,
    Membership,
    OneTimeToken,
    Passkey,
    Person,
    Purpose,
    Session,
)
from bsc_audit.app.service.model.remarks import Remarks
from bsc_audit.app.service.model.report import Report
from bsc_audit.app.service.model.respondent_link import RespondentLink
from bsc_audit.app.service.model.ruleset import ContentStatus, QuestionnaireVersion, RulesetMove, RulesetVersion
from bsc_audit.app.service.model.section_task import SectionTask
from bsc_audit.app.service.model.standing import Standing
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.model.unit import Unit, UnitKind, UnitPlacement
from bsc_audit.app.service.model.visit import ContactReview, RecordStatus, Visit
from bsc_audit.app.service.model.webhook import DeliveryState, Webhook, WebhookDelivery
from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.app.service.ports import UnitOfWork
from bsc_audit.app.service.system import Uuid7
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.vocabulary import AssessmentKind

START = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = date(2026, 9, 30)
_IDS = Uuid7()


class SteppingClock:
    """Fulfils the port `Clock`: a millisecond later each time it is asked."""

    def __init__(self) -> None:
        self._now = START
        self._lock = Lock()

    def now(self) -> datetime:
        with self._lock:
            self._now += timedelta(milliseconds=1)
            return self._now

    def advance(self, by: timedelta) -> None:
        with self._lock:
            self._now += by


def new_id() -> str:
    return _IDS.new()


def organisation(**given: Any) -> Organisation:
    return Organisation(**_stored(given, name="Beacon Retail", kind=OrganisationKind.CLIENT))


def person(**given: Any) -> Person:
    return Person(**_stored(given, email=f"{new_id()}@beacon.example", name="Ana Ilić"))


def unit(**given: Any) -> Unit:
    return Unit(**_stored(given, kind=UnitKind.BRANCH, name="High Street"))


def assessment(**given: Any) -> Assessment:
    own = {
        "number": new_id(),
        "title": "Autumn audit",
        "kind": AssessmentKind.CERTIFICATION,
        "as_of": DAY,
        "period": "2026-07..2026-09",
        "language": "en",
        "ruleset_id": "core",
        "ruleset_version": "1.0.0",
        "ruleset_digest": "sha256:00",
        "state": AssessmentState.DRAFT,
        "engagement": {"scope": "phone and store", "sites": [{"id": "s1"}]},
    }
    return Assessment(**_stored(given, **own))


def answer(assessment_id: str, **given: Any) -> Answer:
    own = {"track": Track.SELF, "key": "CL-01", "content": {"value": 2.5}, "actor": "key:one", "at": START}
    return Answer(**_stored(given, assessment_id=assessment_id, **own))


def metric_point(**given: Any) -> MetricPoint:
    own = {"metric": "csat", "period": "2026-09", "content": {"satisfied": 80, "n": 100}, "actor": "key:one"}
    return MetricPoint(**_stored(given, **own))


def evidence_item(**given: Any) -> EvidenceItem:
    own = {"entry": "D-001", "content": {"title": "Rota"}, "shown_from": DAY, "actor": "key:one"}
    return EvidenceItem(**_stored(given, **own))


def visit(assessment_id: str, **given: Any) -> Visit:
    own = {"client_id": new_id(), "content": {"items": []}, "status": RecordStatus.DRAFT, "actor": "shopper"}
    return Visit(**_stored(given, assessment_id=assessment_id, **own))


def decision(assessment_id: str, **given: Any) -> Decision:
    own = {"by": "reviewer", "at": START, "outcome": DecisionOutcome.GRANT, "rationale": "Convincing throughout."}
    return Decision(**_stored(given, assessment_id=assessment_id, **own))


def certificate(org_id: str, assessment_id: str, decision_id: str, **given: Any) -> Certificate:
    own = {
        "org_id": org_id,
        "assessment_id": assessment_id,
        "decision_id": decision_id,
        "number": new_id(),
        "award": "established",
        "status": CertificateStatus.VALID,
        "issued_at": START,
        "valid_until": date(2029, 9, 30),
        "result_sha256": "11" * 32,
        "log_head": "22" * 32,
    }
    return Certificate(**_stored(given, **own))


def _stored(given: Mapping[str, Any], **own: Any) -> dict[str, Any]:
    return {"id": new_id(), "created_at": START, "updated_at": START} | own | dict(given)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """An organisation in a store, with one thing of each kind that others refer to."""

    store: UnitOfWork
    org: Organisation = field(default_factory=organisation)
    person: Person = field(default_factory=person)
    unit: Unit = field(default_factory=unit)
    assessment: Assessment
    webhook: Webhook = field(
        default_factory=lambda: Webhook(**_stored({}, url="https://beacon.example/hook", events=("a",), secrets=("s",)))
    )
    decision: Decision


def world(store: UnitOfWork) -> World:
    """A new organisation with what others refer to."""
    audited = assessment()
    made = World(store=store, assessment=audited, decision=decision(audited.id, by="founder"))
    with store.installation(write=True) as installation:
        installation.organisations.add(made.org)
        installation.persons.add(made.person)
    with store.write(made.org.id) as work:
        work.units.add(made.unit)
        work.assessments.add(made.assessment)
        work.webhooks.add(made.webhook)
        work.decisions.add(made.decision)
    return made


Sample = Callable[[World], Stored]


def _webhook_delivery(w: World) -> WebhookDelivery:
    own = {
        "webhook_id": w.webhook.id,
        "event": "a",
        "about": "x",
        "payload": {"href": "/x"},
        "state": DeliveryState.PENDING,
    }
    return WebhookDelivery(**_stored({}, **own))


def _ruleset_move(w: World) -> RulesetMove:
    own = {"from_ruleset": "core@1", "from_digest": "a", "to_ruleset": "core@2", "to_digest": "b", "outcome": {}}
    return RulesetMove(**_stored({}, assessment_id=w.assessment.id, actor="lead", **own))


def _ruleset(**given: Any) -> RulesetVersion:
    own = {
        "ruleset_id": new_id(),
        "ruleset_version": "1.0.0",
        "title": "Core",
        "digest": "sha256:00",
        "status": ContentStatus.DRAFT,
        "texts": {"ruleset.yaml": "id: core", "criteria/client.yaml": "[]"},
    }
    return RulesetVersion(**_stored(given, **own))


def _questionnaire(_: World) -> QuestionnaireVersion:
    own = {"questionnaire_version": "1", "title": "Store", "digest": "a", "status": ContentStatus.DRAFT, "text": "x"}
    return QuestionnaireVersion(**_stored({}, questionnaire_id=new_id(), **own))


def _api_key(w: World) -> ApiKey:
    own = {"keyid": new_id(), "secret_sha256": "00", "name": "till", "scopes": (Scope.METRICS_WRITE, Scope.ADMIN)}
    return ApiKey(**_stored({}, org_id=w.org.id, unit_id=w.unit.id, **own))


def _report(w: World) -> Report:
    own = {"template": "full", "format": "pdf", "language": "en", "source_sha256": "0", "media_type": "application/pdf"}
    return Report(
        **_stored({}, assessment_id=w.assessment.id, actor="lead", size=5_000_000_000, brand_sha256="cd" * 32, **own)
    )


def _contact_review(w: World) -> ContactReview:
    own = {"external_id": new_id(), "content": {}, "status": RecordStatus.RETURNED, "note": "Which?"}
    own |= {"actor": "listener", "second_actor": "another", "dispute": {"said": "not so"}}
    return ContactReview(**_stored({}, assessment_id=w.assessment.id, unit_id=w.unit.id, **own))


def _section_task(w: World) -> SectionTask:
    own = {"track": Track.SELF, "section": new_id(), "assignee": f"person:{w.person.id}", "due": DAY, "note": "By May"}
    return SectionTask(**_stored({}, assessment_id=w.assessment.id, completed_by="key:one", completed_at=START, **own))


def _respondent_link(w: World) -> RespondentLink:
    own = {"sections": ("CLI", "OPS"), "name": "Mia Berg", "token_sha256": new_id(), "expires_at": START}
    return RespondentLink(**_stored({}, org_id=w.org.id, assessment_id=w.assessment.id, created_by="lead", **own))


def _brand(w: World) -> Brand:
    content = {"name": "Harbour Institute", "colours": {"ink": "#23123D"}}
    return Brand(**_stored({}, org_id=w.org.id, content=content, sha256="cd" * 32, actor="lead"))


def _finding_edit(w: World) -> FindingEdit:
    own = {"finding": new_id(), "content": {"by": "Ana", "rejected": "It was another branch."}, "actor": "lead"}
    return FindingEdit(**_stored({}, assessment_id=w.assessment.id, **own))


def _action(w: World) -> Action:
    own = {"finding": "F-1", "title": "Train", "owner": "Ana", "state": ActionState.OPEN, "due": DAY}
    return Action(**_stored({}, assessment_id=w.assessment.id, **own))


def _session(w: World) -> Session:
    return Session(**_stored({}, person_id=w.person.id, token_sha256=new_id(), expires_at=START, seen_at=START))


def _passkey(w: World) -> Passkey:
    own = {"credential_id": new_id(), "public_key": "k", "sign_count": 0, "name": "phone"}
    return Passkey(**_stored({}, person_id=w.person.id, **own))


def _token(_: World) -> OneTimeToken:
    own = {"purpose": Purpose.INVITATION, "token_sha256": new_id(), "expires_at": START, "content": {"role": "client"}}
    return OneTimeToken(**_stored({}, **own))


def idempotency_record(**given: Any) -> IdempotencyRecord:
    own = {"principal": "key:one", "key": new_id(), "method": "POST", "path": "/v1/units", "body_sha256": "0"}
    return IdempotencyRecord(**_stored(given, headers={}, body="", **own))


# What `World` holds already is not repeated: organisation, person, unit, assessment, webhook.
IN_WORK: Mapping[str, Sample] = MappingProxyType(
    {
        "memberships": lambda w: Membership(
            **_stored({}, org_id=w.org.id, person_id=w.person.id, role=Role.ASSESSOR, unit_id=w.unit.id)
        ),
        "api_keys": _api_key,
        "brands": _brand,
        "certificates": lambda w: certificate(w.org.id, w.assessment.id, w.decision.id),
        "rulesets": lambda w: _ruleset(),
        "questionnaires": _questionnaire,
        "idempotency": lambda w: idempotency_record(),
        "units": lambda w: unit(external_id="B-7"),
        "placements": lambda w: UnitPlacement(**_stored({}, unit_id=w.unit.id, parent_id=None, effective_from=DAY)),
        "ruleset_moves": _ruleset_move,
        "assessments": lambda w: assessment(unit_id=w.unit.id, previous_id=w.assessment.id, lead="lead"),
        "answers": lambda w: answer(w.assessment.id),
        "metric_points": lambda w: metric_point(unit_id=w.unit.id),
        "targets": lambda w: Target(**_stored({}, metric="csat", content={"target": 85}, actor="key:one")),
        "evidence": lambda w: evidence_item(assessment_id=w.assessment.id, size=12, sha256="ab" * 32),
        "visits": lambda w: visit(w.assessment.id, unit_id=w.unit.id),
        "contact_reviews": _contact_review,
        "remarks": lambda w: Remarks(**_stored({}, assessment_id=w.assessment.id, content={"F-1": "x"}, actor="lead")),
        "finding_edits": _finding_edit,
        "section_tasks": _section_task,
        "respondent_links": _respondent_link,
        "standings": lambda w: Standing(**_stored({}, assessment_id=w.assessment.id, basis="log 7", score="4001/60")),
        "actions": _action,
        "decisions": lambda w: decision(w.assessment.id),
        "reports": _report,
        "webhooks": lambda w: Webhook(**_stored({}, url="https://x.example", events=(), secrets=("new", "old"))),
        "deliveries": _webhook_delivery,
    }
)

IN_INSTALLATION: Mapping[str, Sample] = MappingProxyType(
    {
        "organisations": lambda w: organisation(parent_id=w.org.id),
        "persons": lambda w: person(),
        "memberships": IN_WORK["memberships"],
        "sessions": _session,
        "passkeys": _passkey,
        "identities": lambda w: ExternalIdentity(
            **_stored({}, person_id=w.person.id, issuer="https://id.example", subject=new_id())
        ),
        "tokens": _token,
        "api_keys": _api_key,
        "brands": _brand,
        "respondent_links": _respondent_link,
        "rulesets": lambda w: _ruleset(shared=True),
        "idempotency": lambda w: idempotency_record(),
    }
)
