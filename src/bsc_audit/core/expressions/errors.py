"""What can be wrong with a condition's text: where, what, how to mend it; all codes stand at the foot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpressionProblem:
    """One mendable mistake in the text of a condition; the ruleset compiler adds the file."""

    code: str  # a key of PROBLEM_CODES
    message: str
    offset: int  # characters before the mistake, from 0
    line: int  # inside the text, from 1
    column: int  # inside the text, from 1
    hint: str = ""
    path: tuple[str | int, ...] = ()  # which leaf of an all/any/not nest, such as ("all", 1)

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.line}:{self.column}: {self.message}{hint} [{self.code}]"


class ExpressionError(Exception):
    """A condition cannot be used as it stands; carries every problem found, in the order of the text."""

    def __init__(self, problems: Iterable[ExpressionProblem]) -> None:
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("ExpressionError needs at least one problem")
        super().__init__("\n".join(str(problem) for problem in self.problems))


def problem_at(text: str, offset: int, code: str, message: str, hint: str = "") -> ExpressionProblem:
    """A problem at a 0-based character of `text`."""
    if code not in PROBLEM_CODES:
        raise ValueError(f"{code!r} is not listed in PROBLEM_CODES")
    before = text[:offset]
    line = before.count("\n") + 1
    column = offset - (before.rfind("\n") + 1) + 1
    return ExpressionProblem(code=code, message=message, offset=offset, line=line, column=column, hint=hint)


def in_order(problems: Iterable[ExpressionProblem]) -> tuple[ExpressionProblem, ...]:
    """Problems of one text by position; at one place the first found, as the others follow from it."""
    first: dict[int, ExpressionProblem] = {}
    for problem in problems:
        first.setdefault(problem.offset, problem)
    return tuple(first[offset] for offset in sorted(first))


PROBLEM_CODES: Mapping[str, str] = MappingProxyType(
    {
        "condition-empty": "there is no condition",
        "condition-too-long": "the text is longer than the limit",
        "condition-too-deep": "parentheses, signs, sums or branches are nested beyond the limit",
        "condition-too-large": "more parts than the limit",
        "condition-character": "a character the language does not use",
        "condition-open-text": "a quoted text is not closed on its line",
        "condition-text": "a quoted text is empty or holds a backslash",
        "condition-number": "a number is not written as digits or digits.digits",
        "condition-operator": "an operator of another language, such as 'and' or '='",
        "condition-reserved": "a word that CEL reserves is used as a name",
        "condition-syntax": "something else was expected here",
        "condition-chained": "comparisons are chained, as in 1 < x < 5",
        "condition-function": "no such function",
        "condition-arguments": "a function has the wrong arguments",
        "condition-list": "'in' needs a list of numbers or of texts, all literal",
        "unknown-name": "no such operand",
        "unknown-word": "a text that the compared operand never has",
        "kinds-differ": "a number, a text and a truth value are mixed",
        "units-differ": "the two sides have different units",
        "not-ordered": "texts and truth values have no order",
        "not-a-number": "arithmetic with something that is no number",
        "not-a-truth-value": "logic with something that is neither true nor false",
        "condition-result": "the whole expression has the wrong kind",
        "condition-nest": "an all/any/not nest is not built as it should be",
    }
)
