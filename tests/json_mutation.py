"""Sound data with one part replaced by anything: what a hurried or a hostile hand may have written."""

import copy
from typing import Any

from hypothesis import strategies as st

WORDS = st.sampled_from(
    ["", "yes", "no", "A", "D-1", "csat", "2026-06", "2026-13-45", "not_applicable", "critical", "/", "é"]
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), WORDS)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS.filter(bool), inner, max_size=3)),
    max_leaves=5,
)


def paths(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The place of every part of some data, its own included."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(below for key, value in entries for below in paths(value, (*path, key)))]


@st.composite
def mutated(draw: st.DrawFn, data: Any) -> Any:
    """A copy with one part replaced, removed, or given one more key."""
    path = draw(st.sampled_from(paths(data)))
    if not path:
        return draw(ANYTHING)
    changed = copy.deepcopy(data)
    owner = changed
    for step in path[:-1]:
        owner = owner[step]
    match draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            owner[path[-1]] = draw(ANYTHING)
        case "remove":
            del owner[path[-1]]
        case _ if isinstance(owner, dict):
            owner[draw(WORDS.filter(bool))] = draw(ANYTHING)
        case _:
            owner.append(draw(ANYTHING))
    return changed
