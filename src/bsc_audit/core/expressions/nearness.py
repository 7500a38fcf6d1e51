"""Where a float may decide otherwise than the exact number: source that is true when it is too close to call.

A comparison is too close when its sides differ by no more than 1e-9 of the size of what they were computed
from; so is a division by almost nothing. Operands whose float is *certain* (correctly rounded from a number of
few decimals, such as a count or a rubric's score) are compared with plain numbers as they stand: two different
rationals with denominators up to a million and values below a thousand never share a float.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from bsc_audit.core.expressions.generate import Generator
from bsc_audit.core.expressions.syntax import (
    Arithmetic,
    Call,
    Choose,
    Compare,
    Member,
    Negate,
    Node,
    Number,
    Operand,
    walk,
)
from bsc_audit.core.expressions.types import Kind, Path

TOLERANCE = 1e-9
MOST_DENOMINATOR = 1_000_000


def close_calls(generator: Generator, tree: Node, certain: Callable[[Path], bool]) -> tuple[str, ...]:
    """Boolean source for every place of a condition at which floats could mislead; none when nothing can."""
    return tuple(call for part in walk(tree) for call in _Nearness(generator, certain).of(part))


def has_few_decimals(value: Fraction) -> bool:
    """Whether a number is told apart from every other such number by its float."""
    return value.denominator <= MOST_DENOMINATOR


class _Nearness:
    def __init__(self, generator: Generator, certain: Callable[[Path], bool]) -> None:
        self._generator = generator
        self._certain = certain

    def of(self, part: Node) -> Iterator[str]:
        match part:
            case Compare(left=left, right=right) | Choose(then=left, otherwise=right):
                yield from self._pair(left, right)
            case Member(item=item, choices=choices):
                for choice in choices:
                    yield from self._pair(item, choice)
            case Arithmetic(op="/", right=divisor) if not self._is_certain(divisor):
                yield f"(fn_abs({self._source(divisor)}) <= {TOLERANCE} * {self._size(divisor)})"

    def _pair(self, left: Node, right: Node) -> Iterable[str]:
        if self._generator.kind(left) is not Kind.NUMBER or (self._is_certain(left) and self._is_certain(right)):
            return
        if isinstance(left, Number):
            left, right = right, left
        if isinstance(left, Operand) and isinstance(right, Number):
            limit, within = float(right.value), TOLERANCE * max(1.0, abs(float(right.value)))
            yield f"({limit - within!r} <= {self._source(left)} <= {limit + within!r})"
            return
        sizes = f"(1.0 + {self._size(left)} + {self._size(right)})"
        yield f"(fn_abs({self._source(left)} - {self._source(right)}) <= {TOLERANCE} * {sizes})"

    def _source(self, node: Node) -> str:
        return self._generator.number(node)

    def _is_certain(self, node: Node) -> bool:
        match node:
            case Number(value=value):
                return has_few_decimals(value)
            case Operand(path=path):
                return self._certain(path)
        return False

    def _size(self, node: Node) -> str:
        """Source of a bound on the numbers a value was computed from: what its rounding errors scale with."""
        match node:
            case Number():
                return repr(abs(float(node.value)))
            case Negate(part=part):
                return self._size(part)
            case Arithmetic(op="/", left=left, right=right):
                below = self._source(right)
                return f"fn_divide({self._size(left)} * {self._size(right)}, {below} * {below})"
            case Arithmetic(op=op, left=left, right=right):
                return f"({self._size(left)} {'*' if op == '*' else '+'} {self._size(right)})"
            case Call(arguments=parts):
                return f"({' + '.join(self._size(part) for part in parts)})"
            case Choose(test=test, then=then, otherwise=otherwise):
                return f"fn_choose({self._generator.truth(test)}, {self._size(then)}, {self._size(otherwise)})"
        return f"fn_abs({self._source(node)})"
