"""Reports and jobs as the API takes and shows them."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints

from bsc_audit.api.schemas.assessments import Language
from bsc_audit.api.schemas.base import Sent, StoredOut
from bsc_audit.api.times import Instant
from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.app.service.model.stored import Stored

Format = Literal["pdf", "html", "json", "xlsx", "csv"]
TemplateId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,64}$")]


class ReportIn(Sent):
    """The file that is wanted."""

    template: TemplateId = Field(default="certification", description="as `bsc-audit template list` names them")
    format: Format = "pdf"
    language: Language | None = Field(default=None, description="null: the assessment's")


class ReportOut(StoredOut):
    """A report."""

    assessment_id: str
    template: str
    format: str
    language: str
    media_type: str
    source_sha256: str = Field(description="of what it is made from: equal sources give the same report")
    sha256: str | None = Field(description="of the file; null: not made yet, or could not be")
    size: int | None = Field(description="bytes")
    job_id: str | None = Field(description="makes it, and says how far it is")
    actor: str


class JobOut(StoredOut):
    """A job."""

    kind: str
    state: JobState
    progress: int = Field(description="percent")
    step: str = Field(description="what it is doing, for people")
    attempt: int
    most_attempts: int
    run_at: Instant
    actor: str
    result: dict[str, Any] | None = Field(description="when it is done")
    error: dict[str, Any] | None = Field(description="a problem; of the last attempt while it is tried again")
    cancelling: bool = Field(description="it was asked to stop and has not yet")

    @classmethod
    def of(cls, value: Stored) -> Self:
        """The fields that are shown."""
        if not isinstance(value, Job):
            raise TypeError(f"no job: {value!r}")
        names = cls.model_fields.keys() - {"cancelling"}
        return cls(
            **{name: getattr(value, name) for name in names},
            cancelling=value.cancel_at is not None and not value.ended,
        )
