"""The shipped checklists and review sheet give the scores that were worked out by hand for them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bsc_audit.app.rulesets import load_questionnaires
from bsc_audit.core.questionnaire.model import Item
from bsc_audit.core.questionnaire.record import ItemAnswer, Record, RecordScore
from bsc_audit.core.questionnaire.score import score_record
from bsc_audit.importers.library import FolderLibrary

FORMS = load_questionnaires(FolderLibrary([Path(__file__).resolve().parents[2]]))
BEST: Mapping[str, str | Fraction] = {
    "yes_no": "yes",
    "scale": Fraction(5),
    "number": Fraction(1),
    "rating": Fraction(3),
    "critical_error": "no",
}
NOT_APPLICABLE = "not applicable"

ST2 = {
    **dict.fromkeys(("S07", "S13", "S24", "S25", "S26", "S30"), NOT_APPLICABLE),
    "S11": 7,
    "S08": 4,
    "S20": 3,
    "S15": "no",
    "S19": "no",
}
PH1 = {**dict.fromkeys(("P02", "P07", "P15", "P18", "P21"), NOT_APPLICABLE), "P03": 95, "P13": "no", "P17": 4}
DG2 = {
    **dict.fromkeys(("D09", "D10", "D20", "D22", "D26"), NOT_APPLICABLE),
    "D02": "3.1",
    "D15": 9,
    "D17": 3,
    "D19": 75,
}
WORKED_BY_HAND = [  # form, what differs from the best answer, earned, possible, raw, final
    ("store-visit", {}, 89, 89, "100", "100"),
    ("store-visit", ST2, "61.5", 72, "85.4167", "85.4167"),
    ("store-visit", {**ST2, "S21": "no"}, "56.5", 72, "78.4722", "59"),
    ("store-visit", {"S31": "no"}, 85, 89, "95.5056", "0"),
    ("phone-call", PH1, "42.75", 51, "83.8235", "83.8235"),
    ("digital-contact", {**DG2, "D16": "no"}, "58.25", 69, "84.4203", "59"),
    ("digital-contact", DG2, "63.25", 69, "91.6667", "91.6667"),
]


def filled(form: str, deviations: Mapping[str, object]) -> RecordScore:
    answers = {name: answer(item, deviations.get(name)) for name, item in FORMS[form].items().items()}
    return score_record(FORMS[form], Record(id="r", questionnaire=form, when=date(2026, 1, 5), answers=answers))


def answer(item: Item, given: object) -> ItemAnswer:
    if given == NOT_APPLICABLE:
        return ItemAnswer(value=None, not_applicable=True)
    if given is None:
        return ItemAnswer(value=BEST[item.type])
    return ItemAnswer(value=str(given) if item.type in ("yes_no", "critical_error") else Fraction(str(given)))


@pytest.mark.parametrize(("form", "deviations", "earned", "possible", "raw", "final"), WORKED_BY_HAND)
def test_a_checklist_scores_as_worked_by_hand(
    form: str, deviations: Mapping[str, object], earned: object, possible: int, raw: str, final: str
) -> None:
    got = filled(form, deviations)
    assert got.raw is not None
    assert got.final is not None
    assert (got.earned, got.possible) == (Fraction(str(earned)), possible)
    assert (float(got.raw), float(got.final)) == pytest.approx((float(raw), float(final)), abs=5e-5)


def test_a_review_leaves_out_a_category_that_does_not_apply() -> None:
    record = dict.fromkeys(("R5a", "R5b", "R5c"), NOT_APPLICABLE)
    got = filled("contact-review", {**record, "R2a": 1, "R2b": 2, "R2c": NOT_APPLICABLE})
    assert got.final == Fraction(100 * (20 + 15 + 20 + 15), 85)


@pytest.mark.parametrize(("error", "final"), [("K1", 0), ("K2", 59), ("K3", 59), ("K4", 0)])
def test_a_critical_error_holds_a_perfect_review_down(error: str, final: int) -> None:
    got = filled("contact-review", {error: "yes"})
    assert (got.raw, got.final) == (100, final)


def test_a_walk_is_weighted_by_importance_and_no_weak_moment_caps_it() -> None:
    got = filled("touchpoint-walk", {"T18": 1})
    assert got.final == got.raw == Fraction(100 * (86 - 5), 86)


@pytest.mark.parametrize("form", ["store-visit", "phone-call", "digital-contact", "contact-review"])
def test_the_best_possible_record_scores_100_in_every_section(form: str) -> None:
    sections = filled(form, {}).sections
    assert {score for score in sections.values() if score is not None} == {100}
