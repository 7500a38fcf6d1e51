"""The worked numbers of the domain brief that concern metric formulas and methods, one by one, by id."""

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bsc_audit.core.methods.aggregate import weighted_mean
from bsc_audit.core.methods.intervals import (
    design_effect,
    difference_margin,
    effective_n,
    net_promoter_standard_error,
    net_promoter_variance,
    wilson,
)
from bsc_audit.core.methods.normalise import Piecewise, TargetAgainstBaseline, TargetBand
from bsc_audit.core.methods.sampling import sample_size
from bsc_audit.core.methods.trend import mann_kendall, theil_sen
from bsc_audit.core.metrics.kind import Measurement
from bsc_audit.core.metrics.table import METRIC_KINDS
from bsc_audit.core.quantities import exact

ORACLES = Path(__file__).resolve().parents[4] / "shared" / "domain" / "oracles.json"
ELSEWHERE = ("checklist_", "level_", "decision_", "severity")  # scoring, decision and risk test these

Numbers = Mapping[str, Any]


def numbers(value: Any) -> Any:
    return tuple(exact(one) for one in value) if isinstance(value, list) else exact(value)


def measured(kind: str, variant: str = "", *, parameters: Numbers | None = None, **inputs: Any) -> Measurement:
    given = {name: numbers(value) for name, value in inputs.items()}
    fixed = {name: numbers(value) for name, value in (parameters or {}).items()}
    one = METRIC_KINDS[kind]
    chosen = variant or one.default_variant
    assert one.check(given, chosen, fixed) == ()
    got = one.measure(given, chosen, fixed)
    assert got is not None
    return got


def csi(given: Numbers, expected: Numbers) -> Numbers:
    lists = {"importance": given["importance"], "satisfaction": given["satisfaction"]}
    scale = {"scale": given["scale"]}
    most = measured("satisfaction_index", "max", parameters=scale, **lists)
    both = measured("satisfaction_index", "minmax", parameters=scale, **lists)
    weights = sum(numbers(given["importance"]))
    sums = {"T": most.details["weighted_mean"] * weights, "Y": weights}
    return {
        "weighted_mean": most.details["weighted_mean"],
        "csi_max": most.value,
        "csi_minmax": both.value,
        **{name: value for name, value in sums.items() if name in expected},
    }


def csi_row(given: Numbers, _: Numbers) -> Numbers:
    rest = exact(given["sum_importance"]) - exact(given["importance"])
    got = measured(
        "satisfaction_index",
        importance=[given["importance"], rest],
        satisfaction=[given["satisfaction"], 1],
        parameters={"scale": [1, 5]},
    )
    return {"wf_pct": got.details["weight_1"], "ws": got.details["weighted_score_1"]}


def csi_fixed(given: Numbers, _: Numbers) -> Numbers:
    got = measured(
        "satisfaction_index",
        "minmax_fixed_weights",
        importance=given["weights"],
        satisfaction=given["answers"],
        parameters={"scale": given["scale"]},
    )
    return {"score": got.value}


def acsi(given: Numbers, _: Numbers) -> Numbers:
    fields = dict(zip(("satisfaction", "expectancy", "ideal"), given["x"], strict=True))
    weights = {"weights": given["w"]} if "w" in given else {}
    return {"score": measured("acsi", parameters=weights, **fields).value}


def servqual(given: Numbers, expected: Numbers) -> Numbers:
    if "points" in given:
        points = {"points": given["points"]}
        return {"weighted": measured("servqual_gap", "weighted", gap=given["gaps"], parameters=points).value}
    got = measured("servqual_gap", "unweighted", gap=given["gaps"])
    return {"sum": got.details["sum"], "unweighted": got.value}


def sus(given: Numbers, _: Numbers) -> Numbers:
    return {"sus": measured("sus", **given).value}


def nps(given: Numbers, expected: Numbers) -> Numbers:
    got = measured("net_promoter", **given)
    assert got.interval is not None
    known = {
        "nps": got.value,
        "variance": net_promoter_variance(*given.values()),
        "se_points": got.standard_error,
        "margin95": (got.interval.high - got.interval.low) / 2,
        "lo": got.interval.low,
        "hi": got.interval.high,
    }
    return {name: known[name] for name in expected}


def nps_change(given: Numbers, _: Numbers) -> Numbers:
    names = ("promoters", "passives", "detractors")
    first, second = (
        measured("net_promoter", **dict(zip(names, given[one], strict=True))) for one in ("first", "second")
    )
    assert first.standard_error is not None
    assert second.standard_error is not None
    error = difference_margin(first.standard_error, second.standard_error, z=1.0)
    difference = second.value - first.value
    return {"diff": difference, "se": error, "z": float(difference) / error}


def service_level(variant: str) -> Callable[[Numbers, Numbers], Numbers]:
    def solve(given: Numbers, _: Numbers) -> Numbers:
        got = measured(
            "service_level",
            variant,
            answered=given["answered"],
            answered_in_target=given["answered_in_t"],
            abandoned=given["abandoned"],
            abandoned_in_target=given["abandoned_in_t"],
            short_abandons=given["abandoned_in_5s"],
        )
        return {"pct": got.value}

    return solve


def genesys(given: Numbers, _: Numbers) -> Numbers:
    rated = [group for group in given["groups"] if not group.get("na")]
    return {
        "pct": weighted_mean(
            [(Fraction(g["weight"] * g["possible"]), Fraction(100 * g["points"], g["possible"])) for g in rated]
        )
    }


def planbrothers(given: Numbers, _: Numbers) -> Numbers:
    pairs = zip(numbers(given["weights"]), numbers(given["answers"]), strict=True)
    return {"pct": weighted_mean([(weight, 100 * answer) for weight, answer in pairs])}


def cleansmarts(given: Numbers, _: Numbers) -> Numbers:
    rated = [points for points in given["points"] if points is not None]
    return {
        "pct": weighted_mean(
            [(Fraction(given["possible"]), Fraction(100 * points, given["possible"])) for points in rated]
        )
    }


def kappa(given: Numbers, expected: Numbers) -> Numbers:
    flat = {"table": [count for row in given["table"] for count in row]}
    got = measured("kappa", **flat)
    weighted = {name: measured("kappa", name, **flat).value for name in ("unweighted", "linear", "quadratic")}
    known = {"kappa": got.value, **got.details, **weighted}
    return {name: known[name] for name in expected}


def kappa_of_lists(given: Numbers, _: Numbers) -> Numbers:
    code = {word: place for place, word in enumerate(("neg", "neu", "pos"))}
    first, second = ([code[word] for word in given[rater]] for rater in ("a", "b"))
    return {"kappa": measured("kappa", first=first, second=second).value}


def wilson_of(given: Numbers, _: Numbers) -> Numbers:
    got = wilson(given["k"], given["n"], z=given["z"])
    assert got is not None
    return {"lo": got.low, "hi": got.high}


def sample(margin: str, share: str = "0.5", population: int | None = None) -> Callable[[Any, Numbers], Numbers]:
    return lambda given, expected: {"n": sample_size(Fraction(margin), share=Fraction(share), population=population)}


def retention(_: Any, expected: Numbers) -> Numbers:
    fields = {"start": expected["S"], "end": expected["E"], "new": expected["N"]}
    given = {name: expected[name] for name in ("S", "E", "N")}
    stay, leave = (measured("retention", variant, **fields).value for variant in ("retention", "churn"))
    return {**given, "crr": stay, "churn": leave}


def churn_annual(_: Any, expected: Numbers) -> Numbers:
    fixed = {"periods_per_year": 12}
    got = measured("retention", "annualised_churn", start=100, lost=expected["m"], parameters=fixed)
    month = got.details["churn_per_period"]
    return {"m": month, "annual": got.value, "naive": 12 * month}


def turnover(_: Any, expected: Numbers) -> Numbers:
    year = measured("turnover", leavers=expected["leavers"], headcount_start=52, headcount_end=60)
    quarter = measured("turnover", "annualised", leavers=5, headcount=50, parameters={"periods_per_year": 4})
    return {"leavers": 14, "avg": year.n, "pct": year.value, "annual_from_q": quarter.value}


def availability(_: Any, __: Numbers) -> Numbers:
    minutes = {"agreed_time": 43200, "downtime": 130, "incidents": 4}
    percent, mttr = (measured("availability", variant, **minutes).value for variant in ("availability", "mttr"))
    mtbf = measured("availability", "mtbf", **minutes, parameters={"divide_by": 60}).value
    return {"pct": percent, "mttr": mttr, "mtbf": mtbf, "alt": 100 * mtbf / (mtbf + mttr / 60)}


def response_time(_: Any, expected: Numbers) -> Numbers:
    values = {"values": expected["v"]}
    return {
        "v": expected["v"],
        "mean": measured("mean", **values).value,
        "median": measured("percentile", **values).value,
        "p90_lin": measured("percentile", "linear", **values, parameters={"p": 90}).value,
        "p90_nearest": measured("percentile", "nearest_rank", **values, parameters={"p": 90}).value,
    }


def effort(_: Any, expected: Numbers) -> Numbers:
    answers = expected["v"]
    counts = [answers.count(point) for point in range(1, 8)]
    agree = measured("top_box", counts=counts, parameters={"counts": [5, 6, 7]})
    return {"v": answers, "mean": measured("mean", values=answers).value, "pct5": agree.value}


def cut_points(*values: int) -> Piecewise:
    return Piecewise(points=tuple(zip(map(Fraction, values), map(Fraction, (0, 50, 75, 100)), strict=True)))


def band(_: Any, expected: Numbers) -> Numbers:
    scales = {"fcr": cut_points(55, 65, 70, 80), "asa": cut_points(120, 60, 28, 10)}
    return {name: scales[name[:3]].score(Fraction(name[3:])) for name in expected}


def target_band(_: Any, expected: Numbers) -> Numbers:
    occupancy = TargetBand(limits=(Fraction(60), Fraction(75), Fraction(85), Fraction(95)))
    return {name: occupancy.score(Fraction(name[3:])) for name in expected}


def rank_test(given: Numbers, expected: Numbers) -> Numbers:
    values = numbers(given["x"])
    test = mann_kendall(values)
    assert test is not None
    known = {"S": test.s, "var": test.variance, "z": test.z, "p": test.p, "slope": theil_sen(values)}
    return {name: known[name] for name in expected}


def touchpoints(given: Numbers, expected: Numbers) -> Numbers:
    pairs = list(zip(numbers(given["imp"]), numbers(given["score"]), strict=True))
    got = measured("mean", "weighted", values=given["score"], weights=given["imp"])
    return {"journey": got.value, "priority": [importance * (100 - score) / 100 for importance, score in pairs]}


def qa_review(given: Numbers, _: Numbers) -> Numbers:
    pairs = zip(given["weights"], given["values"], strict=True)
    return {"score": weighted_mean([(Fraction(w), 100 * exact(v)) for w, v in pairs if v is not None])}


def pooling(given: Numbers, _: Numbers) -> Numbers:
    pairs = zip(numbers(given["num"]), numbers(given["den"]), strict=True)
    ratio = METRIC_KINDS["ratio"]
    assert ratio.pool is not None
    pooled = ratio.pool([{"numerator": part, "denominator": whole} for part, whole in pairs])
    got = ratio.measure(pooled, "percent", {})
    assert got is not None
    return {"pct": got.value}


def clusters(given: Numbers, _: Numbers) -> Numbers:
    m, rho = exact(given["m"]), exact(given["rho"])
    return {"deff": design_effect(m, rho), "n_eff": effective_n(given["n"], m, rho)}


def target_baseline(given: Any, _: Any) -> Any:
    return [TargetAgainstBaseline(baseline=b, target=t).score(v) for b, t, v in map(numbers, given)]


SOLVERS: Mapping[str, Callable[[Any, Any], Any]] = {
    "csi_published_corrected": csi,
    "csi_own": csi,
    "csi_mineful": csi_fixed,
    **{f"csi_aritonang_row_{row}": csi_row for row in range(1, 17)},
    "acsi_ohio": acsi,
    "acsi_equal": acsi,
    "servqual_published": servqual,
    "servqual_weighted": servqual,
    **{f"sus_{name}": sus for name in ("basic", *(f"published_{s}" for s in ("spring", "fall", "winter", "summer")))},
    "nps_whuber": nps,
    "nps_200": nps,
    "nps_change": nps_change,
    **{f"service_level_{variant}": service_level(variant) for variant in ("F1", "F2", "F3", "F4", "F5")},
    "genesys": genesys,
    "genesys_group_na": genesys,
    "planbrothers": planbrothers,
    "cleansmarts": cleansmarts,
    **{f"kappa_{name}": kappa for name in ("a", "sciencing", "paradox", "balanced", "ordinal")},
    "kappa_sklearn": kappa_of_lists,
    **{f"wilson_{k}": wilson_of for k in ("0/1", "1/1", "1/2", "1/11", "10/11", "10/100", "90/100", "25/100")},
    **{f"wilson_{k}": wilson_of for k in ("75/100", "42/50", "9/10", "18/20", "0/20")},
    "sample_5%": sample("0.05"),
    "sample_5%,N=500": sample("0.05", population=500),
    "sample_5%,N=10000": sample("0.05", population=10000),
    "sample_10%": sample("0.1"),
    "sample_10%,N=120": sample("0.1", population=120),
    "sample_p.9,5%": sample("0.05", share="0.9"),
    "retention": retention,
    "churn_annual": churn_annual,
    "turnover": turnover,
    "availability": availability,
    "frt": response_time,
    "ces": effort,
    "band": band,
    "tband": target_band,
    "mann_kendall": rank_test,
    "mann_kendall_ties": rank_test,
    "touchpoints": touchpoints,
    "qa_review": qa_review,
    "pooling": pooling,
    "deff": clusters,
    "target_baseline": target_baseline,
}


def oracles() -> dict[str, dict[str, Any]]:
    if not ORACLES.is_file():
        pytest.skip(f"the domain brief's oracles are not beside this checkout: {ORACLES} is absent")
    return {oracle["id"]: oracle for oracle in json.loads(ORACLES.read_text())}


@pytest.mark.parametrize("name", SOLVERS)
def test_the_domain_oracle_holds(name: str) -> None:
    oracle = oracles()[name]
    got, wanted = SOLVERS[name](oracle["input"], oracle["expected"]), oracle["expected"]
    if isinstance(wanted, list):
        wanted, got = dict(enumerate(wanted)), dict(enumerate(got))
    assert got.keys() == wanted.keys()
    for key, value in wanted.items():
        actual = [float(one) for one in got[key]] if isinstance(value, list) else float(got[key])
        assert actual == pytest.approx(value, abs=oracle["tolerance"]), key


def test_no_numeric_oracle_is_left_out() -> None:
    numeric = {name for name in oracles() if not name.startswith(ELSEWHERE)}
    assert numeric == SOLVERS.keys()


def test_the_standard_error_of_the_published_net_score_agrees_with_the_direct_formula() -> None:
    assert net_promoter_standard_error(162, 108, 54) == pytest.approx(4.1409, abs=1e-4)
