"""One thing a section asks, as its page shows it: the question, what stands in its fields, and what others said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bsc_audit.app.service.model.answer import Answer
from bsc_audit.core.ruleset.model import Criterion, Indicator, Ruleset
from bsc_audit.core.ruleset.sections import SectionItem
from bsc_audit.web.asked.filled import Filled
from bsc_audit.web.asked.kinds import SHAPES, Shape, in_words, parts_of
from bsc_audit.web.forms import Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a rubric."""

    value: str  # 3, or 3.5
    says: str  # its anchor; "" for a half


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedItem:
    """One item of a section."""

    item: SectionItem
    criterion: Criterion | None
    indicator: Indicator | None  # that people answer; None: measured or observed
    excusable: bool  # may be said not to apply
    filled: Filled
    stored: Answer | None = None  # in the track of the page
    own: Answer | None = None  # of the organisation, beside what is validated; None where it is the page's own track
    conflict: Answer | None = None  # what somebody else stored while this was filled in
    mistakes: tuple[Mistake, ...] = ()
    sources: tuple["Source", ...] = ()  # of what is measured

    @property
    def key(self) -> str:
        """Name of its field."""
        return self.item.key

    @property
    def kind(self) -> str:
        """Of its indicator; "" where it is not answered."""
        return self.indicator.kind if self.indicator else ""

    @property
    def shape(self) -> Shape | None:
        """How its value is filled in; None where only "not applicable" can be said."""
        return SHAPES[self.kind] if self.indicator else None

    @property
    def parts(self) -> tuple[str, ...]:
        """What is answered one by one."""
        return parts_of(self.indicator) if self.indicator else ()

    @property
    def version(self) -> int:
        """Of what is stored; 0 while there is nothing."""
        return self.stored.version if self.stored else 0

    @property
    def answered(self) -> bool:
        """Whether something is stored that was not withdrawn."""
        return bool(self.stored and self.stored.content)

    @property
    def known(self) -> bool:
        """Answered, or measured throughout."""
        return self.answered or (bool(self.sources) and all(one.value is not None for one in self.sources))

    @property
    def levels(self) -> Iterator[Level]:
        """Levels of a rubric from the lowest, halves between them where it has halves."""
        if self.indicator is None:
            return
        for level, says in sorted(self.indicator.levels.items()):
            if self.indicator.halves and level:
                yield Level(value=f"{level - 0.5:g}", says="")
            yield Level(value=str(level), says=says)

    def said(self, answer: Answer) -> str:
        """Somebody's answer in a few words."""
        return said_of(self.shape, answer.content)

    @property
    def rest(self) -> Mapping[str, Any]:
        """What is stored of the answer beside value, excuse and comment."""
        content = self.stored.content if self.stored else {}
        return {name: one for name, one in content.items() if name not in ("value", "not_applicable", "comment")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the value of something measured comes from."""

    title: str
    room: str  # of the assessment's, where it is entered
    value: Any = None  # None: not yet
    unit: str = ""
    score: Any = None  # 0..100; None where there is none, or it is not to be seen
    why: str = ""  # why there is none


def said_of(shape: Shape | None, content: Mapping[str, Any]) -> str:
    """A stored answer in a few words; "" where it was withdrawn."""
    if content.get("not_applicable"):
        return f"not applicable: {content['not_applicable']}"
    value = content.get("value")
    return in_words(shape, value) if shape is not None and value is not None else ""


def is_excusable(ruleset: Ruleset, key: str) -> bool:
    """Whether every criterion an answer stands for may be said not to apply."""
    own = ruleset.criteria.get(key)
    if own is not None:
        return own.may_be_not_applicable
    using = [one for one in ruleset.criteria.values() if key in (member.id for member in one.indicators)]
    return all(one.may_be_not_applicable for one in using)
