"""Use cases of moving a running assessment to another version of a ruleset: seen before, recorded, and undoable.

What the move would do is shown first, under a digest; only that is done. Undoing brings back what was lost or changed;
it is refused where somebody has answered since in a way the former ruleset does not take.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bsc_audit.app.service.answer_fates import Fate
from bsc_audit.app.service.answer_form import Given, refusals
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.answer import Answer
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.ruleset import RulesetMove
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.model.visit import ContactReview, RecordStatus, Visit
from bsc_audit.app.service.pinned import PinnedRulesets, pinned_version
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict
from bsc_audit.app.service.ruleset_losses import with_again, without
from bsc_audit.app.service.ruleset_preview import Preview, cited_by, noun_of, pinned_to, told
from bsc_audit.app.service.score import pinned_ruleset
from bsc_audit.app.service.trail import note
from bsc_audit.core.ruleset.model import Ruleset


def move_ruleset(
    work: Work, ids: Ids, who: Principal, assessment: Assessment, seen: Preview, *, confirmed: str, expected: int
) -> RulesetMove:
    """Move an assessment, as it was previewed.

    Args:
        work: of the organisation.
        ids: for the record of the move.
        who: moves it.
        assessment: as it is stored.
        seen: the preview, made anew in this transaction.
        confirmed: digest of the preview that was shown.
        expected: version of the assessment.

    Raises:
        Conflict: something was answered since the preview was shown.
        StateForbids, Forbidden: not in this state, or not for this principal.
        StaleVersion: somebody changed the assessment in between.
    """
    who.demand_in("move_ruleset", assessment.state)
    if confirmed != seen.digest:
        raise Conflict("something has changed since the preview; look at a new one")
    outcome = _outcome(work, assessment, seen)
    moved = work.assessments.replace(pinned_to(assessment, seen.after, seen.profile), expected=expected)
    for one in seen.answers:
        if one.fate is not Fate.KEPT:
            changed = replace(one.answer, content=dict(one.after or {}))
            note(work.audit, who, "move_ruleset", before=one.answer, after=_put(work, one.answer, changed))
    for lost in seen.records:
        _set_status(work, who, "move_ruleset", lost.record, RecordStatus.DISCARDED)
    if seen.remarks:
        _change_remarks(work, who, "move_ruleset", assessment, lambda _: outcome["remarks"]["after"])
    record = RulesetMove(
        **fresh(ids, work.now),
        assessment_id=assessment.id,
        from_ruleset=f"{seen.before.ruleset_id}@{seen.before.ruleset_version}",
        from_digest=seen.before.digest,
        to_ruleset=f"{seen.after.ruleset_id}@{seen.after.ruleset_version}",
        to_digest=seen.after.digest,
        outcome=outcome,
        actor=who.actor,
    )
    added = work.ruleset_moves.add(record)
    note(work.audit, who, "move_ruleset", before=assessment, after=moved, detail=added.id)
    return added


def undo_move(
    work: Work, rulesets: PinnedRulesets, who: Principal, assessment: Assessment, move: RulesetMove, *, expected: int
) -> RulesetMove:
    """Take a move back: the former ruleset, and every answer that was lost or changed.

    Raises:
        StateForbids, Forbidden: it was submitted since, or it is not for this principal.
        Conflict: it is undone already, another move came after it, or answers given since do not fit.
        StaleVersion: somebody changed the assessment in between.
    """
    who.demand_in("undo_ruleset_move", assessment.state)
    _demand_latest(work, assessment, move)
    former = pinned_to(assessment, pinned_version(work, move.from_digest), move.outcome["profile_before"])
    ruleset = pinned_ruleset(work, rulesets, former)
    changed = {one["id"]: one for one in move.outcome["answers"] if one["fate"] != Fate.KEPT}
    answers = [one for one in work.answers.all(assessment_id=assessment.id) if one.content or one.id in changed]
    untouched = [one for one in answers if one.id in changed and dict(one.content) == (changed[one.id]["after"] or {})]
    since = [one for one in answers if one not in untouched and one.content]
    _demand_fitting(work, former, ruleset, since)
    restored = work.assessments.replace(former, expected=expected)
    for one in untouched:
        back = replace(one, content=changed[one.id]["before"])
        note(work.audit, who, "undo_ruleset_move", before=one, after=_put(work, one, back))
    for lost in move.outcome["records"]:
        _restore(work, who, lost)
    if move.outcome["remarks"]:
        _change_remarks(work, who, "undo_ruleset_move", assessment, lambda now: _remarked(now, move.outcome["remarks"]))
    undone = replace(move, undone_at=work.now, undone_by=who.actor)
    stored = work.ruleset_moves.replace(undone, expected=move.version)
    note(work.audit, who, "undo_ruleset_move", before=assessment, after=restored, detail=move.id)
    return stored


def _outcome(work: Work, assessment: Assessment, seen: Preview) -> Json:
    return {
        "profile_before": assessment.profile,
        "profile_after": seen.profile,
        "answers": [told(one) for one in seen.answers],
        "records": [
            {"noun": noun_of(one.record), "id": one.record.id, "status": one.record.status, "reason": one.reason}
            for one in seen.records
        ],
        "remarks": _lost_remarks(work, assessment, seen),
    }


def _lost_remarks(work: Work, assessment: Assessment, seen: Preview) -> Json | None:
    """Remarks before and after, and those that are lost; None where none is."""
    stored = work.remarks.one(assessment_id=assessment.id)
    if stored is None or not seen.remarks:
        return None
    lost = [{"key": one.key, "content": one.content, "reason": one.reason} for one in seen.remarks]
    return {"before": stored.content, "after": without(stored.content, seen.remarks), "lost": lost}


def _remarked(now: Json, outcome: Json) -> Json:
    """As they were before the move; what was remarked since stays."""
    return outcome["before"] if now == outcome["after"] else with_again(now, outcome["lost"])


def _put(work: Work, before: Answer, after: Answer) -> Answer:
    """Store a changed answer; it stays who gave it's."""
    return work.answers.replace(after, expected=before.version)


def _set_status(work: Work, who: Principal, action: str, record: Visit | ContactReview, status: RecordStatus) -> None:
    after: Visit | ContactReview
    if isinstance(record, Visit):
        after = work.visits.replace(replace(record, status=status), expected=record.version)
    else:
        after = work.contact_reviews.replace(replace(record, status=status), expected=record.version)
    note(work.audit, who, action, before=record, after=after)


def _restore(work: Work, who: Principal, lost: Json) -> None:
    found = work.visits.find(lost["id"]) if lost["noun"] == "visit" else work.contact_reviews.find(lost["id"])
    if found is not None and found.status is RecordStatus.DISCARDED:
        _set_status(work, who, "undo_ruleset_move", found, RecordStatus(lost["status"]))


def _change_remarks(
    work: Work, who: Principal, action: str, assessment: Assessment, change: Callable[[Json], Json]
) -> None:
    before = work.remarks.one(assessment_id=assessment.id)
    if before is not None:
        after = work.remarks.replace(replace(before, content=change(before.content)), expected=before.version)
        note(work.audit, who, action, before=before, after=after)


def _demand_latest(work: Work, assessment: Assessment, move: RulesetMove) -> None:
    moves = [one for one in work.ruleset_moves.all(assessment_id=assessment.id) if one.undone_at is None]
    if move.undone_at is not None:
        raise Conflict("the move is undone already")
    if moves[-1].id != move.id:
        raise Conflict("another move came after it; undo that one first")


def _demand_fitting(work: Work, former: Assessment, ruleset: Ruleset, answers: Sequence[Answer]) -> None:
    unfit = [
        one.key
        for one in answers
        if refusals(
            ruleset,
            former,
            Given(track=one.track, key=one.key, content=one.content),
            cited_by(work, former, ruleset, one),
        )
    ]
    if unfit:
        raise Conflict(f"given since, and not as the former ruleset takes it: {', '.join(unfit)}; withdraw them first")
