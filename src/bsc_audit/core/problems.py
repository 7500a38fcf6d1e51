"""What a user can mend: where, what, how to mend it. Collected first, raised once."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file a person can open; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong and that the reader of the message can mend."""

    code: str  # stable kebab-case word, listed in docs/problems.md
    where: Location
    message: str  # what is wrong, with the offending value
    hint: str = ""  # how to mend it
    field: str = ""  # path inside the document, such as criteria/3/weight

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.where}: {self.message}{hint} [{self.code}]"


class AuditError(Exception):
    """Everything the program raises on purpose; carries every problem found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.where, p.code)))
        if not self.problems:
            raise ValueError(f"{type(self).__name__} needs at least one problem")
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RulesetError(AuditError):
    """A ruleset or questionnaire cannot be used as it stands."""


class EvidenceError(AuditError):
    """An evidence folder, import file or answer cannot be accepted as it stands."""


class RenderError(AuditError):
    """A report cannot be rendered from this template on this machine."""


class ReportFileError(AuditError):
    """A written report cannot be signed, or its attached material not be read, as it stands."""
