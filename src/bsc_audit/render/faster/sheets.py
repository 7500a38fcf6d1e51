"""Style sheets: one that was learned before the first job is not read again by any.

WeasyPrint reads the sheet of a page anew for every page: a fifth of the time of a pack of one page. Only a sheet that is
learned is known, word for word, so whatever another has to be told of is told as ever.
"""

from typing import Any

import tinycss2  # type: ignore[import-untyped]
from weasyprint import css  # type: ignore[import-untyped]

_parse, _declarations = tinycss2.parse_stylesheet, css.preprocess_declarations

RULE = "qualified-rule"  # selectors with declarations, as opposed to fonts and pages
ADDRESS = "url("  # is read by where its page lies

_sheets: dict[str, list[Any]] = {}  # the rules of each sheet; kept, so that what a rule says is known by its address
_known: dict[int, list[Any]] = {}  # what a rule says by the address of its selectors
_said: dict[
    str, list[Any]
] = {}  # the same by its text: templates that have one base have most of their rules in common


def learn(sheet: str) -> None:
    """Read a sheet once for all pages of this process that have it, unless one of its rules names an address."""
    rules = _parse(sheet)
    texts = {tinycss2.serialize([one]): one for one in rules if one.type == RULE}
    if sheet in _sheets or any(ADDRESS in text for text in texts):
        return
    _sheets[sheet] = rules
    for text, rule in texts.items():
        if text not in _said:
            _said[text] = list(_declarations(None, tinycss2.parse_blocks_contents(rule.content), rule.prelude))
        _known[id(rule.prelude)] = _said[text]
        rule.content.clear()  # it is known; a sheet is some megabytes of words


def parse_stylesheet(sheet: Any, *more: Any, **named: Any) -> list[Any]:
    """The rules of a sheet."""
    known = _sheets.get(sheet) if isinstance(sheet, str) and not more and not named else None
    return known or _parse(sheet, *more, **named)


def preprocess_declarations(base_url: Any, declarations: Any, prelude: Any = None) -> Any:
    """Selectors and declarations of a rule, each as it is computed with."""
    return _known.get(id(prelude)) or _declarations(base_url, declarations, prelude)


REPLACEMENTS = (
    (tinycss2, "parse_stylesheet", _parse, parse_stylesheet),
    (css, "preprocess_declarations", _declarations, preprocess_declarations),
)
