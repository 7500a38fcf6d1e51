"""What a template is given of the Report: the parts it declares, long lists cut. What it is not given it cannot show."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import getitem
from typing import Any

from bsc_audit.render.template import Filters

Data = dict[str, Any]
Tree = Mapping[str, Any]  # the next names of paths; an empty one keeps everything below


def filtered(data: Data, filters: Filters) -> tuple[Data, dict[str, int]]:
    """The data with only what `only` names, and how many members `most` left out of each list."""
    kept: Data = _only(data, _tree(filters.only))
    left_out = {}
    for path, most in filters.most.items():
        way = path.split(".")
        left_out[path] = max(0, len(reduce(getitem, way, kept)) - most)
        kept = _cut(kept, way, most)
    return kept, left_out


def _tree(paths: Iterable[str]) -> Tree:
    root: dict[str, Any] = {}
    for path in paths:
        at = root
        for name in path.split("."):
            at = at.setdefault(name, {})
    return root


def _only(value: Any, tree: Tree) -> Any:
    """Lists are walked through; a value that is not there stays None."""
    if not tree:
        return value
    if isinstance(value, list):
        return [_only(one, tree) for one in value]
    if isinstance(value, dict):
        return {name: _only(value[name], below) for name, below in tree.items() if name in value}
    return value


def _cut(data: Data, way: Sequence[str], most: int) -> Data:
    """A copy in which the list at the end of the way is cut."""
    name, *rest = way
    return {**data, name: _cut(data[name], rest, most) if rest else data[name][:most]}
