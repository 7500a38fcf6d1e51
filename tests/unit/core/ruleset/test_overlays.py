"""Overlays and profiles: what is named changes, everything else stays, and what is dropped leaves no loose end."""

import pytest

from bsc_audit.core.documents import Document, parse
from bsc_audit.core.problems import RulesetError
from bsc_audit.core.ruleset.compile import compile_ruleset
from ruleset_builders import bases, compiled, forms, overlay

GOOD = compiled()
HEADER = 'ruleset: {{id: {0}, version: "1.0", title: T, extends: {{id: {1}, version: "1.0"}}}}\n'


def test_an_overlay_that_changes_nothing_is_its_base_under_another_name() -> None:
    own = overlay("")
    for part in ("groups", "criteria", "indicators", "derived", "rules", "grading", "decision", "hygiene", "risk"):
        assert getattr(own, part) == getattr(GOOD, part)
    assert (own.id, own.title) == ("own", "Own")
    assert own.digest != GOOD.digest


def test_a_changed_field_leaves_the_other_fields_and_the_other_entries() -> None:
    own = overlay("change: {CLI-01: {weight: 9}, csat: {minimum_n: 30}, X01: {severity: 5}}")
    assert own.criteria["CLI-01"].weight == 9
    assert own.criteria["CLI-01"].title == GOOD.criteria["CLI-01"].title
    assert own.indicators["csat"].minimum_n == 30
    assert own.indicators["csat"].normaliser == GOOD.indicators["csat"].normaliser
    assert [rule.severity for rule in own.rules] == [5, None]
    assert {name: one for name, one in own.criteria.items() if name != "CLI-01"} == {
        name: one for name, one in GOOD.criteria.items() if name != "CLI-01"
    }


def test_an_added_criterion_stands_beside_the_others() -> None:
    own = overlay("criteria: [{id: OPS-09, in: OPS, title: More, weight: 2, score: staffing}]")
    assert set(own.criteria) == {*GOOD.criteria, "OPS-09"}
    assert [member.id for member in own.groups["OPS"].members] == ["OPS-01", "OPS-02", "OPS-03", "OPS-09"]


def test_a_dropped_criterion_leaves_links_behind_and_rules_that_name_it_undetermined() -> None:
    own = overlay(
        "drop: [OPS-01]\nfindings: [{id: X09, kind: strength, title: T, when: 'score[\"OPS-01\"] > 5', says: S}]"
    )
    assert "OPS-01" not in own.criteria
    assert next(rule for rule in own.rules if rule.id == "X01").criteria == ("CLI-01",)
    assert own.rules[-1].when.evaluate(_Nothing()) is None


def test_a_dropped_group_takes_along_what_lies_in_it() -> None:
    own = overlay("drop: [CLI]")
    assert set(own.groups) == {"overall", "OPS"}
    assert set(own.criteria) == {"OPS-01", "OPS-02", "OPS-03"}


def test_a_group_left_empty_by_a_drop_goes_too() -> None:
    assert "CLI-voice" not in overlay("drop: [CLI-01, CLI-02]").groups


def test_a_dropped_entry_may_be_written_anew() -> None:
    own = overlay("drop: [OPS-01]\ncriteria: [{id: OPS-01, in: OPS, title: Anew, weight: 1, score: staffing}]")
    assert own.criteria["OPS-01"].title == "Anew"
    assert next(rule for rule in own.rules if rule.id == "X01").criteria == ("CLI-01", "OPS-01")


def test_a_section_of_the_overlay_replaces_that_of_the_base() -> None:
    own = overlay("decision: {awards: [{id: only, title: Only, needs: score.overall > 50}], otherwise: not_yet}")
    assert [award.id for award in own.decision.awards] == ["only"]
    assert own.decision.gates == ()
    assert own.grading == GOOD.grading


def _chain(ruleset: str, version: str) -> list[Document] | None:
    texts = {
        "middle": HEADER.format("middle", "good") + "change: {CLI-01: {weight: 9}}\ndrop: [OPS-03]\n",
        "one": HEADER.format("one", "two"),
        "two": HEADER.format("two", "one"),
    }
    return (
        [parse(texts[ruleset], f"{ruleset}.yaml")] if ruleset in texts else list(bases(ruleset, version) or ()) or None
    )


def test_an_overlay_of_an_overlay_keeps_what_the_first_changed() -> None:
    text = HEADER.format("top", "middle") + "change: {CLI-02: {weight: 8}}\n"
    own = compile_ruleset([parse(text, "top.yaml")], questionnaires=forms(), bases=_chain)
    assert (own.criteria["CLI-01"].weight, own.criteria["CLI-02"].weight) == (9, 8)
    assert "OPS-03" not in own.criteria


def test_a_problem_of_a_changed_entry_points_into_the_file_of_the_change() -> None:
    text = HEADER.format("top", "middle") + "change:\n  CLI-01: {score: cast}\n"
    with pytest.raises(RulesetError, match=r"top.yaml:3:19: there is no 'cast'"):
        compile_ruleset([parse(text, "top.yaml")], questionnaires=forms(), bases=_chain)


def test_rulesets_that_extend_each_other_are_refused() -> None:
    text = HEADER.format("top", "one")
    with pytest.raises(RulesetError) as caught:
        compile_ruleset([parse(text, "top.yaml")], questionnaires=forms(), bases=_chain)
    assert [problem.code for problem in caught.value.problems] == ["extends-in-circle"]


def test_a_profile_drops_criteria_and_sets_weights() -> None:
    desk = compiled(profile="desk")
    assert "OPS-02" not in desk.criteria
    assert desk.criteria["CLI-01"].weight == 9
    assert {member.id: member.weight for member in desk.groups["CLI-voice"].members}["CLI-01"] == 9
    assert desk.profile == "desk"


def test_a_profile_may_drop_and_weigh_groups() -> None:
    text = "profiles: {one: {title: One, drop: [OPS], weights: {CLI: 7}}}"
    own = overlay(text, profile="one")
    assert set(own.groups) == {"overall", "CLI", "CLI-voice"}
    assert own.groups["overall"].members[0].weight == 7


def test_a_profile_that_empties_a_group_drops_it() -> None:
    assert "CLI-voice" not in overlay("profiles: {one: {title: One, drop: [CLI-01, CLI-02]}}", profile="one").groups


def test_a_profile_of_the_base_may_name_what_the_overlay_dropped() -> None:
    assert "OPS-02" not in overlay("drop: [OPS-02, CLI-01]", profile="desk").criteria


def test_a_profile_that_leaves_nothing_is_refused() -> None:
    with pytest.raises(RulesetError) as caught:
        overlay("profiles: {none: {title: None, drop: [CLI, OPS]}}", profile="none")
    assert {problem.code for problem in caught.value.problems} == {"no-root"}


def test_an_unknown_profile_names_the_nearest() -> None:
    with pytest.raises(RulesetError, match=r"there is no 'desc' in this ruleset.*did you mean 'desk'"):
        compiled(profile="desc")


class _Nothing:
    def value(self, path: object) -> None:
        """No operand is known."""
