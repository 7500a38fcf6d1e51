"""The engine's recommendation and the gate that was decisive. The decision is a named person's."""

from dataclasses import dataclass
from fractions import Fraction

from bsc_audit.core.vocabulary import Truth, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """One gate or award requirement, with the numbers it was judged on."""

    id: str
    truth: Truth
    says: str  # what it means when it is not passed
    detail: str  # coverage of Client 78.0 % (needed: at least 80.0 %)
    title: str = ""  # what it asks for


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardResult:
    """One award level and which of its needs were not met."""

    id: str
    title: str
    reached: bool
    unmet: tuple[str, ...]
    threshold: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What the engine recommends and why."""

    verdict: Verdict
    award: str | None
    award_title: str
    overall: Fraction | None  # rounded half up to the declared decimals
    gates: tuple[GateResult, ...]
    awards: tuple[AwardResult, ...]
    decisive: str  # the gate or award need that decided, in words
    conditions: tuple[str, ...]
    validity_months: int
