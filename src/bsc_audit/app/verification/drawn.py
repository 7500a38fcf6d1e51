"""Whether the pages are those the engine draws from what the file carries: every word, and how each page looks.

Drawing is deterministic, so a changed word is found without a signature. Pages are compared one by one; only where
another version of the line setter may break lines and pages elsewhere, words are compared without their places.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bsc_audit.app.report_file import Made, ReportFile, Sheet
from bsc_audit.app.verification.check import Check
from bsc_audit.core.problems import AuditError
from bsc_audit.core.report.model import Report

MOST_SHOWN = 3
MOST_LETTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """A report drawn anew."""

    data: bytes
    setter: str  # name and version of what set the pages here


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRedrawn:
    """Why it was not."""

    says: str


Redraw = Callable[[Report, Made, ReportFile], Redrawn | NotRedrawn]
Sheets = Callable[[bytes], Sequence[Sheet]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How this computer draws a report and looks at the pages of a file."""

    redraw: Redraw
    sheets: Sheets


def drawn_check(file: ReportFile, report: Report, drawing: Drawing | None) -> Check:
    """The line about the pages of a file made by this version of the engine.

    Args:
        file: its pages can be read.
        report: recomputed, and equal to the attached result.
        drawing: None when the reader asked for a quick look.
    """
    if drawing is None:
        return pages_open("not drawn anew, as you asked for a quick look")
    if file.made is None:
        return _failing("the file does not say by which template it was drawn, as every file of this version does")
    try:
        again = drawing.redraw(report, file.made, file)
    except AuditError as error:
        return pages_open(f"they cannot be drawn anew: {error.problems[0]}")
    if isinstance(again, NotRedrawn):
        return pages_open(again.says)
    return _compared(file, file.made, again, drawing.sheets)


def _compared(file: ReportFile, made: Made, again: Redrawn, sheets: Sheets) -> Check:
    drawn = f"drawn anew by the template {made.template!r}"
    if file.data == again.data:
        return _holding(f"{drawn}: the whole file is the same, byte for byte")
    mine, theirs = sheets(again.data), sheets(file.data)
    if again.setter != made.setter:
        return _loosely(drawn, mine, theirs, made.setter, again.setter)
    differences = list(_differences(mine, theirs))
    if differences:
        more = f"; and {len(differences) - MOST_SHOWN} more" if len(differences) > MOST_SHOWN else ""
        return _failing(f"{drawn}, they are others: {'; '.join(differences[:MOST_SHOWN])}{more}")
    return _holding(f"{drawn}: all {len(mine)} are the same in every word and look the same")


def _differences(mine: Sequence[Sheet], theirs: Sequence[Sheet]) -> Iterator[str]:
    """One for each page that is not as it should be, in words."""
    if len(mine) != len(theirs):
        yield f"the file has {len(theirs)}, there should be {len(mine)}"
    for number, (should, found) in enumerate(zip(mine, theirs, strict=False), start=1):
        if _squeezed(should.text) != _squeezed(found.text):
            yield f"page {number} {_words_apart(should.text.split(), found.text.split())}"
        elif should.picture != found.picture:
            yield f"page {number} looks otherwise, although its words are the same"
        elif should.notes != found.notes:
            yield f"page {number} has another link, field or note on it"


def _words_apart(should: Sequence[str], found: Sequence[str]) -> str:
    """The first place where two pages say different things."""
    for kind, a, b, c, d in SequenceMatcher(None, should, found, autojunk=False).get_opcodes():
        if kind != "equal":
            return f"says {_cut(found[c:d])} where {_cut(should[a:b])} should stand"
    return "sets its words apart otherwise"


def _cut(words: Sequence[str]) -> str:
    text = " ".join(words)
    return f"'{text[:MOST_LETTERS]}…'" if len(text) > MOST_LETTERS else f"'{text}'" if text else "nothing"


def _loosely(drawn: str, mine: Sequence[Sheet], theirs: Sequence[Sheet], setter: str, here: str) -> Check:
    """Lines and pages may break elsewhere: no word is there that should not be, and none is missing."""
    should, found = _vocabulary(mine), _vocabulary(theirs)
    foreign = sorted(found - should)[:MOST_SHOWN] + sorted(should - found)[:MOST_SHOWN]
    set_by = f"it was set by {setter}, here by {here}"
    if foreign:
        return _failing(f"{drawn}, these words stand in one of them only: {', '.join(foreign)} ({set_by})")
    says = f"{drawn}: the same words occur; where they stand and how pages look was not compared ({set_by})"
    return pages_open(says)


def _vocabulary(sheets: Sequence[Sheet]) -> set[str]:
    return {word for sheet in sheets for word in sheet.text.split() if "/" not in word}  # page numbers are n / m


def _squeezed(text: str) -> str:
    """Where a reader of PDF sees blanks is not the report's business."""
    return "".join(text.split())


def _holding(says: str) -> Check:
    return Check(id="drawn", holds=True, says=f"the pages, {says}")


def _failing(says: str) -> Check:
    return Check(id="drawn", holds=False, says=f"the pages: {says}")


def pages_open(says: str) -> Check:
    """That they were not compared, and why."""
    return Check(id="drawn", holds=None, says=f"the pages: {says}; of their words only conclusion, scores, digests "
                 "and decimal numbers were compared")  # fmt: skip
