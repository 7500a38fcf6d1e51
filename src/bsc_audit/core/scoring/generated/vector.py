"""Measured values as the vector that generated scoring reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf, nan
from types import MappingProxyType

from bsc_audit.core.expressions import Value
from bsc_audit.core.methods.normalise import TargetAgainstBaseline
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.scoring.generated.compiled import CompiledScoring
from bsc_audit.core.scoring.generated.criteria import is_inline
from bsc_audit.core.scoring.generated.slots import Role, Slot
from bsc_audit.core.scoring.indicators import normaliser_for
from bsc_audit.core.scoring.model import DerivedValue, Measured
from bsc_audit.core.vocabulary import State

UNCAPPED = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """Everything a slot may be filled from."""

    ruleset: Ruleset
    measured: Mapping[str, Measured]
    values: Values
    not_applicable: Mapping[str, str]


def vector_of(
    compiled: CompiledScoring,
    measured: Mapping[str, Measured],
    derived: Mapping[str, DerivedValue],
    *,
    not_applicable: Mapping[str, str] = MappingProxyType({}),
    facts: Mapping[str, Value] = MappingProxyType({}),
) -> list[float | str]:
    """The vector of one assessment, from what the exact interpreter is given.

    Args:
        measured: every indicator of the ruleset.
        derived: every derived value.
        not_applicable: reasons by criterion.
        facts: words of the decision table; one that is left out is missing.
    """
    values = Values(measured=measured, derived=derived, indicators={}, nodes={}, facts=facts)
    given = _Given(ruleset=compiled.ruleset, measured=measured, values=values, not_applicable=not_applicable)
    return [READERS[slot.role](given, slot) for slot in compiled.slots]


def _value(given: _Given, slot: Slot) -> float:
    name = slot.path[0]
    measured = given.measured[name]
    if measured.state is State.NOT_APPLICABLE or _speaks_for_criterion(given, name):
        return inf
    return nan if measured.value is None else float(measured.value)


def _speaks_for_criterion(given: _Given, name: str) -> bool:
    """Whether the indicator is that of a criterion which was said not to apply."""
    criterion = given.ruleset.criteria.get(name) if given.not_applicable.get(name) else None
    return criterion is not None and is_inline(given.ruleset, criterion)


def _ceiling(given: _Given, slot: Slot) -> float:
    cap = given.ruleset.evidence_grades.get(given.measured[slot.path[0]].grade)
    return UNCAPPED if cap is None else float(cap.at)


def _own_score(given: _Given, slot: Slot) -> float:
    measured = given.measured[slot.path[0]]
    if measured.value is None or measured.target is None:
        return nan
    normaliser = normaliser_for(given.ruleset.indicators[slot.path[0]], measured)
    return float(normaliser.score(measured.value)) if isinstance(normaliser, TargetAgainstBaseline) else nan


def _not_applicable(given: _Given, slot: Slot) -> float:
    return 1.0 if given.not_applicable.get(slot.path[0]) else 0.0


def _operand(given: _Given, slot: Slot) -> float | str:
    value = given.values.value(slot.path)
    if slot.text:
        return value if isinstance(value, str) else ""
    return float(value) if isinstance(value, Fraction | float | bool) else nan


READERS: Mapping[Role, Callable[[_Given, Slot], float | str]] = MappingProxyType(
    {
        Role.VALUE: _value,
        Role.CEILING: _ceiling,
        Role.OWN_SCORE: _own_score,
        Role.NOT_APPLICABLE: _not_applicable,
        Role.OPERAND: _operand,
        Role.FACT: _operand,
    }
)
