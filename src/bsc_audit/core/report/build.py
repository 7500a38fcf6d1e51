"""Evidence, scores, findings and recommendation become the Report: the one place where numbers are rounded."""

from bsc_audit.core.decision.model import Recommendation
from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.findings.model import Findings
from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.report.case import Case, references
from bsc_audit.core.report.model import FORMAT, Report
from bsc_audit.core.report.sections import (
    actions,
    chapters,
    checklists,
    diagnosis,
    engagement,
    front,
    method,
    metrics,
    questions,
    record,
    standing,
    statement,
    summary,
    team,
)
from bsc_audit.core.report.sections import findings as judged
from bsc_audit.core.report.sections import scorecard as scores
from bsc_audit.core.report.spoken import spoken
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.model import Scorecard


def build(
    ruleset: Ruleset,
    evidence: Evidence,
    scorecard: Scorecard,
    findings: Findings,
    recommendation: Recommendation,
    *,
    engine_version: str,
    log_head: str = "",
    language: Language = ENGLISH,
) -> Report:
    """Everything a template or an export may show of one assessment.

    Pure and total: equal inputs give an equal Report, and there is one however little was assessed. Fixed words,
    numbers and dates are in `language`; what ruleset and evidence say stays in theirs.
    """
    case = Case(
        ruleset=ruleset,
        evidence=evidence,
        scorecard=scorecard,
        findings=findings,
        recommendation=recommendation,
        engine_version=engine_version,
        log_head=log_head,
        refs=references(findings),
        language=language,
    )
    return spoken(_report(case), language)


def _report(case: Case) -> Report:
    shown = judged.findings(case)
    plan = actions.actions(case)
    return Report(
        format=FORMAT,
        meta=front.meta(case),
        standing=standing.standing(case),
        cover=front.cover(case),
        statement=statement.statement(case),
        summary=summary.summary(case, shown, plan),
        scorecard=scores.scorecard(case),
        engagement=engagement.engagement(case),
        findings=judged.groups(case, shown),
        hygiene=judged.hygiene(case, shown),
        rejected=team.rejected(case),
        not_applied=team.not_applied(case),
        risk_map=judged.risk_map(case, shown),
        chapters=chapters.chapters(case),
        metrics=metrics.metric_groups(case),
        metrics_missing=metrics.missing_metrics(case),
        visits=checklists.checklists(case, checklists.VISIT_USES),
        reviews=checklists.checklists(case, checklists.REVIEW_USES),
        diagnosis=diagnosis.diagnosis(case),
        actions=plan,
        remarks=engagement.remarks(case),
        method=method.method(case),
        register=record.register(case),
        provenance=record.provenance(case),
        answers=questions.answer_rows(case),
    )
