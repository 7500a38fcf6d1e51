"""Rules that can never fire: comparisons that no score can satisfy, and rules given twice."""

from collections.abc import Sequence
from fractions import Fraction

from bsc_audit.core.expressions import Comparison, Expression, Path
from bsc_audit.core.ruleset.model import Rule
from bsc_audit.core.ruleset.reading import Context

# Every operand with these first words lies in a known range.
_RANGES = {"score": (Fraction(0), Fraction(100)), "coverage": (Fraction(0), Fraction(1)),
           "not_applicable_share": (Fraction(0), Fraction(1))}  # fmt: skip


def check_reach(context: Context, rules: Sequence[Rule]) -> None:
    """Report rules that nothing can make true, and rules whose condition another rule already has."""
    seen: dict[tuple[str, str], str] = {}
    for rule in rules:
        entry = context.assembled.findings[rule.id]
        if _never(rule.when):
            message = f"rule {rule.id!r} can never be true"
            context.add("unreachable", entry.at("when"), message, "scores lie in 0..100, shares in 0..1")
        first = seen.setdefault((rule.when.text, rule.kind), rule.id)
        if first != rule.id:
            message = f"rule {rule.id!r} has the same condition and kind as {first!r}"
            context.add("rule-given-twice", entry.at("when"), message, "keep one of them")


class _Middle:
    """An environment in which only operands with a known range have a value: their worst or best end."""

    def __init__(self, end: int) -> None:
        self._end = end

    def value(self, path: Path) -> Fraction | None:
        """The chosen end of the operand's range."""
        bounds = _RANGES.get(path[0]) if len(path) == 2 else None
        return bounds[self._end] if bounds else None


def _never(when: Expression) -> bool:
    """A conjunction with a comparison that fails at both ends of its operand's range, or a plain false."""
    if not when.operands:
        return when.evaluate(_Middle(0)) is False
    if "||" in when.text or "!" in when.text.replace("!=", "") or "?" in when.text:
        return False  # only plain conjunctions are judged; others may have another way to be true
    return any(_impossible(comparison) for comparison in when.comparisons())


def _impossible(comparison: Comparison) -> bool:
    ranged = comparison.left.operands
    if comparison.right.operands or len(ranged) != 1 or comparison.left.text != ".".join(ranged[0]):
        return False
    bounds = _RANGES.get(ranged[0][0]) if len(ranged[0]) == 2 else None
    limit = comparison.right.evaluate(_Middle(0))
    if bounds is None or not isinstance(limit, Fraction):
        return False
    return _fails(comparison.op, *bounds, limit)


def _fails(op: str, low: Fraction, high: Fraction, limit: Fraction) -> bool:
    """Whether no value in low..high stands in this relation to the limit."""
    match op:
        case "<":
            return limit <= low
        case "<=":
            return limit < low
        case ">":
            return limit >= high
        case ">=":
            return limit > high
        case "==":
            return not low <= limit <= high
        case _:
            return False
