"""What a template is given of the Report: the parts it declares, long lists cut. What it is not given it cannot show.

Only what is given is made plain data at all: a report with ten thousand findings costs a template what it shows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bsc_audit.core.report.parts import names_of
from bsc_audit.render.template import Filters

Data = dict[str, Any]
Tree = Mapping[str, Any]  # the next names of paths; an empty one keeps everything below
Path = tuple[str, ...]
Levels = Mapping[Path, int]  # how many members every list at the end of a path may keep
Words = Callable[[str], str]

NOTHING: Tree = {}
LEAVES = frozenset({str, int, float, bool, type(None)})  # kinds of most values
MORE = "more"  # beside a cut list, how many members it lacks, by its name


def filtered(whole: Any, filters: Filters, words: Words = str) -> tuple[Data, dict[str, int]]:
    """As plain data only what `only` names, and how many members `most` left out of all lists of each path.

    The longest lists of a path are cut first, so that no short one suffers for a long one. Whatever owns such a list
    says under `more` how many members each lacks.

    Args:
        whole: a Report, or a mapping made like one.
        filters: of a template.
        words: what becomes of every text.
    """
    tree = _tree(filters.only)
    levels, left_out = _levels(whole, {path: most for path, most in filters.most.items() if _given(tree, path)})
    data: Data = _plain(whole, (), tree, levels, words)
    return data, left_out | dict.fromkeys(filters.most.keys() - left_out.keys(), 0)


def findings_by_ref(whole: Any, data: Any, filters: Filters, words: Words = str) -> dict[str, Data]:
    """The findings that the data name anywhere, by reference; also those cut out of their own lists."""
    named = _texts(data)
    tree = _tree(filters.only)
    found = {}
    for way in FINDINGS:
        if _given(tree, ".".join(way)):
            for one in (one for some in _lists(whole, way, {}) for one in some if _get(one, "ref") in named):
                found[_get(one, "ref")] = _plain(one, way, _below(tree, way), {}, words)
    return found


def _tree(paths: Iterable[str]) -> Tree:
    root: dict[str, Any] = {}
    for path in paths:
        at = root
        for name in path.split("."):
            at = at.setdefault(name, {})
    return root


def _given(tree: Tree, path: str) -> bool:
    """Whether something at the path is kept."""
    for name in path.split("."):
        if not tree:
            return True
        if name not in tree:
            return False
        tree = tree[name]
    return True


def _below(tree: Tree, way: Path) -> Tree:
    for name in way:
        tree = tree.get(name, {})
    return tree


def _levels(whole: Any, most: Mapping[str, int]) -> tuple[Levels, dict[str, int]]:
    """What each path may keep, and how many members that leaves out in all."""
    levels: dict[Path, int] = {}
    left_out = {}
    for path in sorted(most, key=lambda path: path.count(".")):  # what holds a list is cut before the list
        way = tuple(path.split("."))
        lengths = [len(found) for found in _lists(whole, way, levels)]
        levels[way] = _level(lengths, most[path])
        left_out[path] = sum(max(0, length - levels[way]) for length in lengths)
    return levels, left_out


def _level(lengths: Sequence[int], most: int) -> int:
    """The greatest length that all lists may keep for their sum to stay within `most`."""
    rest, open_ = most, len(lengths)
    for length in sorted(lengths):
        if length * open_ > rest:
            return rest // open_
        rest, open_ = rest - length, open_ - 1
    return max(lengths, default=0)


def _lists(value: Any, way: Path, levels: Levels, at: Path = ()) -> Iterator[Sequence[Any]]:
    """Every list at the end of the way, through what is kept of the lists on it; none where the way ends before."""
    if isinstance(value, list | tuple):
        if not way:
            yield value
        for one in value[: levels.get(at)] if way else ():
            yield from _lists(one, way, levels, at)
    elif way:
        yield from _lists(_get(value, way[0]), way[1:], levels, (*at, way[0]))


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)


def _plain(value: Any, at: Path, tree: Tree, levels: Levels, words: Words) -> Any:
    """Mappings, lists, texts and numbers alone; lists cut, and only what the tree names."""
    if isinstance(value, str):
        return words(value)
    if isinstance(value, list | tuple):
        return [_plain(one, at, tree, levels, words) for one in value[: levels.get(at)]]
    names = _names(value)
    if names is None:
        return value
    data = {}
    cut = {}
    for name in [name for name in names if name in tree] if tree else names:
        one = value[name] if isinstance(value, dict) else getattr(value, name)
        if type(one) in LEAVES:
            data[name] = words(one) if isinstance(one, str) else one
            continue
        data[name] = _plain(one, (*at, name), tree.get(name, NOTHING), levels, words)
        if one is not None and (*at, name) in levels:
            cut[name] = len(one) - len(data[name])
    return data | {MORE: cut} if cut else data


def _names(value: Any) -> Iterable[str] | None:
    """Of the members of a mapping or a value of the Report; None for anything else."""
    kind: Any = type(value)
    return value if isinstance(value, dict) else names_of(kind)


def _texts(data: Data) -> set[str]:
    """Every text that stands anywhere in the data."""
    found, ahead = set(), [data]
    while ahead:
        one: Any = ahead.pop()
        if isinstance(one, str):
            found.add(one)
        elif isinstance(one, dict | list):
            ahead.extend(one.values() if isinstance(one, dict) else one)
    return found


FINDINGS = (("findings", "findings"), ("hygiene",))  # where the Report has them
