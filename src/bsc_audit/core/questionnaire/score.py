"""The score of one filled-in questionnaire, exact, with what held it down and why it may have none.

raw = 100 x sum(weight x credit) / sum(weight) over what applies. Not applicable leaves numerator and denominator;
unanswered is not not-applicable and leaves the record without a score.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bsc_audit.core.answers.table import ANSWER_TYPES
from bsc_audit.core.questionnaire.model import Item, Questionnaire, Section
from bsc_audit.core.questionnaire.record import ItemAnswer, Record, RecordScore
from bsc_audit.core.said import brief, joined, say

FULL = Fraction(100)
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What two observers gave the same item, as credit 0..1."""

    item: str
    first: Fraction
    second: Fraction


def score_record(questionnaire: Questionnaire, record: Record) -> RecordScore:
    """Score one visit, call, walk or review; never raises on what a record may hold.

    A critical or fatal item fails when its answer earns nothing; a critical error fails when it happened.
    Failed items are named even where the record has no score, because a fatal item must not vanish with it.
    """
    answered = _Answered(questionnaire, record.answers)
    critical, fatal = answered.failed("critical", "cap"), answered.failed("fatal", "fatal")
    reason, sums = answered.why_not_scored(), answered.sums
    raw = None if reason else FULL * sums.earned / sums.possible
    final, capped_by = _held_down(questionnaire, raw, answered, critical, fatal)
    return RecordScore(
        id=record.id,
        earned=sums.earned,
        possible=sums.possible,
        raw=raw,
        final=final,
        failed_critical=critical,
        failed_fatal=fatal,
        not_scored=reason,
        sections={section.id: answered.section(section) for section in questionnaire.sections},
        items=answered.credits,
        capped_by=capped_by,
    )


def agreement_items(questionnaire: Questionnaire, record: Record) -> tuple[Pair, ...]:
    """Items that both observers scored, for kappa; empty when nobody observed a second time."""
    if record.second_answers is None:
        return ()
    first = _Answered(questionnaire, record.answers).credits
    second = _Answered(questionnaire, record.second_answers).credits
    pairs = ((item, first.get(item), second.get(item)) for item in questionnaire.items())
    return tuple(Pair(item=item, first=a, second=b) for item, a, b in pairs if a is not None and b is not None)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Weight of some answered items."""

    earned: Fraction
    possible: Fraction
    absent: Fraction  # not applicable

    @property
    def total(self) -> Fraction:
        """Everything, applicable or not."""
        return self.possible + self.absent

    @property
    def share(self) -> Fraction | None:
        """Earned of possible, 0..1; None when nothing applies."""
        return self.earned / self.possible if self.possible else None


class _Answered:
    """The scored items of a form with what each answer earned."""

    def __init__(self, form: Questionnaire, answers: Mapping[str, ItemAnswer]) -> None:
        self._form = form
        self._answers = answers
        self._scored = tuple(item for item in form.items().values() if ANSWER_TYPES[item.type].scored)
        self.credits = {item.id: credit for item in self._scored for credit in self._credit(item)}
        """0..1 by item, None where it does not apply; unanswered items are not in it."""
        self._sections = {section.id: self._sums(section) for section in form.sections}
        self.sums = self._over_sections()

    def _credit(self, item: Item) -> tuple[Fraction | None, ...]:
        """One credit, or none at all for an unanswered item."""
        answer = self._answers.get(item.id)
        if answer is None or (answer.value is None and not answer.not_applicable):
            return ()
        return (None,) if answer.value is None else (ANSWER_TYPES[item.type].credit(item, answer.value),)

    def _sums(self, section: Section) -> _Sums:
        answered = [(item.weight, self.credits[item.id]) for item in section.items if item.id in self.credits]
        return _Sums(
            _total(weight * credit for weight, credit in answered if credit),
            _total(weight for weight, credit in answered if credit is not None),
            _total(weight for weight, credit in answered if credit is None),
        )

    def _over_sections(self) -> _Sums:
        """Of the whole form; with section weights each section counts as one item of its weight."""
        if self._form.method != "section_weights":
            parts = tuple(self._sections.values())
            return _Sums(
                _total(part.earned for part in parts),
                _total(part.possible for part in parts),
                _total(part.absent for part in parts),
            )
        weighed = [(section.weight, self._sections[section.id]) for section in self._form.sections]
        return _Sums(
            _total(weight * part.share for weight, part in weighed if part.share is not None),
            _total(weight for weight, part in weighed if part.share is not None),
            _total(weight for weight, part in weighed if part.share is None and part.total),
        )

    def failed(self, flag: str, effect: str) -> tuple[str, ...]:
        """Ids of flagged items that earned nothing and of critical errors with this effect, in form order."""
        return tuple(
            item.id
            for item in self._form.items().values()
            if (item.flag == flag and self.credits.get(item.id) == 0)
            or (item.effect == effect and self._happened(item))
        )

    def _happened(self, item: Item) -> bool:
        answer = self._answers.get(item.id)
        return answer is not None and answer.value == "yes"

    def section(self, section: Section) -> Fraction | None:
        """Score of a section, 0..100; None when nothing in it applies."""
        share = self._sections[section.id].share
        return None if share is None else FULL * share

    def why_not_scored(self) -> str:
        """The reason the record has no score, "" when it has one."""
        counting = [item for item in self._scored if item.weight or item.flag in ("critical", "fatal")]
        blank = [item.id for item in counting if item.id not in self.credits]
        if blank:
            return say("incomplete: {items} not answered", items=", ".join(blank))
        if not any(item.weight for item in counting):
            return say("the form has no scored items")
        return self._too_much_not_applicable()

    def _too_much_not_applicable(self) -> str:
        share, most = self._share_not_applicable(), self._form.most_not_applicable
        if share > most:
            shares = {"share": _percent(share), "most": _percent(most)}
            return say("{share} of the weight does not apply, more than {most}", **shares)
        return "" if self.sums.possible else say("nothing in it applies")

    def _share_not_applicable(self) -> Fraction:
        """Share of the form's weight that was marked not applicable, 0..1; in sections by their weight."""
        if self._form.method != "section_weights":
            return self.sums.absent / self.sums.total if self.sums.total else NOTHING
        parts = [(section.weight, self._sections[section.id]) for section in self._form.sections]
        weighed = [(weight, part.absent / part.total) for weight, part in parts if part.total]
        total = _total(weight for weight, _ in weighed)
        return _total(weight * share for weight, share in weighed) / total if total else NOTHING


def _held_down(
    form: Questionnaire, raw: Fraction | None, answered: _Answered, critical: tuple[str, ...], fatal: tuple[str, ...]
) -> tuple[Fraction | None, str]:
    """Final score, and in words what lowered it."""
    if raw is None:
        return None, ""
    limits = [
        (form.fatal_score, say("fatal: {items}", items=", ".join(fatal)), bool(fatal)),
        (form.critical_cap, say("critical: {items}", items=", ".join(critical)), bool(critical)),
        *((form.critical_cap, words, True) for words in _failed_sections(form, answered)),
    ]
    biting = [(at, words) for at, words, applies in limits if applies and at < raw]
    if not biting:
        return raw, ""
    final = min(at for at, _ in biting)
    reasons = joined("; ", (words for at, words in biting if at == final))
    return final, say("held at {score} ({reasons})", score=brief(final), reasons=reasons)


def _failed_sections(form: Questionnaire, answered: _Answered) -> tuple[str, ...]:
    """Sections below what they must reach, in words; sections that do not apply cannot fail."""
    if form.method != "must_pass_sections":
        return ()
    reached = [(section, answered.section(section)) for section in form.sections]
    return tuple(
        say("section {section} below {score}", section=section.id, score=brief(section.must_reach))
        for section, score in reached
        if section.must_reach is not None and score is not None and score < section.must_reach
    )


def _total(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, NOTHING)


def _percent(share: Fraction) -> str:
    return joined(" ", (brief(Fraction(f"{float(100 * share):.3g}")), "%"))
