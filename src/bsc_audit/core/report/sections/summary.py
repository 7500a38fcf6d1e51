"""The whole result on one page: the lead is the conclusion, and what is missing is said."""

from bsc_audit.core.report.case import Case
from bsc_audit.core.report.figures import decimal, listed, plural
from bsc_audit.core.report.judgements import Action, Finding, FindingLink
from bsc_audit.core.report.model import Summary
from bsc_audit.core.report.shown import Shown
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
        return f"There is no overall score: {case.root.reason or 'too little could be assessed'}."
    nodes = [case.scorecard.nodes[group.id] for group in case.perspectives()]
    scored = sorted((n for n in nodes if n.score is not None), key=lambda n: n.score or 0)
    reached = f"Overall {decimal(overall, case.digits)} {case.scale}"
    if len(scored) < 2:
        return f"{reached}."
    low, high = scored[0], scored[-1]
    return (
        f"{reached}: strongest in {high.title} ({decimal(high.score or 0, case.digits)}), "
        f"weakest in {low.title} ({decimal(low.score or 0, case.digits)})."
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
                _criteria(case, State.NOT_ASSESSED, "could not be assessed"),
                _criteria(case, State.NOT_APPLICABLE, "were declared not applicable"),
                _rules(case),
            ),
        )
    )


def _criteria(case: Case, state: State, says: str) -> str:
    mine = [c for c in case.criteria_under(case.ruleset.root) if case.scorecard.nodes[c].state is state]
    if not mine:
        return ""
    named = listed(mine) if len(mine) <= NAMED else f"{', '.join(mine[:NAMED])} and {len(mine) - NAMED} more"
    verb = says.replace("were", "was") if len(mine) == 1 else says
    return f"{plural(len(mine), 'criterion', 'criteria')} {verb}: {named}."


def _rules(case: Case) -> str:
    silent = sum(result.truth is Truth.UNDETERMINED for result in case.findings.rules)
    if not silent:
        return ""
    of = plural(len(case.findings.rules), "cross-metric rule")
    return f"{silent} of {of} could not be evaluated because a value is missing; silence there is not health."
