"""What running the cases showed."""

from dataclasses import dataclass

from bsc_audit.core.problems import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One case: passed, or what came instead of what was expected."""

    name: str
    of: str  # the rule, decision or assessments
    where: Location
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came as expected."""
        return not self.failures


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something no case reaches."""

    what: str  # rule, award or criterion
    id: str
    lacks: tuple[str, ...]  # of a rule: found, on the edge, absent, undetermined


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReport:
    """All results in file order, and what they leave untested."""

    results: tuple[CaseResult, ...]
    gaps: tuple[Gap, ...]

    @property
    def passed(self) -> bool:
        """Whether every case passed; gaps are reported but are no failure."""
        return all(result.passed for result in self.results)
