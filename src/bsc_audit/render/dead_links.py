"""Links inside a page to what the page does not hold, because a list was cut or a part is not shown."""

import re

_ID = re.compile(r'\sid="([^"]*)"')
_LINK = re.compile(r'<a href="#([^"]*)">([^<]*)</a>')


def without_dead_links(page: str) -> str:
    """The page in which such a link is its text alone."""
    there = set(_ID.findall(page))
    return _LINK.sub(lambda match: match[0] if match[1] in there else match[2], page)
