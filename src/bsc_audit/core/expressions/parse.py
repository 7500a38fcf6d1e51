"""Tokens to a tree: a Pratt parser whose depth, size and length are bounded."""

from collections.abc import Mapping
from difflib import get_close_matches
from fractions import Fraction
from types import MappingProxyType
from typing import NoReturn

from bsc_audit.core.expressions.cursor import MAX_DEPTH, Cursor
from bsc_audit.core.expressions.errors import ExpressionError, ExpressionProblem, problem_at
from bsc_audit.core.expressions.lexer import Token, TokenKind, tokenize
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
    depth_of,
)


def parse_tree(text: str, problems: list[ExpressionProblem], *, depth: int = 0) -> Node | None:
    """Read a text as one expression.

    Args:
        text: what the author wrote.
        problems: receives what is wrong.
        depth: levels of all/any/not already around the text; they count towards MAX_DEPTH.

    Returns:
        The tree, or None when the text could not be read to its end.
    """
    if len(text) > MAX_LENGTH:
        message = f"the condition has {len(text)} characters"
        problems.append(problem_at(text, 0, "condition-too-long", message, f"at most {MAX_LENGTH}"))
        return None
    tokens = tokenize(text, problems)
    try:
        return _Parser(text, tokens).whole(depth)
    except ExpressionError as error:
        if not any(problem.code in _LEAVES_A_HOLE for problem in problems):
            problems.extend(error.problems)  # else it only echoes what is missing from the tokens
        return None


class _Parser(Cursor):
    """Reads one token list from left to right; stops at the first thing that does not fit."""

    def whole(self, depth: int) -> Node:
        if self.peek().kind is TokenKind.END:
            self.fail(self.peek().at, "condition-empty", "there is no condition", "write true for always")
        node = self._expression(0, depth + 1)
        if self.peek().kind is not TokenKind.END:
            self.unexpected("an operator or the end")
        if depth + depth_of(node) > MAX_DEPTH:  # a long sum leans left: its length is its depth
            self.too_deep(node.at)
        return node

    def _expression(self, power: int, depth: int) -> Node:
        """An expression whose operators all bind at least as strongly as `power`."""
        left = self._prefix(depth)
        while _POWERS.get(self.sign(), -1) >= power:
            left = self._infix(left, depth)
        return left

    def _infix(self, left: Node, depth: int) -> Node:
        sign = self.counted()
        power = _POWERS[sign.text]
        if sign.text == "?":
            return self._choose(left, sign, depth)
        if sign.text == "in":
            member = Member(sign.at, left, self._choices())
            self._refuse_chain(sign)
            return member
        right = self._expression(power + 1, depth + 1)
        if sign.text in ("&&", "||"):
            chain = left.parts if isinstance(left, Logic) and left.op == sign.text else (left,)
            return Logic(sign.at, sign.text, (*chain, right))
        if power == _COMPARES:
            self._refuse_chain(sign)
            return Compare(sign.at, sign.text, left, right)
        return Arithmetic(sign.at, sign.text, left, right)

    def _refuse_chain(self, first: Token) -> None:
        if _POWERS.get(self.sign()) == _COMPARES:
            second = self.peek()
            hint = f"write a {first.text} b && b {second.text} c"
            self.fail(second.at, "condition-chained", "comparisons cannot be chained", hint)

    def _choose(self, test: Node, sign: Token, depth: int) -> Node:
        then = self._expression(_POWERS["||"], depth + 1)
        self.expect(":")
        return Choose(sign.at, test, then, self._expression(_POWERS["?"], depth + 1))

    def _prefix(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.too_deep(self.peek().at)
        if self.peek().kind is TokenKind.END or self.sign() not in ("", "(", "-", "!"):
            self.unexpected("a value")
        token = self.counted()
        if token.kind is TokenKind.SIGN:
            return self._signed(token, depth)
        if token.kind is TokenKind.NAME:
            return self._named(token, depth)
        return _literal(token)

    def _signed(self, token: Token, depth: int) -> Node:
        if token.text == "(":
            inner = self._expression(0, depth + 1)
            self.expect(")")
            return inner
        if token.text == "-":
            return Negate(token.at, self._expression(_UNARY, depth + 1))
        return Not(token.at, self._expression(_UNARY, depth + 1))

    def _named(self, token: Token, depth: int) -> Node:
        if token.text in ("true", "false"):
            return Truth(token.at, token.text == "true")
        if self.sign() != "(":
            return self._operand(token)
        if token.text not in _FUNCTIONS:
            self._no_function(token)
        return self._has(token) if token.text == "has" else self._call(token, depth)

    def _operand(self, token: Token) -> Operand:
        path = [token.text]
        last = token
        while self.sign() in (".", "["):
            last = self._field() if self.take().text == "." else self._key()
            path.append(last.text)
        if self.sign() == "(":
            self._no_function(last)
        return Operand(token.at, tuple(path))

    def _field(self) -> Token:
        if self.peek().kind is not TokenKind.NAME:
            self.unexpected("a name after the dot", 'a name that is no plain word is written score["CLI-13"]')
        return self.take()

    def _key(self) -> Token:
        if self.peek().kind is not TokenKind.TEXT:
            self.unexpected("a quoted name", 'as in score["CLI-13"]')
        key = self.take()
        self.expect("]")
        return key

    def _has(self, token: Token) -> Has:
        self.expect("(")
        name = self.take()
        if name.kind is not TokenKind.NAME:
            self.fail(name.at, "condition-arguments", "has() takes the name of an operand", "as in has(csat)")
        operand = self._operand(name)
        self.expect(")", 'a name with a hyphen is written score["CLI-13"]')
        return Has(token.at, operand)

    def _call(self, token: Token, depth: int) -> Call:
        self.expect("(")
        arguments = [self._expression(0, depth + 1)]
        while self.sign() == ",":
            self.take()
            arguments.append(self._expression(0, depth + 1))
        self.expect(")")
        self._check_count(token, len(arguments))
        return Call(token.at, token.text, tuple(arguments))

    def _check_count(self, token: Token, count: int) -> None:
        needs = _FUNCTIONS[token.text]
        if (count != 1) if needs == 1 else (count < needs):
            words = "one argument" if needs == 1 else "two or more arguments"
            self.fail(token.at, "condition-arguments", f"{token.text}() takes {words}, not {count}")

    def _choices(self) -> tuple[Number | Text, ...]:
        opening = self.peek()
        if self.sign() != "[":
            self.fail(opening.at, "condition-list", "'in' needs a list", "as in [1, 2] or ['flat', 'improving']")
        self.take()
        found = [self._choice()]
        while self.sign() == ",":
            self.take()
            found.append(self._choice())
        self.expect("]")
        if len({type(choice) for choice in found}) > 1:
            self.fail(opening.at, "condition-list", "the list mixes numbers and texts")
        return tuple(found)

    def _choice(self) -> Number | Text:
        minus = "-" if self.sign() == "-" else ""
        if minus:
            self.take()
        token = self.counted()
        if token.kind is TokenKind.NUMBER:
            return _number(token, minus)
        if token.kind is not TokenKind.TEXT or minus:
            self.fail(token.at, "condition-list", "a list holds numbers or quoted texts, at least one")
        return Text(token.at, token.text)

    def _no_function(self, token: Token) -> NoReturn:
        near = get_close_matches(token.text, _FUNCTIONS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "there are " + ", ".join(_FUNCTIONS)
        self.fail(token.at, "condition-function", f"there is no function {token.text!r}", hint)


def _literal(token: Token) -> Number | Text:
    return _number(token, "") if token.kind is TokenKind.NUMBER else Text(token.at, token.text)


def _number(token: Token, minus: str) -> Number:
    whole, _, decimals = token.text.partition(".")
    text = f"{minus}{whole.lstrip('0') or '0'}.{decimals or '0'}"
    return Number(token.at, Fraction(text), text)


MAX_LENGTH = 2000  # characters of one text

_LEAVES_A_HOLE = frozenset({"condition-character", "condition-open-text"})
_COMPARES = 3
_UNARY = 6
_POWERS: Mapping[str, int] = MappingProxyType(
    {
        "?": 0,
        "||": 1,
        "&&": 2,
        **dict.fromkeys(("<", "<=", ">", ">=", "==", "!=", "in"), _COMPARES),
        **dict.fromkeys(("+", "-"), 4),
        **dict.fromkeys(("*", "/"), 5),
    }
)
_FUNCTIONS: Mapping[str, int] = MappingProxyType({"abs": 1, "min": 2, "max": 2, "has": 1})  # arguments
