"""Visits, touchpoint walks and contact reviews: every record with its raw and final score."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.evidence.model import Record
from bsc_audit.core.questionnaire.model import Item, Questionnaire, Section
from bsc_audit.core.report.case import Case
from bsc_audit.core.report.chapters import Checklist, ItemRow, SectionRow, VisitRow
from bsc_audit.core.report.figures import day, plural, score
from bsc_audit.core.report.sections.agreement import agreement
from bsc_audit.core.report.shown import Fact, Shown
from bsc_audit.core.said import Said, joined, say
from bsc_audit.core.scoring.model import RecordScore

VISIT_USES = ("visit", "touchpoint_walk")
REVIEW_USES = ("contact_review",)
ROWS_SHOWN = 24
ITEMS_SHOWN = 8


def checklists(case: Case, uses: tuple[str, ...]) -> tuple[Checklist, ...]:
    """Checklists of some use that were filled in at least once."""
    return tuple(
        _checklist(case, questionnaire)
        for questionnaire in case.ruleset.questionnaires.values()
        if questionnaire.use in uses and _records(case, questionnaire)
    )


def _records(case: Case, questionnaire: Questionnaire) -> list[Record]:
    return [record for record in case.evidence.records if record.questionnaire == questionnaire.id]


def _scores(case: Case) -> Mapping[str, RecordScore]:
    return {one.id: one for scored in case.scorecard.indicators.values() for one in scored.measured.records}


def _checklist(case: Case, questionnaire: Questionnaire) -> Checklist:
    scores = _scores(case)
    records = _records(case, questionnaire)
    counted = sorted((r for r in records if r.id in scores), key=lambda record: (record.when, record.id))
    mine = [scores[record.id] for record in counted]
    items = _items(questionnaire, mine)
    seen = _seen(questionnaire, mine)
    return Checklist(
        id=questionnaire.id,
        title=questionnaire.title,
        use=questionnaire.use,
        summary=questionnaire.summary,
        sections=tuple(
            SectionRow(
                id=section.id, title=section.title, mean=score(_mean(one.sections.get(section.id) for one in mine))
            )
            for section in seen
        ),
        visits=tuple(_visit(case, seen, record, scores[record.id]) for record in counted),
        listed=_listed(counted, scores),
        left_out=tuple(Fact(r.id, _why_left_out(r)) for r in records if r.id not in scores),
        cut=_cut(len(counted)),
        mean=score(_mean(one.final for one in mine)),
        agreement=agreement(case, questionnaire, records),
        every_item=tuple(items),
        weakest=tuple(_weakest(items)),
        moments=tuple(item for item in items if item.moment),
    )


def _listed(counted: list[Record], scores: Mapping[str, RecordScore]) -> tuple[str, ...]:
    """All records, or the lowest of many, in order of date."""
    lowest = sorted(counted, key=lambda record: (scores[record.id].final is None, scores[record.id].final))
    on_pages = {record.id for record in lowest[:ROWS_SHOWN]}
    return tuple(record.id for record in counted if record.id in on_pages)


def _cut(number: int) -> str:
    if number <= ROWS_SHOWN:
        return ""
    return say(
        "The {listed} lowest of {records} are listed; the JSON and the workbook hold them all.",
        listed=ROWS_SHOWN,
        records=plural(number, "record", "records"),
    )


def _why_left_out(record: Record) -> str:
    reason = _REASONS.get(record.reason, record.reason)
    if reason and record.status == "accepted":
        return say("sampled for {reason}; not part of the mean", reason=reason)
    status = _STATUSES.get(record.status, record.status)
    return joined(": ", (status, reason)) if reason else status


def _visit(case: Case, seen: tuple[Section, ...], record: Record, scored: RecordScore) -> VisitRow:
    sites = {site.id: site.name for site in case.evidence.engagement.sites}
    place = sites.get(record.site, record.site) or record.channel or record.team
    return VisitRow(
        id=record.id,
        place=place,
        when=day(record.when),
        scenario=record.scenario or _REASONS.get(record.reason, record.reason),
        raw=score(scored.raw),
        final=score(scored.final),
        note=scored.not_scored or scored.capped_by,
        failed_critical=(*scored.failed_fatal, *scored.failed_critical),
        sections=tuple(score(scored.sections.get(section.id), 0) for section in seen),
        illustrative=record.illustrative,
    )


def _seen(questionnaire: Questionnaire, scored: list[RecordScore]) -> tuple[Section, ...]:
    """Sections that some record scored; one of critical items only carries no score of its own."""
    return tuple(
        section
        for section in questionnaire.sections
        if not scored or any(one.sections.get(section.id) is not None for one in scored)
    )


def _items(questionnaire: Questionnaire, scored: list[RecordScore]) -> list[ItemRow]:
    """Every item with the mean of its applicable answers, 0..100."""
    return [
        _item(item, section, [one.items.get(item.id) for one in scored])
        for section in questionnaire.sections
        for item in section.items
    ]


def _item(item: Item, section: Section, answers: list[Fraction | None]) -> ItemRow:
    known = [answer for answer in answers if answer is not None]
    mean = _mean(known)
    return ItemRow(
        id=item.id,
        section=section.title,
        asks=item.asks,
        flag=_FLAGS.get(item.flag or "", ""),
        moment=item.flag == "moment_of_truth",
        mean=None if mean is None else _percent(mean),
        n=len(known),
    )


def _percent(mean: Fraction) -> Shown | None:
    return score(mean * 100, 0)


def _weakest(items: list[ItemRow]) -> list[ItemRow]:
    """Items that earned least, below full marks."""
    failed = [item for item in items if item.mean and item.mean.value < 100]
    return sorted(failed, key=lambda item: item.mean.value if item.mean else 0.0)[:ITEMS_SHOWN]


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


_FLAGS: Mapping[str, Said] = MappingProxyType(
    {"critical": say("critical"), "fatal": say("fatal"), "moment_of_truth": say("moment of truth")}
)
_STATUSES: Mapping[str, Said] = MappingProxyType(
    {"draft": say("draft"), "returned": say("returned"), "accepted": say("accepted"), "excluded": say("excluded")}
)
_REASONS: Mapping[str, Said] = MappingProxyType(
    {
        "random": say("random"),
        "risk": say("risk"),
        "complaint": say("complaint"),
        "new_starter": say("new_starter"),
        "other": say("other"),
    }
)
