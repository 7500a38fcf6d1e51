"""One section of the form read whole: its items, what is stored about them, and who said it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.core.catalogue import OBSERVED_KINDS
from bsc_audit.core.ruleset.model import Indicator, Ruleset
from bsc_audit.core.ruleset.sections import Section, SectionItem
from bsc_audit.core.scoring.model import ScoredIndicator
from bsc_audit.web.asked.filled import Filled
from bsc_audit.web.asked.item import AskedItem, Source, is_excusable
from bsc_audit.web.asked.live import Live


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A section among its neighbours."""

    all: tuple[Section, ...]
    at: int

    @property
    def section(self) -> Section:
        """The one that is looked at."""
        return self.all[self.at]

    @property
    def before(self) -> Section | None:
        """The one before; None at the first."""
        return self.all[self.at - 1] if self.at else None

    @property
    def after(self) -> Section | None:
        """The one after; None at the last."""
        return self.all[self.at + 1] if self.at + 1 < len(self.all) else None


def place_of(known: Sequence[Section], section_id: str, given: Collection[str] | None = None) -> Place:
    """Find a section among the known ones somebody was given; None: all of them.

    Raises:
        NotFound: there is no such section among them.
    """
    found = tuple(one for one in known if given is None or one.id in given)
    at = next((index for index, one in enumerate(found) if one.id == section_id), None)
    if at is None:
        raise NotFound("there is no such section")
    return Place(all=found, at=at)


class StoredAnswers:
    """Both tracks' answers to what some sections ask."""

    def __init__(self, work: Work, assessment: Assessment, keys: Sequence[str]) -> None:
        found = work.answers.all(assessment_id=assessment.id, key=tuple(keys)) if keys else ()
        self._found = {(one.track, one.key): one for one in found}

    def to(self, item: SectionItem, track: Track) -> Answer | None:
        """The answer to an item, under whichever of the ids it may have was used; None while there is none."""
        mine = [self._found[track, key] for key in _keys(item) if (track, key) in self._found]
        return next((one for one in mine if one.content), mine[0] if mine else None)

    def actors(self) -> set[str]:
        """Who gave them."""
        return {one.actor for one in self._found.values()}


def items_of(ruleset: Ruleset, section: Section, answers: StoredAnswers, track: Track, live: Live) -> list[AskedItem]:
    """The items of a section as they are stored."""
    return [asked(ruleset, one, answers, track, live) for one in section.items]


def asked(ruleset: Ruleset, item: SectionItem, answers: StoredAnswers, track: Track, live: Live) -> AskedItem:
    """One item as it is stored."""
    stored = answers.to(item, track)
    criterion = ruleset.criteria[item.criterion] if item.criterion else None
    return AskedItem(
        item=item,
        criterion=criterion,
        indicator=ruleset.indicators[item.indicator] if item.indicator else None,
        excusable=is_excusable(ruleset, item.key),
        filled=Filled.of(stored.content if stored else {}),
        stored=stored,
        own=answers.to(item, Track.SELF) if track is Track.VALIDATED else None,
        sources=tuple(_source(ruleset.indicators[one.id], live) for one in criterion.indicators)
        if criterion and item.indicator is None
        else (),
    )


def typed(item: AskedItem, filled: Filled, **more: Any) -> AskedItem:
    """The item with what was filled in, in the place of what is stored."""
    return replace(item, filled=filled, **more)


def summary(items: Sequence[AskedItem]) -> Mapping[str, int]:
    """How many items there are of each sort."""
    own = [one for one in items if one.indicator is not None]
    return {
        "answered": sum(one.answered for one in own),
        "to_answer": len(own),
        "measured": sum(one.known for one in items if one.indicator is None),
        "to_measure": len(items) - len(own),
    }


def _keys(item: SectionItem) -> tuple[str, ...]:
    return (item.key,) if item.indicator in (None, item.key) else (item.key, item.indicator or "")


def _source(indicator: Indicator, live: Live) -> Source:
    room = "visits" if indicator.kind in OBSERVED_KINDS else f"metrics?metric={indicator.id}"
    found: ScoredIndicator | None = None
    if live.scored is not None:
        found = live.scored.judged.scorecard.indicators.get(indicator.id)
    if found is None:
        return Source(title=indicator.title, room=room, unit=indicator.unit)
    measured = found.measured
    return Source(
        title=indicator.title,
        room=room,
        value=measured.value,
        unit=measured.unit,
        score=found.score if live.scores else None,
        why=measured.reason,
    )
