"""Whatever is written into a ruleset, what comes back is a ruleset or problems, never a crash."""

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bsc_audit.core.documents import Document, Path
from bsc_audit.core.problems import Problem, RulesetError
from bsc_audit.core.ruleset.compile import compile_ruleset
from ruleset_builders import bases, forms, good_files

FILES = good_files()
PLACES = [(number, path) for number, file in enumerate(FILES) for path in file.values if path]
LEFT_OUT = object()
VALUES = [
    *(None, True, 5, -1, 0.5, "", "x", "overall", "CLI-01", "csat", "score.csat > 5", "members", LEFT_OUT),
    *([], {}, [5], [[]], ["csat"], {"a": 5}, {"all": ["x"]}, {"en": "x"}, {"0": 0, "9": 100}),
]


def changed(file: Document, path: Path, value: Any) -> Document:
    """A document with one value replaced or left out; places stay, as they do for a careless hand."""
    data = copy.deepcopy(file.data)
    owner = data
    for step in path[:-1]:
        owner = owner[step]
    if value is LEFT_OUT:
        del owner[path[-1]]
    else:
        owner[path[-1]] = value
    return replace(file, data=data)


def problems_of(files: Sequence[Document]) -> tuple[Problem, ...]:
    """What is wrong with a ruleset; nothing when it compiles to a whole one."""
    try:
        ruleset = compile_ruleset(files, questionnaires=forms(), bases=bases)
    except RulesetError as error:
        return error.problems
    assert ruleset.root in ruleset.groups
    return ()


@settings(max_examples=400)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(VALUES)), min_size=1, max_size=3))
def test_a_changed_ruleset_compiles_or_says_its_problems(changes: list[tuple[tuple[int, Path], Any]]) -> None:
    files = list(FILES)
    for (number, path), value in changes:
        try:
            files[number] = changed(files[number], path, copy.deepcopy(value) if value is not LEFT_OUT else value)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this place away
    assert all(problem.message and problem.where.file for problem in problems_of(files))


@settings(max_examples=150)
@given(
    st.dictionaries(
        st.sampled_from(["CLI-01", "CLI-voice", "csat", "X01", "no-owner", "desk", "twice", "nobody"]),
        st.dictionaries(
            st.sampled_from(["weight", "in", "points", "when", "caps", "score", "drop", "weights", "kind", "of"]),
            st.sampled_from([value for value in VALUES if value is not LEFT_OUT]),
        ),
    ),
    st.lists(st.sampled_from(["CLI-01", "CLI-voice", "CLI", "overall", "csat", "X01", "desk", "nobody", 5])),
)
def test_an_overlay_compiles_or_says_its_problems(change: dict[str, Any], drop: list[Any]) -> None:
    header = {"id": "own", "version": "1.0", "title": "Own", "extends": {"id": "good", "version": "1.0"}}
    file = Document(source="own.yaml", data={"ruleset": header, "change": change, "drop": drop}, values={}, keys={})
    assert all(problem.message and problem.where.file for problem in problems_of([file]))
