"""Selectors: elements of one make in one place are asked once which rules mean them.

The rows of a table are alike: the same tags with the same attributes below the same ancestors. Whether a selector means
an element hangs on nothing else, unless it counts siblings or looks inside. cssselect2 asks every selector of every
element, and walks the whole page to find three elements by their names.
"""

from collections.abc import Iterator
from types import CodeType
from typing import Any

import cssselect2  # type: ignore[import-untyped]
from cssselect2.tree import ElementWrapper  # type: ignore[import-untyped]

Matcher = cssselect2.Matcher
_match, _query_all = Matcher.match, ElementWrapper.query_all

OWN = frozenset({"id", "href", "style"})  # attributes that make hardly any two elements alike
SHARED = frozenset(
    {"any", "next", "ancestors", "parent", "local_name", "namespace_url", "in_html_document", "classes", "lang"}
    | {"etree_element", "attrib", "get", "lower", "startswith", "endswith", "split_whitespace", "ascii_lower"}
)  # what a selector may look at that elements of one make and place have in common

Found = tuple[Any, ...]  # as Matcher.match gives it: specificity, order, pseudo-element, declarations


def match(self: Any, element: Any) -> list[Found]:
    """What the selectors that mean an element stand for, the weightiest last."""
    known, place = _place(element)
    try:
        sure, asked = known[id(self), place]
    except KeyError:
        sure, asked = known[id(self), place] = _parted(self, element)
    more = [found for test, *found in asked if test(element)]
    if element.id is not None:
        more += [found for test, *found in self.id_selectors.get(element.id, ()) if test(element)]
    return sorted([*sure, *map(tuple, more)]) if more else sure


def _place(element: Any) -> tuple[dict[Any, Any], Any]:
    """What is known of the page an element is on, and the number of its make and place there."""
    try:
        return element.place  # type: ignore[no-any-return]
    except AttributeError:
        known, above = ({}, None) if element.parent is None else _place(element.parent)
        own = element.etree_element
        make = (own.tag, *((name, value) for name, value in own.attrib.items() if name not in OWN))
        element.place = known, known.setdefault((above, make), len(known))
        return element.place  # type: ignore[no-any-return]


def _parted(matcher: Any, element: Any) -> tuple[list[Found], list[Any]]:
    """What all elements like this one are meant by, and the selectors each has to be asked for."""
    sure, asked = [], []
    for selector in _candidates(matcher, element):
        test, *found = selector
        if not _is_shared(test):
            asked.append(selector)
        elif test(element):
            sure.append(tuple(found))
    return sorted(sure), asked


def _candidates(matcher: Any, element: Any) -> Iterator[Any]:
    """Selectors that may mean an element, those of its identifier left out."""
    for name in element.classes:
        yield from matcher.class_selectors.get(name, ())
    yield from matcher.lower_local_name_selectors.get(element.local_name.lower(), ())
    yield from matcher.namespace_selectors.get(element.namespace_url, ())
    if "lang" in element.etree_element.attrib:
        yield from matcher.lang_attr_selectors
    yield from matcher.other_selectors


def _is_shared(test: Any) -> bool:
    """Whether a selector looks at nothing but what elements of one make and place have in common."""
    try:
        return test.shared  # type: ignore[no-any-return]
    except AttributeError:
        test.shared = _looks_at_shared(test.__code__)
        return test.shared  # type: ignore[no-any-return]


def _looks_at_shared(code: CodeType) -> bool:
    inside = [one for one in code.co_consts if isinstance(one, CodeType)]
    return SHARED.issuperset(code.co_names) and OWN.isdisjoint(_texts(code)) and all(map(_looks_at_shared, inside))


def _texts(code: CodeType) -> Iterator[str]:
    return (one for one in code.co_consts if isinstance(one, str))


def query_all(self: Any, *selectors: Any) -> Iterator[Any]:
    """Elements that a selector means; of those asked for by name, no surroundings are known."""
    if not all(isinstance(one, str) and one.isalpha() and one.islower() for one in selectors):
        return _query_all(self, *selectors)  # type: ignore[no-any-return]
    return (
        ElementWrapper(one, parent=None, index=0, previous=None, in_html_document=self.in_html_document)
        for one in self.etree_element.iter()
        if isinstance(one.tag, str) and one.tag.rpartition("}")[2] in selectors
    )


REPLACEMENTS = (
    (Matcher, "match", _match, match),
    (ElementWrapper, "query_all", _query_all, query_all),
)
