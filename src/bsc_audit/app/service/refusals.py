"""Why the service refuses what was asked of it; an edge translates them, the command line and HTTP each in its way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(slots=True, eq=False)
class Refusal(Exception):  # noqa: N818 - a refusal is no error of the program
    """Something that was asked and will not be done. `detail` is for the person who asked."""

    kind: ClassVar[str] = ""  # stable kebab-case word; `api.problem_types` says its status and how to mend it
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.detail} [{self.kind}]"


@dataclass(slots=True, eq=False)
class NotFound(Refusal):
    """There is none, or it belongs to another organisation: the answer is the same."""

    kind: ClassVar[str] = "not-found"


@dataclass(slots=True, eq=False)
class NotSignedIn(Refusal):
    """Nobody, or nobody known, is asking."""

    kind: ClassVar[str] = "not-signed-in"


@dataclass(slots=True, eq=False)
class Forbidden(Refusal):
    """Who asks may see the thing but not do this."""

    kind: ClassVar[str] = "forbidden"


@dataclass(slots=True, eq=False)
class SecondFactorNeeded(Refusal):
    """The role demands a sign-in with a second factor."""

    kind: ClassVar[str] = "second-factor-needed"


@dataclass(slots=True, eq=False)
class FourEyes(Refusal):
    """Who decides must not have answered, visited or led."""

    kind: ClassVar[str] = "four-eyes"


@dataclass(slots=True, eq=False)
class StateForbids(Refusal):
    """Allowed, but not in the state the assessment is in."""

    kind: ClassVar[str] = "state-forbids"
    state: str = ""


@dataclass(slots=True, eq=False)
class ScoresWithheld(StateForbids):
    """Scores and findings that are shown to this reader once the assessment is further on."""

    kind: ClassVar[str] = "scores-withheld"


@dataclass(slots=True, eq=False)
class Conflict(Refusal):
    """It contradicts what is stored, such as an external id given twice."""

    kind: ClassVar[str] = "conflict"


@dataclass(slots=True, eq=False)
class KeyReused(Refusal):
    """The key that makes repetitions harmless belongs to another request."""

    kind: ClassVar[str] = "idempotency-key-reused"


@dataclass(slots=True, eq=False)
class AnswerNotRepeatable(Refusal):
    """It was done before, and the answer then held a secret that is shown once."""

    kind: ClassVar[str] = "answer-not-repeatable"


@dataclass(slots=True, eq=False)
class StaleVersion(Refusal):
    """Somebody else changed it in between."""

    kind: ClassVar[str] = "version-conflict"
    version: int = 0  # the one that is stored
    current: Mapping[str, Any] | None = None  # as the edge shows it; None until the edge fills it in


@dataclass(slots=True, eq=False)
class VersionNeeded(Refusal):
    """A change must say which version it is a change of."""

    kind: ClassVar[str] = "version-needed"


@dataclass(slots=True, eq=False)
class TooMany(Refusal):
    """Too often; the same may be asked again after a while."""

    kind: ClassVar[str] = "too-many-requests"
    retry_after: int = 1  # seconds


@dataclass(slots=True, eq=False)
class Unavailable(Refusal):
    """Not now: something the service works with is busy or gone for a while."""

    kind: ClassVar[str] = "unavailable"


@dataclass(slots=True, eq=False)
class StorageFull(Refusal):
    """There is no room to write; reading goes on."""

    kind: ClassVar[str] = "storage-full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One thing that is wrong in what was sent."""

    pointer: str  # JSON pointer into the body, or the name of a parameter or header
    code: str
    detail: str
    where: str = "body"  # body | query | path | header | cookie


@dataclass(slots=True, eq=False)
class Invalid(Refusal):
    """What was sent is readable but not acceptable; carries every flaw."""

    kind: ClassVar[str] = "invalid"
    flaws: tuple[Flaw, ...] = field(default=())


def invalid(pointer: str, code: str, detail: str, *, where: str = "body") -> Invalid:
    """An `Invalid` with one flaw."""
    return Invalid(detail, flaws=(Flaw(pointer=pointer, code=code, detail=detail, where=where),))
