"""The action plan: recommendations in order of urgency, and what people agreed to."""

from collections.abc import Iterator, Mapping

from bsc_audit.core.findings import model as core
from bsc_audit.core.report.case import HYGIENE, Case
from bsc_audit.core.report.figures import day, day_of_text
from bsc_audit.core.report.judgements import Action
from bsc_audit.core.report.sections.findings import proposed_due
from bsc_audit.core.report.words import level
from bsc_audit.core.vocabulary import Conformity, FindingKind

ACTED_ON = frozenset({FindingKind.NONCONFORMITY, FindingKind.RISK, FindingKind.WEAKNESS, FindingKind.OPPORTUNITY})


def actions(case: Case) -> tuple[Action, ...]:
    """One line for each leading finding that asks for action, gravest first; owner and due only as agreed.

    Opportunities of the lowest band stand in the findings only, unless somebody agreed to act on them.
    """
    pairs = [
        (finding, ref)
        for finding, ref in zip(case.findings.items, case.refs, strict=True)
        if _asks_for_action(case, finding)
    ]
    pairs.sort(key=lambda pair: _urgency(pair[0]))
    lines = [line for finding, ref in pairs for line in _lines(case, finding, ref)]
    return tuple(_action(number, *line) for number, line in enumerate(lines, 1))


def _asks_for_action(case: Case, finding: core.Finding) -> bool:
    if finding.kind not in ACTED_ON or finding.origin == HYGIENE or not finding.recommendation:
        return False
    if finding.supports or finding.corrected:
        return False
    lowest = case.ruleset.risk.bands[0][0]
    minor_gain = finding.kind is FindingKind.OPPORTUNITY and (finding.risk is None or finding.risk.band == lowest)
    return not minor_gain or any(action.get("finding") == finding.id for action in case.evidence.remarks.actions)


_Line = tuple[Case, core.Finding, str, Mapping[str, str]]


def _lines(case: Case, finding: core.Finding, ref: str) -> Iterator[_Line]:
    """The agreed actions of a finding, or one line still to be agreed."""
    agreed = [action for action in case.evidence.remarks.actions if action.get("finding") == finding.id]
    for action in agreed or [{}]:
        yield case, finding, ref, action


def _action(number: int, case: Case, finding: core.Finding, ref: str, agreed: Mapping[str, str]) -> Action:
    proposed = proposed_due(case, finding)
    return Action(
        number=number,
        refs=(ref, *_supported(case, finding)),
        action=agreed.get("action") or finding.recommendation,
        agreed=bool(agreed),
        effort=finding.effort,
        priority=level(finding.risk.band) if finding.risk else None,
        owner=agreed.get("owner") or finding.owner,
        due=day_of_text(agreed.get("due", "")),
        proposed_due=day(proposed),
    )


def _supported(case: Case, leading: core.Finding) -> tuple[str, ...]:
    """References of the findings on the same cause."""
    pairs = zip(case.findings.items, case.refs, strict=True)
    return tuple(ref for finding, ref in pairs if finding.supports == leading.id)


def _urgency(finding: core.Finding) -> tuple[int, int, int]:
    major = 0 if finding.conformity is Conformity.MAJOR else 1
    rating = -finding.risk.rating if finding.risk else 0
    return major, rating, list(FindingKind).index(finding.kind)
