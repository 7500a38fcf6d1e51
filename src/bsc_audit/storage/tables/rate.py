"""Tokens of callers, shared by every process: who asks how often. Of no organisation, and lost without harm."""

from sqlmodel import SQLModel

from bsc_audit.storage.tables.base import number, size, text


class RateTokensRow(SQLModel, table=True):
    """One bucket. On PostgreSQL the table is unlogged: nothing of it reaches the disk before an answer is sent."""

    __tablename__ = "rate_tokens"
    __table_args__ = {"sqlite_strict": True}

    bucket: str = text(primary_key=True)
    millionths: int = size()  # of a token, as they were then
    counted_at: int = size()  # microseconds since 1970
    granted: int = number()  # whole tokens, to who asked last
