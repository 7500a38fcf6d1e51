"""What a template is not given it cannot show; what a list is cut by is told."""

import pytest

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
