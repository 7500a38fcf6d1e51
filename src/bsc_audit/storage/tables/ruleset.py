"""Rulesets, questionnaires and moves from one ruleset to another."""

from datetime import datetime
from typing import Any

from bsc_audit.app.service.model.ruleset import ContentStatus, QuestionnaireVersion, RulesetMove, RulesetVersion
from bsc_audit.storage.tables.base import (
    Own,
    OwnedRow,
    Shared,
    constraints,
    flag,
    json_text,
    moment,
    text,
    word,
)


class RulesetVersionRow(OwnedRow, Shared, table=True):
    """One version of a ruleset."""

    __tablename__ = "ruleset_version"
    __table_args__ = constraints(RulesetVersion)

    ruleset_id: str = text()
    ruleset_version: str = text()
    title: str = text()
    digest: str = text()
    status: ContentStatus = word(ContentStatus)
    texts: Any = json_text(nullable=False)
    seal: str | None = text()
    shared: bool = flag()


class QuestionnaireVersionRow(OwnedRow, Shared, table=True):
    """One version of a questionnaire."""

    __tablename__ = "questionnaire_version"
    __table_args__ = constraints(QuestionnaireVersion)

    questionnaire_id: str = text()
    questionnaire_version: str = text()
    title: str = text()
    digest: str = text()
    status: ContentStatus = word(ContentStatus)
    text: str = text()
    shared: bool = flag()


class RulesetMoveRow(OwnedRow, Own, table=True):
    """A running assessment was moved to another ruleset."""

    __tablename__ = "ruleset_move"
    __table_args__ = constraints(RulesetMove)

    assessment_id: str = text()
    from_ruleset: str = text()
    from_digest: str = text()
    to_ruleset: str = text()
    to_digest: str = text()
    outcome: Any = json_text(nullable=False)
    actor: str = text()
    undone_at: datetime | None = moment()
    undone_by: str | None = text()
