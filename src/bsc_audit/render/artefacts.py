"""Running heads and page numbers as artefacts: whoever hears the page is not told them on each one.

WeasyPrint marks them as content and leaves them out of the structure tree, which says neither one thing nor the other.
Like `finish.py` this touches objects of pydyf that are no public interface.
"""

from collections.abc import Iterator
from typing import Any

Elements = list[Any]  # objects of the file by number


def mark_artefacts(pdf: Any) -> None:
    """Turn marked content of the pages which the structure tree does not hold into artefacts of pagination."""
    tree = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    held = set(_held(pdf.objects, tree["K"]))
    numbers = pdf.objects[_number(tree["ParentTree"])]["Nums"]
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for key, reference in enumerate(pdf.page_references):
        foreign = {mark for mark, owner in enumerate(owners[key]) if _number(owner) not in held}
        contents = pdf.objects[_number(reference)]["Contents"]
        _release(pdf.objects, owners[key], foreign)
        _rewrite(pdf.objects[_number(contents)].stream, foreign)


def _held(objects: Elements, kids: list[Any]) -> Iterator[int]:
    """Numbers of every structure element below, without recursion: lists nest deeply."""
    ahead = list(kids)
    while ahead:
        kid = ahead.pop()
        if not isinstance(kid, int):
            yield _number(kid)
            ahead.extend(objects[_number(kid)].get("K", ()))


def _release(objects: Elements, owners: list[Any], foreign: set[int]) -> None:
    """An artefact has no structure element: its number leads nowhere, and what it led to is empty."""
    for mark in foreign:
        objects[_number(owners[mark])].clear()
        owners[mark] = "null"


def _rewrite(stream: list[Any], foreign: set[int]) -> None:
    """Three parts begin marked content: its tag, its properties, the operator."""
    for place, part in enumerate(stream):
        if part == b"BDC" and stream[place - 1].get("MCID") in foreign:
            stream[place - 2] = "/Artifact"
            stream[place - 1] = type(stream[place - 1])({"Type": "/Pagination"})


def _number(reference: bytes | str) -> int:
    text = reference.decode() if isinstance(reference, bytes) else reference
    return int(text.split()[0])
