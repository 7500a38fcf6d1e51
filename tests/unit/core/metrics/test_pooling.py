"""Units are pooled by what was counted; the order and the grouping of units do not matter."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.metrics.kind import Inputs, Measurement
from bsc_audit.core.metrics.table import METRIC_KINDS

whole = st.integers(0, 300).map(Fraction)
some = st.integers(1, 300).map(Fraction)
scores = st.fractions(1, 5, max_denominator=20)
three = st.tuples(scores, scores, scores)
lists = st.lists(scores, min_size=1, max_size=4).map(tuple)
ten = st.tuples(*[st.integers(1, 5).map(Fraction)] * 10)


def fields(**kinds: st.SearchStrategy[Fraction | tuple[Fraction, ...]]) -> st.SearchStrategy[Inputs]:
    return st.fixed_dictionaries(kinds)


calls = fields(
    answered=some,
    answered_in_target=whole,
    abandoned=whole,
    abandoned_in_target=whole,
    abandoned_after_target=whole,
    short_abandons=whole,
)
means = st.one_of(
    fields(sum=whole, count=some), fields(values=lists), fields(value=scores, n=some, standard_deviation=scores)
)
POOLED: dict[str, st.SearchStrategy[Inputs]] = {
    "value": fields(value=scores, n=some),
    "ratio": fields(numerator=whole, denominator=some),
    "mean": means,
    "percentile": fields(values=lists),
    "per_unit": fields(amount=whole, count=some),
    "mean_of_shares": fields(numerators=three, denominators=three),
    "net_promoter": fields(promoters=whole, passives=whole, detractors=some),
    "top_box": fields(counts=three),
    "satisfaction_index": fields(importance=three, satisfaction=three, n=some),
    "acsi": fields(satisfaction=scores, expectancy=scores, ideal=scores, n=some),
    "servqual_gap": fields(gap=three, n=some),
    "sus": fields(answers=ten),
    "service_level": calls,
    "abandonment": fields(abandoned=whole, offered=some, short_abandons=whole),
    "availability": fields(agreed_time=some, downtime=whole, incidents=some),
    "forecast_error": fields(actual=three, forecast=three),
    "kappa": fields(table=st.tuples(whole, whole, whole, whole)),
    "retention": fields(start=some, end=whole, new=whole),
    "revenue_retention": fields(start=some, contraction=whole, churned=whole, expansion=whole),
    "cost_per_resolution": fields(amount=some, count=some),
    "turnover": fields(leavers=whole, headcount=some),
}


def pool_of(name: str) -> Callable[[Sequence[Inputs]], Inputs]:
    pool = METRIC_KINDS[name].pool
    assert pool is not None
    return pool


def value_of(name: str, inputs: Inputs) -> Measurement | None:
    kind = METRIC_KINDS[name]
    return kind.measure(inputs, kind.default_variant, {"scale": (Fraction(1), Fraction(5))})


def test_every_poolable_kind_is_tested_here() -> None:
    assert POOLED.keys() == {name for name, kind in METRIC_KINDS.items() if kind.pool}


@given(st.data(), st.sampled_from(sorted(POOLED)))
def test_pooling_in_steps_is_pooling_at_once(data: st.DataObject, name: str) -> None:
    units = data.draw(st.lists(POOLED[name], min_size=3, max_size=4))
    pool = pool_of(name)
    at_once, in_steps = pool(units), pool([pool(units[:2]), *units[2:]])
    assert at_once
    assert value_of(name, at_once) == value_of(name, in_steps)


@given(st.data(), st.sampled_from(sorted(POOLED)))
def test_the_order_of_units_does_not_matter(data: st.DataObject, name: str) -> None:
    units = data.draw(st.lists(POOLED[name], min_size=2, max_size=4))
    assert value_of(name, pool_of(name)(units)) == value_of(name, pool_of(name)(units[::-1]))


@given(st.data(), st.sampled_from(sorted(POOLED)))
def test_a_unit_alone_keeps_its_value(data: st.DataObject, name: str) -> None:
    unit = data.draw(POOLED[name])
    alone, pooled = value_of(name, unit), value_of(name, pool_of(name)([unit]))
    assert (alone and alone.value) == (pooled and pooled.value)


@pytest.mark.parametrize("name", sorted(POOLED))
def test_what_one_unit_lacks_nobody_can_pool(name: str) -> None:
    pool = pool_of(name)
    assert pool([]) == {}
    assert pool([{}, {}]) == {}


def test_a_rate_without_its_n_cannot_be_pooled() -> None:
    pool = pool_of("ratio")
    stated: Inputs = {"value": Fraction(80), "n": Fraction(10)}
    assert pool([stated, {"value": Fraction(60)}]) == {}
    assert pool([stated, {"value": Fraction(60), "n": Fraction(30)}]) == {"value": 65, "n": 40}


def test_a_mean_without_its_n_cannot_be_pooled() -> None:
    raw: Inputs = {"values": (Fraction(2), Fraction(4))}
    assert pool_of("mean")([raw, {"value": Fraction(3)}]) == {}
    assert pool_of("mean")([raw, {"value": Fraction(6), "n": Fraction(2)}]) == {"sum": 18, "count": 4}


def test_lists_of_different_length_cannot_be_pooled() -> None:
    short, long = (Fraction(1),), (Fraction(1), Fraction(2))
    assert pool_of("top_box")([{"counts": short}, {"counts": long}]) == {}
    one: Inputs = {"gap": short, "n": Fraction(2)}
    assert pool_of("servqual_gap")([one, {"gap": long, "n": Fraction(2)}]) == {}


def test_the_spread_of_a_mean_survives_pooling() -> None:
    raw: list[Inputs] = [{"values": (Fraction(2), Fraction(4))}, {"values": (Fraction(9),)}]
    together: Inputs = {"values": (Fraction(2), Fraction(4), Fraction(9))}
    assert value_of("mean", pool_of("mean")(raw)) == value_of("mean", together)


def test_an_optional_field_is_dropped_when_one_unit_lacks_it() -> None:
    one: Inputs = {"abandoned": Fraction(5), "offered": Fraction(50), "short_abandons": Fraction(1)}
    other: Inputs = {"abandoned": Fraction(6), "offered": Fraction(60)}
    assert pool_of("abandonment")([one, other]) == {"abandoned": 11, "offered": 110}
