"""Impossible inputs get a message a person can act on; undefined values are None, never an error."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.metrics.kind import STANDARD, Form, Inputs, Measurement, MetricKind
from bsc_audit.core.metrics.table import METRIC_KINDS


def exactly(given: Mapping[str, Any]) -> Inputs:
    return {
        name: tuple(Fraction(str(one)) for one in value) if isinstance(value, list) else Fraction(str(value))
        for name, value in given.items()
    }


SCALE = {"scale": [1, 5]}
IMPOSSIBLE = [  # kind, variant, inputs, parameters, part of the message
    ("value", STANDARD, {"value": 7}, SCALE, "value is 7, outside 1..5"),
    ("value", STANDARD, {"value": 3, "n": 2.5}, {}, "n is 2.5, no whole number"),
    ("ratio", "percent", {"numerator": 6, "denominator": 5}, {}, "numerator is 6, more than denominator, 5"),
    ("ratio", "complement", {"parts": [3, 3], "denominator": 5}, {}, "numerator is 6, more than denominator, 5"),
    ("ratio", "percent", {"numerator": -1, "denominator": 5}, {}, "numerator is -1, below 0"),
    ("ratio", "percent", {"value": 101}, {}, "value is 101, outside 0..100"),
    ("ratio", "percent", {"numerator": 1}, {}, "give numerator, denominator"),
    ("ratio", "percent", {"numerator": [1], "denominator": 5}, {}, "numerator must be a single number"),
    ("ratio", "percent", {}, {}, "got nothing"),
    ("ratio", "percent", {"value": 5, "numerator": 1, "denominator": 5}, {}, "got denominator, numerator, value"),
    ("mean", STANDARD, {"sum": 60, "count": 10}, SCALE, "value is 6, outside 1..5"),
    ("mean", STANDARD, {"values": [1, 9]}, SCALE, "values is 9, outside 1..5"),
    ("mean", STANDARD, {"values": [1, 2], "weights": [1, 1]}, {}, "weights need the variant weighted"),
    ("mean", "weighted", {"values": [1, 2]}, {}, "also needs weights"),
    ("mean", "weighted", {"values": [1, 2], "weights": [1]}, {}, "values has 2 numbers, weights has 1"),
    ("percentile", "linear", {"values": [1]}, {"p": 101}, "p is 101, outside 0..100"),
    ("net_promoter", STANDARD, {"counts": [1] * 10}, {}, "counts has 10 numbers"),
    ("net_promoter", STANDARD, {"promoters": 1.5, "passives": 1, "detractors": 1}, {}, "no whole number"),
    ("net_promoter", STANDARD, {"value": 120}, {}, "outside -100..100"),
    ("top_box", "top_two", {"counts": [1, 2]}, {"counts": [3]}, "counts is 3, outside 1..2"),
    ("satisfaction_index", "max", {"importance": [3], "satisfaction": [5.4]}, SCALE, "5.4, outside 1..5"),
    ("satisfaction_index", "max", {"importance": [3], "satisfaction": [4]}, {}, "parameter scale"),
    ("satisfaction_index", "max", {"importance": [3, 1], "satisfaction": [4]}, SCALE, "has 2 numbers"),
    ("acsi", STANDARD, {"satisfaction": 11, "expectancy": 5, "ideal": 5}, {}, "outside 1..10"),
    ("acsi", STANDARD, {"satisfaction": 5, "expectancy": 5, "ideal": 5}, {"weights": [0.5, 0.5, 0.5]}, "1.5"),
    ("servqual_gap", "weighted", {"gap": [1, 2]}, {"points": [50, 40]}, "add up to 90, not 100"),
    ("servqual_gap", "weighted", {"gap": [1, 2]}, {"points": [100]}, "1 numbers of points for 2 dimensions"),
    ("servqual_gap", "weighted", {"gap": [1, 2]}, {}, "parameter points"),
    ("servqual_gap", "unweighted", {"expectation": [1, 2], "perception": [1]}, {}, "has 2 numbers"),
    ("sus", STANDARD, {"answers": [3] * 11}, {}, "11 answers are no whole number of respondents"),
    ("sus", STANDARD, {"answers": [6, *[3] * 9]}, {}, "answers is 6, outside 1..5"),
    ("sus", STANDARD, {"item_means": [3]}, {}, "item_means has 1 numbers"),
    ("per_unit", STANDARD, {"amount": 5, "count": -1}, {}, "count is -1, below 0"),
    ("change_on_baseline", STANDARD, {"now": 1, "baseline": 0}, {}, "baseline must be above 0"),
    ("service_level", "F1", {"answered": 5, "answered_in_target": 4}, {}, "also needs abandoned"),
    ("service_level", "F2", {"answered": 5, "answered_in_target": 6}, {}, "more than answered"),
    ("abandonment", "without_short", {"abandoned": 5, "offered": 9}, {}, "also needs short_abandons"),
    ("abandonment", "all", {"abandoned": 10, "offered": 9}, {}, "more than offered"),
    ("retention", "retention", {"start": 10, "end": 15, "new": 2}, {}, "fewer than 0 customers"),
    ("retention", "churn", {"start": 10, "lost": 11}, {}, "more than start"),
    ("retention", "annualised_churn", {"start": 10, "lost": 1}, {}, "parameter periods_per_year"),
    ("revenue_retention", "net", {"start": 10, "contraction": 1, "churned": 1}, {}, "also needs expansion"),
    ("revenue_retention", "gross", {"start": 10, "contraction": 6, "churned": 6}, {}, "together exceed start"),
    ("clv", "with_margin", {"order_value": 1, "orders_per_year": 1, "years": 1}, {}, "needs gross_margin"),
    ("payback", STANDARD, {"acquisition_cost": 1, "monthly_revenue": 1, "gross_margin": 140}, {}, "140"),
    ("cost_per_resolution", "estimated", {"amount": 5, "count": 1}, {}, "also needs cost_per_contact"),
    ("kappa", "unweighted", {"table": [1, 2, 3]}, {}, "3 numbers, which is no square"),
    ("kappa", "unweighted", {"first": [1], "second": [1, 2]}, {}, "first has 1 numbers, second has 2"),
    ("forecast_error", "mape", {"actual": [0, 1], "forecast": [1, 1]}, {}, "use wape"),
    ("turnover", "annualised", {"leavers": 1, "headcount": 5}, {}, "parameter periods_per_year"),
    ("turnover", "observed", {"leavers": 1.5, "headcount": 5}, {}, "no whole number"),
    ("bradford", STANDARD, {"spells": 9, "days": 4}, {}, "spells is 9, more than twice the days, 8"),
    ("availability", "availability", {"agreed_time": 5, "downtime": 6}, {}, "more than agreed_time"),
    ("availability", "mtbf", {"agreed_time": 5, "downtime": 1}, {}, "also needs incidents"),
    ("spread", STANDARD, {"values": [1, 2]}, {"minimum_n": 30}, "minimum_n needs counts"),
    ("mean_of_shares", "pooled", {"numerators": [1, 6], "denominators": [2, 5]}, {}, "item 2 has 6 of 5"),
]


@pytest.mark.parametrize(("kind", "variant", "inputs", "parameters", "message"), IMPOSSIBLE)
def test_an_impossible_input_is_named(
    kind: str, variant: str, inputs: dict[str, Any], parameters: dict[str, Any], message: str
) -> None:
    messages = METRIC_KINDS[kind].check(exactly(inputs), variant, exactly(parameters))
    assert any(message in one for one in messages), messages


def test_every_kind_has_an_impossible_input_here() -> None:
    assert {kind for kind, *_ in IMPOSSIBLE} == METRIC_KINDS.keys()


UNDEFINED = [  # kind, variant, inputs, parameters
    ("ratio", "percent", {"numerator": 0, "denominator": 0}, {}),
    ("mean", STANDARD, {"sum": 0, "count": 0}, {}),
    ("mean", "weighted", {"values": [5, 6], "weights": [0, 0]}, {}),
    ("net_promoter", STANDARD, {"promoters": 0, "passives": 0, "detractors": 0}, {}),
    ("top_box", "top_two", {"counts": [0, 0, 0, 0, 0]}, {}),
    ("satisfaction_index", "max", {"importance": [0, 0], "satisfaction": [3, 4]}, SCALE),
    ("per_unit", STANDARD, {"amount": 9, "count": 0}, {}),
    ("service_level", "F2", {"answered": 0, "answered_in_target": 0}, {}),
    ("abandonment", "without_short", {"abandoned": 4, "offered": 4, "short_abandons": 4}, {}),
    ("retention", "retention", {"start": 0, "end": 5, "new": 5}, {}),
    ("revenue_retention", "gross", {"start": 0, "contraction": 0, "churned": 0}, {}),
    ("clv", "perpetuity_deferred", {"yearly_margin": 5, "retention": 100, "discount": 0}, {}),
    ("payback", STANDARD, {"acquisition_cost": 5, "monthly_revenue": 0, "gross_margin": 40}, {}),
    ("cost_per_resolution", "counted", {"amount": 5, "count": 0}, {}),
    ("kappa", "quadratic", {"first": [3, 3, 3], "second": [3, 3, 3]}, {}),
    ("forecast_error", "wape", {"actual": [0, 0], "forecast": [1, 1]}, {}),
    ("turnover", "observed", {"leavers": 0, "headcount": 0}, {}),
    ("availability", "mttr", {"downtime": 0, "incidents": 0}, {}),
    ("spread", STANDARD, {"values": [70, 80], "counts": [29, 300]}, {"minimum_n": 30}),
    ("mean_of_shares", "mean_of_shares", {"numerators": [1, 0], "denominators": [2, 0]}, {}),
]


UNCHECKED = [  # refused by check, and unknown all the same when somebody measures without checking
    ("kappa", "unweighted", {"table": [1, 2, 3]}),
    ("forecast_error", "mape", {"actual": [0, 1], "forecast": [1, 1]}),
    ("forecast_error", "wape", {"actual": [1, 1], "forecast": [1]}),
    ("sus", STANDARD, {"answers": [3] * 11}),
    ("servqual_gap", "unweighted", {"expectation": [1, 2], "perception": [1]}),
    ("abandonment", "without_short", {"abandoned": 5, "offered": 9}),
    ("turnover", "annualised", {"leavers": 1, "headcount": 5}),
]


@pytest.mark.parametrize(("kind", "variant", "inputs"), UNCHECKED)
def test_a_refused_input_measures_as_unknown(kind: str, variant: str, inputs: dict[str, Any]) -> None:
    assert METRIC_KINDS[kind].check(exactly(inputs), variant, {})
    assert METRIC_KINDS[kind].measure(exactly(inputs), variant, {}) is None


@pytest.mark.parametrize(("kind", "variant", "inputs", "parameters"), UNDEFINED)
def test_what_cannot_be_computed_is_unknown_and_no_error(
    kind: str, variant: str, inputs: dict[str, Any], parameters: dict[str, Any]
) -> None:
    one, given, fixed = METRIC_KINDS[kind], exactly(inputs), exactly(parameters)
    assert one.check(given, variant, fixed) == ()
    assert one.measure(given, variant, fixed) is None


def all_fields(kind: MetricKind) -> list[str]:
    return sorted({name for form in kind.forms for name in (*form.fields, *form.optional)} | {"n"})


NUMBERS = st.fractions(-5, 120, max_denominator=4)
VALUES = st.one_of(NUMBERS, st.lists(NUMBERS, max_size=11).map(tuple))


@given(st.data(), st.sampled_from(sorted(METRIC_KINDS)))
def test_no_input_whatever_makes_a_kind_fail(data: st.DataObject, name: str) -> None:
    kind = METRIC_KINDS[name]
    form = data.draw(st.sampled_from(kind.forms))
    fields = [*form.fields, *data.draw(st.lists(st.sampled_from(all_fields(kind)), max_size=2))]
    inputs = {field: data.draw(VALUES) for field in fields}
    parameters = {field: data.draw(VALUES) for field in kind.parameters if data.draw(st.booleans())}
    variant = data.draw(st.sampled_from(sorted(kind.variants)))
    got = kind.measure(inputs, variant, parameters)  # even unchecked
    assert got is None or isinstance(got, Measurement)
    sound = not kind.check(inputs, variant, parameters)
    if sound and got is not None and got.interval is not None and name != "percentile":
        assert got.interval.low - 1e-9 <= float(got.value) <= got.interval.high + 1e-9


@pytest.mark.parametrize("name", METRIC_KINDS)
def test_nothing_submitted_is_reported_and_measures_as_unknown(name: str) -> None:
    kind = METRIC_KINDS[name]
    assert kind.check({}, kind.default_variant, {})
    assert kind.measure({}, kind.default_variant, {}) is None


def test_a_kind_without_a_form_is_refused() -> None:
    value = METRIC_KINDS["value"]
    with pytest.raises(ValueError, match="needs a variant and a form"):
        MetricKind(
            name="x",
            title="x",
            explains="x",
            variants={},
            forms=(Form(fields=("a",)),),
            measure=value.measure,
            check=value.check,
        )
