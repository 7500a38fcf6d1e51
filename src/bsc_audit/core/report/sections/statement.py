"""The conclusion: what is recommended, by which rule, which gate was decisive, and who decides."""

from collections import Counter
from fractions import Fraction

from bsc_audit.core.decision.model import AwardResult, GateResult
from bsc_audit.core.report.case import Case
from bsc_audit.core.report.figures import change, day_of_text, decimal, plural, score, share
from bsc_audit.core.report.model import AwardRow, DecisionBlock, GateRow, Outcome, Statement
from bsc_audit.core.report.shown import Status
from bsc_audit.core.report.words import AWARDING, RESULT_ONLY, RESULTS, VERDICTS, status
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
    return heading.format(award=award), clause.format(award=award)


def _opinion(case: Case) -> tuple[str, ...]:
    """Two sentences: the conclusion, and what it rests on."""
    engagement, overall = case.evidence.engagement, case.recommendation.overall
    _, clause = _wording(case)
    name = engagement.organisation["name"]
    reached = (
        "has no overall score" if overall is None else f"scores {decimal(overall, case.digits)} {case.scale} overall"
    )
    checked = plural(len(case.criteria_under(case.ruleset.root)), "criterion", "criteria")
    return (
        f"On the evidence described in this report, {name} {reached}, and {clause}.",
        f"The conclusion holds for the scope stated and for the period {engagement.period.text}. It was reached with "
        f"{checked} of the ruleset {case.ruleset.title} {case.ruleset.version} and "
        f"{plural(len(case.evidence.documents), 'registered piece')} of evidence.",
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
        return "No higher level is defined."
    following = missed[-1]
    lacks = "; ".join(following.unmet)
    return f"The next level is {following.title}. What is missing for it: {lacks or 'not stated'}."


def _validity(case: Case) -> str:
    if not _awards_certificate(case):
        return ""
    months = case.recommendation.validity_months
    return f"If a certificate is granted, it is valid for {plural(months, 'month')} from the date of the decision."


def _awards_certificate(case: Case) -> bool:
    return _certifies(case) and case.recommendation.verdict in AWARDING


def _rule(case: Case) -> tuple[str, ...]:
    """How the decision rule is read."""
    table = case.ruleset.decision
    return (
        f"Scores are rounded half up to {plural(table.digits, 'decimal')} before they are compared, and shown so.",
        "The gates are tried in the order printed; the first that is not met decides.",
        "Behind the gates, the best award whose needs are all met is recommended.",
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
        note="Recorded as submitted; the engine takes no part in it." if taken else _OPEN[_certifies(case)],
    )


def _certifies(case: Case) -> bool:
    return case.evidence.engagement.kind is AssessmentKind.CERTIFICATION


_OPEN = {
    True: "No decision is recorded. It is taken by a named person who took no part in the assessment.",
    False: "This kind of report leads to no certification decision.",
}
_TRUTH = {Truth.TRUE: "passed", Truth.FALSE: "failed", Truth.UNDETERMINED: "undetermined"}
