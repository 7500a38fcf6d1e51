"""Selectors: elements of one make in one place are asked once which rules mean them.

The rows of a table are alike: the same tags with the same attributes below the same ancestors. Whether a selector means
an element hangs on nothing else, unless it counts siblings or looks inside. cssselect2 asks every selector of every
element, and walks the whole page to find three elements by their names.
"""

from collections.abc import Iterator
from itertools import compress
from types import CodeType
from typing import Any, NamedTuple

import cssselect2  # type: ignore[import-untyped]
from cssselect2.tree import ElementWrapper  # type: ignore[import-untyped]

Matcher = cssselect2.Matcher
_match, _query_all = Matcher.match, ElementWrapper.query_all

OWN = frozenset({"id", "href", "style"})  # attributes that make hardly any two elements alike
SHARED = frozenset(
    {"any", "next", "ancestors", "parent", "local_name", "namespace_url", "in_html_document", "classes", "lang"}
    | {"etree_element", "tag", "attrib", "get", "lower", "startswith", "endswith", "split_whitespace", "ascii_lower"}
)  # what a selector may look at that elements of one make and place have in common

Found = tuple[Any, ...]  # as Matcher.match gives it: specificity, order, pseudo-element, declarations


class Rules(NamedTuple):
    """What a matcher knows of the elements of one make and place."""

    sure: list[Found]  # of all of them
    tests: list[Any]  # that each has to pass for itself
    more: list[Found]  # of those that pass, in the order of the tests
    passed: dict[tuple[bool, ...], list[Found]]  # of those that passed the same


def match(self: Any, element: Any) -> list[Found]:
    """What the selectors that mean an element stand for, the weightiest last; equal ones are one list."""
    known, place = _place(element)
    try:
        rules: Rules = known[id(self), place]
    except KeyError:
        rules = known[id(self), place] = _rules(self, element)
    found = _passed(rules, element) if rules.tests else rules.sure
    name = element.etree_element.get("id")
    if name in self.id_selectors:
        found = sorted([*found, *(tuple(one) for test, *one in self.id_selectors[name] if test(element))])
    return found


def place_of(element: Any) -> int:
    """The number of an element's make and place on its page."""
    return _place(element)[1]


def is_told_apart(matcher: Any, element: Any) -> bool:
    """Whether an element that was asked has to be asked again for another of its make and place."""
    known, place = _place(element)
    return bool(known[id(matcher), place].tests)


def _passed(rules: Rules, element: Any) -> list[Found]:
    """What elements stand for that pass the same tests."""
    passed = tuple([bool(test(element)) for test in rules.tests])
    if passed not in rules.passed:
        rules.passed[passed] = sorted([*rules.sure, *compress(rules.more, passed)])
    return rules.passed[passed]


def _place(element: Any) -> tuple[dict[Any, Any], int]:
    """What is known of the page an element is on, and the number of its make and place there."""
    try:
        return element.place  # type: ignore[no-any-return]
    except AttributeError:
        known, above = ({}, None) if element.parent is None else _place(element.parent)
        own = element.etree_element
        make = (
            own.tag,
            "href" in own.attrib,
            *((name, value) for name, value in own.attrib.items() if name not in OWN),
        )
        element.place = known, known.setdefault((above, make), len(known))
        return element.place  # type: ignore[no-any-return]


def _rules(matcher: Any, element: Any) -> Rules:
    """What all elements like this one are meant by, and the selectors each has to be asked for."""
    rules = Rules([], [], [], {})
    for test, *found in _candidates(matcher, element):
        if not _is_shared(test):
            rules.tests.append(test)
            rules.more.append(tuple(found))
        elif test(element):
            rules.sure.append(tuple(found))
    rules.sure.sort()
    return rules


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
    if (code.co_code, code.co_consts) in LINKS:
        return True
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


LINKS = {
    (code.co_code, code.co_consts)
    for selector in cssselect2.compile_selector_list(":link, :any-link")
    for code in [selector.test.__code__]
}  # selectors that ask whether there is an address, not for it
REPLACEMENTS = (
    (Matcher, "match", _match, match),
    (ElementWrapper, "query_all", _query_all, query_all),
)
