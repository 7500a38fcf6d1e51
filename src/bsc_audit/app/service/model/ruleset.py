"""Rulesets and questionnaires as they were uploaded: immutable texts under a digest."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bsc_audit.app.service.model.stored import Json, Stored


class ContentStatus(StrEnum):
    """How far a version may be used."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"  # stays readable; no new assessment takes it


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesetVersion(Stored):
    """One version of a ruleset; its texts never change, its status does."""

    ruleset_id: str
    ruleset_version: str
    title: str
    digest: str  # sha256:…, of the compiled ruleset
    status: ContentStatus
    texts: Json  # file name: text, in the order they are read
    seal: str | None = None  # the digest it was published with; None for a draft
    shared: bool = False  # for every organisation; written through the installation only


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireVersion(Stored):
    """One version of a questionnaire."""

    questionnaire_id: str
    questionnaire_version: str
    title: str
    digest: str  # sha256:…
    status: ContentStatus
    text: str
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesetMove(Stored):
    """A running assessment was moved to another ruleset; what it held before is kept, so that it can be undone."""

    assessment_id: str
    from_ruleset: str  # id@version
    from_digest: str
    to_ruleset: str
    to_digest: str
    outcome: Json  # kept, rescaled and lost answers, with what each was before
    actor: str
    undone_at: datetime | None = None
    undone_by: str | None = None
