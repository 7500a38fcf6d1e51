"""Use cases of contact reviews alone: a second pair of eyes, and what the reviewed think of the judgement."""

from dataclasses import replace
from typing import Any

from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.model.visit import ContactReview
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.record_form import demand_form
from bsc_audit.app.service.records import UNFINISHED
from bsc_audit.app.service.refusals import Conflict, Forbidden
from bsc_audit.app.service.trail import note

OPEN, UPHELD, CHANGED = "open", "upheld", "changed"  # what came of a dispute: upheld leaves the judgement as it was


def put_second_answers(
    work: Work,
    rulesets: PinnedRulesets,
    who: Principal,
    assessment: Assessment,
    review: ContactReview,
    *,
    reviewer: str,
    answers: Json,
    expected: int,
) -> ContactReview:
    """Review a contact again without looking at the first judgement, so that agreement can be measured.

    Args:
        work: of the organisation.
        rulesets: compile the pinned one.
        who: reviews again; never who reviewed first.
        assessment: it belongs to.
        review: as it is stored.
        reviewer: pseudonym of the second reviewer.
        answers: by item, as in the first review.
        expected: version of the review.

    Raises:
        Forbidden: it is the principal's own review, or a third person reviewed it already.
        Conflict: the first review is not finished.
        EvidenceError, StateForbids, StaleVersion: as `RecordDesk.put`.
    """
    who.demand_in("put_second_answers", assessment.state)
    if who.actor == review.actor:
        raise Forbidden("who reviewed first cannot review again: it would say nothing about agreement")
    if review.second_actor not in (None, who.actor):
        raise Forbidden("somebody else reviewed it again already")
    if review.status in UNFINISHED:
        raise Conflict(f"the review is {review.status}; it is reviewed again once it was handed over")
    content = {**review.content, "second_reviewer": reviewer, "second_answers": dict(answers)}
    after = replace(review, content=content, second_actor=who.actor)
    demand_form(work, rulesets, assessment, after)
    return _store(work, who, review, after, "put_second_answers", expected)


def raise_dispute(
    work: Work, who: Principal, assessment: Assessment, review: ContactReview, *, said: str
) -> ContactReview:
    """Say that a judgement is wrong, and why; it stays as it is until the dispute is settled.

    Raises:
        StateForbids: not in this state of the assessment.
        Conflict: it is disputed already, or not finished.
    """
    who.demand_in("raise_dispute", assessment.state)
    if review.status in UNFINISHED:
        raise Conflict(f"the review is {review.status}; there is nothing to dispute yet")
    if review.dispute is not None and review.dispute["outcome"] == OPEN:
        raise Conflict("it is disputed already")
    dispute = {"by": who.actor, "at": work.now.isoformat(), "said": said, "outcome": OPEN}
    return _store(work, who, review, replace(review, dispute=dispute), "raise_dispute", review.version)


def settle_dispute(
    work: Work, who: Principal, assessment: Assessment, review: ContactReview, *, outcome: str, reason: str
) -> ContactReview:
    """Say what came of a dispute.

    Args:
        work: of the organisation.
        who: settles; neither who disputes nor who reviewed.
        assessment: it belongs to.
        review: as it is stored.
        outcome: UPHELD or CHANGED; what is changed is returned to its reviewer by a step of its own.
        reason: why.

    Raises:
        StateForbids: not in this state of the assessment.
        Conflict: nothing is in dispute.
        Forbidden: the principal is a party.
    """
    who.demand_in("settle_dispute", assessment.state)
    dispute = review.dispute
    if dispute is None or dispute["outcome"] != OPEN:
        raise Conflict("nothing is in dispute")
    if who.actor in (dispute["by"], review.actor, review.second_actor):
        raise Forbidden("a dispute is settled by somebody who is no party to it")
    settled: dict[str, Any] = {
        **dispute,
        "outcome": outcome,
        "reason": reason,
        "settled_by": who.actor,
        "settled_at": work.now.isoformat(),
    }
    return _store(work, who, review, replace(review, dispute=settled), "settle_dispute", review.version)


def _store(
    work: Work, who: Principal, before: ContactReview, after: ContactReview, action: str, expected: int
) -> ContactReview:
    stored = work.contact_reviews.replace(after, expected=expected)
    note(work.audit, who, action, before=before, after=stored)
    return stored
