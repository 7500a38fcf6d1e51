"""Use cases of reports: ordered, made by a job from the bundle of the moment they were ordered in, read again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bsc_audit.app.bundle import bundle_of, reopen
from bsc_audit.app.service.assessments import visible_assessment, within_reach
from bsc_audit.app.service.brands import worn_brand
from bsc_audit.app.service.data_documents import document
from bsc_audit.app.service.disclosure import demand_scores
from bsc_audit.app.service.folder import REMARKS
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.material import material
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.decision import Decision, DecisionOutcome
from bsc_audit.app.service.model.job import Job, JobState
from bsc_audit.app.service.model.report import Report
from bsc_audit.app.service.ports import BlobStore, Ids, Order, Page, Query, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.report_making import PAGES, ReportOffer, Wanted
from bsc_audit.app.service.score import Scores, counting_track
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.wiring import Wiring
from bsc_audit.core.evidence.raw import RawEvidence

KIND = "report"  # of the jobs
NO_REPORT = "there is no such report"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDesk:
    """What it takes to order a report."""

    ids: Ids
    blobs: BlobStore
    scores: Scores
    offer: ReportOffer
    brand: str | None = None  # SHA-256 of what the reports are shown in (see brands.worn_brand)

    @classmethod
    def of(cls, wiring: Wiring, scores: Scores, org_id: str) -> "ReportDesk":
        """The desk of a service for one organisation; opens a transaction, so it is made before the one that orders."""
        brand = worn_brand(wiring.work, org_id)
        return cls(ids=wiring.ids, blobs=wiring.blobs, scores=scores, offer=wiring.reports, brand=brand)


def order_report(
    work: Work, desk: ReportDesk, who: Principal, assessment: Assessment, wanted: Wanted, *, decider: str = ""
) -> tuple[Report, Job]:
    """Have a report made of an assessment as it is now; one that was or is being made of the same is given again.

    Args:
        work: of the organisation.
        desk: what it takes.
        who: orders it.
        assessment: it is about.
        wanted: the file.
        decider: name of who decided, as the report prints it; "" while nobody has.

    Raises:
        Invalid: nobody makes such a file.
        EvidenceError: what is stored does not fit together.
        ScoresWithheld: its scores are not shown to this principal yet.
    """
    who.demand_in("order_report", assessment.state)
    demand_scores(who, assessment)
    desk.offer.demand(wanted)
    source = desk.blobs.put([bundle_now(work, desk.scores, assessment, decider)]).sha256
    report, job = enqueue_report(work, desk.ids, assessment, wanted, source, actor=who.actor, brand=desk.brand)
    note(work.audit, who, "order_report", after=report)
    return report, job


def enqueue_report(
    work: Work,
    ids: Ids,
    assessment: Assessment,
    wanted: Wanted,
    source: str,
    *,
    actor: str,
    brand: str | None = None,
    **more: str,
) -> tuple[Report, Job]:
    """The report of a stored bundle and the job that makes it; `more` goes into the job's payload."""
    about: dict[str, Any] = {
        "assessment_id": assessment.id,
        "template": wanted.template,
        "format": wanted.format,
        "language": wanted.language,
        "source_sha256": source,
        "brand_sha256": brand if wanted.format in PAGES else None,  # other formats show nothing of it
    }
    known = work.reports.one(**about)
    if known is not None and known.job_id is not None and not more:
        job = work.jobs.get(known.job_id)  # it is kept as long as the report
        if job.state not in (JobState.FAILED, JobState.CANCELLED):
            return known, job
    report = known or Report(**fresh(ids, work.now), **about, media_type=wanted.media_type, actor=actor)
    payload = {"report": report.id, "assessment": assessment.id, **more}
    job = work.jobs.enqueue(
        Order(kind=KIND, payload=payload, actor=actor, dedup=" ".join((KIND, report.id, *more.values())))
    )
    ordered = replace(report, job_id=job.id)
    if known is None:
        return work.reports.add(ordered), job
    return work.reports.replace(ordered, expected=known.version), job


def bundle_now(work: Work, scores: Scores, assessment: Assessment, decider: str, *, log_head: str = "") -> bytes:
    """Everything a report is made from, as it is now or was validated; the latest decision is part of it.

    Args:
        work: of the organisation.
        scores: what is known of scores.
        assessment: it is about.
        decider: name of who decided; "" while nobody has.
        log_head: of the audit log, for the certificate that is just being issued; else that of the one issued before.
    """
    bundle = material(work, scores, assessment, counting_track(assessment.kind))
    decisions = work.decisions.all(assessment_id=assessment.id)
    if not decisions or not decider:
        return bundle
    opened = reopen(bundle)
    head = log_head or _issued_head(work, decisions[-1])
    raw = _decided(opened.raw, decisions[-1], decider)
    return bundle_of(opened.library, raw, engine_version=opened.engine, log_head=head)


def visible_report(work: Work, who: Principal, report_id: str) -> Report:
    """A report of an assessment of the principal's part of the organisation.

    Raises:
        NotFound: there is none.
    """
    found = work.reports.find(report_id)
    if found is None:
        raise NotFound(NO_REPORT)
    visible_assessment(work, who, found.assessment_id)
    return found


def list_reports(work: Work, who: Principal, query: Query) -> Page[Report]:
    """One page of the reports of the principal's part of the organisation.

    Raises:
        NotFound: of an assessment outside it.
    """
    return work.reports.list(within_reach(work, who, query))


def report_content(work: Work, blobs: BlobStore, who: Principal, report: Report) -> bytes:
    """The file of a report, whoever ordered it.

    Raises:
        NotFound: it is not made yet, or could not be.
        ScoresWithheld: what it says is not shown to this principal yet.
    """
    demand_scores(who, work.assessments.get(report.assessment_id))
    if report.sha256 is None:
        raise NotFound("the report is not made yet; its job says how far it is")
    return blobs.get(report.sha256)


def _issued_head(work: Work, decision: Decision) -> str:
    """Head of the audit log on the certificate that was issued of a decision; "" when none was."""
    issued = work.certificates.all(decision_id=decision.id)
    return issued[-1].log_head if issued else ""


def _decided(raw: RawEvidence, decision: Decision, decider: str) -> RawEvidence:
    """The folder with the decision in its remarks, in the words the report understands."""
    stored = raw.documents.get(REMARKS)
    data: dict[str, Any] = dict(stored.data) if stored is not None and stored.data else {}
    data["decision"] = _decision_words(decision, decider)
    return replace(raw, documents={**raw.documents, REMARKS: document(REMARKS, data)})


def _decision_words(decision: Decision, decider: str) -> Mapping[str, str]:
    outcome = OUTCOMES[decision.outcome]
    by = f"{decider} ({decision.override_reason})" if decision.override_reason else decider
    return {
        "by": by,
        "on": decision.at.date().isoformat(),
        "outcome": f"{outcome}: {decision.award}" if decision.award else outcome,
        "rationale": decision.rationale,
    }


OUTCOMES: Mapping[DecisionOutcome, str] = {
    DecisionOutcome.GRANT: "granted",
    DecisionOutcome.GRANT_WITH_CONDITIONS: "granted",  # the report prints the conditions itself
    DecisionOutcome.DEFER: "deferred",
    DecisionOutcome.REFUSE: "refused",
}
