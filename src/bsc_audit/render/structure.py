"""The structure tree as WeasyPrint left it: walked, read, and its long tables put together again.

WeasyPrint makes a table of its own of each page's share of a table, with heads repeated as content. Whoever hears the
report is told of one table, and of its heads once. Like `finish.py` this touches objects that are no public interface.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

ROWS = frozenset({"/TBody", "/TFoot", "/TR"})


def number_of(reference: bytes | str) -> int:
    """The number of the object a reference names."""
    return int(reference.split(None, 1)[0])


def below(pdf: Any, kids: Sequence[Any]) -> Iterator[Any]:
    """Every structure element below, in no order and without recursion: lists nest deeply."""
    ahead = list(kids)
    while ahead:
        kid = ahead.pop()
        if not isinstance(kid, int):
            element = pdf.objects[number_of(kid)]
            yield element
            ahead.extend(element.get("K", ()))


def join_tables(boxes: Iterable[Any], pdf: Any) -> None:
    """One table of all shares of it, which are found by its boxes in the order of the pages."""
    firsts: dict[int, Any] = {}
    for box in boxes:
        table = _table(pdf, box)
        if table is not None and firsts.setdefault(id(box.element), table) is not table:
            _append(pdf, firsts[id(box.element)], table)


def _table(pdf: Any, box: Any) -> Any:
    """The structure element of a box of table rows; None for any other box."""
    if box.element is None or box.element_tag != "table" or not hasattr(box, "column_groups"):
        return None
    marks = (cell.mark for cell in box.descendants() if hasattr(cell, "mark"))
    found = next(marks, None)
    while found is not None and found["S"] != "/Table":
        found = pdf.objects[number_of(found["P"])] if "P" in found else None
    return found


def _append(pdf: Any, first: Any, share: Any) -> None:
    """Put the rows of a share behind those of the first; its heads are left out of the tree."""
    heads = {mine.string: theirs for mine, theirs in zip(_heads(pdf, share), _heads(pdf, first), strict=False)}
    for kid in [one for one in share["K"] if pdf.objects[number_of(one)]["S"] in ROWS]:
        pdf.objects[number_of(kid)]["P"] = first.reference
        first["K"].append(kid)
        for cell in below(pdf, [kid]):
            if "Headers" in cell.get("A", ()):
                cell["A"]["Headers"][:] = [heads.get(one.string, one) for one in cell["A"]["Headers"]]
    pdf.objects[number_of(share["P"])]["K"].remove(share.reference)


def _heads(pdf: Any, table: Any) -> list[Any]:
    """Ids of the column heads, in order."""
    kids = [one for one in table["K"] if pdf.objects[number_of(one)]["S"] == "/THead"]
    cells = [cell["ID"] for cell in below(pdf, kids) if cell.get("S") == "/TH" and "ID" in cell]
    return sorted(cells, key=lambda one: _place(one.string))


def _place(head: str) -> tuple[int, ...]:
    """WeasyPrint's ids: number of the table, row, column."""
    return tuple(int(part) for part in head.split("-"))
