"""The intake desk: what every reader of evidence needs to know, and where it hands in the problems it finds."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from bsc_audit.core.documents.part import Part, broken_parts
from bsc_audit.core.documents.suggest import did_you_mean
from bsc_audit.core.evidence.grade import at_most, best, is_better
from bsc_audit.core.evidence.model import Document
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.evidence.schema import SCHEMAS, pattern_of
from bsc_audit.core.problems import EvidenceError, Location, Problem
from bsc_audit.core.quantities import Period
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.vocabulary import AssessmentKind, Grade

MOST_PROBLEMS = 5_000
MOST_HINTS = 200

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Desk:
    """One acceptance of one folder; readers add to `problems`, `accept` raises them together."""

    def __init__(self, ruleset: Ruleset, raw: RawEvidence) -> None:
        self.ruleset = ruleset
        self.raw = raw
        self.problems: list[Problem] = []
        self.as_of: date | None = None  # None until read, or unreadable: then nothing is compared with it
        self.kind = AssessmentKind.ASSESSED
        self.units: frozenset[str] = frozenset()
        self.sites: frozenset[str] = frozenset()
        self.register: dict[str, Document] = {}
        self.registered: set[str] = set()  # ids of entries with problems too, so that one mistake is said once
        self.recorded: set[str] = set()  # ids of all visits and reviews, the refused ones too
        self.answered_at: dict[str, Location] = {}  # by the id an answer is kept under
        for name in raw.documents:
            self._check_form(name)
        self._broken = broken_parts(self.problems)

    def _check_form(self, name: str) -> None:
        pattern = pattern_of(name)
        if pattern is not None and pattern in SCHEMAS:
            self.problems.extend(SCHEMAS[pattern].problems(self.raw.documents[name]))

    def parts(self, key: str, *patterns: str) -> Iterator[Part]:
        """The part below `key` of every file of these patterns, by file name."""
        for name in sorted(self.raw.documents):
            if pattern_of(name) in patterns:
                yield Part.whole(self.raw.documents[name]).at(key)

    def is_sound(self, part: Part) -> bool:
        """Whether a part breaks no schema."""
        return part.is_sound(self._broken)

    def sound(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Those parts that break no schema; the others have been refused already."""
        return (part for part in parts if self.is_sound(part))

    def sound_entries(self, part: Part) -> Iterator[tuple[str, Part]]:
        """Keys and sound parts of a mapping."""
        return ((key, entry) for key, entry in part.entries() if self.is_sound(entry))

    def refuse(self, where: Location, code: str, message: str, hint: str = "") -> None:
        """Add one problem; a folder that is wrong all over is given up on, so that it costs bounded time.

        Raises:
            EvidenceError: at MOST_PROBLEMS, with those found so far.
        """
        if len(self.problems) >= MOST_PROBLEMS:
            message = f"more than {MOST_PROBLEMS:,} problems; the rest was not looked at"
            raise EvidenceError(
                [*self.problems, Problem(code="too-many-problems", where=Location("."), message=message)]
            )
        self.problems.append(Problem(code=code, where=where, message=message, hint=hint))

    def unknown(self, where: Location, what: str, word: str, known: Iterable[str]) -> None:
        """Refuse a word that names nothing."""
        code = f"unknown-{what.replace(' ', '-')}"
        self.refuse(where, code, f"there is no {what} {word!r}", self._hint(word, known))

    def _hint(self, word: str, known: Iterable[str]) -> str:
        """The nearest known word; searching for it is slow, so that only the first problems get one."""
        return did_you_mean(word, known) if len(self.problems) < MOST_HINTS else ""

    def day(self, part: Part, *, may_be_ahead: bool = False) -> date | None:
        """The date of a part; None when none is given or it was refused."""
        if part.data is None:
            return None
        try:
            day = date.fromisoformat(str(part.data)) if _DAY.fullmatch(str(part.data)) else None
        except ValueError:
            day = None
        if day is None:
            self.refuse(part.where, "date-unreadable", f"{part.data!r} is no date", "write it as 2026-08-03")
        elif not may_be_ahead and self.as_of is not None and day > self.as_of:
            self.refuse(part.where, "date-after-as-of", f"{day} lies after the assessment's as_of, {self.as_of}")
        return day

    def period(self, text: str, where: Location, *, may_be_ahead: bool = False) -> Period | None:
        """The period a text says; None when it was refused."""
        try:
            period = Period.parse(text)
        except ValueError:
            hint = "write 2026, 2026-H1, 2026-Q3, 2026-07, 2026-W09 or 2026-07-31"
            self.refuse(where, "period-unreadable", f"{text!r} is no period", hint)
            return None
        if not may_be_ahead and self.as_of is not None and period.end > self.as_of:
            message = f"the period {text} ends on {period.end}, after the assessment's as_of, {self.as_of}"
            self.refuse(where, "date-after-as-of", message, "submit it when it has ended")
        return period

    def cited(self, names: Iterable[tuple[str, Location]]) -> tuple[str, ...]:
        """Ids of registered documents, once each; unknown ones are refused."""
        cited: dict[str, None] = {}
        for name, where in names:
            if name not in self.registered:
                self.unknown(where, "document", name, self.registered)
            cited[name] = None
        return tuple(cited)

    def graded(self, stated: Grade | None, cited: Iterable[str], where: Location, otherwise: Grade) -> Grade:
        """The stated grade, else the best of the cited documents, else `otherwise`; lowered for self-assessments.

        A verified or dated record must be named: a grade A or B that names nothing is refused, except for a visit or
        review, which is its own record (`otherwise` is then better than none).
        """
        named = tuple(cited)
        grades = [self.register[name].grade for name in named if name in self.register]
        if stated in (Grade.A, Grade.B) and not named and otherwise is Grade.NONE:
            hint = "name the documents or what was seen in 'evidence', or state C or D"
            self.refuse(where, "grade-without-evidence", f"the grade {stated} names no evidence", hint)
        if stated is not None and grades and is_better(stated, best(grades)):
            message = f"the grade {stated} is better than that of every document it names, {best(grades)}"
            self.refuse(where, "grade-too-good", message, "name the evidence that was seen, or lower the grade")
        supported = best(grades) if grades else otherwise
        return at_most(supported if stated is None else stated, self.kind)


def names_of(part: Part) -> list[tuple[str, Location]]:
    """The words of a list with their places."""
    return [(str(member.data), member.where) for member in part.members()]


def grade_of(part: Part) -> Grade | None:
    """The stated grade of an entry; None when it states none."""
    grade = part.at("grade").data
    return None if grade is None else Grade(grade)
