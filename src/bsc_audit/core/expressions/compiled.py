"""Text to a checked expression, and what can be asked of one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from bsc_audit.core.expressions.canonical import canonical_text
from bsc_audit.core.expressions.check import check_tree
from bsc_audit.core.expressions.decisive import decisive_operands
from bsc_audit.core.expressions.errors import ExpressionError, ExpressionProblem, in_order
from bsc_audit.core.expressions.evaluate import read, value_of
from bsc_audit.core.expressions.generate import GeneratedCondition, Generator
from bsc_audit.core.expressions.nearness import close_calls
from bsc_audit.core.expressions.parse import parse_tree
from bsc_audit.core.expressions.syntax import Compare, Member, Node, Number, operands_of, walk
from bsc_audit.core.expressions.types import Environment, Kind, Path, Scope, Type, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A checked expression."""

    text: str  # as written; canonical text for a nest or a part of another expression
    type: Type
    operands: tuple[Path, ...]  # every path read, in the order of first use
    tree: Node = field(repr=False)
    operand_types: tuple[Type, ...] = field(repr=False)  # beside `operands`
    _kinds: Mapping[Path, Kind] = field(init=False, repr=False, compare=False)  # of the operands

    def __post_init__(self) -> None:
        kinds = {path: found.kind for path, found in zip(self.operands, self.operand_types, strict=True)}
        object.__setattr__(self, "_kinds", kinds)

    def evaluate(self, env: Environment) -> Value:
        """Value in an environment; None when it is undetermined. Never raises on data.

        With `Fraction` values the arithmetic is exact; one float value makes all numbers floats. A value
        of another kind than its operand's, an empty text, NaN and infinity count as missing.
        """
        return value_of(self.tree, read(self._kinds, env))

    def decisive(self, env: Environment) -> tuple[Path, ...]:
        """Operands that decided the verdict; the missing ones when it is undetermined."""
        return decisive_operands(self.tree, read(self._kinds, env))

    def canonical(self) -> str:
        """The expression as CEL text, numbers as doubles: 2 becomes 2.0."""
        return canonical_text(self.tree)

    def python(self, name: Callable[[Path], str]) -> GeneratedCondition:
        """Python source of a condition over local variables, see `generate`.

        Raises:
            ValueError: the expression is no condition.
        """
        if self.type.kind is not Kind.BOOL:
            raise ValueError(f"{self.text!r} is a {self.type.kind}, so it has no true and false rail")
        return Generator(self._kinds, name).condition(self.tree)

    def close_calls(self, name: Callable[[Path], str], certain: Callable[[Path], bool]) -> tuple[str, ...]:
        """Python source, beside `python`, of what is true when floats cannot decide this condition, see `nearness`."""
        return close_calls(Generator(self._kinds, name), self.tree, certain)

    def comparisons(self) -> tuple["Comparison", ...]:
        """Every comparison of numbers, those hidden in `in` lists too, in the order of the text."""
        found = (pair for node in walk(self.tree) for pair in _pairs(node))
        return tuple(
            Comparison(left=left, op=op, right=right)
            for op, first, second in found
            if (left := self._part(first)) and (right := self._part(second))
        )

    def _part(self, node: Node) -> "Expression | None":
        """A part as a number of its own; None when it is no number."""
        types = dict(zip(self.operands, self.operand_types, strict=True))
        found = check_tree(node, "", _Known(types), Kind.NUMBER, [])
        if found is None or found.kind is not Kind.NUMBER:
            return None
        return _expression(canonical_text(node), node, found, _Known(types))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two numbers compared, so that a float back end can see how near they lie."""

    left: Expression
    op: str  # < <= > >= == or !=
    right: Expression


def parse_expression(text: str, scope: Scope, *, expects: Kind = Kind.BOOL) -> Expression:
    """Read and check one text.

    Args:
        text: what the author wrote.
        scope: what the names mean.
        expects: kind of the result.

    Raises:
        ExpressionError: with every problem found.
    """
    problems: list[ExpressionProblem] = []
    tree = parse_tree(text, problems)
    found = check_tree(tree, text, scope, expects, problems) if tree else None
    if problems or tree is None or found is None:
        raise ExpressionError(in_order(problems))
    return _expression(text, tree, found, scope)


def assembled(tree: Node, scope: Scope) -> Expression:
    """A condition put together from checked trees; its text is the canonical one."""
    return _expression(canonical_text(tree), tree, Type(Kind.BOOL), scope)


def _expression(text: str, tree: Node, found: Type, scope: Scope) -> Expression:
    operands = operands_of(tree)
    types = tuple(cast(Type, scope.type_of(path)) for path in operands)  # checked: every name is known
    return Expression(text=text, type=found, operands=operands, tree=tree, operand_types=types)


def _pairs(node: Node) -> tuple[tuple[str, Node, Node], ...]:
    if isinstance(node, Compare):
        return ((node.op, node.left, node.right),)
    if isinstance(node, Member):
        return tuple(("==", node.item, choice) for choice in node.choices if isinstance(choice, Number))
    return ()


@dataclass(frozen=True, slots=True)
class _Known:
    """The scope of an expression that has been checked already."""

    types: Mapping[Path, Type]

    def type_of(self, path: Path) -> Type | None:
        return self.types.get(path)

    def suggestions(self, path: Path) -> tuple[str, ...]:
        return tuple(known[-1] for known in self.types if known[:-1] == path[:-1])
