"""all / any / not lists: what they mean, and which leaf a problem belongs to."""

import pytest

from bsc_audit.core.expressions import ExpressionError, parse_condition
from unit.core.expressions.fakes import SCOPE, given

NESTS = [
    ("csat > 1", "csat > 1.0"),
    (["csat > 1", "fcr > 1"], "csat > 1.0 && fcr > 1.0"),
    ({"all": ["csat > 1", "fcr > 1 || certified"]}, "csat > 1.0 && (fcr > 1.0 || certified)"),
    ({"any": ["csat > 1 && certified", "fcr > 1"]}, "csat > 1.0 && certified || fcr > 1.0"),
    ({"not": "certified"}, "!certified"),
    ({"not": {"any": ["certified", "csat > 1"]}}, "!(certified || csat > 1.0)"),
    ({"all": ["certified"]}, "certified"),
    ({"any": [True, "certified"]}, "true || certified"),
]


@pytest.mark.parametrize(("data", "canonical"), NESTS)
def test_a_nest_means_its_condition(data: object, canonical: str) -> None:
    assert parse_condition(data, SCOPE).canonical() == canonical


def test_a_nest_is_three_valued_like_any_condition() -> None:
    condition = parse_condition({"any": ["csat > 1", {"not": "certified"}]}, SCOPE)
    assert condition.evaluate(given()) is None
    assert condition.evaluate(given(certified=False)) is True
    assert condition.decisive(given(csat=0.0)) == (("certified",),)


BROKEN = [  # data, (path, code) of every problem
    ({"all": ["csatt > 1", {"any": ["fcr >", "certified"]}]},
     [(("all", 0), "unknown-name"), (("all", 1, "any", 0), "condition-syntax")]),
    (["certified", "csat"], [((1,), "condition-result")]),
    ({"not": "csat and fcr"},
     [(("not",), "not-a-truth-value"), (("not",), "condition-operator"), (("not",), "not-a-truth-value")]),
    ({"all": []}, [(("all",), "condition-nest")]),
    ({"all": "certified"}, [(("all",), "condition-nest")]),
    ({"every": ["certified"]}, [((), "condition-nest")]),
    ({"all": ["certified"], "any": ["certified"]}, [((), "condition-nest")]),
    ({"all": ["certified", 5, ["certified"]]}, [(("all", 1), "condition-nest"), (("all", 2), "condition-nest")]),
    (None, [((), "condition-nest")]),
    ([], [((), "condition-nest")]),
    ({"any": ["csat in [1, 2] || fcr > 1"] * 100}, [((), "condition-too-large")]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "found"), BROKEN)
def test_every_leaf_reports_its_own_problems(data: object, found: list[object]) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_condition(data, SCOPE)
    assert [(problem.path, problem.code) for problem in caught.value.problems] == found


def test_a_nest_counts_towards_the_depth_of_its_leaves() -> None:
    def nested(levels: int) -> object:
        return {"not": nested(levels - 1)} if levels else "(((certified)))"

    assert parse_condition(nested(36), SCOPE)
    for levels in (37, 1000 // 3):
        with pytest.raises(ExpressionError) as caught:
            parse_condition(nested(levels), SCOPE)
        assert [problem.code for problem in caught.value.problems] == ["condition-too-deep"]
