"""Kinds and units of a tree, checked without running it.

Units: both sides of a comparison, of + and -, and all branches or arguments that meet must have one unit.
A literal, or arithmetic of literals alone, fits every unit. A product keeps the unit of its only factor
that is no pure number; a quotient of equal units is a pure number; every other product or quotient has
an unknown unit, which fits everything. Nothing is converted.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from bsc_audit.core.expressions.errors import ExpressionProblem, problem_at
from bsc_audit.core.expressions.spelling import spelled
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
    is_constant,
)
from bsc_audit.core.expressions.types import Kind, Path, Scope, Type


def check_tree(root: Node, text: str, scope: Scope, expects: Kind, problems: list[ExpressionProblem]) -> Type | None:
    """Type of a tree; what is wrong is added to `problems`, and a part that cannot be typed is None."""
    checker = _Checker(text, scope, problems)
    found = checker.type_of(root)
    if found and found.kind is not expects:
        message = f"this is a {found.kind}, not a {expects}"
        hint = "compare it, as in name >= 85" if expects is Kind.BOOL else ""
        checker.add(root.at, "condition-result", message, hint)
    return found


class _Checker:
    """Walks one tree. An untyped part (None) has been reported and fits everything above it."""

    def __init__(self, text: str, scope: Scope, problems: list[ExpressionProblem]) -> None:
        self._text = text
        self._scope = scope
        self._problems = problems

    def add(self, at: int, code: str, message: str, hint: str = "") -> None:
        self._problems.append(problem_at(self._text, at, code, message, hint))

    def type_of(self, node: Node) -> Type | None:
        match node:
            case Number():
                return Type(Kind.NUMBER)
            case Text(value=value):
                return Type(Kind.TEXT, words=frozenset({value}))
            case Truth():
                return _BOOL
            case Operand():
                return self._operand(node)
            case Has(operand=operand):
                self.type_of(operand)
                return _BOOL
            case Negate(part=part):
                return self._number(part)
        return self._joined(node)

    def _joined(self, node: Node) -> Type | None:
        match node:
            case Not(part=part):
                self._truths([part])
            case Logic(parts=parts):
                self._truths(parts)
            case Compare():
                self._compare(node)
            case Member():
                self._member(node)
            case Arithmetic():
                return self._arithmetic(node)
            case Call(arguments=arguments):
                return self._same_numbers(node.at, arguments)
            case Choose():
                return self._choose(node)
        return _BOOL

    def _operand(self, node: Operand) -> Type | None:
        found = self._scope.type_of(node.path)
        if not found:
            self.add(node.at, "unknown-name", f"unknown name {spelled(node.path)!r}", self._near_name(node.path))
        return found

    def _near_name(self, path: Path) -> str:
        if len(self._problems) >= _MOST_SUGGESTIONS:  # a hostile text must not buy many searches
            return ""
        near = _nearest(path[-1], self._scope.suggestions(path))
        return f"did you mean {spelled((*path[:-1], near))!r}?" if near else ""

    def _hyphenated(self, node: Arithmetic) -> bool:
        """Whether score.CLI-13 was written for score["CLI-13"]; reported when it was."""
        tail = _HYPHEN.match(self._text, node.at)
        if not (tail and isinstance(node.left, Operand)):
            return False
        path = node.left.path
        meant = (*path[:-1], path[-1] + tail.group())
        if self._scope.type_of(path) or not self._scope.type_of(meant):
            return False
        hint = f"did you mean {spelled(meant)}?"
        self.add(node.left.at, "unknown-name", f"unknown name {spelled(path)!r}", hint)
        return True

    def _arithmetic(self, node: Arithmetic) -> Type | None:
        if self._hyphenated(node):
            return None
        if node.op in "+-":
            return self._same_numbers(node.at, (node.left, node.right))
        left, right = self._number(node.left), self._number(node.right)
        if left is None or right is None:
            return None
        if is_constant(node):
            return left
        return Type(Kind.NUMBER, _combined(node.op, _factor(node.left, left), _factor(node.right, right)))

    def _same_numbers(self, at: int, nodes: Sequence[Node]) -> Type | None:
        types = [found for node in nodes if (found := self._number(node))]
        units = [found.unit for found in types if found.unit is not None]
        for unit in units[1:]:
            if unit != units[0]:
                self._units_differ(at, units[0], unit)
                return None
        return Type(Kind.NUMBER, units[0] if units else None) if len(types) == len(nodes) else None

    def _units_differ(self, at: int, left: str, right: str) -> None:
        message = f"units differ: {left or 'a pure number'} and {right or 'a pure number'}"
        self.add(at, "units-differ", message, "compare like with like; nothing is converted")

    def _number(self, node: Node) -> Type | None:
        found = self.type_of(node)
        if found and found.kind is not Kind.NUMBER:
            self.add(node.at, "not-a-number", f"a {found.kind} in arithmetic", "arithmetic needs numbers")
            return None
        return found

    def _truths(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            found = self.type_of(node)
            if found and found.kind is not Kind.BOOL:
                hint = "compare it, as in name >= 85"
                self.add(node.at, "not-a-truth-value", f"a {found.kind} is neither true nor false", hint)

    def _compare(self, node: Compare) -> None:
        left, right = self.type_of(node.left), self.type_of(node.right)
        if not (left and right and self._fit(node.at, left, right)):
            return
        if node.op not in ("==", "!=") and left.kind is not Kind.NUMBER:
            message = f"a {left.kind} has no order for {node.op!r}"
            self.add(node.at, "not-ordered", message, "compare it with == or !=")
        elif isinstance(node.left, Text):
            self._words_meet(node.left.at, left, right)
        else:
            self._words_meet(node.right.at, right, left)

    def _fit(self, at: int, left: Type, right: Type) -> bool:
        """Whether two values can meet; reported when they cannot."""
        if left.kind is not right.kind:
            self.add(at, "kinds-differ", f"a {left.kind} meets a {right.kind}", "both must be of one kind")
            return False
        if None not in (left.unit, right.unit) and left.unit != right.unit:
            self._units_differ(at, left.unit or "", right.unit or "")
            return False
        return True

    def _words_meet(self, at: int, written: Type, known: Type) -> None:
        if written.words is None or known.words is None or written.words & known.words:
            return
        word = min(written.words, default="")
        near = _nearest(word, known.words)
        hint = f"did you mean {near!r}?" if near else "it is one of " + ", ".join(sorted(known.words)[:12])
        self.add(at, "unknown-word", f"{word!r} never occurs here", hint)

    def _member(self, node: Member) -> None:
        item = self.type_of(node.item)
        for choice in node.choices:
            written = self.type_of(choice)
            if not (item and written and self._fit(choice.at, item, written)):
                return  # a list is of one kind: once is enough
            self._words_meet(choice.at, written, item)

    def _choose(self, node: Choose) -> Type | None:
        self._truths([node.test])
        then, otherwise = self.type_of(node.then), self.type_of(node.otherwise)
        if not (then and otherwise):
            return None
        if not self._fit(node.at, then, otherwise):
            return None
        words = None if then.words is None or otherwise.words is None else then.words | otherwise.words
        return Type(then.kind, then.unit if then.unit is not None else otherwise.unit, words)


def _factor(node: Node, found: Type) -> str | None:
    """Unit of a factor: a literal is a pure number here, while beside + or < it fits any unit."""
    return "" if is_constant(node) else found.unit


def _combined(op: str, left: str | None, right: str | None) -> str | None:
    if left is None or right is None:
        return None
    if right == "":
        return left
    if op == "*":
        return right if left == "" else None
    return "" if left == right else None


def _nearest(word: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(word, list(known), n=1)), "")


_HYPHEN = re.compile(r"-[0-9A-Za-z_]+")
_BOOL = Type(Kind.BOOL)
_MOST_SUGGESTIONS = 10
