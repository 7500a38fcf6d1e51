"""The tree of an expression. Nodes are frozen values; `at` is the 0-based character that problems point at."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from bsc_audit.core.expressions.types import Path


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number, read exactly; `text` always has a decimal point."""

    at: int = field(compare=False)
    value: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text; never empty, since generated code writes a missing text as ''."""

    at: int = field(compare=False)
    value: str


@dataclass(frozen=True, slots=True)
class Truth:
    """`true` or `false`."""

    at: int = field(compare=False)
    value: bool


@dataclass(frozen=True, slots=True)
class Operand:
    """A name of the ruleset."""

    at: int = field(compare=False)
    path: Path


@dataclass(frozen=True, slots=True)
class Has:
    """Whether an operand is present."""

    at: int = field(compare=False)
    operand: Operand


@dataclass(frozen=True, slots=True)
class Negate:
    """Arithmetic minus."""

    at: int = field(compare=False)
    part: "Node"


@dataclass(frozen=True, slots=True)
class Not:
    """Logical not."""

    at: int = field(compare=False)
    part: "Node"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers joined by + - * or /."""

    at: int = field(compare=False)
    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values compared by < <= > >= == or !=."""

    at: int = field(compare=False)
    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Member:
    """A value looked up in a list of literals."""

    at: int = field(compare=False)
    item: "Node"
    choices: tuple[Number | Text, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """Two or more truth values joined by && or ||; a chain is one node, so its length is no depth."""

    at: int = field(compare=False)
    op: str
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """`test ? then : otherwise`."""

    at: int = field(compare=False)
    test: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """abs, min or max."""

    at: int = field(compare=False)
    name: str
    arguments: tuple["Node", ...]


Node = Number | Text | Truth | Operand | Has | Negate | Not | Arithmetic | Compare | Member | Logic | Choose | Call


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in the order of the text; literals and operands have none."""
    match node:
        case Has(operand=part) | Negate(part=part) | Not(part=part) | Member(item=part):
            return (part,)
        case Arithmetic(left=left, right=right) | Compare(left=left, right=right):
            return (left, right)
        case Logic(parts=parts) | Call(arguments=parts):
            return parts
        case Choose(test=test, then=then, otherwise=otherwise):
            return (test, then, otherwise)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """A node and everything below it, in the order of the text."""
    yield node
    for child in children(node):
        yield from walk(child)


def depth_of(node: Node) -> int:
    """Levels of a tree, 1 for a leaf; without recursion, as it guards the recursion of everything else."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        part, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting.extend((child, depth + 1) for child in children(part))
    return deepest


def operands_of(node: Node) -> tuple[Path, ...]:
    """Every path read below a node, once each, in the order of first use."""
    return tuple(dict.fromkeys(part.path for part in walk(node) if isinstance(part, Operand)))


def is_constant(node: Node) -> bool:
    """Whether a node reads no operand, so that it has no unit of its own."""
    return not any(isinstance(part, Operand) for part in walk(node))
