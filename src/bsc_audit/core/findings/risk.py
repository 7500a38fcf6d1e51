"""The 5 x 5 rating: severity, likelihood, their product in bands, and how far it can be relied on."""

from collections.abc import Sequence
from fractions import Fraction

from bsc_audit.core.expressions import Path
from bsc_audit.core.findings.model import RiskRating
from bsc_audit.core.findings.text import VALUES, number_text
from bsc_audit.core.ruleset.model import LikelihoodSource, LikelihoodTable, RiskTable, Ruleset, SeverityTable
from bsc_audit.core.said import joined, say
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.scoring.model import Measured, ScoredIndicator
from bsc_audit.core.vocabulary import Confidence, Direction, Trend

MOST, LEAST = 5, 1
NOTHING_MEASURED = say("nothing measured; the declared middle value")


def severity(table: SeverityTable, values: Values) -> int:
    """Severity of a criterion-level finding, 1..5. An undetermined condition adds nothing."""
    level = table.start + sum(condition.evaluate(values) is True for condition in table.add_one_when)
    level = min(level, table.at_most)
    floors = [floor for condition, floor in table.at_least if condition.evaluate(values) is True]
    return max([level, *floors])


def by_share(table: LikelihoodTable, share: Fraction) -> int:
    """Likelihood from a share of cases in percent: below the first cut 1, from the last 5."""
    return 1 + sum(share >= cut for cut in table.shares)


def by_score(table: LikelihoodTable, score: Fraction, trend: Trend | None) -> int:
    """Likelihood from a score: one more when it worsens, one less when it improves, kept in 1..5."""
    base = 1 + sum(score < cut for cut in table.scores)
    moved = base + (trend is Trend.WORSENING) - (trend is Trend.IMPROVING)
    return max(LEAST, min(MOST, moved))


def by_level(table: LikelihoodTable, level: Fraction) -> int:
    """Likelihood from a rubric level 0..5, by whole level."""
    return table.levels[int(level)] if table.levels else table.otherwise


def rate(table: RiskTable, severity: int, likelihood: int, confidence: Confidence, source: str) -> RiskRating:
    """Severity x likelihood with its band; some severities are never below a declared band."""
    rating = severity * likelihood
    names = [name for name, start in table.bands if rating >= start]
    order = [name for name, _ in table.bands]
    floor = table.at_least.get(severity, order[0])
    band = max(names[-1], floor, key=order.index)
    return RiskRating(
        severity=severity,
        likelihood=likelihood,
        rating=rating,
        band=band,
        confidence=confidence,
        likelihood_from=source,
    )


def likelihood_of_indicator(ruleset: Ruleset, scored: ScoredIndicator) -> tuple[int, Confidence, str]:
    """Likelihood, confidence and their source in words, for one indicator."""
    measured, table = scored.measured, ruleset.likelihood
    indicator = ruleset.indicators[measured.indicator]
    if indicator.kind == "rubric" and measured.value is not None:
        level = say("rubric level {level}", level=number_text(measured.value))
        return by_level(table, measured.value), Confidence.MEDIUM, level
    if scored.score is None or indicator.as_points:
        return table.otherwise, Confidence.LOW, NOTHING_MEASURED
    kind = measured.trend.kind if measured.trend else None
    words: str = say("score {score}", score=number_text(scored.score))
    if kind and kind is not Trend.FLAT:
        words = joined(", ", (words, VALUES[kind]))
    return by_score(table, scored.score, kind), confidence_of(ruleset, measured), words


def likelihood_of_rule(
    ruleset: Ruleset, source: LikelihoodSource | None, operands: Sequence[Path], values: Values
) -> tuple[int, Confidence, str]:
    """Likelihood of a cross-metric rule: as declared, else from the first operand that has a score."""
    if source is not None and source.fixed is not None:
        return source.fixed, Confidence.MEDIUM, say("as declared in the rule")
    if source is not None and source.share is not None:
        return _of_share(ruleset, source.share, values)
    named = [source.score] if source is not None and source.score else [path[-1] for path in operands]
    scored = (values.indicators.get(name) for name in named if name)
    first = next((one for one in scored if one is not None and one.score is not None), None)
    if first is None:
        return ruleset.likelihood.otherwise, Confidence.LOW, NOTHING_MEASURED
    likelihood, confidence, words = likelihood_of_indicator(ruleset, first)
    return likelihood, confidence, joined(": ", (ruleset.title_of(first.measured.indicator), words))


def _of_share(ruleset: Ruleset, name: str, values: Values) -> tuple[int, Confidence, str]:
    value = values.value((name,))
    if not isinstance(value, Fraction):
        unknown = say("{title} is not measured", title=ruleset.title_of(name))
        return ruleset.likelihood.otherwise, Confidence.LOW, unknown
    indicator, measured = ruleset.indicators.get(name), values.measured.get(name)
    failures = 100 - value if indicator and indicator.better is Direction.HIGHER else value
    confidence = confidence_of(ruleset, measured) if measured else Confidence.MEDIUM
    share = say("{share}\u00a0% of cases", share=number_text(failures))
    return by_share(ruleset.likelihood, failures), confidence, share


def confidence_of(ruleset: Ruleset, measured: Measured) -> Confidence:
    """How far a measured value can be relied on: too few observations is low, else by its interval's width."""
    indicator = ruleset.indicators[measured.indicator]
    if measured.n is not None and indicator.minimum_n is not None and measured.n < indicator.minimum_n:
        return Confidence.LOW
    widths = ruleset.likelihood.widths
    if measured.interval is None or not widths or indicator.unit != "%":
        return Confidence.MEDIUM if measured.n is None else Confidence.HIGH
    width = measured.interval.high - measured.interval.low
    if width <= widths[0]:
        return Confidence.HIGH
    return Confidence.MEDIUM if width <= widths[1] else Confidence.LOW
