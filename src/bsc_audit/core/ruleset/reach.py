"""What can never happen: conditions no value fulfils, and lines that an earlier or easier one always forestalls.

Judged are conjunctions, taken apart at `&&`. A part that is no comparison with a number only narrows them further.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bsc_audit.core.expressions import NOTHING, Expression, Path
from bsc_audit.core.expressions.canonical import canonical_text
from bsc_audit.core.expressions.evaluate import read, value_of
from bsc_audit.core.expressions.syntax import Compare, Logic, Node, Operand, is_constant
from bsc_audit.core.ruleset.model import Rule
from bsc_audit.core.ruleset.reading import Context

Part = tuple[str, Node]  # what it is said of, such as a group, and the condition

# Every operand with these first words lies in a known range.
_RANGES = {"score": (Fraction(0), Fraction(100)), "coverage": (Fraction(0), Fraction(1)),
           "not_applicable_share": (Fraction(0), Fraction(1))}  # fmt: skip
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


@dataclass(frozen=True, slots=True)
class Span:
    """Values from `low` to `high`; an open end does not belong; None: no end."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    def meet(self, other: "Span") -> "Span":
        """The values in both."""
        low, low_open = _upper((self.low, self.low_open), (other.low, other.low_open))
        high, high_open = _upper((_minus(self.high), self.high_open), (_minus(other.high), other.high_open))
        return Span(low, _minus(high), low_open, high_open)

    @property
    def is_empty(self) -> bool:
        """Whether no value lies in it."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def holds(self, other: "Span") -> bool:
        """Whether every value of the other lies in it."""
        return other.is_empty or self.meet(other) == other


def _minus(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _upper(a: tuple[Fraction | None, bool], b: tuple[Fraction | None, bool]) -> tuple[Fraction | None, bool]:
    """The narrower of two lower ends."""
    if a[0] is None or b[0] is None:
        return b if a[0] is None else a
    return max((a[0], a[1]), (b[0], b[1]))


def check_reach(context: Context, rules: Sequence[Rule]) -> None:
    """Report rules that nothing can make true, and rules whose condition another rule already has."""
    seen: dict[tuple[str, str], str] = {}
    for rule in rules:
        entry = context.assembled.findings[rule.id]
        if never(rule.when):
            message = f"rule {rule.id!r} can never be true"
            context.add(
                "unreachable",
                entry.at("when"),
                message,
                "no values fulfil all of it; scores lie in 0..100, shares in 0..1",
            )
        first = seen.setdefault((canonical_text(rule.when.tree), rule.kind), rule.id)
        if first != rule.id:
            message = f"rule {rule.id!r} has the same condition and kind as {first!r}"
            context.add("rule-given-twice", entry.at("when"), message, "keep one of them")


def never(when: Expression) -> bool:
    """Whether no values at all make a condition true."""
    if not when.operands:
        return value_of(when.tree, read({}, NOTHING)) is False
    spans: dict[str, Span] = {}
    for part in _conjuncts(when.tree):
        told = _told(part)
        if told is not None:
            operand, span = told
            known = spans.get(operand, Span())
            spans[operand] = known.meet(span)
    return any(span.is_empty for span in spans.values())


def forestalls(earlier: Iterable[Part], later: Iterable[Part]) -> bool:
    """Whether the earlier parts are all true whenever the later ones are."""
    known = [(said_of, part) for said_of, tree in later for part in _conjuncts(tree)]
    wanted = [(said_of, part) for said_of, tree in earlier for part in _conjuncts(tree)]
    return all(any(said == of and _implies(part, want) for of, part in known) for said, want in wanted)


def _implies(part: Node, wanted: Node) -> bool:
    if canonical_text(part) == canonical_text(wanted):
        return True
    a, b = _told(part), _told(wanted)
    return a is not None and b is not None and a[0] == b[0] and b[1].holds(a[1])


def _conjuncts(tree: Node) -> Iterator[Node]:
    if isinstance(tree, Logic) and tree.op == "&&":
        for part in tree.parts:
            yield from _conjuncts(part)
    else:
        yield tree


def _told(node: Node) -> tuple[str, Span] | None:
    """The operand a comparison with a number is about, and the values it allows, its natural range included."""
    if not isinstance(node, Compare) or node.op not in _TURNED:
        return None
    operand, limit, op = node.left, node.right, node.op
    if is_constant(operand):
        operand, limit, op = limit, operand, _TURNED[op]
    if not isinstance(operand, Operand) or not is_constant(limit):
        return None
    number = value_of(limit, read({}, NOTHING))
    if not isinstance(number, Fraction):
        return None
    return canonical_text(operand), _natural(operand.path).meet(_allowed(op, number))


def _natural(path: Path) -> Span:
    ranged = (len(path) == 2 and path[0] in _RANGES) or path == ("score",)  # the criterion's own, in a grading line
    return Span(*_RANGES[path[0]]) if ranged else Span()


def _allowed(op: str, limit: Fraction) -> Span:
    match op:
        case "<" | "<=":
            return Span(high=limit, high_open=op == "<")
        case ">" | ">=":
            return Span(low=limit, low_open=op == ">")
        case _:
            return Span(low=limit, high=limit)
