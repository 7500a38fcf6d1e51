"""The conclusion: what is recommended, by which rule, which gate was decisive, and who decides."""

from collections import Counter
from fractions import Fraction

from bsc_audit.core.decision.model import AwardResult, GateResult
from bsc_audit.core.report.case import Case
from bsc_audit.core.report.figures import change, day_of_text, decimal, plural, score, share
from bsc_audit.core.report.model import AwardRow, DecisionBlock, GateRow, Outcome, Statement
from bsc_audit.core.report.shown import Status
from bsc_audit.core.report.words import AWARDING, RESULT_ONLY, RESULTS, VERDICTS, status
from bsc_audit.core.said import joined, say, say_n
from bsc_audit.core.vocabulary import AssessmentKind, Truth, Verdict


def statement(case: Case) -> Statement:
    """The statement page."""
    recommendation = case.recommendation
    heading, _ = _wording(case)
    criteria = case.criteria_under(case.ruleset.root)
    return Statement(
        heading=heading,
        verdict=_verdict(recommendation.verdict, heading),
        opinion=_opinion(case),
        overall=score(recommendation.overall, case.digits),
        scale=case.scale,
        of_100=case.of_100,
        previous=score(case.previous(case.scorecard.root), case.digits),
        decisive=recommendation.decisive,
        gates=_gates(recommendation.gates),
        awards=tuple(_award(case, award) for award in recommendation.awards),
        outlook=_outlook(case),
        conditions=recommendation.conditions if _certifies(case) else (),
        validity=_validity(case),
        rule=_rule(case),
        outcomes=outcomes(case, criteria),
        criteria=len(criteria),
        decision=_decision(case),
    )


def outcomes(case: Case, criteria: tuple[str, ...]) -> tuple[Outcome, ...]:
    """Number and share of criteria by result, every result listed."""
    counted = Counter(case.result(criterion) for criterion in criteria)
    return tuple(
        Outcome(
            status=status(slug),
            number=counted[slug],
            share=share(Fraction(counted[slug], max(1, len(criteria))), 1),
        )
        for slug in RESULTS
    )


def _verdict(verdict: Verdict, heading: str) -> Status:
    return Status(verdict.value, heading)


def _wording(case: Case) -> tuple[str, str]:
    """Heading and clause; only a certification audit speaks of recommending an award."""
    heading, clause = (VERDICTS if _certifies(case) else RESULT_ONLY)[case.recommendation.verdict]
    award = case.recommendation.award_title
    return say(str(heading), award=award), say(str(clause), award=award)


def _opinion(case: Case) -> tuple[str, ...]:
    """Two sentences: the conclusion, and what it rests on."""
    return _conclusion(case), say(
        "The conclusion holds for the scope stated and for the period {period}. It was reached with "
        "{criteria} of the ruleset {ruleset} {version} and {documents} of evidence.",
        period=case.evidence.engagement.period.text,
        criteria=plural(len(case.criteria_under(case.ruleset.root)), "criterion", "criteria"),
        ruleset=case.ruleset.title,
        version=case.ruleset.version,
        documents=plural(len(case.evidence.documents), "registered piece", "registered pieces"),
    )


def _conclusion(case: Case) -> str:
    name, overall = case.evidence.engagement.organisation["name"], case.recommendation.overall
    _, clause = _wording(case)
    if overall is None:
        return say(
            "On the evidence described in this report, {name} has no overall score, and {conclusion}.",
            name=name,
            conclusion=clause,
        )
    return say(
        "On the evidence described in this report, {name} scores {score} {scale} overall, and {conclusion}.",
        name=name,
        score=decimal(overall, case.digits),
        scale=case.scale,
        conclusion=clause,
    )


def _gates(gates: tuple[GateResult, ...]) -> tuple[GateRow, ...]:
    """The first gate that is not met decides."""
    decisive = next((gate for gate in gates if gate.truth is not Truth.TRUE), None)
    return tuple(
        GateRow(
            id=gate.id,
            status=status(_TRUTH[gate.truth]),
            title=gate.title,
            says=gate.says,
            detail=gate.detail,
            decisive=gate is decisive,
        )
        for gate in gates
    )


def _award(case: Case, award: AwardResult) -> AwardRow:
    overall, threshold = case.recommendation.overall, award.threshold
    distance = None if overall is None or threshold is None else overall - threshold
    return AwardRow(
        title=award.title,
        threshold=score(threshold, 0) if threshold is None or threshold.denominator == 1 else score(threshold, 2),
        distance=change(distance, case.digits),
        status=status(_standing(case, award)),
        unmet=award.unmet,
    )


def _standing(case: Case, award: AwardResult) -> str:
    if case.recommendation.award == award.id and case.recommendation.verdict in AWARDING:
        return "recommended" if _certifies(case) else "corresponds"
    return "reached" if award.reached else "not_reached"


def _outlook(case: Case) -> str:
    """What keeps the result from the next better award."""
    missed = [award for award in case.recommendation.awards if not award.reached]
    if not case.recommendation.awards:
        return ""
    if not missed:
        return say("No higher level is defined.")
    following = missed[-1]
    lacks = joined("; ", following.unmet) or say("not stated")
    return say("The next level is {award}. What is missing for it: {unmet}.", award=following.title, unmet=lacks)


def _validity(case: Case) -> str:
    if not _awards_certificate(case):
        return ""
    return say_n(
        "If a certificate is granted, it is valid for {number}\u00a0month from the date of the decision.",
        "If a certificate is granted, it is valid for {number}\u00a0months from the date of the decision.",
        case.recommendation.validity_months,
    )


def _awards_certificate(case: Case) -> bool:
    return _certifies(case) and case.recommendation.verdict in AWARDING


def _rule(case: Case) -> tuple[str, ...]:
    """How the decision rule is read."""
    return (
        say_n(
            "Scores are rounded half up to {number}\u00a0decimal before they are compared, and shown so.",
            "Scores are rounded half up to {number}\u00a0decimals before they are compared, and shown so.",
            case.ruleset.decision.digits,
        ),
        say("The gates are tried in the order printed; the first that is not met decides."),
        say("Behind the gates, the best award whose needs are all met is recommended."),
    )


def _decision(case: Case) -> DecisionBlock:
    """The named person's decision as recorded; empty until there is one."""
    recorded = case.evidence.remarks.decision
    taken = bool(recorded.get("by") and recorded.get("outcome"))
    return DecisionBlock(
        taken=taken,
        by=recorded.get("by", ""),
        on=day_of_text(recorded.get("on", "")),
        outcome=recorded.get("outcome", ""),
        rationale=recorded.get("rationale", ""),
        note=say("Recorded as submitted; the engine takes no part in it.") if taken else _OPEN[_certifies(case)],
    )


def _certifies(case: Case) -> bool:
    return case.evidence.engagement.kind is AssessmentKind.CERTIFICATION


_OPEN = {
    True: say("No decision is recorded. It is taken by a named person who took no part in the assessment."),
    False: say("This kind of report leads to no certification decision."),
}
_TRUTH = {Truth.TRUE: "passed", Truth.FALSE: "failed", Truth.UNDETERMINED: "undetermined"}
