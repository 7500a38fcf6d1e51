"""The nearest known word for an unknown one."""

import difflib
from collections.abc import Iterable

_MOST_LISTED = 12


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or else the known ones."""
    words = sorted(known)
    close = difflib.get_close_matches(str(word), words, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    more = f" and {len(words) - _MOST_LISTED} more" if len(words) > _MOST_LISTED else ""
    return f"known here: {', '.join(words[:_MOST_LISTED]) or 'nothing'}{more}"
