"""What keeps a record from having a score, what holds a score down, and laws of the weighted mean."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.core.questionnaire.score import agreement_items, score_record
from questionnaire_builders import NOT_APPLICABLE, SIX_ITEMS, form, form_of, record

NA = NOT_APPLICABLE
ALL_YES = {"i1": "yes", "i2": "yes", "i3": 5, "i4": "yes", "i5": 1, "i6": "yes"}
TWO = "{id: a, asks: A, type: yes_no, weight: 6, not_applicable: allowed}\n{id: b, asks: B, type: yes_no, weight: 4, not_applicable: allowed}"


def test_an_unanswered_item_leaves_the_record_without_a_score() -> None:
    six = form(SIX_ITEMS)
    got = score_record(six, record(six, {**ALL_YES, "i2": None, "i5": None}))
    assert (got.raw, got.final) == (None, None)
    assert got.not_scored == "incomplete: i2, i5 not answered"


def test_an_item_left_out_is_as_unanswered_as_a_blank_one() -> None:
    six = form(SIX_ITEMS)
    given = {name: value for name, value in ALL_YES.items() if name != "i1"}
    assert score_record(six, record(six, given)).not_scored == "incomplete: i1 not answered"


def test_not_applicable_is_not_unanswered() -> None:
    six = form(SIX_ITEMS)
    got = score_record(six, record(six, {**ALL_YES, "i4": NA}))
    assert (got.not_scored, got.possible, got.final) == ("", 17, 100)
    assert got.items["i4"] is None


@pytest.mark.parametrize(
    ("given", "reason"), [({"a": "yes", "b": NA}, ""), ({"a": NA, "b": "yes"}, "60 % of the weight")]
)
def test_too_much_not_applicable_has_no_score_and_the_limit_itself_has_one(
    given: dict[str, object], reason: str
) -> None:
    got = score_record(form_of(TWO, most_not_applicable=0.4), record(form_of(TWO), given))
    assert got.not_scored.startswith(reason)
    assert (got.final is None) is bool(reason)


def test_a_record_in_which_nothing_applies_has_no_score_even_when_all_may_be_not_applicable() -> None:
    got = score_record(form_of(TWO, most_not_applicable=1), record(form_of(TWO), {"a": NA, "b": NA}))
    assert (got.final, got.not_scored) == (None, "nothing in it applies")


def test_a_form_without_scored_items_has_no_score() -> None:
    interview = form_of("{id: a, asks: A, type: text}")
    assert score_record(interview, record(interview, {"a": "words"})).not_scored == "the form has no scored items"


def test_a_failed_fatal_item_is_named_even_when_the_record_has_no_score() -> None:
    two = form_of("{id: a, asks: A, type: yes_no, weight: 1, flag: fatal}\n{id: b, asks: B, type: yes_no, weight: 1}")
    got = score_record(two, record(two, {"a": "no", "b": None}))
    assert (got.failed_fatal, got.final) == (("a",), None)


def test_an_item_of_weight_zero_may_stay_blank_unless_it_is_flagged() -> None:
    items = "{id: a, asks: A, type: yes_no, weight: 1}\n{id: b, asks: B, type: yes_no, weight: 0%s}"
    plain, flagged = form_of(items % ""), form_of(items % ", flag: critical")
    assert score_record(plain, record(plain, {"a": "yes"})).final == 100
    assert score_record(flagged, record(flagged, {"a": "yes"})).not_scored == "incomplete: b not answered"


def test_a_cap_never_raises_a_score() -> None:
    six = form(SIX_ITEMS)
    given = {"i1": "no", "i2": "no", "i3": 1, "i4": "no", "i5": 99, "i6": "no"}
    got = score_record(six, record(six, given))
    assert (got.raw, got.final, got.capped_by) == (0, 0, "")
    assert got.failed_critical == ("i6",)


def test_an_item_on_steps_fails_its_flag_only_at_the_bottom() -> None:
    scale = form_of("{id: a, asks: A, type: scale, points: 5, weight: 1, flag: critical}")
    assert score_record(scale, record(scale, {"a": 1})).failed_critical == ("a",)
    assert score_record(scale, record(scale, {"a": 2})).failed_critical == ()


def test_a_moment_of_truth_caps_nothing() -> None:
    moment = form_of(
        "{id: a, asks: A, type: yes_no, weight: 1, flag: moment_of_truth}\n{id: b, asks: B, type: yes_no, weight: 9}"
    )
    assert score_record(moment, record(moment, {"a": "no", "b": "yes"})).final == 90


MUST_PASS = """
questionnaire: {id: m, version: "1.0", title: M, use: visit}
scoring: {method: must_pass_sections, critical_cap: 50}
sections:
- {id: one, title: One, must_reach: 60, items: [{id: a, asks: A, type: scale, points: 11, weight: 1, not_applicable: allowed}]}
- {id: two, title: Two, items: [{id: b, asks: B, type: yes_no, weight: 9}]}
"""


@pytest.mark.parametrize(
    ("first", "final", "words"),
    [(7, Fraction(96), ""), (6, Fraction(50), "held at 50 (section one below 60)"), (NA, Fraction(100), "")],
)
def test_a_section_below_what_it_must_reach_holds_the_total_down(first: object, final: Fraction, words: str) -> None:
    questionnaire = form(MUST_PASS)
    got = score_record(questionnaire, record(questionnaire, {"a": first, "b": "yes"}))
    assert (got.final, got.capped_by) == (final, words)


SECTION_WEIGHTS = """
questionnaire: {id: w, version: "1.0", title: W, use: visit}
scoring: {method: section_weights}
sections:
- {id: one, title: One, weight: 3, items: [{id: a, asks: A, type: yes_no, weight: 100, not_applicable: allowed}, {id: b, asks: B, type: yes_no, weight: 100}]}
- {id: two, title: Two, weight: 1, items: [{id: c, asks: C, type: yes_no, weight: 1, not_applicable: allowed}]}
"""


def test_section_weights_ignore_how_many_items_a_section_has() -> None:
    questionnaire = form(SECTION_WEIGHTS)
    got = score_record(questionnaire, record(questionnaire, {"a": "yes", "b": "no", "c": "yes"}))
    assert (got.sections, got.final) == ({"one": 50, "two": 100}, Fraction("62.5"))


def test_a_section_that_does_not_apply_leaves_the_mean_and_weighs_its_own_share() -> None:
    questionnaire = form(SECTION_WEIGHTS)
    got = score_record(questionnaire, record(questionnaire, {"a": "yes", "b": "no", "c": NA}))
    assert (got.sections["two"], got.final) == (None, 50)


def test_with_section_weights_what_does_not_apply_counts_by_the_weight_of_its_section() -> None:
    questionnaire = form(SECTION_WEIGHTS)  # a is half of a section that weighs 3 of 4
    got = score_record(questionnaire, record(questionnaire, {"a": NA, "b": "yes", "c": "yes"}))
    assert (got.final, got.not_scored) == (100, "")  # 37.5 %
    got = score_record(questionnaire, record(questionnaire, {"a": NA, "b": "yes", "c": NA}))
    assert (got.final, got.not_scored) == (None, "62.5 % of the weight does not apply, more than 40 %")


def test_agreement_pairs_hold_only_what_both_scored() -> None:
    six = form(SIX_ITEMS)
    second = {"i1": "no", "i2": None, "i3": 4, "i4": NA, "i5": 4, "i6": "yes"}
    pairs = agreement_items(six, record(six, ALL_YES, second))
    assert [(p.item, p.first, p.second) for p in pairs] == [
        ("i1", 1, 0), ("i3", 1, Fraction(3, 4)), ("i5", 1, Fraction(3, 4)), ("i6", 1, 1),
    ]  # fmt: skip


def test_nobody_agrees_with_nobody() -> None:
    six = form(SIX_ITEMS)
    assert agreement_items(six, record(six, ALL_YES)) == ()


WEIGHTS = st.lists(st.integers(1, 500).map(lambda hundredths: hundredths / 100), min_size=1, max_size=6)


@given(WEIGHTS, st.data())
def test_a_score_is_bounded_and_a_better_answer_never_lowers_it(weights: list[float], data: st.DataObject) -> None:
    items = "\n".join(f"{{id: q{n}, asks: Q, type: rating, points: 4, weight: {w}}}" for n, w in enumerate(weights))
    questionnaire = form_of(items)
    given = {f"q{n}": data.draw(st.integers(0, 3)) for n in range(len(weights))}
    better = given | {data.draw(st.sampled_from(sorted(given))): 4}
    low, high = (score_record(questionnaire, record(questionnaire, one)).final for one in (given, better))
    assert low is not None
    assert high is not None
    assert 0 <= low < high <= 100


@given(WEIGHTS, st.integers(1, 50), st.data())
def test_only_the_proportions_of_weights_count(weights: list[float], factor: int, data: st.DataObject) -> None:
    def scored(scale: int, given: dict[str, object]) -> Fraction | None:
        rows = (
            f"{{id: q{n}, asks: Q, type: rating, points: 4, weight: {w * scale:.4f}}}" for n, w in enumerate(weights)
        )
        questionnaire = form_of("\n".join(rows))
        return score_record(questionnaire, record(questionnaire, given)).final

    given: dict[str, object] = {f"q{n}": data.draw(st.integers(0, 4)) for n in range(len(weights))}
    assert scored(1, given) == scored(factor, given)
