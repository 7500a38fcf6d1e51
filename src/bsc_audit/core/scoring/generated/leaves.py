"""Indicators and criteria as source."""

from fractions import Fraction
from math import lcm

from bsc_audit.core.catalogue import CATALOGUE
from bsc_audit.core.expressions.nearness import MOST_DENOMINATOR, TOLERANCE, has_few_decimals
from bsc_audit.core.methods.normalise import Linear
from bsc_audit.core.ruleset.indicators import FULL_LEVEL
from bsc_audit.core.ruleset.model import Cap, Indicator
from bsc_audit.core.scoring.generated.normalising import jumps_of, lines_of, scaled
from bsc_audit.core.scoring.generated.slots import Role
from bsc_audit.core.scoring.generated.state import Writer
from bsc_audit.core.scoring.generated.writing import indented, literal
from bsc_audit.core.vocabulary import Direction

FULL = Fraction(100)


def write_indicator(writer: Writer, indicator: Indicator) -> None:
    """The credited score of an indicator: normalised, then held down."""
    value = writer.book.variable(Role.VALUE, indicator.id)
    score = f"x{len(writer.indicators)}"
    writer.source.add(*_normalised(writer, indicator, value, score))
    if _is_certain(indicator):
        writer.certain.update((value, score))
    if not indicator.as_points:
        _write_ceiling(writer, indicator, score)
        write_caps(writer, indicator.caps, score)
    writer.indicators[indicator.id] = score


def _normalised(writer: Writer, indicator: Indicator, value: str, score: str) -> list[str]:
    if indicator.as_points:
        return [f"{score} = {value}"]
    own = writer.book.variable(Role.OWN_SCORE, indicator.id) if may_use_own_target(indicator) else ""
    if indicator.normaliser is None:
        return [f"{score} = {own or 'fn_nan'} if {value} < inf else {value}"]
    if _is_certain(indicator) and isinstance(indicator.normaliser, Linear):
        return [f"{score} = {scaled(indicator.normaliser, value)}"]
    _watch_jumps(writer, value, jumps_of(indicator.normaliser))
    lines = lines_of(indicator.normaliser, value, score)
    if not own:
        return lines
    return [f"if {own} == {own} and {value} < inf:", f"    {score} = {own}", "else:", *indented(lines)]


def may_use_own_target(indicator: Indicator) -> bool:
    """Whether the organisation's own target and baseline come before the ruleset's points."""
    scored_in_band = indicator.better is Direction.BAND and indicator.normaliser is not None
    return indicator.kind in CATALOGUE.metric_kinds and not indicator.as_points and not scored_in_band


def _watch_jumps(writer: Writer, value: str, borders: tuple[Fraction, ...]) -> None:
    for border in borders:
        within = TOLERANCE * max(1.0, abs(float(border)))
        writer.source.close_calls.append(f"({float(border) - within!r} <= {value} <= {float(border) + within!r})")


def _is_certain(indicator: Indicator) -> bool:
    """Whether value and score are correctly rounded from few decimals, so that floats compare as exact numbers do.

    Such a value also lies on its scale by construction, so its score needs no clamp.
    A rubric is answered in half levels and 100 level / 5 is exact. The percent of a set of questions has at
    most twice the sum of its weights as denominator, and is its own score.
    """
    if indicator.normaliser is None or may_use_own_target(indicator):
        return False
    if indicator.kind == "rubric":
        return indicator.normaliser == Linear(zero_at=Fraction(0), full_at=Fraction(FULL_LEVEL))
    if indicator.kind not in ("yes_no_set", "document_properties"):
        return False
    parts = lcm(*(item.weight.denominator for item in indicator.items))
    halves = 2 * parts * sum((item.weight for item in indicator.items), Fraction(0))
    return indicator.normaliser == Linear(zero_at=Fraction(0), full_at=FULL) and halves <= MOST_DENOMINATOR


def _write_ceiling(writer: Writer, indicator: Indicator, score: str) -> None:
    caps = [cap.at for cap in writer.ruleset.evidence_grades.values()]
    if min(caps, default=FULL) >= FULL:
        return
    ceiling = writer.book.variable(Role.CEILING, indicator.id)
    writer.source.add(f"if {ceiling} < {score} < inf:", f"    {score} = {ceiling}")
    if not all(has_few_decimals(cap) for cap in caps):
        writer.certain.discard(score)


def write_caps(writer: Writer, caps: tuple[Cap, ...], score: str) -> None:
    """Declared caps whose condition is definitely true hold a score down."""
    rails = [(literal(cap.at), writer.condition(cap.when).definitely_true) for cap in caps]
    for at, true in rails:
        writer.source.add(f"if {at} < {score} < inf and {true}:", f"    {score} = {at}")
    if not all(has_few_decimals(cap.at) for cap in caps):
        writer.certain.discard(score)
