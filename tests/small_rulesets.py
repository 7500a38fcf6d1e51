"""Small rulesets from a few lines of YAML through the real compiler, and evidence for them in one call each."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from bsc_audit.core.documents import parse
from bsc_audit.core.evidence.model import Answer, Engagement, Evidence, Observation, Remarks, ScorecardEntry
from bsc_audit.core.quantities import Period, exact
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.questionnaire.record import Record
from bsc_audit.core.ruleset.compile import compile_ruleset
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.model import DerivedValue, Measured, Scorecard
from bsc_audit.core.scoring.score import score_measured
from bsc_audit.core.vocabulary import AssessmentKind, Grade, State

HEADER = """
ruleset: {id: small, version: "1.0", title: Small}
"""
DECISION = """
decision:
  awards: [{id: pass, title: Pass, needs: score.overall >= 60}]
  otherwise: not_yet
"""
NOT_APPLICABLE = "not applicable"
Value = int | float | str | Fraction | None


def small(text: str, *, questionnaires: Mapping[str, Questionnaire] | None = None) -> Ruleset:
    """A ruleset from YAML sections; a header is added, and a decision table when there is none."""
    whole = HEADER + text + ("" if "decision:" in text else DECISION)
    return compile_ruleset([parse(whole, "small.yaml")], questionnaires=questionnaires or {})


def flat_tree(*members: str, aggregate: str = "weighted_mean", group: str = "") -> Ruleset:
    """One group of rubrics in tenths: each member is `id weight` and further fields in YAML flow style."""
    criteria = "".join(f"- {{{_criterion(*member.split(maxsplit=2))}}}\n" for member in members)
    return small(
        f"groups:\n- {{id: overall, title: Overall, kind: overall, aggregate: {aggregate}{group}}}\ncriteria:\n{criteria}"
    )


def _criterion(name: str, weight: str, more: str = "") -> str:
    score = "{kind: mean, unit: points, better: higher, linear: {zero: 0, full: 100}}"
    return f"id: {name}, title: {name}, in: overall, weight: {weight}, score: {score}{', ' + more if more else ''}"


def measured(name: str, value: Value, **more: Any) -> Measured:
    """An indicator measured, missing (None) or not applicable."""
    state = State.NOT_ASSESSED if value is None else State.ASSESSED
    if value == NOT_APPLICABLE:
        return Measured(indicator=name, state=State.NOT_APPLICABLE, value=None, unit="", reason="there is none")
    number = None if value is None else exact(value)
    return Measured(
        indicator=name, state=state, value=number, unit="", reason="" if number is not None else "not measured", **more
    )


def all_measured(ruleset: Ruleset, values: Mapping[str, Value | Measured]) -> dict[str, Measured]:
    """Every indicator of a ruleset; what is not given is missing."""
    found = {name: values.get(name) for name in ruleset.indicators}
    return {name: one if isinstance(one, Measured) else measured(name, one) for name, one in found.items()}


def score(
    ruleset: Ruleset, /, *, derived: Mapping[str, DerivedValue] | None = None, **values: Value | Measured
) -> Scorecard:
    """Score values by indicator."""
    return score_measured(ruleset, all_measured(ruleset, values), derived or {})


def answer(value: Any, **more: Any) -> Answer:
    """An answer backed by grade A; a text is the reason why it does not apply."""
    if isinstance(value, str):
        return Answer(value=None, not_applicable=value, **more)
    return Answer(value=exact(value) if isinstance(value, int | float) else value, **{"grade": Grade.A, **more})


def observation(metric: str, period: str, /, unit: str = "", **inputs: Any) -> Observation:
    """One submitted measurement."""
    n = inputs.pop("n", None)
    extra = {key: inputs.pop(key) for key in ("evidence", "grade", "illustrative") if key in inputs}
    exact_inputs = {name: exact(value) if not isinstance(value, tuple) else value for name, value in inputs.items()}
    return Observation(metric=metric, period=Period.parse(period), unit=unit, inputs=exact_inputs, n=n, **extra)


def evidence(
    *,
    answers: Mapping[str, Answer] | None = None,
    observations: tuple[Observation, ...] = (),
    records: tuple[Record, ...] = (),
    scorecard: Mapping[str, ScorecardEntry] | None = None,
    remarks: Remarks | None = None,
    as_of: date = date(2026, 7, 1),
) -> Evidence:
    """An assessment of the first half of 2026 with nothing in it but what is given."""
    by_metric: dict[str, tuple[Observation, ...]] = {}
    for one in sorted(observations, key=lambda o: o.period):
        by_metric[one.metric] = (*by_metric.get(one.metric, ()), one)
    engagement = Engagement(
        id="A-1", title="Assessment", kind=AssessmentKind.ASSESSED, as_of=as_of, period=Period.parse("2026-H1"),
        language="en", ruleset="small", ruleset_version="1.0", profile=None, organisation={"name": "Small"}, scope="all",
    )  # fmt: skip
    return Evidence(
        engagement=engagement,
        answers=answers or {},
        observations=by_metric,
        scorecard=scorecard or {},
        records=records,
        documents={},
        remarks=remarks or Remarks(),
        digest="sha256:0",
    )
