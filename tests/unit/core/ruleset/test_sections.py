"""Sections of a form: every criterion and every answered indicator in exactly one, none larger than it has to be."""

from collections import Counter

import pytest
from hypothesis import given

from bsc_audit.app.rulesets import load_ruleset
from bsc_audit.core.catalogue import ANSWERED_KINDS
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.ruleset.sections import MOST, OTHERS, sections
from properties.rulesets import rulesets
from ruleset_builders import compiled, overlay
from service_world import LIBRARY
from small_rulesets import small


def assert_whole(ruleset: Ruleset) -> None:
    found = sections(ruleset)
    often = Counter(key for one in found for key in one.keys)
    assert max(often.values(), default=1) == 1
    answered = {name for name, one in ruleset.indicators.items() if one.kind in ANSWERED_KINDS}
    assert often.keys() >= {*ruleset.criteria, *answered}
    items = [item for one in found for item in one.items]
    assert sorted(item.indicator for item in items if item.indicator) == sorted(answered)
    assert len({item.key for item in items}) == len(items)
    assert all(item.key in one.keys for one in found for item in one.items)


@given(rulesets())
def test_everything_is_asked_in_exactly_one_section(ruleset: Ruleset) -> None:
    assert_whole(ruleset)


@pytest.mark.parametrize("name", ["service-excellence", "food-hygiene-rating"])
def test_shipped_rulesets_have_sections_for_one_sitting(name: str) -> None:
    ruleset = load_ruleset(LIBRARY, name, "1.0")
    assert_whole(ruleset)
    assert all(sum(item.values for item in one.items) <= MOST for one in sections(ruleset))


def group_of(name: str, parent: str) -> str:
    return f"- {{id: {name}, title: {name}, kind: theme, in: {parent}, weight: 50}}\n"


def rubric(name: str, parent: str) -> str:
    score = "{kind: rubric, levels: {0: none, 5: all}}"
    return f"- {{id: {name}, title: {name}, asks: A?, in: {parent}, weight: 10, score: {score}}}\n"


def of_two_themes(each: int) -> Ruleset:
    groups = (
        "- {id: overall, title: All, kind: overall}\n- {id: P, title: P, kind: perspective, in: overall, weight: 1}\n"
    )
    groups += group_of("T1", "P") + group_of("T2", "P")
    criteria = "".join(rubric(f"{theme}-{at}", theme) for theme in ("T1", "T2") for at in range(each))
    return small(f"groups:\n{groups}criteria:\n{criteria}")


def test_a_perspective_is_cut_into_themes_only_where_it_is_too_large() -> None:
    assert [one.id for one in sections(of_two_themes(MOST // 2))] == ["P"]
    assert [one.id for one in sections(of_two_themes(MOST // 2 + 1))] == ["T1", "T2"]


def test_a_question_no_criterion_asks_has_a_section_of_its_own() -> None:
    ruleset = overlay("indicators: {mood: {title: Mood, kind: rubric, levels: {0: Bad, 5: Good}}}")
    last = sections(ruleset)[-1]
    assert (last.id, [item.key for item in last.items], last.items[0].criterion) == (OTHERS, ["mood"], None)


def test_what_is_measured_can_only_be_set_aside() -> None:
    found = {item.key: item for one in sections(compiled()) for item in one.items}
    measured = [item for item in found.values() if item.indicator is None]
    assert measured
    assert all(item.key == item.criterion for item in measured)
