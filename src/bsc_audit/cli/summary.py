"""The one-screen summary of an assessment."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bsc_audit.app.assessments import Assessment
from bsc_audit.core.findings.model import Finding
from bsc_audit.core.findings.text import number_text
from bsc_audit.core.scoring.model import ScoredNode
from bsc_audit.core.vocabulary import AssessmentKind, FindingKind, State, Truth, Verdict

MOST_FINDINGS = 6
VERDICTS = {
    Verdict.REFUSE: "refuse",
    Verdict.NO_DECISION: "no decision possible",
    Verdict.DEFER: "defer the decision",
    Verdict.NOT_YET: "not yet",
    Verdict.RECOMMEND_WITH_CONDITIONS: "recommend, with conditions",
    Verdict.RECOMMEND: "recommend",
}
_STYLES = {
    FindingKind.RISK: "red",
    FindingKind.NONCONFORMITY: "red",
    FindingKind.WEAKNESS: "yellow",
    FindingKind.STRENGTH: "green",
}


def print_summary(console: Console, result: Assessment, files: Sequence[Path]) -> None:
    """Overall, perspectives, recommendation, top findings, what was missing, where the files are."""
    engagement = result.evidence.engagement
    console.print(Text(f"{engagement.organisation['name']} · {engagement.id}", style="bold"))
    if engagement.illustrative:
        console.print(Text(f"Illustrative data: {engagement.illustrative}", style="italic yellow"))
    console.print(_scores(result))
    _print_recommendation(console, result)
    _print_findings(console, top_findings(result))
    _print_missing(console, result)
    for file in files:
        console.print(Text.assemble("Written  ", (str(file), "bold")))


def perspectives(result: Assessment) -> list[ScoredNode]:
    """The root and the groups directly below it."""
    root = result.scorecard.nodes[result.scorecard.root]
    return [root, *(result.scorecard.nodes[member.id] for member in root.members)]


def _scores(result: Assessment) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for column in ("", "Score", "Coverage", "Not applicable", "Verified"):
        table.add_column(column, justify="left" if not column else "right")
    for node in perspectives(result):
        score = "not assessed" if node.score is None else number_text(node.score)
        cells = (score, _percent(node.coverage), _percent(node.not_applicable_share), _percent(node.verified_share))
        table.add_row(node.title, *cells, style="bold" if node.id == result.scorecard.root else None)
    return table


def _percent(share: Any) -> str:
    return "-" if share is None else f"{number_text(100 * share)} %"


def _print_recommendation(console: Console, result: Assessment) -> None:
    found = result.recommendation
    words = VERDICTS[found.verdict] + (f": {found.award_title}" if found.award else "")
    label = "Self-assessed" if result.evidence.engagement.kind is AssessmentKind.SELF_ASSESSMENT else "Recommendation"
    console.print(Text.assemble(f"{label}  ", (words, "bold")))
    console.print(f"  {found.decisive}")
    console.print("  The engine recommends; a named person decides.", style="dim")


def top_findings(result: Assessment) -> list[Finding]:
    """The gravest findings that are not supports of another, then the first strengths."""
    grave = [f for f in result.findings.items if f.risk is not None and not f.supports and f.origin != "hygiene"]
    grave.sort(key=lambda finding: -(finding.risk.rating if finding.risk else 0))
    return [*grave[:MOST_FINDINGS], *result.findings.of(FindingKind.STRENGTH)[:2]]


def _print_findings(console: Console, findings: Iterable[Finding]) -> None:
    for finding in findings:
        rating = f" {finding.risk.rating} {finding.risk.band}" if finding.risk else ""
        words = str(finding.conformity) if finding.kind is FindingKind.NONCONFORMITY else str(finding.kind)
        console.print(
            Text.assemble(
                (f"  {words + rating:<20}", _STYLES.get(finding.kind, "")), f"{finding.id:<8} {finding.title}"
            )
        )


def _print_missing(console: Console, result: Assessment) -> None:
    missing = [node.id for node in result.scorecard.nodes.values() if _is_missing(result, node)]
    open_rules = [rule.rule for rule in result.findings.rules if rule.truth is Truth.UNDETERMINED]
    if missing:
        console.print(f"Not assessed  {', '.join(missing)}")
    for one in result.findings.rejected:
        counts = "; it counts for the recommendation" if one.finding.kind is FindingKind.NONCONFORMITY else ""
        console.print(f"Rejected by the team  {one.finding.id}: {one.reason}{counts}")
    for gone in result.findings.unapplied:
        console.print(f"Said of a finding that is not there  {gone.finding}: {gone.reason}")
    if open_rules:
        console.print(f"Rules not evaluated for want of data  {', '.join(open_rules)}")


def _is_missing(result: Assessment, node: ScoredNode) -> bool:
    return node.id in result.ruleset.criteria and node.state is State.NOT_ASSESSED


def summary_data(result: Assessment) -> dict[str, Any]:
    """The same summary for a program."""
    found = result.recommendation
    return {
        "assessment": result.evidence.engagement.id,
        "organisation": result.evidence.engagement.organisation["name"],
        "ruleset": {"id": result.ruleset.id, "version": result.ruleset.version, "digest": result.ruleset.digest},
        "evidence_digest": result.evidence.digest,
        "overall": found.overall,
        "scores": {
            node.id: {"title": node.title, "state": node.state, "score": node.score, "coverage": node.coverage}
            for node in perspectives(result)
        },
        "recommendation": {
            "verdict": found.verdict,
            "award": found.award,
            "decisive": found.decisive,
            "conditions": found.conditions,
        },
        "findings": [
            {
                "id": finding.id,
                "kind": finding.kind,
                "title": finding.title,
                "conformity": finding.conformity,
                "rating": finding.risk.rating if finding.risk else None,
            }
            for finding in result.findings.items
        ],
        "rejected": [
            {"id": one.finding.id, "kind": one.finding.kind, "conformity": one.finding.conformity, "reason": one.reason}
            for one in result.findings.rejected
        ],
        "unapplied": [{"id": one.finding, "reason": one.reason} for one in result.findings.unapplied],
        "not_assessed": [node.id for node in result.scorecard.nodes.values() if _is_missing(result, node)],
        "rules_not_evaluated": [
            {"rule": rule.rule, "missing": rule.missing}
            for rule in result.findings.rules
            if rule.truth is Truth.UNDETERMINED
        ],
    }
