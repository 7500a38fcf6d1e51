"""Which operands decided a verdict: what a finding's reason shows."""

from collections.abc import Iterable

from bsc_audit.core.expressions.evaluate import Reading, value_of
from bsc_audit.core.expressions.syntax import Choose, Logic, Node, Operand, children
from bsc_audit.core.expressions.types import Path


def decisive_operands(node: Node, reading: Reading) -> tuple[Path, ...]:
    """Operands that decided the value of a tree, in the order of first use.

    A true && and a false || owe it to all their parts; a false && to its false parts only, a true || to
    its true parts. A `?:` owes it to its test and the branch taken. Something undetermined owes it to
    what is missing, or, when nothing is, to the operands of the division by zero.
    """
    return tuple(dict.fromkeys(_decisive(node, reading)))


def _decisive(node: Node, reading: Reading) -> Iterable[Path]:
    if isinstance(node, Operand):
        return (node.path,)
    return [path for part in _deciding_parts(node, reading) for path in _decisive(part, reading)]


def _deciding_parts(node: Node, reading: Reading) -> tuple[Node, ...]:
    value = value_of(node, reading)
    if isinstance(node, Logic):
        decided = value is None or value is (node.op == "||")
        return _with_value(node.parts, value, reading) if decided else node.parts
    if isinstance(node, Choose):
        return _of_choice(node, reading, determined=value is not None)
    if value is None:
        return _with_value(children(node), None, reading) or children(node)
    return children(node)


def _with_value(parts: tuple[Node, ...], value: object, reading: Reading) -> tuple[Node, ...]:
    return tuple(part for part in parts if value_of(part, reading) is value)


def _of_choice(node: Choose, reading: Reading, *, determined: bool) -> tuple[Node, ...]:
    test = value_of(node.test, reading)
    if test is None:
        return (node.then, node.otherwise) if determined else (node.test,)
    branch = node.then if test else node.otherwise
    return (node.test, branch) if determined else (branch,)
