"""What was last known of an assessment's result, kept so that lists need not score."""

from dataclasses import dataclass

from bsc_audit.app.service.model.stored import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Stored):
    """The result that counts for an assessment, as it was when it was last scored: at `updated_at`."""

    assessment_id: str
    basis: str  # what it was scored from; while that is the same, the result is
    score: str | None = None  # 0..100, exact, as a fraction; None: not assessed
    coverage: str | None = None  # 0..1, exact, as a fraction; None when nothing applies
    problems: int = 0  # why it could not be scored; 0: it could
