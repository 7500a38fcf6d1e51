"""One assessment: its answers, its steps, its score and findings as they stand."""

from collections.abc import Iterator, Sequence
from typing import Literal

from bsc_audit.api.schemas.actions import ActionIn, ActionOut
from bsc_audit.api.schemas.answers import AnswerIn, AnswerItemIn, AnswerOut, AnswersDone, AnswersIn, AnswerVersionsOut
from bsc_audit.api.schemas.assessments import AssessmentOut, AssessmentRead, StepIn, TermsIn
from bsc_audit.api.schemas.decisions import DecisionsOut
from bsc_audit.api.schemas.finding_edits import FindingEditOut
from bsc_audit.api.schemas.live_score import CoverageOut, FindingsOut, LiveScoreOut, QualityOut
from bsc_audit.api.schemas.records import RecordIn, RecordStepIn, RemarksOut, ReviewOut, VisitOut
from bsc_audit.api.schemas.reports import JobOut, ReportIn
from bsc_audit.api.schemas.ruleset_versions import (
    PreviewIn,
    PreviewOut,
    RulesetMoveIn,
    RulesetMoveOut,
    RulesetMovesOut,
)
from bsc_audit.app.service.model.answer import Track
from bsc_audit.client.filling import RespondentLinksClient, SectionsClient
from bsc_audit.client.wire import Wire
from bsc_audit.core.vocabulary import FindingKind

MOST_AT_ONCE = 500  # answers in one request


class AssessmentClient:
    """What a key may do with one assessment."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def get(self, *, with_answers: bool = False) -> AssessmentRead:
        """The assessment, with its answers where they are asked for."""
        return self._wire.one("get_assessment", AssessmentRead, query={"expand": "answers" if with_answers else None})

    def update(self, seen: AssessmentOut, terms: TermsIn) -> AssessmentOut:
        """Change what it is about, while it is open."""
        return self._wire.one("update_assessment", AssessmentOut, terms, replaces=seen.version)

    def start(self) -> AssessmentOut:
        """Begin to answer."""
        return self._wire.one("start_assessment", AssessmentOut, StepIn())

    def submit(self) -> AssessmentOut:
        """Hand it over to the auditors."""
        return self._wire.one("submit_assessment", AssessmentOut, StepIn())

    # -- answers ----------------------------------------------------------------------------------------------------

    def answers(self, *, track: Track | None = None) -> Iterator[AnswerOut]:
        """Answers, in the order they were last changed in."""
        return self._wire.each("list_answers", AnswerOut, {"track": track})

    def answer(self, key: str, *, track: Track = Track.SELF) -> AnswerOut:
        """One answer."""
        return self._wire.one("get_answer", AnswerOut, track=track, subject=key)

    def put_answer(
        self, key: str, answer: AnswerIn, *, track: Track = Track.SELF, seen: AnswerOut | None = None
    ) -> AnswerOut:
        """Give an answer, or change the one last seen.

        Raises:
            Outdated: somebody else gave or changed it; `current` is theirs.
        """
        replaces = None if seen is None else seen.version
        return self._wire.one("put_answer", AnswerOut, answer, replaces=replaces, track=track, subject=key)

    def put_answers(self, answers: Sequence[AnswerItemIn]) -> Iterator[AnswersDone]:
        """Give many answers, as many requests as it takes; of each request what became of its answers."""
        for start in range(0, len(answers), MOST_AT_ONCE):
            part = list(answers[start : start + MOST_AT_ONCE])
            yield self._wire.one("put_answers", AnswersDone, AnswersIn(items=part))

    def withdraw_answer(self, seen: AnswerOut) -> None:
        """Take an answer back; its versions stay readable."""
        names = {"track": seen.track, "subject": seen.key}
        self._wire.send("withdraw_answer", replaces=seen.version, names=names)

    def answer_versions(self, key: str, *, track: Track = Track.SELF) -> AnswerVersionsOut:
        """Every version of an answer, the first one first."""
        return self._wire.one("list_answer_versions", AnswerVersionsOut, track=track, subject=key)

    # -- visits and reviews of contacts -----------------------------------------------------------------------------

    def visits(self) -> Iterator[VisitOut]:
        """Mystery visits, in the order they were last changed in."""
        return self._wire.each("list_visits", VisitOut)

    def visit(self, visit_id: str) -> VisitOut:
        """One visit."""
        return self._wire.one("get_visit", VisitOut, visit=visit_id)

    def put_visit(self, visit_id: str, filled: RecordIn, *, seen: VisitOut | None = None) -> VisitOut:
        """Store a visit under an id of one's own; the same again changes nothing."""
        replaces = None if seen is None else seen.version
        return self._wire.one("put_visit", VisitOut, filled, replaces=replaces, visit=visit_id)

    def submit_visit(self, visit_id: str) -> VisitOut:
        """Hand a visit over; somebody else accepts it."""
        return self._wire.one("submit_visit", VisitOut, RecordStepIn(), visit=visit_id)

    def reviews(self) -> Iterator[ReviewOut]:
        """Reviews of contacts, in the order they were last changed in."""
        return self._wire.each("list_reviews", ReviewOut)

    def review(self, review_id: str) -> ReviewOut:
        """One review."""
        return self._wire.one("get_review", ReviewOut, review=review_id)

    def put_review(self, review_id: str, filled: RecordIn, *, seen: ReviewOut | None = None) -> ReviewOut:
        """Store a review under an id of one's own."""
        replaces = None if seen is None else seen.version
        return self._wire.one("put_review", ReviewOut, filled, replaces=replaces, review=review_id)

    def submit_review(self, review_id: str) -> ReviewOut:
        """Hand a review over; somebody else accepts it."""
        return self._wire.one("submit_review", ReviewOut, RecordStepIn(), review=review_id)

    # -- who fills it in --------------------------------------------------------------------------------------------

    @property
    def sections(self) -> SectionsClient:
        """Its sections."""
        return SectionsClient(self._wire)

    @property
    def respondent_links(self) -> RespondentLinksClient:
        """Links for people without an account."""
        return RespondentLinksClient(self._wire)

    # -- what it comes to -------------------------------------------------------------------------------------------

    def score(
        self, *, track: Literal["self", "validated", "both"] | None = None, node: str | None = None
    ) -> LiveScoreOut:
        """Scores as they stand; of one node also how it came about. No track: the one that counts."""
        return self._wire.one("get_score", LiveScoreOut, query={"track": track, "node": node})

    def coverage(self, *, track: Track | None = None) -> CoverageOut:
        """How much is assessed and what is missing, without scores."""
        return self._wire.one("get_coverage", CoverageOut, query={"track": track})

    def findings(self, *, track: Track | None = None, kind: FindingKind | None = None) -> FindingsOut:
        """Findings as they stand, and the rules that could not tell."""
        return self._wire.one("list_findings", FindingsOut, query={"track": track, "kind": kind})

    def finding_edits(self) -> Iterator[FindingEditOut]:
        """What auditors say of findings, in the order it was last changed in; `findings` has it applied."""
        return self._wire.each("list_finding_edits", FindingEditOut)

    def finding_edit(self, finding: str) -> FindingEditOut:
        """What auditors say of one finding."""
        return self._wire.one("get_finding_edit", FindingEditOut, finding=finding)

    def quality(self) -> QualityOut:
        """What should be looked at before it is signed."""
        return self._wire.one("check_quality", QualityOut)

    def remarks(self) -> RemarksOut:
        """What the team says beside the findings."""
        return self._wire.one("get_remarks", RemarksOut)

    def decisions(self) -> DecisionsOut:
        """Every decision about it; the last one counts."""
        return self._wire.one("list_decisions", DecisionsOut)

    def plan_action(self, plan: ActionIn) -> ActionOut:
        """Plan what follows from one of its findings."""
        return self._wire.one("create_action", ActionOut, plan)

    def order_report(self, wanted: ReportIn) -> JobOut:
        """Have a report made of the assessment as it is now; wait for it by `jobs.wait`."""
        return self._wire.one("order_report", JobOut, wanted)

    # -- another ruleset --------------------------------------------------------------------------------------------

    def preview_move(self, where: PreviewIn) -> PreviewOut:
        """What moving to another ruleset would do to every answer."""
        return self._wire.one("preview_ruleset_move", PreviewOut, where)

    def move(self, previewed: RulesetMoveIn) -> RulesetMoveOut:
        """Move it as it was previewed."""
        return self._wire.one("move_ruleset", RulesetMoveOut, previewed)

    def moves(self) -> RulesetMovesOut:
        """Its moves, the first one first."""
        return self._wire.one("list_ruleset_moves", RulesetMovesOut)

    def undo_move(self, move_id: str) -> RulesetMoveOut:
        """Take a move back."""
        return self._wire.one("undo_ruleset_move", RulesetMoveOut, move=move_id)
