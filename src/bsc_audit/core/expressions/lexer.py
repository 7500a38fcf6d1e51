"""Text to tokens. Operators of other languages are named, then read as what was meant, so that one
reading finds every problem."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType

from bsc_audit.core.expressions.errors import ExpressionProblem, problem_at


class TokenKind(Enum):
    """What a token is."""

    NUMBER = auto()
    TEXT = auto()
    NAME = auto()
    SIGN = auto()  # operators and punctuation, and the word `in`
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the text; a text token holds what stands between the quotes."""

    kind: TokenKind
    text: str
    at: int


def tokenize(text: str, problems: list[ExpressionProblem]) -> list[Token]:
    """Split a text into tokens, ending with one END; what is wrong is added to `problems`."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        token = _token(text, match, problems)
        if token:
            tokens.append(token)
    tokens.append(Token(TokenKind.END, "", len(text)))
    return tokens


def _token(text: str, match: re.Match[str], problems: list[ExpressionProblem]) -> Token | None:
    word, at = match.group(), match.start()
    match match.lastgroup:
        case "space":
            return None
        case "number":
            return _number(text, word, at, problems)
        case "quoted":
            return _quoted(text, word, at, problems)
        case "name":
            return _name(text, word, at, problems)
        case "sign":
            return _sign(text, word, at, problems)
    problems.append(_stray(text, word, at))
    return None


def _number(text: str, word: str, at: int, problems: list[ExpressionProblem]) -> Token:
    if not _PLAIN_NUMBER.fullmatch(word):
        hint = "write digits, or digits.digits, without exponent, unit or separators"
        problems.append(problem_at(text, at, "condition-number", f"{word!r} is no number", hint))
        return Token(TokenKind.NUMBER, "1", at)
    if len(word) > MAX_DIGITS:
        message = f"a number of {len(word)} characters"
        problems.append(problem_at(text, at, "condition-number", message, f"use at most {MAX_DIGITS}"))
        return Token(TokenKind.NUMBER, "1", at)
    return Token(TokenKind.NUMBER, word, at)


def _quoted(text: str, word: str, at: int, problems: list[ExpressionProblem]) -> Token:
    body = word[1:-1]
    if "\\" in body:
        message = "a backslash in a text"
        problems.append(problem_at(text, at, "condition-text", message, "texts have no escapes"))
    elif not body:
        message = "an empty text"
        problems.append(problem_at(text, at, "condition-text", message, "for a missing value write !has(name)"))
    return Token(TokenKind.TEXT, body, at)


def _name(text: str, word: str, at: int, problems: list[ExpressionProblem]) -> Token:
    if word == "in":
        return Token(TokenKind.SIGN, word, at)
    follows_dot = text[:at].rstrip().endswith(".")
    if word.lower() in FOREIGN and not follows_dot:
        return _foreign(text, word, at, problems)
    if word in RESERVED and not follows_dot:
        hint = "for a missing value write !has(name)" if word == "null" else "choose another name"
        message = f"{word!r} is a reserved word"
        problems.append(problem_at(text, at, "condition-reserved", message, hint))
    return Token(TokenKind.NAME, word, at)


def _sign(text: str, word: str, at: int, problems: list[ExpressionProblem]) -> Token | None:
    if word in FOREIGN:
        return _foreign(text, word, at, problems)
    return Token(TokenKind.SIGN, word, at)


def _foreign(text: str, word: str, at: int, problems: list[ExpressionProblem]) -> Token:
    meant = FOREIGN[word.lower()]
    problems.append(problem_at(text, at, "condition-operator", f"unexpected {word!r}", f"write {meant}"))
    return Token(TokenKind.SIGN, meant, at)


def _stray(text: str, word: str, at: int) -> ExpressionProblem:
    if word[0] in "'\"":
        return problem_at(text, at, "condition-open-text", "the text is not closed", f"add {word[0]}")
    hint = "leave it out: the unit belongs to the name" if word == "%" else ""
    return problem_at(text, at, "condition-character", f"unexpected {word!r}", hint)


MAX_DIGITS = 100  # keeps every literal inside the range of a float
_PLAIN_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<number>\.?[0-9][0-9A-Za-z_]*(?:\.[0-9A-Za-z_]*)?)
    |(?P<quoted>"[^"\n]*"|'[^'\n]*')
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>&&|\|\||<=|>=|==|!=|<>|=|&|\||[-+*/<>!?:().,\[\]])
    |(?P<open>['"].*)
    |(?P<stray>.)""",
    re.VERBOSE | re.DOTALL,
)
FOREIGN: Mapping[str, str] = MappingProxyType(
    {"and": "&&", "or": "||", "not": "!", "is": "==", "=": "==", "<>": "!=", "&": "&&", "|": "||"}
)
RESERVED = frozenset(
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import",
        "let", "loop", "package", "namespace", "null", "return", "var", "void", "while",
    }
)  # fmt: skip
