"""The sections of a form: parts of a ruleset that one person can be given and fill in at one sitting.

Every criterion, and every indicator a person answers, is asked in exactly one section.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bsc_audit.core.catalogue import ANSWERED_KINDS
from bsc_audit.core.ruleset.model import Criterion, Group, Indicator, Ruleset
from bsc_audit.core.said import say

MOST = 30  # values to fill in of a section that could be smaller
OTHERS = "_others"  # id of the section of questions no criterion asks; no group begins with an underscore


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionItem:
    """One thing a section asks for."""

    key: str  # id of the criterion or indicator its answer is stored under
    criterion: str | None  # it is asked for; None: it informs the diagnosis only
    indicator: (
        str | None
    )  # that a person answers; None: measured or observed, so that only "not applicable" can be said
    title: str
    asks: str
    values: int  # to fill in: questions of a set, facets; 1 for all else


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A perspective, or a theme of one that is too large for a sitting."""

    id: str  # of the group, or OTHERS
    title: str
    items: tuple[SectionItem, ...]  # in the order of the ruleset
    keys: frozenset[str]  # every id an answer of the section may be stored under; no two sections share one


def sections(ruleset: Ruleset) -> tuple[Section, ...]:
    """The sections in the order of the ruleset.

    A group is one section where it has at most MOST values to fill in or no groups below it; a larger one is cut into
    those below it. The root is always cut, and what hangs at a group that is cut is a section of its own.
    """
    taken: set[str] = set()
    found = [_section(ruleset, group, criteria, taken) for group, criteria in _cut(ruleset, ruleset.root)]
    others = tuple(_others(ruleset, taken))
    if others:
        keys = frozenset(item.key for item in others)
        found.append(Section(id=OTHERS, title=say("Further questions"), items=others, keys=keys))
    return tuple(found)


def _cut(ruleset: Ruleset, name: str) -> Iterator[tuple[Group, tuple[str, ...]]]:
    group = ruleset.groups[name]
    below = [member.id for member in group.members if member.id in ruleset.groups]
    whole = tuple(_criteria(ruleset, name))
    if name != ruleset.root and (not below or sum(_size(ruleset, one) for one in whole) <= MOST):
        yield group, whole
        return
    for one in below:
        yield from _cut(ruleset, one)
    own = tuple(member.id for member in group.members if member.id in ruleset.criteria)
    if own:
        yield group, own


def _criteria(ruleset: Ruleset, name: str) -> Iterator[str]:
    for member in ruleset.groups[name].members:
        if member.id in ruleset.groups:
            yield from _criteria(ruleset, member.id)
        elif member.id in ruleset.criteria:
            yield member.id


def _size(ruleset: Ruleset, criterion: str) -> int:
    return sum(item.values for item in _items(ruleset, ruleset.criteria[criterion], set()))


def _section(ruleset: Ruleset, group: Group, criteria: tuple[str, ...], taken: set[str]) -> Section:
    """The section of some criteria; what an earlier section asks already (`taken`) is not asked again."""
    items: list[SectionItem] = []
    keys: set[str] = set()
    for name in criteria:
        criterion = ruleset.criteria[name]
        items += _items(ruleset, criterion, taken)
        own = {name, *(member.id for member in criterion.indicators)} - taken
        keys |= own
        taken |= own
    return Section(id=group.id, title=group.title, items=tuple(items), keys=frozenset(keys))


def _items(ruleset: Ruleset, criterion: Criterion, taken: set[str]) -> list[SectionItem]:
    answered = [member.id for member in criterion.indicators if _is_answered(ruleset, member.id)]
    if not answered:
        return [
            SectionItem(
                key=criterion.id,
                criterion=criterion.id,
                indicator=None,
                title=criterion.title,
                asks=criterion.asks,
                values=1,
            )
        ]
    fresh = [ruleset.indicators[name] for name in answered if name not in taken]
    return [_item(indicator, criterion) for indicator in fresh]


def _others(ruleset: Ruleset, taken: set[str]) -> Iterator[SectionItem]:
    for name, indicator in ruleset.indicators.items():
        if _is_answered(ruleset, name) and name not in taken:
            yield _item(indicator, None)


def _item(indicator: Indicator, criterion: Criterion | None) -> SectionItem:
    alone = criterion is not None and len(criterion.indicators) == 1  # then both ids mean the same answer
    return SectionItem(
        key=criterion.id if criterion and alone else indicator.id,
        criterion=criterion.id if criterion else None,
        indicator=indicator.id,
        title=indicator.title,
        asks=criterion.asks if criterion else indicator.explains,
        values=len(indicator.items) or len(indicator.facets) or 1,
    )


def _is_answered(ruleset: Ruleset, indicator: str) -> bool:
    known = ruleset.indicators.get(indicator)
    return known is not None and known.kind in ANSWERED_KINDS
