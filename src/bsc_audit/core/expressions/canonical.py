"""A tree as canonical CEL text: every number a double, the fewest parentheses, texts in double quotes.

What CEL itself lacks keeps our spelling: abs, min and max are functions the caller registers there, and
has() of a plain name has no CEL counterpart. The other way round, has(score["CLI-13"]) becomes CEL's
("CLI-13" in score), which our own language does not read.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bsc_audit.core.expressions.spelling import is_word, quoted, spelled
from bsc_audit.core.expressions.syntax import (
    Arithmetic,
    Call,
    Choose,
    Compare,
    Has,
    Logic,
    Member,
    Negate,
    Node,
    Not,
    Number,
    Operand,
    Text,
    Truth,
)


def canonical_text(node: Node) -> str:
    """CEL text that means the same and, but for has() of a quoted name, reads back as an equal tree."""
    match node:
        case Number(text=text):
            return text
        case Text(value=value):
            return quoted(value)
        case Truth(value=value):
            return "true" if value else "false"
        case Operand(path=path):
            return spelled(path)
        case Has(operand=operand):
            return _has(operand)
        case Negate(part=part):
            return "-" + _inside(part, _PRIMARY)
        case Not(part=part):
            return "!" + _inside(part, _PRIMARY)
        case Call(name=name, arguments=arguments):
            return f"{name}({', '.join(canonical_text(argument) for argument in arguments)})"
    return _joined(node)


def _joined(node: Node) -> str:
    power = _power(node)
    match node:
        case Arithmetic(op=op, left=left, right=right):
            return f"{_inside(left, power)} {op} {_inside(right, power + 1)}"
        case Compare(op=op, left=left, right=right):
            return f"{_inside(left, power + 1)} {op} {_inside(right, power + 1)}"
        case Member(item=item, choices=choices):
            return f"{_inside(item, power + 1)} in [{', '.join(canonical_text(choice) for choice in choices)}]"
        case Logic(op=op, parts=parts):
            return f" {op} ".join(_inside(part, power + 1) for part in parts)
        case Choose(test=test, then=then, otherwise=otherwise):
            last = _inside(otherwise, power)
            return f"{_inside(test, power + 1)} ? {_inside(then, power + 1)} : {last}"
    raise ValueError(f"{type(node).__name__} is no operator")


def _inside(node: Node, power: int) -> str:
    text = canonical_text(node)
    return f"({text})" if _power(node) < power else text


def _power(node: Node) -> int:
    """How strongly a node holds together; primaries need no parentheses anywhere."""
    match node:
        case Choose():
            return 0
        case Logic(op=op) | Arithmetic(op=op):
            return _POWERS[op]
        case Compare() | Member():
            return 3
        case Negate() | Not():
            return 6
    return _PRIMARY


def _has(operand: Operand) -> str:
    *parent, last = operand.path
    if parent and not is_word(last):  # CEL's has() takes a field only
        return f"({quoted(last)} in {spelled(tuple(parent))})"
    return f"has({spelled(operand.path)})"


_PRIMARY = 7
_POWERS: Mapping[str, int] = MappingProxyType({"||": 1, "&&": 2, "+": 4, "-": 4, "*": 5, "/": 5})
