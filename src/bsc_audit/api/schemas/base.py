"""What all requests and responses share: unknown fields are refused, responses say when and which version."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints

from bsc_audit.api.times import StoredInstant
from bsc_audit.app.service.model.stored import Stored

_NO_NUL = r"^[^\x00]*$"  # PostgreSQL stores no NUL

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_NUL, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=10_000, pattern=_NO_NUL)]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._-]{1,64}$")]  # no slash: ids stand in addresses


class Sent(BaseModel):
    """Something a client sends."""

    model_config = ConfigDict(extra="forbid")


class StoredOut(BaseModel):
    """Something stored, as it is shown. Clients ignore fields they do not know."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    version: int
    created_at: StoredInstant
    updated_at: StoredInstant

    @classmethod
    def of(cls, value: Stored) -> Self:
        """The stored value's fields that are shown."""
        return cls.model_validate(value)
