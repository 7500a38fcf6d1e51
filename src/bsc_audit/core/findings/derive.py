"""From a scorecard to all findings, in the order a reader needs them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.findings.before import Before
from bsc_audit.core.findings.grading import GRADING, grade_criteria
from bsc_audit.core.findings.hygiene import check_hygiene
from bsc_audit.core.findings.model import Finding, Findings
from bsc_audit.core.findings.rules import ask
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.scoring.model import Scorecard
from bsc_audit.core.vocabulary import Conformity, FindingKind

_KINDS = tuple(FindingKind)
_CONFORMITY = {Conformity.MAJOR: 0, Conformity.MINOR: 1, Conformity.OBSERVATION: 2, Conformity.CONFORMS: 3}


def derive(ruleset: Ruleset, evidence: Evidence, scorecard: Scorecard, *, before: Before | None = None) -> Findings:
    """Ask every rule, grade every criterion, check the organisation's own scorecard.

    Args:
        before: an earlier judgement by the same ruleset; what is graded by equal scores is taken over from it.
    """
    values = values_of(scorecard)
    asked = [ask(ruleset, rule, values) for rule in ruleset.rules]
    from_rules = [one.finding for one in asked if one.finding is not None]
    findings = [
        *lead(from_rules),
        *grade_criteria(ruleset, evidence, values, before),
        *check_hygiene(ruleset, evidence, values),
    ]
    return Findings(items=ranked(findings), rules=tuple(one.result for one in asked))


def before_of(evidence: Evidence, scorecard: Scorecard, findings: Findings) -> Before:
    """An earlier judgement, as a later one takes over from it: the engine's own, without what people said beside it."""
    graded = {one.id: one for one in findings.written if one.origin == GRADING and one.criteria == (one.id,)}
    return Before(evidence=evidence, values=values_of(scorecard), graded=graded)


def values_of(scorecard: Scorecard) -> Values:
    """What conditions see of a finished scorecard."""
    return Values(
        measured={name: scored.measured for name, scored in scorecard.indicators.items()},
        derived=scorecard.derived,
        indicators=scorecard.indicators,
        nodes=scorecard.nodes,
    )


def lead(findings: Iterable[Finding]) -> list[Finding]:
    """Of several findings on one cause the gravest leads; the others support it. Ratings are never added."""
    by_theme: dict[str, list[Finding]] = {}
    for finding in findings:
        by_theme.setdefault(finding.theme or finding.id, []).append(finding)
    return [finding for group in by_theme.values() for finding in _led(group)]


def _led(group: Sequence[Finding]) -> Iterable[Finding]:
    rated = [finding for finding in group if finding.risk is not None]
    leader = max(rated, key=_rating, default=None)
    for finding in group:
        follows = leader is not None and finding.risk is not None and finding.id != leader.id
        yield replace(finding, supports=leader.id) if follows and leader else finding


def _rating(finding: Finding) -> int:
    return finding.risk.rating if finding.risk else 0


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By kind, then gravest first, then in order of id; the same findings always in the same order."""
    order: Mapping[FindingKind, int] = {kind: index for index, kind in enumerate(_KINDS)}
    return tuple(
        sorted(
            findings,
            key=lambda f: (order[f.kind], _CONFORMITY.get(f.conformity or Conformity.CONFORMS, 3), -_rating(f), f.id),
        )
    )
