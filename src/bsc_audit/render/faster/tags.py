"""The structure tree: elements of plain boxes are made in one step.

WeasyPrint asks of every box a dozen things that hold for pictures, lists and tables, and passes what it makes of the
innermost through a generator of every box around it. All but a few boxes are words and what surrounds them.
"""

from functools import cache
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]
from weasyprint.pdf import tags as tagging  # type: ignore[import-untyped]

_build, _tag = tagging._build_box_tree, tagging._get_pdf_tag

CELLS = ("TH", "TD")
HELD = frozenset({"Figure", "Table", "LI"})  # tags that say more, or are made of several boxes
PLAIN = frozenset(
    [
        boxes.BlockBox,
        boxes.InlineBlockBox,
        boxes.InlineBox,
        boxes.TableCellBox,
        boxes.TableRowBox,
        boxes.TableRowGroupBox,
    ]
)  # kinds of boxes that are what their element is
WHOLE = frozenset({"html", "body"})  # elements that make none

tag_of = cache(_tag)  # of an element, by its name


def build_box_tree(
    box: Any, parent: Any, pdf: Any, page_number: int, nums: dict[int, bytes], annotations: list[Any], tags: Any
) -> Any:
    """The elements of a box, those below it already where they belong."""
    name = None if box.element is None else box.element_tag
    tag = tag_of(name)
    if type(box) not in PLAIN or tag in HELD or name in WHOLE or box.widget_annotation:
        return _build(box, parent, pdf, page_number, nums, annotations, tags)
    if tag in CELLS and parent["S"] in ("/TD", "/TH"):
        tag = "NonStruct"  # nobody's block in a cell
    page = pdf.page_references[page_number]
    element = _element(pdf, f"/{tag}", page, parent.reference)
    if tag in CELLS:
        _mark(box, element)
    if box.link_annotation:
        _link(pdf, box.link_annotation, element, page, annotations)
    for child in box.children:
        for one in child.children if isinstance(child, boxes.LineBox) else (child,):
            if isinstance(one, boxes.TextBox):
                _words(pdf, tags.pop(one), element, page, nums, own=tag == "Link")
            else:
                place = len(element["K"])
                made = build_box_tree(one, element, pdf, page_number, nums, annotations, tags)
                element["K"][place:place] = [below.reference for below in made]
    return (element,)


def _element(pdf: Any, tag: str, page: bytes, parent: bytes) -> Any:
    element = pydyf.Dictionary({"Type": "/StructElem", "S": tag, "K": pydyf.Array(), "Pg": page, "P": parent})
    pdf.add_object(element)
    return element


def _mark(box: Any, element: Any) -> None:
    """Say of a cell what it spans; which heads it has is found by the box later."""
    element["A"] = pydyf.Dictionary({"O": "/Table"})
    if box.colspan != 1:
        element["A"]["ColSpan"] = box.colspan
    if box.rowspan != 1:
        element["A"]["RowSpan"] = box.rowspan
    box.mark = element


def _link(pdf: Any, annotation: Any, element: Any, page: bytes, annotations: list[Any]) -> None:
    held = pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": page})
    pdf.add_object(held)
    annotations.append((element.reference, annotation))
    element["K"].append(held.reference)


def _words(pdf: Any, kid: dict[str, Any], element: Any, page: bytes, nums: dict[int, bytes], *, own: bool) -> None:
    """Put marked words into the tree: into the element itself, or one of theirs."""
    number = kid["mcid"]
    assert number not in nums
    if own:
        element["K"].append(number)
        nums[number] = element.reference
        return
    words = _element(pdf, f"/{kid['tag']}", page, element.reference)
    words["K"].append(number)
    nums[number] = words.reference
    element["K"].append(words.reference)


REPLACEMENTS = (
    (tagging, "_build_box_tree", _build, build_box_tree),
    (tagging, "_get_pdf_tag", _tag, tag_of),
)
