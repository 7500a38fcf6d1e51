"""How names and texts are written in a condition, for messages and for canonical text."""

import re

from bsc_audit.core.expressions.lexer import RESERVED
from bsc_audit.core.expressions.types import Path


def spelled(path: Path) -> str:
    """A path as an author writes it: score.csat, score["CLI-13"]."""
    return path[0] + "".join(f".{part}" if is_word(part) else f"[{quoted(part)}]" for part in path[1:])


def is_word(part: str) -> bool:
    """Whether a part of a path can follow a dot."""
    return bool(_WORD.fullmatch(part)) and part not in _NO_FIELDS


def quoted(text: str) -> str:
    """A text in the quotes it does not hold."""
    return f"'{text}'" if '"' in text else f'"{text}"'


_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NO_FIELDS = RESERVED | {"in", "true", "false"}
