"""Text in another language than its document says so in the structure tree, and whoever reads it aloud switches voice.

WeasyPrint writes the language of the whole file only. Rests on its function that makes the tree: until then it is known
which box each piece of marked content comes from. Like `finish.py` this touches objects that are no public interface.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from importlib import import_module
from typing import Any

from bsc_audit.render.structure import number_of

Spoken = Mapping[int, str]  # language by number of the structure element

NEVER_WHOLE = frozenset({"/Document", "/Table", "/THead", "/TBody", "/TFoot", "/TR"})  # put together anew later


def install() -> None:
    """Have every tree made from here on say its languages; once is enough."""
    maker: Any = import_module("weasyprint.pdf")
    if not isinstance(maker.add_tags, partial):
        maker.add_tags = partial(_add_tags, maker.add_tags)


def _add_tags(add_tags: Any, pdf: Any, document: Any, pdf_version: Any, page_streams: Any) -> None:
    own = _language(pdf.catalog.get("Lang"))
    marks = [_foreign(stream._tags, own) for stream in page_streams]
    add_tags(pdf, document, pdf_version, page_streams)
    if any(marks):
        _say(pdf, dict(_elements(pdf, marks)))


def _language(text: Any) -> str:
    return text.string if hasattr(text, "string") else str(text or "")


def _foreign(tags: Mapping[Any, Any], own: str) -> Spoken:
    """Languages of the marked content of a page that is in another one, by its number."""
    return {tag["mcid"]: box.style["lang"] for box, tag in tags.items() if box.style["lang"] not in (None, "", own)}


def _elements(pdf: Any, marks: list[Spoken]) -> Iterator[tuple[int, str]]:
    """The elements that hold it."""
    tree = pdf.objects[number_of(pdf.catalog["StructTreeRoot"])]
    numbers = pdf.objects[number_of(tree["ParentTree"])]["Nums"]
    for page, spoken in enumerate(marks):
        for mark, language in spoken.items():
            yield number_of(numbers[2 * page + 1][mark]), language


def _say(pdf: Any, spoken: dict[int, str]) -> None:
    """On the highest elements that are wholly in one language, so that a block is heard as one."""
    ahead = list(spoken)
    while ahead:
        parent = number_of(pdf.objects[ahead.pop()]["P"])
        if parent not in spoken and (language := _whole(pdf, pdf.objects[parent], spoken)):
            spoken[parent] = language
            ahead.append(parent)
    for number, language in spoken.items():
        element = pdf.objects[number]
        if spoken.get(number_of(element["P"])) != language:
            element["Lang"] = _string(language)


def _whole(pdf: Any, element: Any, spoken: Spoken) -> str | None:
    """The language all of an element's kids are in; None when they are not in one, or it is put together later."""
    if element["S"] in NEVER_WHOLE:
        return None
    kids = [kid for kid in element["K"] if isinstance(kid, int) or pdf.objects[number_of(kid)]["Type"] == "/StructElem"]
    found = {None if isinstance(kid, int) else spoken.get(number_of(kid)) for kid in kids}
    return found.pop() if len(found) == 1 else None


def _string(text: str) -> Any:
    """Imported here because it comes with WeasyPrint, which need not be installed."""
    return import_module("pydyf").String(text)
