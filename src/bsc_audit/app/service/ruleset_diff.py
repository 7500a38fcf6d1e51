"""What differs between two rulesets, entry by entry and field by field."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from bsc_audit.app.plain_data import plain
from bsc_audit.core.expressions import Expression
from bsc_audit.core.ruleset.model import Ruleset


class Change(StrEnum):
    """What happened to an entry from the one ruleset to the other."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of an entry, as JSON data; conditions as they are written."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One entry that is not the same in both."""

    part: str  # group, criterion, indicator, derived, rule, gate, award
    id: str
    title: str
    change: Change
    fields: tuple[FieldChange, ...] = ()  # of what was changed


def differences(before: Ruleset, after: Ruleset) -> tuple[Difference, ...]:
    """Every entry that was added, removed or changed, part by part, in the order of the rulesets."""
    return tuple(found for part, entries in PARTS.items() for found in _in_part(part, entries(before), entries(after)))


def _in_part(part: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        title = getattr(new or old, "title", "")
        if old is None or new is None:
            change = Change.ADDED if old is None else Change.REMOVED
            yield Difference(part=part, id=name, title=title, change=change)
            continue
        changed = tuple(_changed(_shown(old), _shown(new)))
        if changed:
            yield Difference(part=part, id=name, title=title, change=Change.CHANGED, fields=changed)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldChange]:
    for name in before:
        if before[name] != after[name]:
            yield FieldChange(field=name, before=before[name], after=after[name])


def _shown(value: Any) -> Any:
    """JSON data of an entry; a condition is its text."""
    if isinstance(value, Expression):
        return value.text
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _shown(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _shown(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(member) for member in value]
    return plain(value)


PARTS: Mapping[str, Callable[[Ruleset], Mapping[str, Any]]] = MappingProxyType(
    {
        "group": lambda ruleset: ruleset.groups,
        "criterion": lambda ruleset: ruleset.criteria,
        "indicator": lambda ruleset: ruleset.indicators,
        "derived": lambda ruleset: ruleset.derived,
        "rule": lambda ruleset: {rule.id: rule for rule in ruleset.rules},
        "gate": lambda ruleset: {gate.id: gate for gate in ruleset.decision.gates},
        "award": lambda ruleset: {award.id: award for award in ruleset.decision.awards},
    }
)
