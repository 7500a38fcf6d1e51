"""What a template is not given it cannot show; what a list is cut by is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.render.filters import filtered
from bsc_audit.render.template import Filters

DATA = {
    "meta": {"id": "T-1", "organisation": "Secret"},
    "overall": None,
    "rows": [{"id": "A", "score": {"text": "1.0", "value": 1.0}, "who": "P"}, {"id": "B", "score": None, "who": "Q"}],
}


@pytest.mark.parametrize(
    ("only", "kept"),
    [
        ((), DATA),
        (("meta",), {"meta": DATA["meta"]}),
        (("meta.id",), {"meta": {"id": "T-1"}}),
        (("overall.text",), {"overall": None}),
        (("rows.id",), {"rows": [{"id": "A"}, {"id": "B"}]}),
        (("rows.score.text", "rows.id"), {"rows": [{"score": {"text": "1.0"}, "id": "A"}, {"score": None, "id": "B"}]}),
        (("nothing",), {}),
    ],
)
def test_only_what_is_named_is_given(only: tuple[str, ...], kept: object) -> None:
    assert filtered(DATA, Filters(only=only)) == (kept, {})


@pytest.mark.parametrize(("most", "left", "out"), [(1, 1, 1), (2, 2, 0), (9, 2, 0)])
def test_a_list_is_cut_and_how_much_is_told(most: int, left: int, out: int) -> None:
    kept, left_out = filtered({**DATA, "deep": {"rows": DATA["rows"]}}, Filters(most={"deep.rows": most}))
    assert (len(kept["deep"]["rows"]), left_out) == (left, {"deep.rows": out})
    assert len(kept["rows"]) == 2


def test_the_report_itself_stays_whole() -> None:
    before = len(DATA["rows"])
    filtered(DATA, Filters(most={"rows": 1}))
    assert len(DATA["rows"]) == before


GROUPS = {"groups": [{"rows": list(range(9))}, {"rows": [1]}, {"rows": list(range(4))}, {"rows": None}]}


@pytest.mark.parametrize(
    ("most", "lengths"), [(14, [9, 1, 4]), (9, [4, 1, 4]), (7, [3, 1, 3]), (3, [1, 1, 1]), (1, [0, 0, 0])]
)
def test_the_longest_lists_are_cut_first_and_each_owner_says_by_how_much(most: int, lengths: list[int]) -> None:
    kept, left_out = filtered(GROUPS, Filters(most={"groups.rows": most}))
    assert [len(group["rows"]) for group in kept["groups"][:3]] == lengths
    assert [group["more"]["rows"] for group in kept["groups"][:3]] == [9 - lengths[0], 1 - lengths[1], 4 - lengths[2]]
    assert left_out == {"groups.rows": 14 - sum(lengths)}
    assert kept["groups"][3] == {"rows": None}


def test_a_list_inside_lists_that_were_cut_is_counted_without_them() -> None:
    kept, left_out = filtered(GROUPS, Filters(most={"groups.rows": 9, "groups": 2}))
    assert [len(group["rows"]) for group in kept["groups"]] == [8, 1]
    assert left_out == {"groups": 2, "groups.rows": 1}


@given(lengths=st.lists(st.integers(0, 40), max_size=12), most=st.integers(1, 200))
def test_no_list_loses_more_than_it_must(lengths: list[int], most: int) -> None:
    data = {"groups": [{"rows": [0] * length} for length in lengths]}
    kept, left_out = filtered(data, Filters(most={"groups.rows": most}))
    found = [len(group["rows"]) for group in kept["groups"]]
    assert sum(found) <= most or sum(lengths) == sum(found)
    assert sum(found) + left_out["groups.rows"] == sum(lengths)
    cut = [number for number, length in zip(found, lengths, strict=True) if number < length]
    assert not cut or (set(cut) == {max(found)} and sum(found) + len(cut) > most)
