"""Links of respondents as the API takes and shows them."""

from typing import Annotated

from pydantic import Field

from bsc_audit.api.schemas.access import Email
from bsc_audit.api.schemas.base import Id, Name, Sent, StoredOut
from bsc_audit.api.times import Instant
from bsc_audit.app.service.respondent_links import NewLink

Sections = Annotated[list[Id], Field(min_length=1, max_length=100)]


class RespondentLinkIn(Sent):
    """A new link for somebody without an account."""

    name: Name = Field(description="of who it is for, as the history of answers shows it")
    email: Email | None = Field(default=None, description="where you send it; null: it is handed over otherwise")
    sections: Sections = Field(description="ids of the sections it opens")
    expires_at: Instant | None = Field(default=None, description="null: in 14 days; at most 92")

    def new_link(self) -> NewLink:
        """As the use case takes it."""
        return NewLink(
            name=self.name, email=self.email or "", sections=tuple(self.sections), expires_at=self.expires_at
        )


class RespondentLinkOut(StoredOut):
    """A link, without its token."""

    assessment_id: str
    sections: list[str]
    name: str
    email: str
    expires_at: Instant
    created_by: str = Field(description="actor")
    used_at: Instant | None = Field(description="last opened; null: never")
    revoked_at: Instant | None


class RespondentLinkMade(RespondentLinkOut):
    """A new link."""

    address: str = Field(description="where the respondent opens it; it is shown this once")
