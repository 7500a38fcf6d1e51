"""Every stored noun in one table: its natural key, what it refers to, and whether its former versions are kept.

The fake and the database are both made to this table, so that neither accepts what the other refuses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bsc_audit.app.service.model.action import Action
from bsc_audit.app.service.model.answer import Answer
from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.model.assessment import Assessment, Part
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


class TenancyError(Exception):
    """A mistake of the program: something was about to cross from one organisation to another."""


class Reach(StrEnum):
    """Whose the values of a noun are, and from where they can be seen."""

    OWN = "own"  # an organisation's, seen through its unit of work alone
    FOUND = "found"  # an organisation's, but the installation has to find them; natural keys are unique in all of it
    SHARED = "shared"  # an organisation's, or the installation's for every organisation to read
    NOBODY = "nobody"  # of no organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """What a store has to know about one kind of value."""

    type: type[Stored]
    name: str  # the table's name, too
    reach: Reach = Reach.OWN
    natural: tuple[str, ...] = ()  # fields no two share (with the same organisation); empty: only the id
    references: Mapping[str, str] = field(default_factory=dict)  # field: noun it names one of, by id
    keeps_history: bool = False
    part: Part | None = None  # how its actor takes part in its assessment by it

    @property
    def content(self) -> tuple[str, ...]:
        """Names of the fields that are its own, in order."""
        inherited = {one.name for one in fields(Stored)}
        return tuple(one.name for one in fields(self.type) if one.name not in inherited)


def owner(value: Stored, org_id: str) -> str:
    """Whose a value is that is stored through the unit of work of an organisation, or of the installation.

    Raises:
        TenancyError: it is another's.
    """
    noun = NOUNS[type(value)]
    if noun.reach is Reach.NOBODY:
        return INSTALLATION
    named = _named_owner(value)
    if named is None:
        return org_id
    if org_id not in (named, INSTALLATION):
        raise TenancyError(f"{noun.name} {value.id!r} belongs to {named}, not to {org_id}")
    return named


def _named_owner(value: Stored) -> str | None:
    if isinstance(value, Organisation):
        return value.id
    if isinstance(value, Membership | ApiKey | Brand | RespondentLink | Certificate | Job):
        return value.org_id
    if isinstance(value, RulesetVersion | QuestionnaireVersion) and value.shared:
        return INSTALLATION
    return None


def natural_key(noun: Noun, value: Any) -> tuple[Any, ...] | None:
    """What no other value of the noun may have; None where the noun has no natural key or an optional one is absent."""
    key = tuple(getattr(value, name) for name in noun.natural)
    alone = len(key) == 1 and key[0] is None
    return None if alone or not key else key


def needed_key(noun: Noun, value: Any) -> tuple[Any, ...]:
    """The natural key of a value that must have one.

    Raises:
        ValueError: it has none.
    """
    key = natural_key(noun, value)
    if key is None:
        raise ValueError(f"{noun.name} {value.id!r} has no natural key to be stored by")
    return key


def same_content(noun: Noun, one: Stored, other: Stored) -> bool:
    """Whether two values differ in nothing but id, version and times."""
    return all(getattr(one, name) == getattr(other, name) for name in noun.content)


def taking_part(value: Stored) -> tuple[tuple[str, str, Part], ...]:
    """Assessment, actor and part of everybody who takes part in an assessment by this value being stored."""
    if isinstance(value, Assessment):
        return () if value.lead is None else ((value.id, value.lead, Part.LED),)
    if not isinstance(value, Answer | Visit | ContactReview):
        return ()
    part = NOUNS[type(value)].part
    second = value.second_actor if isinstance(value, ContactReview) else None
    actors = [actor for actor in (value.actor, second) if actor is not None]
    return () if part is None else tuple((value.assessment_id, actor, part) for actor in actors)


INSTALLATION = "*"  # in the place of an organisation's id: what belongs to none

_ASSESSMENT = {"assessment_id": "assessment"}
_UNIT = {"unit_id": "unit"}
_PERSON = {"person_id": "person"}

_ALL = (
    Noun(type=Organisation, name="organisation", reach=Reach.FOUND, references={"parent_id": "organisation"}),
    Noun(type=Person, name="person", reach=Reach.NOBODY, natural=("email",)),
    Noun(
        type=Membership,
        name="membership",
        reach=Reach.FOUND,
        natural=("org_id", "person_id"),
        references=_PERSON | _UNIT | {"org_id": "organisation"},
    ),
    Noun(type=Session, name="session", reach=Reach.NOBODY, natural=("token_sha256",), references=_PERSON),
    Noun(type=Passkey, name="passkey", reach=Reach.NOBODY, natural=("credential_id",), references=_PERSON),
    Noun(
        type=ExternalIdentity,
        name="external_identity",
        reach=Reach.NOBODY,
        natural=("issuer", "subject"),
        references=_PERSON,
    ),
    Noun(type=OneTimeToken, name="one_time_token", reach=Reach.NOBODY, natural=("token_sha256",), references=_PERSON),
    Noun(
        type=ApiKey,
        name="api_key",
        reach=Reach.FOUND,
        natural=("keyid",),
        references=_UNIT | {"org_id": "organisation"},
    ),
    Noun(
        type=Brand,
        name="brand",
        reach=Reach.FOUND,
        natural=("org_id",),
        references={"org_id": "organisation"},
    ),
    Noun(type=Unit, name="unit", natural=("external_id",)),
    Noun(
        type=UnitPlacement,
        name="unit_placement",
        natural=("unit_id", "effective_from"),
        references=_UNIT | {"parent_id": "unit"},
    ),
    Noun(
        type=RulesetVersion,
        name="ruleset_version",
        reach=Reach.SHARED,
        natural=("ruleset_id", "ruleset_version", "shared"),
    ),
    Noun(
        type=QuestionnaireVersion,
        name="questionnaire_version",
        reach=Reach.SHARED,
        natural=("questionnaire_id", "questionnaire_version", "shared"),
    ),
    Noun(
        type=Assessment,
        name="assessment",
        natural=("number",),
        references=_UNIT | {"previous_id": "assessment"},
        keeps_history=True,
    ),
    Noun(type=RulesetMove, name="ruleset_move", references=_ASSESSMENT),
    Noun(
        type=Answer,
        name="answer",
        natural=("assessment_id", "track", "key"),
        references=_ASSESSMENT,
        keeps_history=True,
        part=Part.ANSWERED,
    ),
    Noun(
        type=MetricPoint,
        name="metric_point",
        natural=("unit_id", "metric", "period", "variant"),
        references=_UNIT,
        keeps_history=True,
    ),
    Noun(type=Target, name="target", natural=("unit_id", "metric", "variant"), references=_UNIT, keeps_history=True),
    Noun(
        type=EvidenceItem,
        name="evidence_item",
        natural=("assessment_id", "entry", "revision"),
        references=_ASSESSMENT | {"supersedes": "evidence_item"},
        keeps_history=True,
    ),
    Noun(
        type=Visit,
        name="visit",
        natural=("assessment_id", "client_id"),
        references=_ASSESSMENT | _UNIT,
        keeps_history=True,
        part=Part.VISITED,
    ),
    Noun(
        type=ContactReview,
        name="contact_review",
        natural=("assessment_id", "external_id"),
        references=_ASSESSMENT | _UNIT,
        keeps_history=True,
        part=Part.REVIEWED,
    ),
    Noun(type=Remarks, name="remarks", natural=("assessment_id",), references=_ASSESSMENT, keeps_history=True),
    Noun(
        type=SectionTask,
        name="section_task",
        natural=("assessment_id", "track", "section"),
        references=_ASSESSMENT,
    ),
    Noun(
        type=RespondentLink,
        name="respondent_link",
        reach=Reach.FOUND,
        natural=("token_sha256",),
        references=_ASSESSMENT | {"org_id": "organisation"},
    ),
    Noun(type=Standing, name="standing", natural=("assessment_id",), references=_ASSESSMENT),
    Noun(
        type=FindingEdit,
        name="finding_edit",
        natural=("assessment_id", "finding"),
        references=_ASSESSMENT,
        keeps_history=True,
    ),
    Noun(type=Action, name="action", references=_ASSESSMENT, keeps_history=True),
    Noun(type=Decision, name="decision", references=_ASSESSMENT, keeps_history=True),
    Noun(
        type=Certificate,
        name="certificate",
        reach=Reach.FOUND,
        natural=("number",),
        references=_ASSESSMENT | {"decision_id": "decision", "org_id": "organisation"},
        keeps_history=True,
    ),
    Noun(type=Report, name="report", references=_ASSESSMENT | {"job_id": "job"}),
    Noun(type=Job, name="job", reach=Reach.FOUND, references={"org_id": "organisation"}),
    Noun(type=Webhook, name="webhook"),
    Noun(type=WebhookDelivery, name="webhook_delivery", references={"webhook_id": "webhook"}),
    Noun(type=IdempotencyRecord, name="idempotency_record", reach=Reach.NOBODY, natural=("principal", "key")),
)

NOUNS: Mapping[type[Stored], Noun] = MappingProxyType({noun.type: noun for noun in _ALL})
