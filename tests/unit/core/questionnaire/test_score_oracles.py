"""Published and worked examples of checklist scoring."""

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.questionnaire.record import RecordScore
from bsc_audit.core.questionnaire.score import score_record
from questionnaire_builders import NOT_APPLICABLE, SIX_ITEMS, best_answers, form, form_of, record, shipped

NA = NOT_APPLICABLE
ST2 = {**dict.fromkeys(("S07", "S13", "S24", "S25", "S26", "S30"), NA)} | {
    "S11": 7, "S08": 4, "S20": 3, "S15": "no", "S19": "no",
}  # fmt: skip
DG2 = {**dict.fromkeys(("D09", "D10", "D20", "D22", "D26"), NA)} | {"D02": 3.1, "D15": 9, "D17": 3, "D19": 75}
PH1 = {**dict.fromkeys(("P02", "P07", "P15", "P18", "P21"), NA)} | {"P03": 95, "P13": "no", "P17": 4}

ON_SHIPPED_FORMS: list[tuple[str, str, dict[str, object]]] = [
    ("checklist_ST1", "store-visit", {}),
    ("checklist_ST2", "store-visit", ST2),
    ("checklist_ST3", "store-visit", {**ST2, "S21": "no"}),
    ("checklist_ST4", "store-visit", {"S31": "no"}),
    ("checklist_PH1", "phone-call", PH1),
    ("checklist_DG1", "digital-contact", {**DG2, "D16": "no"}),
    ("checklist_DG2", "digital-contact", DG2),
]
M1 = {"i1": "yes", "i2": "no", "i3": 4, "i4": NA, "i5": 4, "i6": "yes"}
ON_SIX_ITEMS: list[tuple[str, dict[str, object]]] = [
    ("checklist_M1", M1),
    ("checklist_M2", {**M1, "i2": "yes", "i6": "no"}),
    ("checklist_M3", {**M1, "i6": "no"}),
]


@pytest.fixture(scope="module")
def oracles(shared_folder: Callable[[str], Path]) -> Mapping[str, Mapping[str, object]]:
    entries = json.loads((shared_folder("domain") / "oracles.json").read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in entries}


def _agrees(got: RecordScore, expected: Mapping[str, float]) -> None:
    assert got.raw is not None
    assert got.final is not None
    found = {"earned": got.earned, "possible": got.possible, "raw": got.raw, "final": got.final}
    assert {name: float(value) for name, value in found.items()} == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("oracle", "name", "deviations"), ON_SHIPPED_FORMS)
def test_a_shipped_form_scores_as_worked_out_by_hand(
    oracle: str, name: str, deviations: dict[str, object], oracles: Mapping[str, Mapping[str, Mapping[str, float]]]
) -> None:
    questionnaire = shipped(name)
    got = score_record(questionnaire, record(questionnaire, {**best_answers(questionnaire), **deviations}))
    _agrees(got, oracles[oracle]["expected"])


@pytest.mark.parametrize(("oracle", "given"), ON_SIX_ITEMS)
def test_the_six_item_form_scores_as_worked_out_by_hand(
    oracle: str, given: dict[str, object], oracles: Mapping[str, Mapping[str, Mapping[str, float]]]
) -> None:
    questionnaire = form(SIX_ITEMS)
    _agrees(score_record(questionnaire, record(questionnaire, given)), oracles[oracle]["expected"])


GENESYS = "{id: a, asks: A, type: yes_no, weight: 40}\n{id: b, asks: B, type: yes_no, weight: 40}\n{id: c, asks: C, type: yes_no, weight: 20, not_applicable: allowed}"
THREE = "{id: a, asks: A, type: rating, points: 2, weight: 1}\n{id: b, asks: B, type: rating, points: 2, weight: 2}\n{id: c, asks: C, type: rating, points: 2, weight: 1}"
FIVE = "\n".join(
    f"{{id: i{n}, asks: I, type: rating, points: 5, weight: 5, not_applicable: allowed}}" for n in range(5)
)
TOUCHPOINTS = "\n".join(
    f"{{id: t{n}, asks: T, type: rating, points: 100, weight: {weight}}}" for n, weight in enumerate((3, 4, 5, 4, 5, 3))
)
PUBLISHED = [
    ("genesys: group weights multiply points", GENESYS, {"a": "yes", "b": "no", "c": "yes"}, Fraction(60)),
    ("genesys: the second group does not apply", GENESYS, {"a": "yes", "b": "no", "c": NA}, Fraction(50)),
    ("planbrothers", THREE, {"a": 0, "b": 2, "c": 1}, Fraction("62.5")),
    ("cleansmarts", FIVE, {"i0": 5, "i1": 5, "i2": 5, "i3": 1, "i4": NA}, Fraction(80)),
    ("touchpoints", TOUCHPOINTS, dict(zip(("t0", "t1", "t2", "t3", "t4", "t5"), (80, 72, 55, 90, 38, 70), strict=True)), Fraction("65.125")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("items", "given", "expected"), [row[1:] for row in PUBLISHED], ids=[row[0] for row in PUBLISHED]
)
def test_published_examples_of_other_tools(items: str, given: dict[str, object], expected: Fraction) -> None:
    questionnaire = form_of(items)
    assert score_record(questionnaire, record(questionnaire, given)).final == expected


def _review() -> Questionnaire:
    names = (("understanding", 20), ("solution", 30), ("process", 20), ("communication", 15), ("record", 15))
    sections = "".join(
        f"- id: {name}\n  title: T\n  weight: {weight}\n  items:\n"
        f"  - {{id: {name}-1, asks: Q, type: rating, points: 4, weight: 1, not_applicable: allowed}}\n"
        for name, weight in names
    )
    errors = (
        "- id: errors\n  title: T\n  weight: 0\n  items:\n"
        "  - {id: K1, asks: Q, type: critical_error, class: compliance, effect: fatal}\n"
        "  - {id: K2, asks: Q, type: critical_error, class: customer, effect: cap}\n"
    )
    head = 'questionnaire: {id: r, version: "1.0", title: R, use: contact_review}\nscoring: {method: section_weights}\n'
    return form(f"{head}sections:\n{sections}{errors}")


QA_REVIEW = {"understanding-1": 4, "solution-1": 2, "process-1": 4, "communication-1": 3, "record-1": NA}


def test_a_contact_review_is_the_weighted_mean_of_its_categories() -> None:
    got = score_record(_review(), record(_review(), QA_REVIEW))
    assert (got.earned, got.possible) == (Fraction("66.25"), 85)
    assert got.final == Fraction(6625, 85)
    assert float(got.final) == pytest.approx(77.94117647, abs=1e-8)


@pytest.mark.parametrize(
    ("errors", "final", "words"),
    [
        ({"K1": "no", "K2": "no"}, Fraction(6625, 85), ""),
        ({"K2": "yes"}, Fraction(59), "held at 59 (critical: K2)"),
        ({"K1": "yes"}, Fraction(0), "held at 0 (fatal: K1)"),
        ({"K1": "yes", "K2": "yes"}, Fraction(0), "held at 0 (fatal: K1)"),
    ],
)
def test_a_critical_error_caps_or_ends_a_review(errors: dict[str, object], final: Fraction, words: str) -> None:
    got = score_record(_review(), record(_review(), {**QA_REVIEW, **errors}))
    assert (got.final, got.capped_by) == (final, words)
    assert got.raw == Fraction(6625, 85)
