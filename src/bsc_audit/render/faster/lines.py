"""Lines of text: what was set once is not set again.

Tables are laid out twice, pages again where they turn out too long, and many words of a report recur: nearly half of
all lines are set a second time in the same words, style and width.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from weasyprint.svg.text import Style as Drawn  # type: ignore[import-untyped]
from weasyprint.text import line_break  # type: ignore[import-untyped]

from bsc_audit.render.faster.paragraphs import is_paragraph, lines_of
from bsc_audit.render.faster.text import SPACED, voice_of

_split, _can_break = line_break.split_first_line, line_break.can_break_text

MOST = 400  # lines kept of a style; most that recur do so soon
READ = (
    *("font_size", "white_space", "word_break", "overflow_wrap", "lang", "tab_size", "hyphens", "hyphenate_character"),
    *("hyphenate_limit_chars", "hyphenate_limit_zone"),
)  # what a line depends on beside what Pango is told
SAID = ("font_family", "font_style", "font_weight", "font_size", "direction")  # all that words in a drawing may say

RESUME, WIDTH = 2, 3  # places in what a line is given as

Lines = dict[tuple[Any, ...], Any]


def split_first_line(
    text: str, style: Any, context: Any, max_width: Any, justification_spacing: Any, *more: bool, **named: bool
) -> Any:
    """The first line of a text: its layout, lengths and sizes."""
    try:
        lines = style.known_lines
    except AttributeError:
        lines = style.known_lines = _drawn_lines(style) if type(style) is Drawn else _lines_of(style)
    if lines is None:
        return _split(text, style, context, max_width, justification_spacing, *more, **named)
    key = (text, max_width, justification_spacing, more, *named.items())
    found = lines.get(key) or _whole(lines, key)
    if found is None:
        if len(lines) >= MOST:
            lines.clear()
        if not justification_spacing and is_paragraph(text, style, max_width):
            _keep(lines, lines_of(text, style, context, max_width), key)
            found = lines.get(key)
        if found is None:
            found = lines[key] = _split(text, style, context, max_width, justification_spacing, *more, **named)
            if found[RESUME] is None and not justification_spacing:
                lines[text, *key[3:]] = found
    return (_own(found[0]), *found[1:])


def _whole(lines: Lines, key: tuple[Any, ...]) -> Any:
    """The line of a text that is whole in it, for whatever width holds it; None where it is not known or too long."""
    text, max_width, spacing, *more = key
    found = lines.get((text, *more))
    return found if found and not spacing and max_width is not None and found[WIDTH] <= max_width else None


def _keep(lines: Lines, found: Iterable[tuple[str, Any]], key: tuple[Any, ...]) -> None:
    """Keep every line of a paragraph, each for the time when what it leaves is asked for."""
    for rest, line in found:
        lines[rest, *key[1:]] = line


def _lines_of(style: Any) -> Lines | None:
    """The lines kept of all styles of the document that set text alike; None for one whose lines are not kept."""
    voice = voice_of(style)
    if voice is SPACED:
        return None
    known: dict[Any, Lines] = style.font_config.__dict__.setdefault("known_lines", {})
    return known.setdefault((voice, *(str(style[name]) for name in READ)), {})


def _drawn_lines(style: Any) -> Lines | None:
    """The lines kept of words in drawings: each text there has a style of its own, and most are equal."""
    known = style.font_config.__dict__.setdefault("drawn_lines", {})
    said = str([style[name] for name in SAID])
    if said not in known:
        known[said] = _lines_of(style)
    return known[said]  # type: ignore[no-any-return]


def _own(layout: Any) -> Any:
    """A layout of the line's own: drawing may change it."""
    own = object.__new__(type(layout))
    own.__dict__.update(layout.__dict__)
    return own


REPLACEMENTS = (
    (line_break, "split_first_line", _split, split_first_line),
    (line_break, "can_break_text", _can_break, lru_cache(MOST)(_can_break)),  # asked of two letters at a time
)
