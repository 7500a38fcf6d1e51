"""A filled-in questionnaire and what it scored; what people wrote about one visit, call, walk or contact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from bsc_audit.core.answers.answer_type import Value
from bsc_audit.core.vocabulary import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAnswer:
    """An item's answer as given: a word, a number, or not applicable."""

    value: Value | None  # None with not_applicable, or left blank
    not_applicable: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One filled-in checklist: a visit, a test call, a walk or a contact review."""

    id: str
    questionnaire: str
    when: date
    answers: Mapping[str, ItemAnswer]
    status: str = "accepted"  # draft | returned | accepted | excluded
    site: str = ""
    channel: str = ""
    team: str = ""
    scenario: str = ""
    observer: str = ""  # a pseudonym
    reason: str = ""  # of sampling (reviews) or of exclusion (visits)
    control: Mapping[str, str] = field(default_factory=dict)
    second_observer: str = ""
    second_answers: Mapping[str, ItemAnswer] | None = None
    evidence: tuple[str, ...] = ()
    grade: Grade = Grade.NONE
    illustrative: bool = False
    header: Mapping[str, str] = field(default_factory=dict)  # further fields of the form: start, end, ticket ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordScore:
    """One visit or review, scored. None scores: incomplete or too much not applicable, with the reason."""

    id: str
    earned: Fraction
    possible: Fraction
    raw: Fraction | None  # 0..100
    final: Fraction | None  # after critical and fatal items
    failed_critical: tuple[str, ...]
    failed_fatal: tuple[str, ...]
    not_scored: str  # "" when scored, else why
    sections: Mapping[str, Fraction | None]  # section id -> score
    items: Mapping[str, Fraction | None]  # item id -> 0..1, None not applicable
    capped_by: str = ""  # item ids and rule, in words
