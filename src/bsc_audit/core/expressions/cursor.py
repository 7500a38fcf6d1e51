"""A place in a token list: looking ahead, taking, refusing; counts what becomes nodes, for the size limit."""

from typing import NoReturn

from bsc_audit.core.expressions.errors import ExpressionError, problem_at
from bsc_audit.core.expressions.lexer import Token, TokenKind


class Cursor:
    """Reads one token list from left to right; the first thing that does not fit ends the reading."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._next = 0
        self._nodes = 0

    def peek(self) -> Token:
        """The next token, left in its place."""
        return self._tokens[self._next]

    def sign(self) -> str:
        """The next token when it is an operator or punctuation, else ''."""
        token = self.peek()
        return token.text if token.kind is TokenKind.SIGN else ""

    def take(self) -> Token:
        """The next token; the end may be taken again and again."""
        token = self.peek()
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def counted(self) -> Token:
        """Take a token that makes a node."""
        token = self.take()
        self._nodes += 1
        if self._nodes > MAX_NODES:
            hint = f"at most {MAX_NODES}; name a part as a derived value"
            self.fail(token.at, "condition-too-large", "the condition has too many parts", hint)
        return token

    def expect(self, sign: str, hint: str = "") -> None:
        """Take one sign, or refuse what stands there instead."""
        if self.sign() != sign:
            self.unexpected(repr(sign), hint)
        self.take()

    def unexpected(self, wanted: str, hint: str = "") -> NoReturn:
        """Refuse the next token."""
        token = self.peek()
        if token.text == "," and not hint:
            hint = "decimals are written with a point"
        found = repr(token.text) if token.text else "the end"
        self.fail(token.at, "condition-syntax", f"expected {wanted}, found {found}", hint)

    def too_deep(self, at: int) -> NoReturn:
        """Refuse what is nested beyond MAX_DEPTH."""
        hint = f"at most {MAX_DEPTH} levels; name a part as a derived value"
        self.fail(at, "condition-too-deep", "the condition is nested too deep", hint)

    def fail(self, at: int, code: str, message: str, hint: str = "") -> NoReturn:
        """Stop with a problem at a character of the text."""
        raise ExpressionError([problem_at(self._text, at, code, message, hint)])


MAX_DEPTH = 40  # levels of the tree, all/any/not included
MAX_NODES = 400  # values and operators of one condition
