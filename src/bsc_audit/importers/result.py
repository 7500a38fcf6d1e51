"""What an import did or would do, and everything that stood in its way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bsc_audit.core.problems import Problem

LINES_OF_PREVIEW = 12
MOST_PROBLEMS = 500

_NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """The outcome of one import; with a problem nothing is ever written."""

    rows: int  # rows of the source that were read
    left_out: Mapping[str, int] = field(default_factory=lambda: _NOTHING)  # rows by the reason the mapping gives
    made: int = 0  # lines of metrics.csv, or records, that come of it
    written: int = 0  # of these; 0 for a dry run or with a problem
    text: str = ""  # the file as it would be written; "" with a problem
    problems: tuple[Problem, ...] = ()

    @property
    def preview(self) -> tuple[str, ...]:
        """The first lines of what would be written."""
        return tuple(self.text.splitlines()[:LINES_OF_PREVIEW])


def refused(problems: tuple[Problem, ...], *, rows: int = 0) -> ImportResult:
    """A result without a text: every problem in the order of the source, up to MOST_PROBLEMS and a last line."""
    ordered = tuple(sorted(set(problems), key=lambda problem: (problem.where, problem.code, problem.message)))
    if len(ordered) <= MOST_PROBLEMS:
        return ImportResult(rows=rows, problems=ordered)
    more = Problem(
        code="more-problems",
        where=ordered[MOST_PROBLEMS].where,
        message=f"{len(ordered) - MOST_PROBLEMS:,} more problems from here on",
        hint="mend the ones above first; they often share a cause",
    )
    return ImportResult(rows=rows, problems=(*ordered[:MOST_PROBLEMS], more))
