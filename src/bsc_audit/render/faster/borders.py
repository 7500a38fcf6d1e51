"""Borders of tables that share them: what a style says of its four sides is read once, and what it does not say never.

WeasyPrint asks for the style, width and colour of every edge of every cell, row, group and column, nearly all of which
have none. Which border wins an edge is as CSS 2.2, 17.6.2.1, has it: the widest, and of equal ones the innermost.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from weasyprint.draw.color import get_color  # type: ignore[import-untyped]
from weasyprint.formatting_structure import build  # type: ignore[import-untyped]
from weasyprint.layout import table as tables  # type: ignore[import-untyped]

_collapse = tables.collapse_table_borders

Edge = tuple[tuple[int, float, int], tuple[str, float, Any]]  # what it weighs, and what is drawn
Grid = list[list[Edge]]

SIDES = ("left", "right", "top", "bottom")
SOLID = 7  # weight of a solid line among the styles of borders
NONE: Edge = ((0, 0, 0), ("none", 0, tables.TRANSPARENT))  # an edge nobody says anything of
INSIDE: Edge = ((1, 0, 9), ("hidden", 0, tables.TRANSPARENT))  # an edge within a cell of several columns


def collapse_table_borders(table: Any, grid_width: int, grid_height: int) -> tuple[Grid, Grid]:
    """The edges of a table, upright and level, row by row; its boxes learn how wide theirs are."""
    rows = [row for group in table.children for row in group.children]
    if not (grid_width and grid_height) or not _is_plain(table, rows):
        return _collapse(table, grid_width, grid_height)  # type: ignore[no-any-return]
    upright = [[NONE] * (grid_width + 1) for _ in range(grid_height)]
    level = [[NONE] * grid_width for _ in range(grid_height + 1)]
    for box, x, y, width, height in _boxes(table, rows, grid_width, grid_height):
        _draw(upright, level, box, x, y, width, height)
    for y, row in enumerate(rows):
        for cell in row.children:
            _widen(cell, upright[y], level[y], level[y + 1], cell.grid_x, cell.grid_x + cell.colspan)
    columns = [column for group in table.column_groups for column in group.children]
    for box in (*table.children, *rows, *table.column_groups, *columns):
        box.border_left_width = box.border_right_width = box.border_top_width = box.border_bottom_width = 0
    _widen(table, upright[0], level[0], level[-1], 0, grid_width)
    return upright, level


def _is_plain(table: Any, rows: list[Any]) -> bool:
    """Whether all is written from left to right, no cell spans rows, and every border is solid."""
    return (
        table.style["direction"] == "ltr"
        and all(cell.rowspan == 1 for row in rows for cell in row.children)
        and all(_edges(box.style) is not None for box, *_ in _boxes(table, rows, 0, 0))
    )


def _boxes(table: Any, rows: list[Any], width: int, height: int) -> Iterator[tuple[Any, int, int, int, int]]:
    """Whatever may have borders, the innermost first, each with its place and size in the grid."""
    for y, row in enumerate(rows):
        yield from ((cell, cell.grid_x, y, cell.colspan, 1) for cell in row.children)
    yield from ((row, 0, y, width, 1) for y, row in enumerate(rows))
    y = 0
    for group in table.children:
        yield group, 0, y, width, len(group.children)
        y += len(group.children)
    for column in chain.from_iterable(group.children for group in table.column_groups):
        yield column, column.grid_x, 0, 1, height
    yield from ((group, group.grid_x, 0, group.span, height) for group in table.column_groups)
    yield table, 0, 0, width, height


def _draw(upright: Grid, level: Grid, box: Any, x: int, y: int, width: int, height: int) -> None:
    """Put the borders of a box where no weightier ones are."""
    for inside in range(x + 1, x + width if type(box) is build.boxes.TableCellBox else 0):
        upright[y][inside] = INSIDE
    left, right, top, bottom = _edges(box.style) or ()
    for edge, column in ((left, x), (right, x + width)):
        if edge is not NONE:
            for row in upright[y : y + height]:
                row[column] = max(row[column], edge, key=_weight)
    for edge, line in ((top, level[y]), (bottom, level[y + height])):
        if edge is not NONE:
            line[x : x + width] = [max(one, edge, key=_weight) for one in line[x : x + width]]


def _weight(edge: Edge) -> tuple[int, float, int]:
    return edge[0]


def _edges(style: Any) -> tuple[Edge, ...] | None:
    """Left, right, top and bottom; None where one of them is no solid line."""
    try:
        return style.edges  # type: ignore[no-any-return]
    except AttributeError:
        kinds = {style[f"border_{side}_style"] for side in SIDES}
        style.edges = tuple(_edge(style, side) for side in SIDES) if kinds <= {"none", "solid"} else None
        return style.edges  # type: ignore[no-any-return]


def _edge(style: Any, side: str) -> Edge:
    if style[f"border_{side}_style"] == "none":
        return NONE
    width = style[f"border_{side}_width"]
    return (0, width, SOLID), ("solid", width, get_color(style, f"border_{side}_color"))


def _widen(box: Any, upright: list[Edge], above: list[Edge], below: list[Edge], x: int, end: int) -> None:
    """Tell a box how wide its borders are: half of what it shares with its neighbours."""
    box.border_left_width, box.border_right_width = upright[x][1][1] / 2, upright[end][1][1] / 2
    box.border_top_width = max(one[1][1] for one in above[x:end]) / 2
    box.border_bottom_width = max(one[1][1] for one in below[x:end]) / 2


REPLACEMENTS = ((tables, "collapse_table_borders", _collapse, collapse_table_borders),)
