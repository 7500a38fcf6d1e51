"""A form that was sent: what was changed in it is stored, item by item, in one transaction; what was not says why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.answers import AnswerDesk, Outcome
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.ports import Work
from bsc_audit.core.problems import Problem
from bsc_audit.web.asked.filled import Filled
from bsc_audit.web.asked.item import AskedItem
from bsc_audit.web.forms import Form, Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One item of a form that was sent."""

    item: AskedItem  # as it is stored
    filled: Filled
    content: Json  # it amounts to; {}: it was emptied
    shown: int  # the version the form was filled in over; 0: there was none
    changed: bool  # by who filled it in


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of it."""

    sent: Sent
    mistakes: tuple[Mistake, ...] = ()
    conflict: Answer | None = None  # what somebody else stored in between

    @property
    def refused(self) -> bool:
        """Whether it was not stored."""
        return bool(self.mistakes or self.conflict)


def sent_items(work: Work, form: Form, items: Iterable[AskedItem]) -> Iterator[Sent]:
    """Every item a form has fields of."""
    for item in items:
        shown = form.version(f"{item.key}/version")
        if shown < 0:
            continue
        if form.text("take") == item.key and item.own is not None:
            yield _taken(item, shown)
            continue
        filled = Filled.typed(form, item.key, item.parts)
        before = _content_at(work, item.stored, shown)
        content = filled.content(item.shape, before, more=form.ticked(f"{item.key}/more"))
        theirs = form.ticked(f"{item.key}/theirs")
        yield Sent(item=item, filled=filled, content=content, shown=shown, changed=content != before and not theirs)


def save(desk: AnswerDesk, track: Track, sent: Sequence[Sent]) -> tuple[Saved, ...]:
    """Store what was changed.

    Raises:
        Forbidden, StateForbids: as `AnswerDesk.change_all`.
    """
    changed = [one for one in sent if one.changed]
    given = [Given(track=track, key=_key(one), content=one.content, expected=one.shown or None) for one in changed]
    outcomes = desk.change_all(given)
    return tuple(_saved(one, outcome, desk) for one, outcome in zip(changed, outcomes, strict=True))


def cited_too(sent: Sent, entries: Sequence[str]) -> Sent:
    """The item with further evidence cited."""
    filled = replace(sent.filled, evidence=(*sent.filled.evidence, *entries))
    content = {**sent.content, "evidence": list(filled.evidence)}
    return replace(sent, filled=filled, content=content, changed=True)


def taken_over(own: Json, before: Json) -> dict[str, object]:
    """The organisation's answer in the place of the auditor's: what it says and cites.

    Grade, method and comment stay the auditor's own, because they are the judgement the organisation cannot give.
    """
    kept = {name: one for name, one in before.items() if name not in TAKEN}
    return {**kept, **{name: own[name] for name in TAKEN if name in own}}


def _taken(item: AskedItem, shown: int) -> Sent:
    before = item.stored.content if item.stored else {}
    content = taken_over(item.own.content if item.own else {}, before)
    return Sent(item=item, filled=Filled.of(content), content=content, shown=shown, changed=content != before)


def _content_at(work: Work, stored: Answer | None, version: int) -> Json:
    """What the form was filled in over: the stored answer, or the version of it that was shown."""
    if stored is None or version == 0:
        return {}
    if stored.version == version:
        return stored.content
    return next((one.content for one in work.answers.history(stored.id) if one.version == version), {})


def _key(sent: Sent) -> str:
    return sent.item.stored.key if sent.item.stored else sent.item.key


def _saved(sent: Sent, outcome: Outcome, desk: AnswerDesk) -> Saved:
    if outcome.stale is not None:
        return Saved(sent=sent, conflict=desk.stored(outcome.given.track, outcome.given.key))
    said = (Mistake(field=sent.item.key, detail=_told(sent.item.key, one), hint=one.hint) for one in outcome.problems)
    return Saved(sent=sent, mistakes=tuple(said))


def _told(key: str, problem: Problem) -> str:
    """A problem with the item it is of, which most name themselves."""
    return problem.message if problem.message.startswith(key) else f"{key}: {problem.message}"


TAKEN = ("value", "not_applicable", "evidence")
