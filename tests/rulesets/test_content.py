"""The shipped content, read as plain YAML: complete, consistent in number, and free of claims we may not make.

Deliberately independent of the loader: what the engine accepts is tested elsewhere, what was promised is tested here.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
RULESET = ROOT / "rulesets" / "service-excellence" / "1.0"
FOOD = ROOT / "rulesets" / "food-hygiene-rating" / "1.0"
QUESTIONNAIRES = ROOT / "questionnaires"
LOCAL_WORDS = {"true", "false", "in", "abs", "min", "max", "has"}


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


def sections(folder: Path, name: str) -> Iterator[Any]:
    files = sorted([*folder.glob("*.yaml"), *folder.glob("criteria/*.yaml")])
    return (document[name] for document in map(read, files) if name in document)


def listed(name: str) -> list[dict[str, Any]]:
    return list(chain.from_iterable(sections(RULESET, name)))


def mapped(name: str) -> dict[str, Any]:
    return {key: value for section in sections(RULESET, name) for key, value in section.items()}


def items(questionnaire: str) -> list[dict[str, Any]]:
    document = read(QUESTIONNAIRES / questionnaire / "1.0.yaml")
    return [item for section in document["sections"] for item in section["items"]]


CRITERIA = {criterion["id"]: criterion for criterion in listed("criteria")}
GROUPS = {group["id"]: group for group in listed("groups")}
INDICATORS = mapped("indicators")
DERIVED = mapped("derived")
FINDINGS = {finding["id"]: finding for finding in listed("findings")}
RUBRICS = {
    key: c["score"] for key, c in CRITERIA.items() if isinstance(c.get("score"), dict) and "levels" in c["score"]
}
WALK_AND_VISITS = {"store_visit", "phone_call", "digital", "touchpoint_walk"}
SHIPPED = [*ROOT.glob("rulesets/**/*.*"), *QUESTIONNAIRES.glob("*/*.yaml"), ROOT / "docs" / "sources.md"]


def test_counts_are_those_of_the_domain() -> None:
    cross_metric = [name for name in FINDINGS if name.startswith("X")]
    assert (len(CRITERIA), len(INDICATORS.keys() - WALK_AND_VISITS), len(cross_metric)) == (52, 81, 32)


def test_no_id_is_given_twice() -> None:
    for name in ("criteria", "groups", "findings", "hygiene"):
        assert [key for key, count in Counter(entry["id"] for entry in listed(name)).items() if count > 1] == []
    keys = chain.from_iterable(sections(RULESET, "indicators"))
    assert max(Counter(keys).values()) == 1


@pytest.mark.parametrize(
    ("perspective", "criteria", "weight"), [("FIN", 12, 20), ("CLI", 14, 30), ("OPS", 14, 30), ("GRO", 12, 20)]
)
def test_weights_of_a_perspective_add_up_to_100(perspective: str, criteria: int, weight: int) -> None:
    mine = [c for c in CRITERIA.values() if GROUPS[c["in"]]["in"] == perspective]
    assert (len(mine), sum(int(c["weight"]) for c in mine)) == (criteria, 100)
    assert int(GROUPS[perspective]["weight"]) == weight


def test_themes_are_transparent_and_hold_at_least_two_criteria() -> None:
    themes = {key: group for key, group in GROUPS.items() if group["kind"] == "theme"}
    held = Counter(criterion["in"] for criterion in CRITERIA.values())
    assert set(held) == set(themes)
    assert min(held.values()) >= 2
    assert {group["weight"] for group in themes.values()} == {"members"}
    assert all(3 <= sum(t["in"] == p for t in themes.values()) <= 5 for p in ("FIN", "CLI", "OPS", "GRO"))


@pytest.mark.parametrize("criterion", CRITERIA.values(), ids=CRITERIA)
def test_a_criterion_says_what_an_assessor_needs(criterion: dict[str, Any]) -> None:
    assert criterion["asks"].endswith("?")
    assert criterion["evidence"]
    assert set(criterion["signs"]) == {"strength", "weakness", "risk", "opportunity"}
    assert criterion["effort"] in {"small", "medium", "large"}
    assert 60 < len(criterion["advise"]) < 320


def test_critical_criteria_are_the_three_of_access_complaints_and_data() -> None:
    assert {key for key, c in CRITERIA.items() if c.get("critical") == "true"} == {"CLI-08", "CLI-13", "OPS-12"}


def test_every_rubric_has_six_level_texts_of_its_own() -> None:
    assert len(RUBRICS) == 11
    assert all(set(rubric["levels"]) == set("012345") for rubric in RUBRICS.values())
    texts = [text for rubric in RUBRICS.values() for text in rubric["levels"].values()]
    assert len(set(texts)) == len(texts)


def test_every_question_set_has_four_to_eight_questions() -> None:
    sets = {
        key: c["score"]["questions"]
        for key, c in CRITERIA.items()
        if isinstance(c.get("score"), dict) and "questions" in c["score"]
    }
    assert set(sets) == {"FIN-12", "CLI-02", "CLI-08", "OPS-12", "GRO-08"}
    assert all(4 <= len(questions) <= 8 for questions in sets.values())
    assert all(question["asks"].endswith("?") for questions in sets.values() for question in questions)


def test_every_criterion_is_scored_by_an_indicator_that_exists() -> None:
    named = {c["score"] for c in CRITERIA.values() if isinstance(c.get("score"), str)}
    listed_uses = {use["use"] for c in CRITERIA.values() for use in c.get("indicators", ())}
    assert (named | listed_uses) <= INDICATORS.keys()


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_a_metric_states_the_strength_of_its_benchmark_and_how_it_misleads(indicator: dict[str, Any]) -> None:
    assert indicator["benchmark"]["strength"] in set("ABCGO")
    assert indicator["benchmark"]["source"]
    assert indicator["better"] in {"higher", "lower", "band"}
    assert indicator["take"] in {"latest", "pooled"}
    assert indicator["explains"].endswith(".")
    assert len(indicator["pitfalls"]) > 15


def test_a_weak_band_says_so() -> None:
    scored = {k: i for k, i in INDICATORS.items() if {"points", "target_band"} & i.keys()}
    weak = {k: i["benchmark"]["note"] for k, i in scored.items() if i["benchmark"]["strength"] in "GO"}
    admits = re.compile(r"weak|ours|own|general knowledge|target of your own|use the organisation's", re.I)
    assert [key for key, note in weak.items() if not admits.search(note)] == []


@pytest.mark.parametrize(
    "indicator",
    [i for i in INDICATORS.values() if "points" in i],
    ids=[k for k, i in INDICATORS.items() if "points" in i],
)
def test_points_run_from_0_over_50_and_75_to_100_in_the_better_direction(indicator: dict[str, Any]) -> None:
    assert list(indicator["points"].values()) == ["0", "50", "75", "100"]
    values = [float(value) for value in indicator["points"]]
    assert values == sorted(values, reverse=indicator["better"] == "lower")


def test_counterparts_exist() -> None:
    assert {i["counterpart"] for i in INDICATORS.values() if "counterpart" in i} <= INDICATORS.keys()


def operands(condition: str) -> set[str]:
    bare = re.sub(r" in \[[^\]]*\]|(?<!\[)\"[^\"]*\"(?!\])", " ", condition)
    paths = re.findall(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\"[^\"]+\"\])?", bare)
    return {re.split(r"[.\[]", path, maxsplit=1)[-1].strip('"]') for path in paths} - LOCAL_WORDS


@pytest.mark.parametrize("rule", FINDINGS.values(), ids=FINDINGS)
def test_a_rule_speaks_only_of_what_exists(rule: dict[str, Any]) -> None:
    known = {*INDICATORS, *DERIVED, *CRITERIA, *GROUPS}
    placeholders = set(chain.from_iterable(operands(path) for path in re.findall(r"{([^}]+)}", rule["says"])))
    likelihood = rule.get("likelihood")
    source = set(likelihood.values()) if isinstance(likelihood, dict) else set()
    assert operands(rule["when"]) | placeholders | source <= known
    assert set(rule["criteria"]) <= CRITERIA.keys()


@pytest.mark.parametrize("rule", FINDINGS.values(), ids=FINDINGS)
def test_a_rule_has_reason_advice_effort_and_a_severity_unless_it_praises(rule: dict[str, Any]) -> None:
    assert ("severity" in rule) == (rule["kind"] != "strength")
    assert rule["effort"] in {"small", "medium", "large"}
    assert len(rule["says"]) > 60
    assert len(rule["advise"]) > 60
    assert rule["theme"]


@pytest.mark.parametrize("rule", FINDINGS)
def test_a_rule_has_cases_found_absent_and_undetermined(rule: str) -> None:
    document = read(RULESET / "cases" / f"{rule}.yaml")
    assert document["rule"] == rule
    assert {case["expect"] for case in document["cases"].values()} == {"found", "absent", "undetermined"}
    if re.search(r"[<>]=? ?\d|< change_margin", FINDINGS[rule]["when"]):
        assert any("edge" in name for name in document["cases"])


@pytest.mark.parametrize(
    ("questionnaire", "count", "points"),
    [("store-visit", 31, 89), ("phone-call", 21, 65), ("digital-contact", 26, 86), ("touchpoint-walk", 23, 86)],
)
def test_a_checklist_has_its_items_and_points(questionnaire: str, count: int, points: int) -> None:
    assert (len(items(questionnaire)), sum(int(item["weight"]) for item in items(questionnaire))) == (count, points)


@pytest.mark.parametrize(
    ("questionnaire", "flag", "flagged"),
    [
        ("store-visit", "critical", {"S03", "S04", "S21", "S22"}),
        ("store-visit", "fatal", {"S31"}),
        ("phone-call", "critical", {"P04", "P07", "P12"}),
        ("phone-call", "fatal", {"P08"}),
        ("digital-contact", "critical", {"D07", "D10", "D13", "D16", "D21"}),
        ("digital-contact", "fatal", {"D25"}),
        ("touchpoint-walk", "moment_of_truth", {"T04", "T05", "T08", "T09", "T10", "T11", "T13", "T18", "T19", "T22"}),
    ],
)
def test_flags_are_where_they_belong(questionnaire: str, flag: str, flagged: set[str]) -> None:
    assert {item["id"] for item in items(questionnaire) if item.get("flag") == flag} == flagged


def test_rated_items_of_visits_and_walks_have_anchors_at_both_ends_and_in_the_middle() -> None:
    rated = [
        i
        for q in ("store-visit", "phone-call", "digital-contact", "touchpoint-walk")
        for i in items(q)
        if i["type"] == "scale"
    ]
    assert all({"1", "3", "5"} <= item["anchors"].keys() for item in rated)


def test_contact_review_categories_weigh_100() -> None:
    document = read(QUESTIONNAIRES / "contact-review" / "1.0.yaml")
    weights = {
        section["id"]: int(section["weight"]) for section in document["sections"] if section["id"].startswith("R")
    }
    assert weights == {"R1": 20, "R2": 30, "R3": 20, "R4": 15, "R5": 15}


def test_surveys_have_their_questions_and_feed_metrics_that_exist() -> None:
    customers, staff = items("customer-survey"), items("staff-survey")
    assert sum(item["type"] == "importance_satisfaction" for item in customers) == 12
    assert sum(item["type"] == "scale" for item in staff) == 12
    assert {item["feeds"] for item in [*customers, *staff] if "feeds" in item} <= INDICATORS.keys()
    assert sum(item["type"] == "text" for item in items("leader-interview")) == 7


@pytest.mark.parametrize("path", [p for p in SHIPPED if p.is_file()], ids=lambda p: str(p.relative_to(ROOT)))
def test_no_text_claims_to_certify_somebody_elses_standard(path: Path) -> None:
    claim = re.compile(
        r"\b(ICSS|ISO|COPC|EFQM|TISSE|EcoVadis|NPS)[ -](certified|certification|compliant|accredited|approved)", re.I
    )
    assert claim.findall(path.read_text("utf-8")) == []


def test_what_informed_the_ruleset_is_never_called_equivalent() -> None:
    informed = read(RULESET / "ruleset.yaml")["ruleset"]["informed_by"]
    assert informed
    assert all("no equivalence claimed" in entry["relation"] for entry in informed)


def test_food_hygiene_awards_are_the_six_ratings_best_first() -> None:
    awards = read(FOOD / "ruleset.yaml")["decision"]["awards"]
    assert [award["id"] for award in awards] == list("543210")
