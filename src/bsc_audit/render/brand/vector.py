"""A logo as SVG: shown as it is, so everything but plain shapes and paint is refused."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

MOST_BYTES = 200_000
MOST_ELEMENTS = 4_000
MOST_DEPTH = 20
NAMESPACE = "{http://www.w3.org/2000/svg}"

_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml\s[^>]*\?>")
_LENGTH = re.compile(r"\s*[0-9]{1,5}(\.[0-9]{1,6})?(px|pt|mm)?\s*")
_BOX = re.compile(
    r"\s*(-?[0-9]{1,5}(\.[0-9]{1,6})?[\s,]+){2}[0-9]{1,5}(\.[0-9]{1,6})?[\s,]+[0-9]{1,5}(\.[0-9]{1,6})?\s*"
)
_OUTWARD = re.compile(r"@|\\|expression|url\(\s*['\"]?(?!#)", re.IGNORECASE)  # what could ask for something, or hide it


def vector_text(content: bytes) -> str:
    """The SVG without its first line, which might name another encoding than the one that was checked.

    Raises:
        ValueError: it is no UTF-8.
    """
    return _DECLARATION.sub("", content.decode("utf-8"), count=1)


def vector_faults(content: bytes) -> list[str]:
    """Everything an SVG has that a logo must not have; empty when its text may be shown."""
    if len(content) > MOST_BYTES:
        return [f"the SVG has {len(content):,} bytes, more than {MOST_BYTES:,}"]
    try:
        text = vector_text(content)
        if re.search(r"<\?|<!(?!--)", text):
            return ["the SVG declares a document type, an entity or an instruction"]
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        return [f"the SVG cannot be read: {error}"]
    if root.tag != f"{NAMESPACE}svg":
        return ["the file is no SVG"]
    return list(dict.fromkeys([*_size_faults(root), *_element_faults(root)]))


def _size_faults(root: ElementTree.Element) -> Iterator[str]:
    sized = all(_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height"))
    if not sized and not _BOX.fullmatch(root.get("viewBox", "")):
        yield "the SVG says neither a viewBox nor a width and height"


def _element_faults(root: ElementTree.Element) -> Iterator[str]:
    count, waiting = 0, [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        count += 1
        if count > MOST_ELEMENTS or depth > MOST_DEPTH:
            yield f"the SVG has more than {MOST_ELEMENTS:,} elements or is nested deeper than {MOST_DEPTH}"
            return
        yield from _own_faults(element)
        waiting += [(below, depth + 1) for below in element]


def _own_faults(element: ElementTree.Element) -> Iterator[str]:
    name = str(element.tag).removeprefix(NAMESPACE)
    if name not in SHAPES:
        yield f"the SVG has an element <{name.rpartition('}')[2]}>, which no logo needs"
    if name == "style" and _OUTWARD.search(element.text or ""):
        yield "a style of the SVG names something outside it"
    for key, value in element.attrib.items():
        plain = key.rpartition("}")[2].lower()
        if plain.startswith("on"):
            yield f"the SVG has an attribute {plain}, which runs a script"
        elif (plain in ("href", "src") and not value.startswith("#")) or _OUTWARD.search(value):
            yield f"the attribute {plain} of <{name.rpartition('}')[2]}> names something outside the SVG"


SHAPES = frozenset(
    {
        *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("defs", "linearGradient", "radialGradient", "stop", "clipPath", "title", "desc", "style"),
    }
)  # no text, for its font need not be here; no image, no use, no filter, no animation
