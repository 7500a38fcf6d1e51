"""Report to a workbook that can be handed over: every figure and judgement as tables, and the answers to fill in."""

from collections.abc import Callable
from datetime import datetime

from bsc_audit.core.report.model import Report
from bsc_audit.render.template import Template
from bsc_audit.render.workbook import answers, judgements, record, scores
from bsc_audit.render.workbook.sheet import Sheet


def render_xlsx(report: Report, template: Template | None = None) -> bytes:  # noqa: ARG001 - one signature for all formats
    """The workbook; a template changes nothing. No cell holds a formula, equal Reports give equal bytes."""
    from bsc_audit.render.workbook.write import write  # half a second, which other commands need not wait for

    return write(
        [sheet(report) for sheet in SHEETS],
        title=f"{report.cover.label}: {report.meta.organisation}",
        footer=f"{report.meta.id}, {report.cover.label}",
        dated=datetime.fromisoformat(report.meta.as_of),
    )


SHEETS: tuple[Callable[[Report], Sheet], ...] = (
    scores.summary,
    scores.scorecard,
    scores.criteria,
    scores.metrics,
    judgements.findings,
    judgements.rules,
    scores.visits,
    judgements.actions,
    record.evidence,
    answers.answers,
    record.about,
    answers.lists,
)
"""In the order they are opened."""
