"""What the team makes of the engine's findings: what is read changes, what is scored and decided does not."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import report_samples
from bsc_audit.app.assessments import judge
from bsc_audit.core.decision.decide import decide
from bsc_audit.core.evidence.model import AddedFinding, Evidence, FindingEdit, Remarks
from bsc_audit.core.findings.derive import derive
from bsc_audit.core.findings.editorial import edited
from bsc_audit.core.findings.model import Finding, Findings
from bsc_audit.core.ruleset.finding_ids import finding_ids
from bsc_audit.core.vocabulary import Conformity, FindingKind, Verdict
from small_rulesets import evidence, score, small

TEXT = """
groups:
- {id: overall, title: Overall, kind: overall}
- {id: voice, title: Voice, kind: theme, in: overall, weight: members}
indicators:
  csat: {title: Satisfied, kind: ratio, unit: "%", better: higher, points: {0: 0, 100: 100}}
  repeats: {title: Repeats, kind: ratio, unit: "%", better: lower, points: {0: 100, 100: 0}}
  churn: {title: Churn, kind: ratio, unit: "%", better: lower, points: {0: 100, 100: 0}}
criteria:
- {id: K1, title: Satisfaction, in: voice, weight: 8, score: csat, advise: Ask more people.}
- {id: K2, title: Solved at once, in: voice, weight: 5, score: repeats}
- {id: K3, title: Staying, in: voice, weight: 3, score: churn}
findings:
- {id: R1, kind: risk, title: First, when: repeats > 25, says: Often., severity: 4, likelihood: 4, theme: cause, criteria: [K2]}
- {id: R2, kind: risk, title: Second, when: repeats > 26, says: Often., severity: 3, likelihood: 3, theme: cause}
- {id: R3, kind: risk, title: Third, when: repeats > 27, says: Often., severity: 2, likelihood: 2, theme: cause}
- {id: R4, kind: weakness, title: Alone, when: repeats > 25, says: So., severity: 1, likelihood: 1, theme: other}
grading:
  rules:
  - {when: score < 20, kind: nonconformity, conformity: major, says: Below 20.}
  - {when: score < 40, kind: nonconformity, conformity: minor, says: Below 40.}
  - {when: score >= 0, conformity: conforms}
  escalate: {conformity: minor, at_least: 2, within: theme, becomes: major}
severity: {start: 2, add_one_when: [weight >= 8], at_most: 5}
likelihood: {shares: [2, 10, 25, 50], scores: [80, 60, 40, 20], levels: [5, 4, 3, 2, 1, 1], otherwise: 3, widths: [15, 30]}
risk: {bands: {low: 1, moderate: 5, high: 10, extreme: 15}}
decision:
  gates:
  - {id: majors, needs: open_majors == 0, else: defer, says: A major is open.}
  awards: [{id: pass, title: Pass, needs: score.overall >= 30}]
  otherwise: not_yet
  conditions: {when: open_minors > 0, says: Mend the minors.}
"""
RULESET = small(TEXT)
SEEN = {"csat": 90, "repeats": 40, "churn": 10}  # no nonconformity
DAY = date(2026, 9, 30)


def edit(finding: str, **said: Any) -> FindingEdit:
    return FindingEdit(finding=finding, by="Ana", on=DAY, **said)


def added(name: str = "T-01", kind: FindingKind = FindingKind.NONCONFORMITY, **more: Any) -> AddedFinding:
    said: dict[str, Any] = {"title": "Seen", "statement": "It was.", "criteria": ("K1",), "evidence": ("D-1",)}
    grade = Conformity.MINOR if kind is FindingKind.NONCONFORMITY else None
    return AddedFinding(**{"id": name, "by": "Ana", "kind": kind, "conformity": grade, **said, **more})


class Case:
    """The small ruleset's findings on some values, with what the team says of them."""

    def __init__(self, *said: FindingEdit | AddedFinding, corrected: tuple[str, ...] = (), **values: Any) -> None:
        edits = tuple(one for one in said if isinstance(one, FindingEdit))
        own = tuple(one for one in said if isinstance(one, AddedFinding))
        self.values = SEEN | values
        self.evidence: Evidence = evidence(remarks=Remarks(edits=edits, added=own, corrected=frozenset(corrected)))
        self.scorecard = score(RULESET, **self.values)
        self.engine = derive(RULESET, self.evidence, self.scorecard)
        self.findings: Findings = edited(RULESET, self.evidence, self.engine)

    @property
    def items(self) -> dict[str, Finding]:
        return {one.id: one for one in self.findings.items}

    @property
    def verdict(self) -> Verdict:
        return decide(RULESET, self.evidence, self.scorecard, self.findings).verdict

    def leaders(self) -> dict[str, str]:
        return {name: one.supports for name, one in self.items.items() if name.startswith("R")}


def test_where_the_team_says_nothing_the_findings_are_the_engines() -> None:
    case = Case()
    assert case.findings is case.engine


def test_a_reworded_finding_keeps_the_engines_words_on_record() -> None:
    one = Case(edit("K2", statement="They call twice.", title="Twice"), repeats=70).items["K2"]
    before = Case(repeats=70).items["K2"]
    assert (one.title, one.statement, one.recommendation) == ("Twice", "They call twice.", before.recommendation)
    assert one.team is not None
    assert one.team.engine is not None
    assert (one.team.engine.title, one.team.engine.statement) == (before.title, before.statement)
    assert replace(one, title=before.title, statement=before.statement, team=None) == before


def test_another_rating_moves_the_finding_and_keeps_the_engines_on_record() -> None:
    case = Case(edit("R3", severity=5, likelihood=5, reason="The licence is at stake."))
    one = case.items["R3"]
    assert one.risk is not None
    assert (one.risk.rating, one.risk.band) == (25, "extreme")
    assert one.team is not None
    assert one.team.engine is not None
    assert one.team.engine.risk == case.engine.items[[f.id for f in case.engine.items].index("R3")].risk
    assert [f.id for f in case.findings.of(FindingKind.RISK)] == ["R3", "R1", "R2"]


def test_an_owner_alone_leaves_the_engines_words() -> None:
    one = Case(edit("R4", owner="Head of service")).items["R4"]
    assert one.team is not None
    assert (one.owner, one.team.engine) == ("Head of service", None)


# --- merging ---------------------------------------------------------------------------------------------------------


def test_what_is_merged_supports_what_it_is_merged_into() -> None:
    assert Case(edit("R4", into="R1")).leaders() == {"R1": "", "R2": "R1", "R3": "R1", "R4": "R1"}


def test_merging_into_one_that_is_led_follows_its_leader() -> None:
    assert Case(edit("R4", into="R2")).leaders()["R4"] == "R1"


def test_a_leading_finding_that_is_merged_into_one_it_led_hands_over_the_lead() -> None:
    assert Case(edit("R1", into="R2")).leaders() == {"R1": "R2", "R2": "", "R3": "R2", "R4": ""}


def test_what_was_led_follows_when_its_leader_is_merged_elsewhere() -> None:
    assert Case(edit("R1", into="R4")).leaders() == {"R1": "R4", "R2": "R4", "R3": "R4", "R4": ""}


def test_when_a_leading_finding_is_rejected_the_gravest_it_led_takes_its_place() -> None:
    case = Case(edit("R1", rejected="Counted twice."))
    assert case.leaders() == {"R2": "", "R3": "R2", "R4": ""}


def test_findings_are_merged_into_one_the_team_added() -> None:
    case = Case(edit("R1", into="T-01"), added(kind=FindingKind.WEAKNESS))
    assert case.leaders() == {"R1": "T-01", "R2": "T-01", "R3": "T-01", "R4": ""}


def test_a_nonconformity_is_not_merged_into_anything_less() -> None:
    case = Case(edit("K2", into="R1", owner="Ana"), repeats=70)
    assert (case.items["K2"].supports, case.items["K2"].owner) == ("", "Ana")
    assert [(one.finding, "nonconformity" in one.reason) for one in case.findings.unapplied] == [("K2", True)]


# --- rejecting and adding: nothing is edited away ------------------------------------------------------------------


def test_a_rejected_finding_leaves_the_list_and_stands_with_its_reason() -> None:
    case = Case(edit("R4", rejected="The export was wrong."))
    assert "R4" not in case.items
    (one,) = case.findings.rejected
    assert (one.finding.id, one.reason, one.by, one.on) == ("R4", "The export was wrong.", "Ana", DAY)


@pytest.mark.parametrize(("repeats", "verdict"), [(90, Verdict.DEFER), (70, Verdict.RECOMMEND_WITH_CONDITIONS)])
def test_a_rejected_nonconformity_counts_for_the_recommendation(repeats: int, verdict: Verdict) -> None:
    assert Case(repeats=repeats).verdict is verdict
    rejected = Case(edit("K2", rejected="Not so."), repeats=repeats)
    assert "K2" not in rejected.items
    assert rejected.verdict is verdict


@pytest.mark.parametrize(
    ("grade", "verdict"),
    [(Conformity.MAJOR, Verdict.DEFER), (Conformity.MINOR, Verdict.RECOMMEND_WITH_CONDITIONS)],
)
def test_a_nonconformity_the_team_adds_counts_until_it_is_corrected(grade: Conformity, verdict: Verdict) -> None:
    assert Case().verdict is Verdict.RECOMMEND
    assert Case(added(conformity=grade)).verdict is verdict
    assert Case(added(conformity=grade), corrected=("T-01",)).verdict is Verdict.RECOMMEND


@pytest.mark.parametrize("kind", [kind for kind in FindingKind if kind is not FindingKind.NONCONFORMITY])
def test_anything_else_the_team_adds_does_not(kind: FindingKind) -> None:
    assert Case(added(kind=kind, severity=5, likelihood=5)).verdict is Verdict.RECOMMEND


def test_added_minors_amount_to_a_major_together_with_the_engines() -> None:
    assert "voice-together" not in Case(repeats=70).items
    case = Case(added(criteria=("K1", "K3")), repeats=70)
    assert case.items["voice-together"].criteria == ("K2", "K1", "K3")
    assert case.verdict is Verdict.DEFER


def test_a_rejected_minor_still_counts_where_several_amount_to_a_major() -> None:
    case = Case(edit("K2", rejected="No."), edit("voice-together", rejected="No."), repeats=70, churn=70)
    assert [one.finding.id for one in case.findings.rejected] == ["K2", "voice-together"]
    assert case.verdict is Verdict.DEFER


def test_an_added_finding_names_who_found_it_and_what_it_rests_on() -> None:
    one = Case(added(owner="Head", severity=3, likelihood=4)).items["T-01"]
    assert (one.origin, one.rule, one.criteria, one.evidence, one.owner) == (
        "team",
        "found by Ana",
        ("K1",),
        ("D-1",),
        "Head",
    )
    assert one.risk is not None
    assert (one.risk.rating, one.theme, one.team and one.team.by) == (12, "voice", "Ana")


# --- what cannot be done ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [edit("K1", rejected="It is none."), edit("R1", into="K1"), edit("K3", statement="x")],
)
def test_an_edit_of_what_the_engine_does_not_write_now_is_said_and_not_passed_over(said: FindingEdit) -> None:
    case = Case(said)
    assert [(one.finding, one.by) for one in case.findings.unapplied] == [(said.finding, "Ana")]
    assert case.findings.items == case.engine.items or said.finding == "R1"
    assert case.findings.rejected == ()


def test_scores_never_change_by_what_the_team_says() -> None:
    case = Case(edit("R1", rejected="No."), added(conformity=Conformity.MAJOR), repeats=70)
    assert case.scorecard == score(RULESET, **case.values)
    assert case.findings.rules == case.engine.rules


def test_what_the_engine_wrote_stays_known_whatever_the_team_makes_of_it() -> None:
    case = Case(edit("R1", rejected="No."), edit("K2", title="Ours"), added(), repeats=70)
    assert case.findings.written == case.engine.items
    assert Case().findings.written == Case().engine.items


def test_the_next_judgement_takes_over_the_engines_findings_not_the_teams() -> None:
    example = report_samples.example()
    graded = next(one for one in example.findings.of(FindingKind.NONCONFORMITY) if one.origin == "grading")
    said = replace(example.evidence, remarks=Remarks(edits=(edit(graded.id, rejected="No."),)))
    first = judge(example.ruleset, said)
    assert judge(example.ruleset, said, before=first).findings == first.findings


def test_nothing_of_the_engines_is_lost() -> None:
    case = Case(edit("R1", rejected="No."), edit("K2", into="T-01"), added(), repeats=70)
    engine = {one.id for one in case.engine.items}
    assert engine <= {one.id for one in case.findings.judged}


def test_every_finding_the_engine_writes_can_be_edited() -> None:
    example = report_samples.example()
    origins = {one.origin for one in example.findings.items}
    assert origins == {"rule", "grading", "hygiene"}
    assert {one.id for one in example.findings.items} <= finding_ids(example.ruleset)
    assert {one.id for one in Case(repeats=70, churn=70).engine.items} <= finding_ids(RULESET)
