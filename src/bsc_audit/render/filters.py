"""What a template is given of the Report: the parts it declares, long lists cut. What it is not given it cannot show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bsc_audit.render.template import Filters

Data = dict[str, Any]
Tree = Mapping[str, Any]  # the next names of paths; an empty one keeps everything below

MORE = "more"  # beside a cut list, how many members it lacks, by its name


def filtered(data: Data, filters: Filters) -> tuple[Data, dict[str, int]]:
    """The data with only what `only` names, and how many members `most` left out of all lists of each path."""
    return shortened(chosen(data, filters), filters.most)


def chosen(data: Data, filters: Filters) -> Data:
    """Only what `only` names; everything when it names nothing."""
    kept: Data = _only(data, _tree(filters.only))
    return kept


def shortened(data: Data, most: Mapping[str, int]) -> tuple[Data, dict[str, int]]:
    """The data with every list of a path cut until together they have no more members than `most` allows.

    The longest lists of a path are cut first, so that no short one suffers for a long one. Whatever owns such a list
    says under `more` how many members each lacks.
    """
    left_out = {}
    for path in sorted(most, key=lambda path: path.count(".")):  # what holds a list is cut before the list
        way = path.split(".")
        lengths = [len(found) for found in _lists(data, way)]
        level = _level(lengths, most[path])
        left_out[path] = sum(max(0, length - level) for length in lengths)
        data = _cut(data, way, level)
    return data, left_out


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


def _lists(value: Any, way: Sequence[str]) -> Iterator[list[Any]]:
    """Every list at the end of the way, through the lists on it; none where the way ends before."""
    if not way:
        yield from [value] if isinstance(value, list) else []
    elif isinstance(value, list):
        for one in value:
            yield from _lists(one, way)
    elif isinstance(value, dict) and way[0] in value:
        yield from _lists(value[way[0]], way[1:])


def _level(lengths: Sequence[int], most: int) -> int:
    """The greatest length that all lists may keep for their sum to stay within `most`."""
    rest, open_ = most, len(lengths)
    for length in sorted(lengths):
        if length * open_ > rest:
            return rest // open_
        rest, open_ = rest - length, open_ - 1
    return max(lengths, default=0)


def _cut(value: Any, way: Sequence[str], level: int) -> Any:
    """A copy in which the lists at the end of the way have at most `level` members."""
    if isinstance(value, list):
        return [_cut(one, way, level) for one in value]
    if not isinstance(value, dict) or way[0] not in value:
        return value
    name, *rest = way
    if rest:
        return {**value, name: _cut(value[name], rest, level)}
    found = value[name]
    if not isinstance(found, list):
        return value
    more = {**value.get(MORE, {}), name: max(0, len(found) - level)}
    return {**value, name: found[:level], MORE: more}
