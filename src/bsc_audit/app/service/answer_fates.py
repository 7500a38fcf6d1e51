"""What becomes of answers when an assessment moves to another ruleset: kept, rescaled or lost, each with the reason.

An answer is kept where the other ruleset takes it as it is. Where the same question has another scale it is rescaled,
never to a better answer than was given. Anything else is lost: nothing is read as an answer to another question.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bsc_audit.app.service.answer_form import Beside, Given, refusals
from bsc_audit.app.service.model.answer import Answer
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.stored import Json
from bsc_audit.core.ruleset.model import Indicator, Ruleset


class Fate(StrEnum):
    """What becomes of an answer."""

    KEPT = "kept"
    RESCALED = "rescaled"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFate:
    """One answer in the move; `after` is None when it is lost."""

    answer: Answer
    fate: Fate
    reason: str
    after: Json | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rescaled:
    value: Any
    reason: str


def fates(
    answers: Sequence[Answer], before: Ruleset, after: Ruleset, moved: Assessment, others: Callable[[Answer], Beside]
) -> tuple[AnswerFate, ...]:
    """What becomes of answers.

    Args:
        answers: those with a content.
        before: the ruleset they were given for.
        after: the ruleset they are to be read by.
        moved: the assessment as it will be, pinned to `after`.
        others: what an answer cites.
    """
    return tuple(_fate(one, before, after, moved, others(one)) for one in answers)


def _fate(answer: Answer, before: Ruleset, after: Ruleset, moved: Assessment, others: Beside) -> AnswerFate:
    old, new = _scale(before, answer.key), _scale(after, answer.key)
    if answer.key not in after.criteria and answer.key not in after.indicators:
        return AnswerFate(answer=answer, fate=Fate.LOST, reason="it is asked no more", after=None)
    rescaled = _rescaled(answer, old, new)
    if rescaled is None:
        kinds = f"{old.kind if old else 'several indicators'}, now {new.kind if new else 'several indicators'}"
        return AnswerFate(answer=answer, fate=Fate.LOST, reason=f"it is answered otherwise: {kinds}", after=None)
    content = dict(answer.content)
    if content.get("value") is not None:
        content["value"] = rescaled.value
    problems = refusals(after, moved, Given(track=answer.track, key=answer.key, content=content), others)
    if problems:
        return AnswerFate(answer=answer, fate=Fate.LOST, reason=problems[0].message, after=None)
    fate = Fate.KEPT if content == dict(answer.content) else Fate.RESCALED
    return AnswerFate(answer=answer, fate=fate, reason=rescaled.reason, after=content)


def _rescaled(answer: Answer, old: Indicator | None, new: Indicator | None) -> _Rescaled | None:
    """The value on the new scale; None where the question is another one."""
    value = answer.content.get("value")
    if value is None:
        return _Rescaled(value=None, reason="")
    if old is None or new is None or old.kind != new.kind:
        return None
    rescale = RESCALE.get(new.kind)
    return _Rescaled(value=value, reason=_wording(old, new)) if rescale is None else rescale(value, old, new)


def _scale(ruleset: Ruleset, key: str) -> Indicator | None:
    """The indicator an answer under a key gives a value for; None where there is none, or more than one."""
    criterion = ruleset.criteria.get(key)
    if criterion is None:
        return ruleset.indicators.get(key)
    return ruleset.indicators[criterion.indicators[0].id] if len(criterion.indicators) == 1 else None


def _level(value: Any, old: Indicator, new: Indicator) -> _Rescaled:
    """A half level becomes the whole one below where halves are no longer taken."""
    whole = isinstance(value, float) and not value.is_integer() and old.halves and not new.halves
    if not whole:
        return _Rescaled(value=value, reason=_wording(old, new))
    return _Rescaled(value=int(value), reason=f"halves are taken no more: level {value:g} becomes {int(value)}")


def _words(value: Any, old: Indicator, new: Indicator) -> _Rescaled | None:
    """Questions that are asked no more are left out; a question nobody was asked leaves no whole answer."""
    return _subset(value, {item.id for item in new.items}, _wording(old, new))


def _facets(value: Any, old: Indicator, new: Indicator) -> _Rescaled | None:
    return _subset(value, set(new.facets), _wording(old, new))


def _subset(value: Any, wanted: set[str], wording: str) -> _Rescaled | None:
    if not isinstance(value, Mapping):
        return None
    gone = sorted(value.keys() - wanted)
    reason = f"asked no more: {', '.join(gone)}" if gone else wording
    return _Rescaled(value={name: word for name, word in value.items() if name in wanted}, reason=reason)


def _wording(old: Indicator, new: Indicator) -> str:
    """Said where the same answer now stands under other words; a person should look at it again."""
    said = (dict(old.levels), [(item.id, item.asks) for item in old.items])
    says = (dict(new.levels), [(item.id, item.asks) for item in new.items])
    return "" if said == says else "the words of the question or its levels have changed: look at it again"


RESCALE: Mapping[str, Callable[[Any, Indicator, Indicator], _Rescaled | None]] = MappingProxyType(
    {"rubric": _level, "yes_no_set": _words, "document_properties": _words, "three_facet": _facets}
)
