"""Answers."""

from datetime import datetime
from typing import Any

from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.storage.tables.base import Own, OwnedRow, constraints, json_text, moment, text, word


class AnswerRow(OwnedRow, Own, table=True):
    """One answer as it stands."""

    __tablename__ = "answer"
    __table_args__ = constraints(Answer)

    assessment_id: str = text()
    track: Track = word(Track)
    key: str = text()
    content: Any = json_text(nullable=False)
    actor: str = text()
    at: datetime = moment()
