"""Style sheets: one that was learned before the first job is not read again by any.

WeasyPrint reads the sheet of a page anew for every page: a fifth of the time of a pack of one page. Only a sheet that is
learned is known, word for word, so whatever another has to be told of is told as ever.
"""

from typing import Any

import tinycss2  # type: ignore[import-untyped]
from weasyprint import css  # type: ignore[import-untyped]

_parse, _contents, _declarations = (
    tinycss2.parse_stylesheet,
    tinycss2.parse_blocks_contents,
    css.preprocess_declarations,
)

RULE = "qualified-rule"  # selectors with declarations, as opposed to fonts and pages

_sheets: dict[
    str, list[Any]
] = {}  # the rules of each sheet; kept, so that what is known of one is known by its address
_known_contents: dict[int, list[Any]] = {}
_known_declarations: dict[int, list[Any]] = {}


def learn(sheet: str) -> None:
    """Read a sheet once for all pages of this process that have it."""
    if sheet in _sheets:
        return
    _sheets[sheet] = rules = _parse(sheet)
    for rule in [one for one in rules if one.type == RULE]:
        contents = _known_contents[id(rule.content)] = _contents(rule.content)
        _known_declarations[id(rule.prelude)] = list(_declarations(None, contents, rule.prelude))


def parse_stylesheet(sheet: Any, *more: Any, **named: Any) -> list[Any]:
    """The rules of a sheet."""
    known = _sheets.get(sheet) if isinstance(sheet, str) and not more and not named else None
    return known or _parse(sheet, *more, **named)


def parse_blocks_contents(content: Any, *more: Any, **named: Any) -> list[Any]:
    """The declarations of a rule."""
    return _known_contents.get(id(content)) or _contents(content, *more, **named)


def preprocess_declarations(base_url: Any, declarations: Any, prelude: Any = None) -> Any:
    """Selectors and declarations of a rule, each as it is computed with."""
    known = _known_declarations.get(id(prelude)) if base_url is None else None
    return known or _declarations(base_url, declarations, prelude)


REPLACEMENTS = (
    (tinycss2, "parse_stylesheet", _parse, parse_stylesheet),
    (tinycss2, "parse_blocks_contents", _contents, parse_blocks_contents),
    (css, "preprocess_declarations", _declarations, preprocess_declarations),
)
