"""The table of every noun, and with it the complete metadata."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from bsc_audit.app.service.model.action import Action
from bsc_audit.app.service.model.answer import Answer
from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.brand import Brand
from bsc_audit.app.service.model.decision import Certificate, Decision
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.finding_edit import FindingEdit
from bsc_audit.app.service.model.idempotency import IdempotencyRecord
from bsc_audit.app.service.model.job import Job
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
from bsc_audit.storage.tables.action import ActionRow
from bsc_audit.storage.tables.answer import AnswerRow
from bsc_audit.storage.tables.api_key import ApiKeyRow
from bsc_audit.storage.tables.assessment import AssessmentRow, ParticipationRow
from bsc_audit.storage.tables.audit import AuditEntryRow, AuditHeadRow
from bsc_audit.storage.tables.brand import BrandRow
from bsc_audit.storage.tables.decision import CertificateRow, DecisionRow
from bsc_audit.storage.tables.erasure import ErasureRow
from bsc_audit.storage.tables.evidence import EvidenceItemRow
from bsc_audit.storage.tables.failure import SignInFailuresRow
from bsc_audit.storage.tables.finding_edit import FindingEditRow
from bsc_audit.storage.tables.history import ItemVersionRow
from bsc_audit.storage.tables.idempotency import IdempotencyRecordRow
from bsc_audit.storage.tables.job import JobRow, WorkerRow
from bsc_audit.storage.tables.metric import MetricPointRow, TargetRow
from bsc_audit.storage.tables.organisation import OrganisationRow
from bsc_audit.storage.tables.person import (
    ExternalIdentityRow,
    MembershipRow,
    OneTimeTokenRow,
    PasskeyRow,
    PersonRow,
    SessionRow,
)
from bsc_audit.storage.tables.rate import RateTokensRow
from bsc_audit.storage.tables.remarks import RemarksRow
from bsc_audit.storage.tables.report import ReportRow
from bsc_audit.storage.tables.respondent_link import RespondentLinkRow
from bsc_audit.storage.tables.ruleset import QuestionnaireVersionRow, RulesetMoveRow, RulesetVersionRow
from bsc_audit.storage.tables.section_task import SectionTaskRow
from bsc_audit.storage.tables.standing import StandingRow
from bsc_audit.storage.tables.unit import UnitPlacementRow, UnitRow
from bsc_audit.storage.tables.visit import ContactReviewRow, VisitRow
from bsc_audit.storage.tables.webhook import WebhookDeliveryRow, WebhookRow

METADATA: MetaData = SQLModel.metadata

# Written by the storage itself, beside the rows of nouns.
OTHERS: tuple[type[SQLModel], ...] = (
    ParticipationRow,
    ItemVersionRow,
    AuditEntryRow,
    AuditHeadRow,
    WorkerRow,
    ErasureRow,
    RateTokensRow,
    SignInFailuresRow,
)

ROWS: Mapping[type[Stored], type[Any]] = MappingProxyType(
    {
        Organisation: OrganisationRow,
        Person: PersonRow,
        Membership: MembershipRow,
        Session: SessionRow,
        Passkey: PasskeyRow,
        ExternalIdentity: ExternalIdentityRow,
        OneTimeToken: OneTimeTokenRow,
        ApiKey: ApiKeyRow,
        Brand: BrandRow,
        Unit: UnitRow,
        UnitPlacement: UnitPlacementRow,
        RulesetVersion: RulesetVersionRow,
        QuestionnaireVersion: QuestionnaireVersionRow,
        Assessment: AssessmentRow,
        RulesetMove: RulesetMoveRow,
        Answer: AnswerRow,
        MetricPoint: MetricPointRow,
        Target: TargetRow,
        EvidenceItem: EvidenceItemRow,
        Visit: VisitRow,
        ContactReview: ContactReviewRow,
        Remarks: RemarksRow,
        FindingEdit: FindingEditRow,
        SectionTask: SectionTaskRow,
        RespondentLink: RespondentLinkRow,
        Standing: StandingRow,
        Action: ActionRow,
        Decision: DecisionRow,
        Certificate: CertificateRow,
        Report: ReportRow,
        Job: JobRow,
        Webhook: WebhookRow,
        WebhookDelivery: WebhookDeliveryRow,
        IdempotencyRecord: IdempotencyRecordRow,
    }
)
