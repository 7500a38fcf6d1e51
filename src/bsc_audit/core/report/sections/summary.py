"""The whole result on one page: the lead is the conclusion, and what is missing is said."""

from bsc_audit.core.report.case import Case
from bsc_audit.core.report.figures import decimal
from bsc_audit.core.report.judgements import Action, Finding, FindingLink
from bsc_audit.core.report.model import Summary
from bsc_audit.core.report.shown import Shown
from bsc_audit.core.said import listed, say, say_n
from bsc_audit.core.vocabulary import State, Truth

LINKS = 3  # findings of a kind that the page has room for
STEPS = 4
NAMED = 6


def summary(case: Case, findings: tuple[Finding, ...], actions: tuple[Action, ...]) -> Summary:
    """Lead, what works, what does not, what may go wrong, what to do first, what is missing."""
    leading = [finding for finding in findings if not finding.supports and not finding.corrected]
    return Summary(
        lead=_lead(case),
        working=_links(leading, "strength"),
        failing=_links(leading, "nonconformity", "weakness"),
        risks=_links(leading, "risk"),
        first_steps=tuple(dict.fromkeys(action.action for action in actions))[:STEPS],
        missing=_missing(case),
    )


def _lead(case: Case) -> str:
    overall = case.recommendation.overall
    if overall is None:
        reason = case.root.reason or say("too little could be assessed")
        return say("There is no overall score: {reason}.", reason=reason)
    nodes = [case.scorecard.nodes[group.id] for group in case.perspectives()]
    scored = sorted((n for n in nodes if n.score is not None), key=lambda n: n.score or 0)
    reached = decimal(overall, case.digits)
    if len(scored) < 2:
        return say("Overall {score} {scale}.", score=reached, scale=case.scale)
    low, high = scored[0], scored[-1]
    return say(
        "Overall {score} {scale}: strongest in {best} ({best_score}), weakest in {worst} ({worst_score}).",
        score=reached,
        scale=case.scale,
        best=high.title,
        best_score=decimal(high.score or 0, case.digits),
        worst=low.title,
        worst_score=decimal(low.score or 0, case.digits),
    )


def _links(findings: list[Finding], *kinds: str) -> tuple[FindingLink, ...]:
    """The first few; rated ones by rating, strengths as the engine ordered them."""
    mine = [finding for finding in findings if finding.kind.slug in kinds]
    mine.sort(key=lambda f: (kinds.index(f.kind.slug), -(f.risk.rating if f.risk else 0)))
    return tuple(_link(finding) for finding in mine[:LINKS])


def _link(finding: Finding) -> FindingLink:
    rating = Shown(str(finding.risk.rating), float(finding.risk.rating)) if finding.risk else None
    note = finding.conformity.word if finding.kind.slug == "nonconformity" and finding.conformity else ""
    return FindingLink(ref=finding.ref, title=finding.title, note=note, rating=rating)


def _missing(case: Case) -> tuple[str, ...]:
    """What the reader must know before relying on the result."""
    illustrative = case.evidence.engagement.illustrative
    return tuple(
        filter(
            None,
            (
                illustrative,
                _not_assessed(case),
                _not_applicable(case),
                _rules(case),
            ),
        )
    )


def _not_assessed(case: Case) -> str:
    mine = _criteria(case, State.NOT_ASSESSED)
    if not mine:
        return ""
    return say_n(
        "{number}\u00a0criterion could not be assessed: {criteria}.",
        "{number}\u00a0criteria could not be assessed: {criteria}.",
        len(mine),
        criteria=_named(mine),
    )


def _not_applicable(case: Case) -> str:
    mine = _criteria(case, State.NOT_APPLICABLE)
    if not mine:
        return ""
    return say_n(
        "{number}\u00a0criterion was declared not applicable: {criteria}.",
        "{number}\u00a0criteria were declared not applicable: {criteria}.",
        len(mine),
        criteria=_named(mine),
    )


def _criteria(case: Case, state: State) -> list[str]:
    return [c for c in case.criteria_under(case.ruleset.root) if case.scorecard.nodes[c].state is state]


def _named(criteria: list[str]) -> str:
    if len(criteria) <= NAMED:
        return listed(criteria)
    return say("{criteria} and {number} more", criteria=", ".join(criteria[:NAMED]), number=len(criteria) - NAMED)


def _rules(case: Case) -> str:
    silent = sum(result.truth is Truth.UNDETERMINED for result in case.findings.rules)
    if not silent:
        return ""
    return say_n(
        "{silent} of {number}\u00a0cross-metric rule could not be evaluated because a value is missing; "
        "silence there is not health.",
        "{silent} of {number}\u00a0cross-metric rules could not be evaluated because a value is missing; "
        "silence there is not health.",
        len(case.findings.rules),
        silent=silent,
    )
