"""The criteria of a Report as rows, one a criterion: what the CSV holds and the first sheet of figures in the workbook."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bsc_audit.core.report.chapters import Chapter, Criterion, Theme
from bsc_audit.core.report.model import Report
from bsc_audit.core.report.shown import Shown

Value = str | int | Shown | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A criterion with the chapter and theme it stands in."""

    chapter: Chapter
    theme: Theme
    criterion: Criterion


def places(report: Report) -> Iterator[Place]:
    """Every criterion in the order of the report."""
    for chapter in report.chapters:
        for theme in chapter.themes:
            for criterion in theme.criteria:
                yield Place(chapter=chapter, theme=theme, criterion=criterion)


def _theme(place: Place) -> str:
    return place.theme.row.title if place.theme.row else ""


def _assessed(place: Place) -> int:
    return sum(reading.score is not None for reading in place.criterion.readings)


def _earned(place: Place) -> Shown | None:
    """Before caps: the score itself where none held it down."""
    return place.criterion.raw or place.criterion.score


CRITERIA: Mapping[str, Callable[[Place], Value]] = MappingProxyType(
    {
        "id": lambda p: p.criterion.id,
        "title": lambda p: p.criterion.title,
        "perspective": lambda p: p.chapter.row.title,
        "theme": _theme,
        "critical": lambda p: "yes" if p.criterion.critical else "no",
        "state": lambda p: p.criterion.state.slug,
        "score": lambda p: p.criterion.score,
        "raw": _earned,
        "weight": lambda p: p.criterion.weight,
        "applied_weight": lambda p: p.criterion.applied,
        "indicators": lambda p: len(p.criterion.readings),
        "indicators_assessed": _assessed,
        "evidence_grade": lambda p: p.criterion.grade,
        "conformity": lambda p: p.criterion.result.slug,
        "evidence": lambda p: " ".join(p.criterion.evidence),
        "findings": lambda p: " ".join(p.criterion.findings),
        "caps": lambda p: "; ".join(p.criterion.caps),
        "reason": lambda p: p.criterion.reason,
        "illustrative": lambda p: "yes" if p.criterion.illustrative else "no",
    }
)
"""Columns by name; docs/exports.md says what each holds. None is empty: not assessed, or left out of the weights."""
