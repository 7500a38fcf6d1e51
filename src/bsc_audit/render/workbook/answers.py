"""The sheet of answers, made to be filled in and imported again, and the sheet of the words it takes."""

from collections.abc import Mapping
from types import MappingProxyType

from bsc_audit.core.report.model import Report
from bsc_audit.core.report.questions import AnswerPart, AnswerRow
from bsc_audit.core.vocabulary import Grade, Method
from bsc_audit.render.workbook.sheet import Choice, Row, Sheet, columns

TITLE = "Answers"
LISTS = "Lists"


def answers(report: Report) -> Sheet:
    """A row an answer, or a row a question of it; details of an answer stand in its first row."""
    rows = [(one, at) for one in report.answers for at in range(max(1, len(one.parts)))]
    takes = [(number, one.takes) for number, (one, _) in enumerate(rows, start=2)]
    firsts = tuple(number for number, (_, at) in enumerate(rows, start=2) if at == 0)
    choices = [
        Choice(column="value", rows=tuple(number for number, found in takes if found == kind), words=words, most=most)
        for kind, (_, words, most) in TAKES.items()
        if kind
    ]
    details = [Choice(column=name, rows=firsts, words=name) for name in ("grade", "method", "illustrative")]
    used = tuple(choice for choice in (*choices, *details) if choice.rows)
    filled = tuple(_row(*row) for row in rows)
    return Sheet(title=TITLE, columns=columns(COLUMNS), rows=filled, choices=used, numeric=("value",))


def _row(one: AnswerRow, at: int) -> Row:
    part = one.parts[at] if one.parts else AnswerPart(id="", asks="", value="")
    question = part.asks or one.asks
    head = (one.id, part.id, one.title, question, _allowed(one), part.value)
    if at:
        return (*head, *("",) * (len(COLUMNS) - len(head)))
    illustrative = "yes" if one.illustrative else ""
    backing = (" ".join(one.evidence), one.grade, one.method, one.who, one.when, one.comment, illustrative)
    return (*head, one.not_applicable, *backing)


def _allowed(one: AnswerRow) -> str:
    """What may be entered, in words."""
    excuse = "a reason under not_applicable" if one.may_be_not_applicable else ""
    return "; or ".join(filter(None, (TAKES[one.takes][0], excuse)))


def lists(report: Report) -> Sheet:  # noqa: ARG001 - one signature for all sheets
    """The words cells of the sheet of answers are chosen from."""
    longest = max(map(len, WORDS.values()))
    rows = (tuple(word[at] if at < len(word) else None for word in WORDS.values()) for at in range(longest))
    levels = ("level", "half_level")
    return Sheet(title=LISTS, columns=columns(dict.fromkeys(WORDS, 16)), rows=tuple(rows), numeric=levels)


COLUMNS: Mapping[str, int] = MappingProxyType(
    {"id": 14, "part": 14, "title": 34, "question": 60, "allowed": 34, "value": 12, "not_applicable": 34}
    | {"evidence": 18, "grade": 8, "method": 14, "who": 16, "when": 12, "comment": 60, "illustrative": 11}
)
TAKES: Mapping[str, tuple[str, str, int | None]] = MappingProxyType(
    {
        "level": ("a whole level, 0 to 5", "level", None),
        "half_level": ("a level or half level, 0 to 5", "half_level", None),
        "facet": ("a number, 0 to 10", "", 10),
        "points": ("a number of points, from 0", "", None),
        "word": ("yes, partly, no or not_applicable", "word", None),
        "": ("", "", None),
    }
)
"""By what an answer takes: in words, the list it is chosen from, the highest number."""

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "level": tuple(str(level) for level in range(6)),
        "half_level": tuple(f"{half / 2:g}" for half in range(11)),
        "word": ("yes", "partly", "no", "not_applicable"),
        "grade": tuple(str(grade) for grade in Grade),
        "method": tuple(str(method) for method in Method),
        "illustrative": ("yes",),
    }
)
