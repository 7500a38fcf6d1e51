"""What a reader sees of one value: its words, and the unrounded number for charts and programs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it is printed. Where a Shown may be None, None means not assessed or not given."""

    text: str  # rounded, with its unit
    value: float  # unrounded, in the unit of the text


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Status:
    """A closed word with its slug; the template adds a shape and a colour, never only a colour."""

    slug: str
    word: str
