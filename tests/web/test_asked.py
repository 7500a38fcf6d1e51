"""What fields mean: every kind has a widget, and a form that is sent unchanged is the answer that was shown."""

from fractions import Fraction
from typing import Any

import pytest

from bsc_audit.core.catalogue import ANSWERED_KINDS
from bsc_audit.web.asked.filled import Filled
from bsc_audit.web.asked.kinds import SHAPES, Shape, in_words, number_of
from bsc_audit.web.forms import Form
from bsc_audit.web.pages import template_names

CONTENTS: list[tuple[Shape, dict[str, Any]]] = [
    (Shape.NUMBER, {"value": 3}),
    (Shape.NUMBER, {"value": 0}),
    (Shape.NUMBER, {"value": 3.5, "comment": "Seen.", "grade": "B", "evidence": ["D-1", "D-2"], "method": "data"}),
    (Shape.NUMBERS, {"value": {"approach": 7, "results": 2.5}, "who": "assessor 1", "when": "1999-02-09"}),
    (Shape.WORDS, {"value": {"street": "yes", "door": "not_applicable"}}),
    (Shape.WORDS, {"not_applicable": "There are no premises.", "comment": "Online only."}),
]


def test_every_kind_people_answer_has_a_shape_and_a_widget() -> None:
    assert SHAPES.keys() == ANSWERED_KINDS
    assert {f"answers/{kind}.html.j2" for kind in ANSWERED_KINDS} <= set(template_names())


@pytest.mark.parametrize(("shape", "content"), CONTENTS)
def test_a_form_sent_as_it_was_shown_is_the_answer_that_was_stored(shape: Shape, content: dict[str, Any]) -> None:
    shown = Filled.of(content)
    assert Filled.typed(_sent(shown), "K", tuple(shown.parts)) == shown
    assert shown.content(shape, content, more=True) == content


def test_what_a_section_does_not_show_of_an_answer_is_kept() -> None:
    stored = {"value": 3, "grade": "B", "evidence": ["D-1"], "illustrative": True, "comment": "Old."}
    changed = Filled(value="4").content(Shape.NUMBER, stored, more=False)
    assert changed == {"value": 4, "grade": "B", "evidence": ["D-1"], "illustrative": True}


def test_an_emptied_answer_is_none_whatever_was_said_beside_it() -> None:
    assert Filled().content(Shape.NUMBER, {"value": 3, "grade": "B", "illustrative": True}, more=False) == {}


def test_an_excused_item_has_no_value_even_where_one_is_still_chosen() -> None:
    said = Filled(value="4", excused=True, reason="There is no shop.").content(Shape.NUMBER, {}, more=False)
    assert said == {"not_applicable": "There is no shop."}


def test_half_an_answer_stays_half_so_that_the_engine_can_say_what_is_missing() -> None:
    assert Filled(parts={"street": "yes", "door": ""}).content(Shape.WORDS, {}, more=False) == {
        "value": {"street": "yes"}
    }


@pytest.mark.parametrize(
    ("typed", "number"),
    [("3", 3), ("3.5", 3.5), ("3,5", 3.5), ("\N{MINUS SIGN}1", -1), ("three", "three"), ("nan", "nan"), ("inf", "inf")],
)
def test_numbers_are_read_as_people_type_them(typed: str, number: object) -> None:
    assert number_of(typed) == number


def test_answers_are_told_in_words() -> None:
    assert in_words(Shape.NUMBER, 3.5) == "3.5"
    assert in_words(Shape.WORDS, {"a": "yes", "b": "no", "c": "yes", "d": "not_applicable"}) == (
        "2 yes, 1 no, 1 not applicable"
    )
    assert in_words(Shape.NUMBERS, {"approach": Fraction(1, 2), "results": 7}) == "approach 1/2, results 7"


def _sent(filled: Filled) -> Form:
    fields = {"K": [filled.value], "K/evidence": list(filled.evidence)}
    fields |= {f"K:{name}": [text] for name, text in filled.parts.items()}
    fields |= {"K/na": ["1"]} if filled.excused else {}
    named = ("reason", "comment", "grade", "method", "who", "when")
    return Form(fields | {f"K/{name}": [getattr(filled, name)] for name in named})
