"""From a measured value to a credited score: normalise, then hold down to what the evidence supports."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from bsc_audit.core.catalogue import CATALOGUE
from bsc_audit.core.methods.normalise import (
    Bands,
    GoalRedFlag,
    Linear,
    Normaliser,
    Piecewise,
    TargetAgainstBaseline,
    TargetBand,
)
from bsc_audit.core.ruleset.model import Cap, GradeCap, Indicator, Ruleset
from bsc_audit.core.said import brief, joined, say
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.scoring.model import CapApplied, Measured, ScoredIndicator
from bsc_audit.core.vocabulary import Direction, Grade


def score_indicator(ruleset: Ruleset, indicator: Indicator, measured: Measured, values: Values) -> ScoredIndicator:
    """Raw score, what capped it, and the score that counts. Not assessed stays None."""
    normaliser = normaliser_for(indicator, measured)
    method = say("own points") if indicator.as_points else describe(normaliser)
    if measured.value is None or (normaliser is None and not indicator.as_points):
        return ScoredIndicator(measured=measured, raw=None, score=None, method=method, caps=())
    raw = normaliser.score(measured.value) if normaliser is not None else measured.value
    if indicator.as_points:
        return ScoredIndicator(measured=measured, raw=raw, score=raw, method=method, caps=())
    caps = (*_grade_caps(ruleset.evidence_grades, measured.grade), *active_caps(indicator.caps, values))
    score, applied = capped(raw, caps)
    return ScoredIndicator(measured=measured, raw=raw, score=score, method=method, caps=applied)


def normaliser_for(indicator: Indicator, measured: Measured) -> Normaliser | None:
    """The organisation's own target and baseline first, then the ruleset's points."""
    own = own_aim(indicator, measured)
    return own if own is not None else indicator.normaliser


def own_aim(indicator: Indicator, measured: Measured) -> TargetAgainstBaseline | None:
    """The organisation's own target against its own baseline; None where they cannot score.

    A target no better than its baseline would reward getting worse, so it is not used; scorecard hygiene reports it.
    """
    target, baseline = measured.target, measured.baseline
    if target is None or baseline is None or indicator.as_points or indicator.kind not in CATALOGUE.metric_kinds:
        return None
    better = {Direction.HIGHER: target > baseline, Direction.LOWER: target < baseline}
    if indicator.better is None or not better.get(indicator.better, False):
        return None
    return TargetAgainstBaseline(baseline=baseline, target=target)


def _grade_caps(grades: Mapping[Grade, GradeCap], grade: Grade) -> tuple[CapApplied, ...]:
    cap = grades.get(grade)
    return (CapApplied(at=cap.at, says=cap.says or cap.title),) if cap else ()


def active_caps(caps: tuple[Cap, ...], values: Values) -> tuple[CapApplied, ...]:
    """Caps whose condition is true; an undetermined condition caps nothing."""
    return tuple(CapApplied(at=cap.at, says=cap.says) for cap in caps if cap.when.evaluate(values) is True)


def capped(raw: Fraction, caps: tuple[CapApplied, ...]) -> tuple[Fraction, tuple[CapApplied, ...]]:
    """The lowest of the score and its caps, and the caps that really held it down."""
    binding = tuple(sorted((cap for cap in caps if cap.at < raw), key=lambda cap: cap.at))
    return min([raw, *(cap.at for cap in binding)]), binding


def describe(normaliser: Normaliser | None) -> str:
    """A normalisation in words, with its numbers."""
    match normaliser:
        case None:
            return say("not scored: no points, and no target and baseline of the organisation")
        case Piecewise(points=points):
            return say("points {points}", points=_pairs((brief(value), score) for value, score in points))
        case Linear(zero_at=zero, full_at=full):
            return say("straight from 0 at {zero} to 100 at {full}", zero=brief(zero), full=brief(full))
        case Bands(bands=bands):
            return say("bands {bands}", bands=_pairs((_end(end), score) for _, end, score in bands))
        case TargetBand(limits=limits):
            low, start, end, high = (brief(limit) for limit in limits)
            return say(
                "best between {start} and {end}, 0 at {low} and {high}", low=low, start=start, end=end, high=high
            )
        case TargetAgainstBaseline(baseline=baseline, target=target):
            return say(
                "own target {target} against own baseline {baseline}: 50 at the baseline, 100 at the target",
                target=brief(target),
                baseline=brief(baseline),
            )
        case GoalRedFlag(goal=goal, red_flag=red_flag):
            return say("100 from the goal {goal}, 0 from the red flag {flag}", goal=brief(goal), flag=brief(red_flag))
        case _:
            return type(normaliser).__name__


def _pairs(pairs: Iterable[tuple[str, Fraction]]) -> str:
    return joined(", ", (joined(": ", (place, brief(score))) for place, score in pairs))


def _end(end: Fraction | None) -> str:
    return say("above") if end is None else say("up to {value}", value=brief(end))
