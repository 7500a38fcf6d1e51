"""Residual risk: what is left of a rating when the control that holds it is counted, beside what it is without one.

The team names the control, how strong it found it on the rubric 0..5, and the evidence. It lowers what is read of a
risk, never what is scored, graded or decided: a nonconformity stays one however well its consequences are held.
"""

from dataclasses import replace

from bsc_audit.core.evidence.model import Control, Evidence
from bsc_audit.core.findings.model import Finding, Findings, Residual, RiskRating
from bsc_audit.core.findings.risk import LEAST, rate
from bsc_audit.core.ruleset.model import RiskTable, Ruleset
from bsc_audit.core.said import say

LOWERS = (0, 0, 1, 1, 2, 2)  # levels of likelihood, by the control's level 0..5


def controlled(ruleset: Ruleset, evidence: Evidence, findings: Findings) -> Findings:
    """The findings, each rated one that has a control with what is left of its risk."""
    controls = {one.finding: one for one in evidence.remarks.controls}
    items = tuple(_held(ruleset.risk, finding, controls.get(finding.id)) for finding in findings.items)
    return replace(findings, items=items) if controls else findings


def residual(table: RiskTable, risk: RiskRating, level: int) -> RiskRating:
    """The rating with a control of this level, 0..5: less likely, never below 1; no less severe."""
    likelihood = max(LEAST, risk.likelihood - LOWERS[level])
    source = say("control of level {level}", level=str(level))
    return rate(table, risk.severity, likelihood, risk.confidence, source)


def _held(table: RiskTable, finding: Finding, control: Control | None) -> Finding:
    if control is None or finding.risk is None:
        return finding
    return replace(finding, residual=Residual(control=control, risk=residual(table, finding.risk, control.level)))
