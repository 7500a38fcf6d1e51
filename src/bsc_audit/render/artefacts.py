"""Running heads and page numbers as artefacts: whoever hears the report is not told them on each page.

WeasyPrint marks them as content and leaves them out of the structure tree, which says neither one thing nor the other.
Like `finish.py` this touches objects of pydyf that are no public interface.
"""

from typing import Any

from bsc_audit.render.structure import below, number_of


def mark_artefacts(pdf: Any) -> None:
    """Turn marked content of the pages which the structure tree does not hold into artefacts of pagination.

    On a single page nothing runs: head and foot are content, read last.
    """
    tree = pdf.objects[number_of(pdf.catalog["StructTreeRoot"])]
    held = {element.number for element in below(pdf, tree["K"])}
    numbers = pdf.objects[number_of(tree["ParentTree"])]["Nums"]
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for key, reference in enumerate(pdf.page_references):
        foreign = [mark for mark, owner in enumerate(owners[key]) if number_of(owner) not in held]
        if len(pdf.page_references) == 1:
            _adopt(pdf, pdf.objects[number_of(tree["K"][0])], [owners[key][mark] for mark in foreign])
        else:
            _release(pdf, owners[key], foreign)
            _rewrite(pdf.objects[number_of(pdf.objects[number_of(reference)]["Contents"])].stream, set(foreign))


def _adopt(pdf: Any, whole: Any, owners: list[Any]) -> None:
    """Put the topmost elements above these at the end of the whole."""
    for owner in owners:
        element = pdf.objects[number_of(owner)]
        while number_of(element["P"]) != whole.number:
            element = pdf.objects[number_of(element["P"])]
        if element.reference not in whole["K"]:
            whole["K"].append(element.reference)


def _release(pdf: Any, owners: list[Any], foreign: list[int]) -> None:
    """An artefact has no structure element: its number leads nowhere, and what it led to is empty."""
    for mark in foreign:
        pdf.objects[number_of(owners[mark])].clear()
        owners[mark] = "null"


def _rewrite(stream: list[Any], foreign: set[int]) -> None:
    """Three parts begin marked content: its tag, its properties, the operator."""
    for place, part in enumerate(stream):
        if part == b"BDC" and stream[place - 1].get("MCID") in foreign:
            stream[place - 2] = "/Artifact"
            stream[place - 1] = type(stream[place - 1])({"Type": "/Pagination"})
