"""Failed sign-ins, known to every process: how often, and when last. Of no organisation, and lost without harm."""

from sqlmodel import SQLModel

from bsc_audit.storage.tables.base import number, size, text


class SignInFailuresRow(SQLModel, table=True):
    """One account, address or the like. On PostgreSQL the table is unlogged, as `rate_tokens` is."""

    __tablename__ = "sign_in_failures"
    __table_args__ = {"sqlite_strict": True}

    name_sha256: str = text(primary_key=True)  # whose: addresses of people are not written down
    failures: int = number()
    last_at: int = size()  # microseconds since 1970
