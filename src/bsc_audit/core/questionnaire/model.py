"""A compiled questionnaire in one language: sections of items with their answer types and flags."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question and how its answer earns 0..1."""

    id: str
    section: str
    asks: str
    type: str  # a name of core.answers.table.ANSWER_TYPES
    weight: Fraction
    flag: str | None = None  # critical | fatal | moment_of_truth
    may_be_not_applicable: bool = False
    points: int | None = None  # of scale, rating, importance_satisfaction
    unit: str = ""
    bands: tuple[tuple[Fraction | None, Fraction], ...] = ()  # (up to, score 0..100); the last is open
    anchors: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    error_class: str = ""  # of critical_error: compliance, customer, business, conduct
    effect: str = ""  # of critical_error: cap | fatal
    dimension: str = ""
    feeds: str = ""  # the metric a survey item is turned into


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a questionnaire, in the order of the visit."""

    id: str
    title: str
    weight: Fraction
    must_reach: Fraction | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """A form, checklist or review sheet."""

    id: str
    version: str
    title: str
    summary: str
    use: str  # visit | contact_review | survey | interview | touchpoint_walk
    status: str
    method: str  # points | section_weights | must_pass_sections
    critical_cap: Fraction
    fatal_score: Fraction
    most_not_applicable: Fraction  # share of weight, 0..1
    sections: tuple[Section, ...]
    header: tuple[str, ...]
    digest: str
    language: str

    def items(self) -> Mapping[str, Item]:
        """Every item by id, in order."""
        return {item.id: item for section in self.sections for item in section.items}
