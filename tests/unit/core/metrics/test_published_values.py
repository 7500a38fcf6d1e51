"""Worked and published numbers of every kind, and every bundled metric expressed by some kind."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from bsc_audit.core.metrics.kind import Inputs, Measurement
from bsc_audit.core.metrics.table import METRIC_KINDS

METRICS = Path(__file__).resolve().parents[5] / "shared" / "domain" / "metrics.yaml"


def exactly(given: Mapping[str, Any]) -> Inputs:
    return {
        name: tuple(Fraction(str(one)) for one in value) if isinstance(value, list) else Fraction(str(value))
        for name, value in given.items()
    }


def measure(kind: str, variant: str, inputs: Mapping[str, Any], **parameters: Any) -> Measurement | None:
    one, given, fixed = METRIC_KINDS[kind], exactly(inputs), exactly(parameters)
    assert one.check(given, variant, fixed) == ()
    return one.measure(given, variant, fixed)


CLV = {"order_value": 200, "orders_per_year": 3, "years": 5}
FOREVER = {"yearly_margin": 240, "retention": 80, "discount": 10}
REVENUE = {"start": 100000, "expansion": 12000, "contraction": 4000, "churned": 9000}
EXPECTATION, PERCEPTION = [5.16, 6.44, 6.36, 6.50, 6.28], [5.30, 5.20, 5.50, 5.90, 5.60]
POINTS = [11, 32, 22, 19, 16]
VOLUMES = {"actual": [100, 120, 80], "forecast": [110, 108, 84]}
DOWN = {"agreed_time": 43200, "downtime": 130, "incidents": 4}

WORKED = [  # kind, variant, inputs, parameters, value (domain brief 2.3)
    ("sus", "standard", {"answers": [3] * 10}, {}, 50),
    ("sus", "standard", {"answers": [5] * 10}, {}, 50),
    ("sus", "standard", {"answers": [5, 1] * 5}, {}, 100),
    ("sus", "standard", {"item_means": [4.0, 1.9, 4.0, 2.0, 3.7, 2.0, 3.8, 1.9, 3.9, 2.2]}, {}, 73.5),
    ("acsi", "standard", {"satisfaction": 1, "expectancy": 1, "ideal": 1}, {}, 0),
    ("acsi", "standard", {"satisfaction": 10, "expectancy": 10, "ideal": 10}, {}, 100),
    ("servqual_gap", "unweighted", {"expectation": EXPECTATION, "perception": PERCEPTION}, {}, -0.648),
    (
        "servqual_gap",
        "weighted",
        {"expectation": EXPECTATION, "perception": PERCEPTION},
        {"points": POINTS},
        -0.7934,
    ),
    ("net_promoter", "standard", {"promoters": 15, "passives": 9, "detractors": 6}, {}, 30),
    ("net_promoter", "standard", {"counts": [1, 0, 0, 1, 2, 1, 1, 4, 5, 9, 6]}, {}, 30),
    ("net_promoter", "standard", {"promoters": 28, "passives": 32, "detractors": 20}, {}, 10),
    ("revenue_retention", "net", REVENUE, {}, 99),
    ("revenue_retention", "gross", REVENUE, {}, 87),
    ("revenue_retention", "gross_churn", REVENUE, {}, 13),
    ("clv", "simple", CLV, {}, 3000),
    ("clv", "with_margin", {**CLV, "gross_margin": 40}, {}, 1200),
    ("clv", "perpetuity_deferred", FOREVER, {}, 640),
    ("clv", "perpetuity_immediate", FOREVER, {}, 880),
    ("per_unit", "standard", {"amount": 90000, "count": 600}, {}, 150),
    ("per_unit", "standard", {"amount": 1800000, "count": 240000}, {}, 7.5),
    ("per_unit", "standard", {"parts": [42000, 3000, 15000], "count": 200}, {}, 300),
    ("per_unit", "standard", {"amount": 28000, "count": 1000}, {}, 28),
    ("per_unit", "standard", {"amount": 420, "count": 140}, {}, 3),
    ("cost_per_resolution", "estimated", {"cost_per_contact": 7.5, "first_contact_resolution": 72}, {}, 10.416667),
    ("cost_per_resolution", "counted", {"amount": 1800000, "count": 172800}, {}, 10.416667),
    ("ratio", "percent_of_amounts", {"parts": [38000, 22000, 15000, 252000], "denominator": 12000000}, {}, 2.725),
    ("ratio", "percent_of_amounts", {"numerator": 60000, "denominator": 72000}, {}, 83.333333),
    ("ratio", "percent_of_amounts", {"numerator": 96, "denominator": 2400}, {}, 4),
    ("ratio", "complement", {"numerator": 298, "denominator": 1000}, {}, 70.2),
    ("ratio", "per_1000", {"numerator": 12, "denominator": 4000}, {}, 3),
    ("ratio", "plain", {"numerator": 36000, "denominator": 12000}, {}, 3),
    ("ratio", "plain", {"numerator": 1200, "denominator": 150}, {}, 8),
    ("forecast_error", "mape", VOLUMES, {}, 8.333333),
    ("forecast_error", "wape", VOLUMES, {}, 8.666667),
    ("bradford", "standard", {"spells": 5, "days": 10}, {}, 250),
    ("bradford", "standard", {"spells": 1, "days": 10}, {}, 10),
    ("bradford", "standard", {"spells": 10, "days": 10}, {}, 1000),
    ("payback", "standard", {"acquisition_cost": 150, "monthly_revenue": 50, "gross_margin": 40}, {}, 7.5),
    ("change_on_baseline", "standard", {"now": 84, "baseline": 80}, {}, 5),
    ("abandonment", "without_short", {"abandoned": 60, "offered": 1060, "short_abandons": 10}, {}, 4.761905),
    ("abandonment", "all", {"abandoned": 60, "offered": 1060}, {}, 5.660377),
    ("availability", "availability", DOWN, {}, 99.699074),
    ("availability", "mttr", DOWN, {}, 32.5),
    ("availability", "mtbf", DOWN, {"divide_by": 60}, 179.458333),
    ("retention", "churn", {"start": 200, "lost": 6}, {}, 3),
    ("turnover", "annualised", {"leavers": 5, "headcount": 50}, {"periods_per_year": 4}, 40),
    ("top_box", "top_two", {"counts": [5, 10, 25, 90, 70]}, {}, 80),
    ("top_box", "top_box", {"counts": [5, 10, 25, 90, 70]}, {}, 35),
    ("mean_of_shares", "mean_of_shares", {"numerators": [8, 3], "denominators": [10, 5]}, {}, 70),
    ("mean_of_shares", "pooled", {"numerators": [8, 3], "denominators": [10, 5]}, {}, 73.333333),
    ("spread", "standard", {"values": [82, 74, 99], "counts": [40, 30, 29]}, {"minimum_n": 30}, 8),
    ("value", "standard", {"value": 2.1}, {}, 2.1),
    ("percentile", "linear", {"values": [4]}, {"p": 75}, 4),
    ("mean", "standard", {"sum": 56, "count": 10}, {}, 5.6),
]


@pytest.mark.parametrize(("kind", "variant", "inputs", "parameters", "value"), WORKED)
def test_a_kind_gives_the_worked_value(
    kind: str, variant: str, inputs: dict[str, Any], parameters: dict[str, Any], value: float
) -> None:
    got = measure(kind, variant, inputs, **parameters)
    assert got is not None
    assert float(got.value) == pytest.approx(value, abs=5e-7)


def test_every_variant_has_a_worked_value_here_or_among_the_oracles() -> None:
    here = {(kind, variant) for kind, variant, *_ in WORKED}
    oracles = {
        *(("satisfaction_index", v) for v in ("max", "minmax", "minmax_fixed_weights")),
        *(("service_level", v) for v in ("F1", "F2", "F3", "F4", "F5")),
        *(("kappa", v) for v in ("unweighted", "linear", "quadratic")),
        *(("retention", v) for v in ("retention", "annualised_churn")),
        *(("ratio", "percent"), ("mean", "weighted"), ("percentile", "nearest_rank"), ("turnover", "observed")),
    }
    assert here | oracles == {(name, v) for name, kind in METRIC_KINDS.items() for v in kind.variants}


NPS_INTERVALS = [  # promoters, passives, detractors, low, high
    (110, 50, 40, 24.0216, 45.9784),
    (15, 9, 6, 2.0519, 57.9481),
]


@pytest.mark.parametrize(("up", "mid", "down", "low", "high"), NPS_INTERVALS)
def test_a_net_score_carries_its_interval(up: int, mid: int, down: int, low: float, high: float) -> None:
    got = measure("net_promoter", "standard", {"promoters": up, "passives": mid, "detractors": down})
    assert got is not None
    assert got.n == up + mid + down
    assert got.interval is not None
    assert (got.interval.low, got.interval.high) == pytest.approx((low, high), abs=1e-4)


def test_a_share_carries_its_wilson_interval_in_percent() -> None:
    got = measure("ratio", "percent", {"numerator": 42, "denominator": 50})
    assert got is not None
    assert got.n == 50
    assert got.interval is not None
    assert (got.interval.low, got.interval.high) == pytest.approx((71.4858, 91.6626), abs=1e-4)


def test_a_stated_share_with_its_n_is_as_good_as_the_counts() -> None:
    counted = measure("ratio", "percent", {"numerator": 42, "denominator": 50})
    assert measure("ratio", "percent", {"value": 84, "n": 50}) == counted


def test_money_has_no_interval() -> None:
    got = measure("ratio", "percent_of_amounts", {"numerator": 42, "denominator": 50})
    assert got is not None
    assert (got.n, got.standard_error, got.interval) == (None, None, None)


def test_annualising_keeps_the_value_inside_its_interval() -> None:
    got = measure("retention", "annualised_churn", {"start": 500, "lost": 15}, periods_per_year=12)
    assert got is not None
    assert got.interval is not None
    assert got.interval.low < float(got.value) < got.interval.high


def test_raw_values_a_sum_and_a_statement_give_the_same_mean_and_error() -> None:
    raw = measure("mean", "standard", {"values": [2, 4, 9]})
    sums = measure("mean", "standard", {"sum": 15, "count": 3, "sum_of_squares": 101})
    stated = measure("mean", "standard", {"value": 5, "n": 3, "standard_deviation": 3.605551275463989})
    assert raw == sums
    assert raw is not None
    assert stated is not None
    assert stated.standard_error == pytest.approx(raw.standard_error)


def test_the_median_of_many_has_an_interval_and_of_few_has_none() -> None:
    many = measure("percentile", "linear", {"values": list(range(1, 101))})
    few = measure("percentile", "linear", {"values": [1, 2, 3]})
    assert many is not None
    assert few is not None
    assert many.interval is not None
    assert (many.interval.low, many.interval.high) == (41, 60)  # Conover's ranks for n = 100
    assert few.interval is None


STATED = sorted(name for name, kind in METRIC_KINDS.items() if any("value" in form.fields for form in kind.forms))


@pytest.mark.parametrize("name", STATED)
def test_a_value_computed_elsewhere_is_taken_with_its_n(name: str) -> None:
    kind = METRIC_KINDS[name]
    got = measure(name, kind.default_variant, {"value": 0.5, "n": 40})
    assert got is not None
    assert (got.value, got.n) == (Fraction(1, 2), 40)


def test_only_a_kind_that_needs_its_parts_takes_no_stated_value() -> None:
    assert METRIC_KINDS.keys() - STATED == {"satisfaction_index", "acsi", "servqual_gap", "sus"}


def test_a_value_without_its_n_has_no_known_reliability() -> None:
    got = measure("ratio", "percent", {"value": 84})
    assert got is not None
    assert (got.n, got.standard_error, got.interval) == (None, None, None)


def test_top_box_counts_may_be_submitted_added_up() -> None:
    counted = measure("top_box", "top_two", {"counts": [5, 10, 25, 90, 70]})
    assert measure("top_box", "top_two", {"numerator": 160, "denominator": 200}) == counted


EXPRESSED = {  # metric of the bundled catalogue -> kind, variant
    **dict.fromkeys(
        (
            *("conversion_rate", "repeat_purchase_rate", "billing_error_rate", "complaint_ack"),
            *("complaint_satisfaction", "queue_within_target", "web_task_success", "fcr", "repeat_contact_rate"),
            *("backlog_aged", "sla_attainment", "reopen_rate", "escalation_rate", "transfer_rate"),
            *("self_service_rate", "critical_error_rate", "process_conformance", "kb_coverage", "kb_freshness"),
            *("early_attrition", "training_coverage", "competence_pass", "coaching_coverage"),
            *("service_standard_awareness", "ideas_implemented_rate"),
        ),
        ("ratio", "percent"),
    ),
    **dict.fromkeys(
        ("cost_of_poor_service", "occupancy", "schedule_adherence", "absenteeism"), ("ratio", "percent_of_amounts")
    ),
    **dict.fromkeys(
        ("aov", "cac", "cost_per_contact", "aht", "asa", "backlog_days", "queue_wait_time", "training_hours"),
        ("per_unit", "standard"),
    ),
    **dict.fromkeys(("aov_change", "revenue_growth", "cost_per_resolution_change"), ("change_on_baseline", "standard")),
    **dict.fromkeys(
        (
            *("lcp_p75", "inp_p75", "cls_p75", "complaint_resolution_days"),
            *("frt_email", "frt_chat", "resolution_time", "time_to_competence"),
        ),
        ("percentile", "linear"),
    ),
    **dict.fromkeys(("clv_cac_ratio", "contacts_per_customer"), ("ratio", "plain")),
    **dict.fromkeys(("ces", "mystery_shop_score", "qa_score"), ("mean", "standard")),
    **dict.fromkeys(("nps", "enps"), ("net_promoter", "standard")),
    "touchpoint_score": ("mean", "weighted"),
    "complaint_rate": ("ratio", "per_1000"),
    "cart_abandonment": ("ratio", "complement"),
    "churn_rate": ("retention", "churn"),
    "retention_rate": ("retention", "retention"),
    "revenue_churn": ("revenue_retention", "gross_churn"),
    "nrr": ("revenue_retention", "net"),
    "clv": ("clv", "with_margin"),
    "cac_payback": ("payback", "standard"),
    "cost_per_resolution": ("cost_per_resolution", "counted"),
    "csat": ("top_box", "top_two"),
    "csi": ("satisfaction_index", "max"),
    "acsi": ("acsi", "standard"),
    "servqual_gap": ("servqual_gap", "unweighted"),
    "sus": ("sus", "standard"),
    "channel_parity_gap": ("spread", "standard"),
    "service_level": ("service_level", "F4"),
    "abandonment_rate": ("abandonment", "without_short"),
    "calibration_kappa": ("kappa", "unweighted"),
    "availability": ("availability", "availability"),
    "mttr": ("availability", "mttr"),
    "mtbf": ("availability", "mtbf"),
    "forecast_error": ("forecast_error", "wape"),
    "engagement_index": ("mean_of_shares", "mean_of_shares"),
    "employee_turnover": ("turnover", "observed"),
    "bradford": ("bradford", "standard"),
}


def test_every_metric_of_the_catalogue_is_expressed_by_some_kind() -> None:
    if not METRICS.is_file():
        pytest.skip(f"the domain brief's metrics are not beside this checkout: {METRICS} is absent")
    catalogue = yaml.safe_load(METRICS.read_text())["metrics"]
    assert {metric["id"] for metric in catalogue} == EXPRESSED.keys()


@pytest.mark.parametrize(("kind", "variant"), sorted(set(EXPRESSED.values())))
def test_the_kind_that_expresses_a_metric_exists(kind: str, variant: str) -> None:
    assert variant in METRIC_KINDS[kind].variants
