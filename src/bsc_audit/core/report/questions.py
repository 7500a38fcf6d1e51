"""Parts of the Report about what was asked and answered, so that an export can be filled in and read back."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPart:
    """One value of an answer; a set of questions and facets have several."""

    id: str  # question or facet; "" where one value is the whole answer
    asks: str
    value: str  # as the evidence folder has it, numbers exact with a decimal point; "" unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One criterion or indicator a person may answer, answered or not."""

    id: str
    title: str
    asks: str
    takes: str  # level | half_level | points | facet | word; "" where only not applicable can be said
    parts: tuple[AnswerPart, ...]
    may_be_not_applicable: bool
    not_applicable: str  # the reason; "" where it applies
    evidence: tuple[str, ...]
    grade: str  # as accepted; "" while unanswered
    method: str
    who: str
    when: str  # ISO date
    comment: str
    illustrative: bool
