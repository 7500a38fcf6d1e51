"""Cases of whole assessments and of the decision table: scores in, scores, findings and verdict out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from bsc_audit.core.cases.model import CaseResult
from bsc_audit.core.cases.rules import value_of
from bsc_audit.core.decision.decide import recommend
from bsc_audit.core.decision.model import Recommendation
from bsc_audit.core.documents import Document
from bsc_audit.core.documents.suggest import did_you_mean
from bsc_audit.core.evidence.model import Engagement, Evidence, Remarks
from bsc_audit.core.expressions import Value
from bsc_audit.core.findings.derive import derive
from bsc_audit.core.findings.model import Findings
from bsc_audit.core.quantities import Period, exact, round_half_up
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.ruleset.reading import path_of
from bsc_audit.core.ruleset.scope import DECISION_WORDS, OF_NODE
from bsc_audit.core.scoring.derived import derive_values
from bsc_audit.core.scoring.model import DerivedValue, Measured, Scorecard
from bsc_audit.core.scoring.score import Given, score_measured
from bsc_audit.core.vocabulary import AssessmentKind, Conformity, Grade, State

DIGITS = 4  # of expected scores
_HIGHEST: Mapping[str, int] = MappingProxyType(  # of kinds with a scale of their own
    {
        "rubric": 5,
        "three_facet": 10,
        **dict.fromkeys(("yes_no_set", "document_properties", "checklist", "contact_review"), 100),
    }
)
_REASON = "stated by the case"


@dataclass(frozen=True, slots=True)
class WholeCase:
    """One case that was run, and what it reached."""

    result: CaseResult
    award: str | None
    criteria: frozenset[str]


def run_decision_case(ruleset: Ruleset, document: Document, name: str, data: Mapping[str, Any]) -> WholeCase:
    """Scores of nodes stated outright, judged by the decision table.

    What lies below a stated group is taken as assessed with the same score, and no nonconformity is open
    unless the facts say so: the table is tested, not the grading.
    """
    stated = {**_below(ruleset, data["scores"]), **data["scores"]}
    facts = {"open_majors": 0, "open_minors": 0, **data.get("facts", {})}
    return _run(ruleset, document, ("decision", name), {**data, "criteria": stated, "facts": facts})


def _below(ruleset: Ruleset, scores: Mapping[str, Any]) -> dict[str, Any]:
    below: dict[str, Any] = {}
    for name, score in scores.items():
        for member in ruleset.groups[name].members if name in ruleset.groups else ():
            below[member.id] = score
            below |= _below(ruleset, {member.id: score})
    return below


def run_assessment_case(ruleset: Ruleset, document: Document, name: str, data: Mapping[str, Any]) -> WholeCase:
    """Scores of criteria, answers and metric values, scored, graded and judged."""
    return _run(ruleset, document, ("assessments", name), data)


def _run(ruleset: Ruleset, document: Document, path: tuple[str, str], data: Mapping[str, Any]) -> WholeCase:
    strange = list(_strange(ruleset, data))
    if strange:
        return WholeCase(_result(document, path, strange), None, frozenset())
    scorecard = _score(ruleset, data)
    evidence = nothing_submitted(ruleset)
    findings = derive(ruleset, evidence, scorecard)
    found = recommend(ruleset, scorecard, _facts(scorecard, findings, data))
    failures = list(_failures(scorecard, findings, found, data["expect"]))
    reached = frozenset(name for name in ruleset.criteria if scorecard.nodes[name].state is State.ASSESSED)
    return WholeCase(_result(document, path, failures), found.award if not failures else None, reached)


def _strange(ruleset: Ruleset, data: Mapping[str, Any]) -> Iterable[str]:
    """Names that stand where nothing of that name can stand."""
    single = {name for name, criterion in ruleset.criteria.items() if len(criterion.indicators) == 1}
    nodes = {*ruleset.groups, *ruleset.criteria}
    expect = data["expect"]
    places = (
        ("no node", data.get("criteria", {}), nodes),
        ("no indicator, and no criterion of one indicator,", data.get("answers", {}), {*ruleset.indicators, *single}),
        ("no indicator", data.get("metrics", {}), ruleset.indicators.keys()),
        ("no criterion", data.get("not_applicable", ()), ruleset.criteria.keys()),
        ("no fact", [".".join(path_of(name)) for name in data.get("facts", {})], _facts_of(nodes)),
        ("no node", expect.get("scores", {}), nodes),
        ("no rule", expect.get("findings", ()), {rule.id for rule in ruleset.rules}),
        ("no criterion", expect.get("conformity", {}), ruleset.criteria.keys()),
    )
    for what, named, known in places:
        yield from (f"there is {what} {name!r}; {did_you_mean(name, known)}" for name in named if name not in known)
    stated = {_indicator(ruleset, name): value for name, value in data.get("answers", {}).items()}
    for name, value in {**stated, **data.get("metrics", {})}.items():
        highest = _HIGHEST.get(ruleset.indicators[name].kind) if name in ruleset.indicators else None
        if highest is not None and not 0 <= value <= highest:
            yield f"{name} is {value:g}, but a {ruleset.indicators[name].kind} runs from 0 to {highest}"


def _facts_of(nodes: Iterable[str]) -> set[str]:
    """What a case may state about an assessment instead of having it scored."""
    return {*DECISION_WORDS, *(f"{word}.{node}" for word in OF_NODE for node in nodes)}


def _result(document: Document, path: tuple[str, str], failures: Iterable[str]) -> CaseResult:
    return CaseResult(name=path[1], of=path[0], where=document.where_key(path), failures=tuple(failures))


def _score(ruleset: Ruleset, data: Mapping[str, Any]) -> Scorecard:
    answers = {_indicator(ruleset, name): value for name, value in data.get("answers", {}).items()}
    values = {**answers, **data.get("metrics", {})}
    measured = {name: _measured(ruleset, name, values.get(name)) for name in ruleset.indicators}
    derived = {
        value.id: DerivedValue(id=value.id, value=None, unit=value.unit, n=None, reason="no records in a case")
        for value in ruleset.derived.values()
    }
    nodes = {name: exact(score) for name, score in data.get("criteria", {}).items()}
    reasons = dict.fromkeys(data.get("not_applicable", ()), _REASON)
    return score_measured(
        ruleset, measured, _expressions(ruleset, measured, derived), not_applicable=reasons, given=Given(nodes=nodes)
    )


def _indicator(ruleset: Ruleset, name: str) -> str:
    """An answer to a criterion is one to its only indicator."""
    criterion = ruleset.criteria.get(name)
    return criterion.indicators[0].id if criterion and len(criterion.indicators) == 1 else name


def _expressions(
    ruleset: Ruleset, measured: Mapping[str, Measured], derived: Mapping[str, DerivedValue]
) -> Mapping[str, DerivedValue]:
    """Derived expressions need no records: they follow from the stated values."""
    computed = derive_values(ruleset, nothing_submitted(ruleset), measured)
    return {name: computed[name] if ruleset.derived[name].expression else value for name, value in derived.items()}


def _measured(ruleset: Ruleset, name: str, value: Any) -> Measured:
    indicator = ruleset.indicators[name]
    return Measured(
        indicator=name,
        state=State.NOT_ASSESSED if value is None else State.ASSESSED,
        value=None if value is None else exact(value),
        unit=indicator.unit,
        variant=indicator.variant,
        grade=Grade.NONE if value is None else Grade.A,
        reason="not given" if value is None else "",
    )


def _facts(scorecard: Scorecard, findings: Findings, data: Mapping[str, Any]) -> dict[str, Value]:
    facts: dict[str, Value] = {
        "open_majors": Fraction(len(findings.open(Conformity.MAJOR))),
        "open_minors": Fraction(len(findings.open(Conformity.MINOR))),
        "falsified": Fraction(0),
        "verified_share": scorecard.nodes[scorecard.root].verified_share,
        "kind": str(AssessmentKind.CERTIFICATION),
    }
    return facts | {name: value_of(raw) for name, raw in data.get("facts", {}).items()}


def _failures(
    scorecard: Scorecard, findings: Findings, found: Recommendation, expect: Mapping[str, Any]
) -> Iterable[str]:
    if "overall" in expect and found.overall != value_of(expect["overall"]):
        yield f"overall: expected {_number(expect['overall'])}, came {_number(found.overall)}"
    for name in ("verdict", "award"):
        came = getattr(found, name)
        if name in expect and came != expect[name]:
            yield f"{name}: expected {expect[name] or 'none'}, came {came or 'none'} ({found.decisive})"
    for name, wanted in expect.get("scores", {}).items():
        came = scorecard.nodes[name].score
        if not _equal(came, wanted):
            yield f"score of {name}: expected {_number(wanted)}, came {_number(came)}"
    yield from _finding_failures(findings, expect)


def _finding_failures(findings: Findings, expect: Mapping[str, Any]) -> Iterable[str]:
    if "findings" in expect:
        fired = sorted(finding.id for finding in findings.items if finding.origin == "rule")
        if fired != sorted(expect["findings"]):
            yield f"findings: expected {sorted(expect['findings'])}, came {fired}"
    graded = {finding.id: finding.conformity for finding in findings.items if finding.origin == "grading"}
    for name, wanted in expect.get("conformity", {}).items():
        came = graded.get(name) or Conformity.CONFORMS
        if came != wanted:
            yield f"conformity of {name}: expected {wanted}, came {came}"


def _equal(came: Fraction | None, wanted: float | None) -> bool:
    if came is None or wanted is None:
        return came is None and wanted is None
    return round_half_up(came, DIGITS) == round_half_up(exact(wanted), DIGITS)


def _number(value: Fraction | float | None) -> str:
    return "nothing" if value is None else f"{float(value):.6g}"


def nothing_submitted(ruleset: Ruleset) -> Evidence:
    """Evidence of nobody, for scores that are stated rather than measured."""
    day = date(2000, 1, 1)
    engagement = Engagement(
        id="case",
        title="case",
        kind=AssessmentKind.CERTIFICATION,
        as_of=day,
        period=Period.parse("2000"),
        language=ruleset.language,
        ruleset=ruleset.id,
        ruleset_version=ruleset.version,
        profile=ruleset.profile,
        organisation=MappingProxyType({"name": "case"}),
        scope="",
    )
    return Evidence(
        engagement=engagement,
        answers={},
        observations={},
        scorecard={},
        records=(),
        documents={},
        remarks=Remarks(),
        digest="",
    )
