"""Run every case of a ruleset and say what none of them reaches."""

from collections.abc import Iterable, Sequence

from bsc_audit.core.cases.model import CaseReport, CaseResult, Gap
from bsc_audit.core.cases.rules import RuleCase, outcomes_wanted, run_rule_case
from bsc_audit.core.cases.schema import SCHEMA
from bsc_audit.core.cases.whole import WholeCase, run_assessment_case, run_decision_case
from bsc_audit.core.documents import Document
from bsc_audit.core.documents.suggest import did_you_mean
from bsc_audit.core.problems import Problem, RulesetError
from bsc_audit.core.ruleset.model import Ruleset


def run_cases(ruleset: Ruleset, documents: Sequence[Document]) -> CaseReport:
    """Run the cases of all files.

    Raises:
        RulesetError: a case file is not written as it should be, or names a rule that does not exist.
    """
    problems = [problem for document in documents for problem in SCHEMA.problems(document)]
    problems = problems or list(_unknown_rules(ruleset, documents))
    if problems:
        raise RulesetError(problems)
    rule_cases = [case for document in documents for case in _rule_cases(ruleset, document)]
    whole_cases = [case for document in documents for case in _whole_cases(ruleset, document)]
    results: list[CaseResult] = [*(case.result for case in rule_cases), *(case.result for case in whole_cases)]
    return CaseReport(
        results=tuple(sorted(results, key=lambda result: result.where)),
        gaps=(
            *_rule_gaps(ruleset, rule_cases),
            *_award_gaps(ruleset, whole_cases),
            *_criterion_gaps(ruleset, whole_cases),
        ),
    )


def _unknown_rules(ruleset: Ruleset, documents: Sequence[Document]) -> Iterable[Problem]:
    known = {rule.id for rule in ruleset.rules}
    for document in documents:
        name = document.data.get("rule")
        if name is not None and name not in known:
            message = f"the ruleset has no rule {name!r}"
            where = document.where(("rule",))
            yield Problem(code="unknown-name", where=where, message=message, hint=did_you_mean(name, known))


def _rule_cases(ruleset: Ruleset, document: Document) -> Iterable[RuleCase]:
    rule = next((rule for rule in ruleset.rules if rule.id == document.data.get("rule")), None)
    if rule is not None:
        for name, data in document.data.get("cases", {}).items():
            yield run_rule_case(ruleset, document, rule, name, data)


def _whole_cases(ruleset: Ruleset, document: Document) -> Iterable[WholeCase]:
    for name, data in document.data.get("decision", {}).items():
        yield run_decision_case(ruleset, document, name, data)
    for name, data in document.data.get("assessments", {}).items():
        yield run_assessment_case(ruleset, document, name, data)


def _rule_gaps(ruleset: Ruleset, cases: Sequence[RuleCase]) -> Iterable[Gap]:
    for rule in ruleset.rules:
        shown = {outcome for case in cases if case.rule == rule.id for outcome in case.shows}
        lacks = tuple(outcome for outcome in outcomes_wanted(rule) if outcome not in shown)
        if lacks:
            yield Gap(what="rule", id=rule.id, lacks=lacks)


def _award_gaps(ruleset: Ruleset, cases: Sequence[WholeCase]) -> Iterable[Gap]:
    reached = {case.award for case in cases}
    return (Gap(what="award", id=a.id, lacks=()) for a in ruleset.decision.awards if a.id not in reached)


def _criterion_gaps(ruleset: Ruleset, cases: Sequence[WholeCase]) -> Iterable[Gap]:
    reached = {name for case in cases for name in case.criteria}
    return (Gap(what="criterion", id=name, lacks=()) for name in ruleset.criteria if name not in reached)
