"""Trees of boxes: what is no part of a table, and holds none, needs no boxes of tables around it.

WeasyPrint looks at the children of every box for parts of tables nine times, and walks the whole tree once more for each
way of laying out that no box of it has.
"""

from typing import Any

from weasyprint.formatting_structure import boxes, build  # type: ignore[import-untyped]

_table_children, _anonymous = build.table_boxes_children, build.create_anonymous_boxes

HOLDERS = frozenset({boxes.BlockBox, boxes.InlineBox, boxes.InlineBlockBox, boxes.TableCellBox})
ARRANGED = (boxes.FlexContainerBox, boxes.GridContainerBox)


def table_boxes_children(box: Any, children: list[Any]) -> Any:
    """The box with its children, and those boxes between them that tables need."""
    if type(box) in HOLDERS and not any(map(_is_part, children)):
        box.children = children
        return box
    if type(box) is boxes.TableRowBox and all(type(child) is boxes.TableCellBox for child in children):
        box.children = children
        return box
    return _table_children(box, children)


def _is_part(box: Any) -> bool:
    """Whether a box is a part of a table."""
    return box.internal_table_or_caption or box.proper_table_child  # type: ignore[no-any-return]


def create_anonymous_boxes(box: Any) -> Any:
    """The tree with all the boxes that nobody wrote but layout needs."""
    box = build.anonymous_table_boxes(box)
    if any(isinstance(one, ARRANGED) for one in box.descendants()):
        box = build.grid_boxes(build.flex_boxes(box))
    return build.block_in_inline(build.inline_in_block(box))


REPLACEMENTS = (
    (build, "table_boxes_children", _table_children, table_boxes_children),
    (build, "create_anonymous_boxes", _anonymous, create_anonymous_boxes),
)
