"""The inputs of generated scoring: what each place of the vector holds."""

from dataclasses import dataclass, field
from enum import StrEnum

from bsc_audit.core.expressions import Path


class Role(StrEnum):
    """What a place of the vector says. A missing number is NaN, a missing text ''."""

    VALUE = "value"  # of an indicator, in its unit; infinite when it is not applicable
    CEILING = "ceiling"  # of an indicator: what its evidence grade may be credited, 0..100
    OWN_SCORE = "own_score"  # of an indicator, 0..100, against the organisation's own target and baseline
    NOT_APPLICABLE = "not_applicable"  # of a criterion: 1 when it does not apply although measured, else 0
    OPERAND = "operand"  # anything else a condition reads: trend.csat, n.csat, a derived value
    FACT = "fact"  # a word of the decision table: open_majors, kind


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the vector."""

    role: Role
    path: Path  # an id alone, or the operand as conditions write it
    text: bool = False


@dataclass(slots=True)
class SlotBook:
    """Slots in the order they were first asked for; slot 7 is the variable v7."""

    places: dict[Slot, int] = field(default_factory=dict)

    def variable(self, role: Role, *path: str, text: bool = False) -> str:
        """The local variable that holds a slot."""
        return f"v{self.places.setdefault(Slot(role, path, text), len(self.places))}"
