"""Use cases of assessments: begun by a pinned ruleset, changed while they are open, found by those who may."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bsc_audit.app.service.folder import ASSESSMENT, Rows, folder_of
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.ruleset import ContentStatus
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.pinned import PinnedRulesets, pin
from bsc_audit.app.service.ports import Ids, Page, Query, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Forbidden, NotFound, invalid
from bsc_audit.app.service.score import demand_acceptable, pinned_ruleset
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.units import demand_unit, reach, visible_unit
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.problems import EvidenceError
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.vocabulary import AssessmentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an assessment is about, and what may be changed of it while it is open."""

    title: str
    as_of: date
    period: str  # as the evidence folder writes it
    language: str
    engagement: Json = field(default_factory=dict)  # scope, organisation, sites, units, team, sampling, …
    lead: str | None = None  # actor; None while nobody leads
    previous_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAssessment:
    """What a new assessment is, once and for all, and its first terms."""

    terms: Terms
    kind: AssessmentKind
    ruleset_id: str
    ruleset_version: str
    profile: str | None = None
    unit_id: str | None = None  # None: the whole organisation
    number: str | None = None  # unique in the organisation; None: the next one of the year


def create_assessment(
    work: Work, ids: Ids, rulesets: PinnedRulesets, who: Principal, given: NewAssessment
) -> Assessment:
    """Begin an assessment; from now on it is scored by the ruleset as it is today.

    Raises:
        Forbidden: the principal may not name who leads.
        Invalid: no such unit, ruleset, profile, lead or earlier assessment.
        EvidenceError: the engagement does not hold together; pointed into what was given.
        NotFound: the unit is not the principal's.
        Conflict: the number is taken.
    """
    demand_unit(work, who, given.unit_id)
    if given.unit_id is not None and work.units.find(given.unit_id) is None:
        raise invalid("/unit_id", "unknown-unit", "there is no such unit")
    pinned = pin(work, ids, rulesets, who, given.ruleset_id, given.ruleset_version)
    if given.kind is AssessmentKind.CERTIFICATION and pinned.status is not ContentStatus.PUBLISHED:
        raise invalid("/ruleset", "ruleset-not-published", "a certification needs a published ruleset")
    _demand_profile(rulesets.get(pinned), given.profile)
    assessment = Assessment(
        **fresh(ids, work.now),
        number=given.number or _next_number(work, given.terms.as_of),
        kind=given.kind,
        unit_id=given.unit_id,
        ruleset_id=pinned.ruleset_id,
        ruleset_version=pinned.ruleset_version,
        ruleset_digest=pinned.digest,
        profile=given.profile,
        state=AssessmentState.DRAFT,
        **_fields(given.terms, who),
    )
    _demand_terms(work, rulesets, who, assessment)
    added = work.assessments.add(assessment)
    note(work.audit, who, "create_assessment", after=added)
    return added


def update_assessment(
    work: Work, rulesets: PinnedRulesets, who: Principal, assessment: Assessment, terms: Terms, *, expected: int
) -> Assessment:
    """Change the terms of an open assessment.

    Raises:
        StateForbids: it is not open.
        Forbidden, Invalid, EvidenceError: as `create_assessment`.
        StaleVersion: somebody changed it in between.
    """
    who.demand_in("update_assessment", assessment.state)
    changed = replace(assessment, **_fields(terms, who, before=assessment))
    _demand_terms(work, rulesets, who, changed)
    stored = work.assessments.replace(changed, expected=expected)
    note(work.audit, who, "update_assessment", before=assessment, after=stored)
    return stored


def visible_assessment(work: Work, who: Principal, assessment_id: str) -> Assessment:
    """An assessment of the principal's part of the organisation.

    Raises:
        NotFound: there is none, or it is of another part.
    """
    who.demand_shared(assessment_id)
    found = work.assessments.find(assessment_id)
    if found is None:
        raise NotFound(NO_ASSESSMENT)
    within = reach(work, who)
    if who.share is None and within is not None and found.unit_id not in within:
        raise NotFound(NO_ASSESSMENT)
    return found


def within_reach(work: Work, who: Principal, query: Query) -> Query:
    """A query about what assessments have, cut down to those of the principal's part of the organisation.

    Raises:
        NotFound: it asks for an assessment outside that.
    """
    wanted = query.equal.get("assessment_id")
    if isinstance(wanted, str):
        visible_assessment(work, who, wanted)
        return query
    within = reach(work, who)
    if within is None:
        return query
    seen = [one.id for one in work.assessments.all(unit_id=within)]
    return replace(query, equal={**query.equal, "assessment_id": seen})


def reach_of_assessments(work: Work, who: Principal) -> dict[str, Any]:
    """What the fields of an assessment must be to be of the principal's part of the organisation; {}: anything."""
    within = reach(work, who)
    return {} if within is None else {"unit_id": within}


def list_assessments(work: Work, who: Principal, query: Query) -> Page[Assessment]:
    """One page of the assessments of the principal's part of the organisation.

    Raises:
        NotFound: a unit outside it is asked for.
    """
    wanted = query.equal.get("unit_id")
    if isinstance(wanted, str):
        visible_unit(work, who, wanted)
    within = reach(work, who)
    if within is not None and wanted is None:
        query = replace(query, equal={**query.equal, "unit_id": within})
    return work.assessments.list(query)


def _fields(terms: Terms, who: Principal, before: Assessment | None = None) -> dict[str, Any]:
    """Terms by field."""
    return {
        "title": terms.title,
        "as_of": terms.as_of,
        "period": terms.period,
        "language": terms.language,
        "engagement": terms.engagement,
        "lead": _lead(terms, who, before),
        "previous_id": terms.previous_id,
    }


def _lead(terms: Terms, who: Principal, before: Assessment | None) -> str | None:
    """Who leads: said by administrators and lead auditors; a lead auditor who begins an assessment leads it.

    Raises:
        Forbidden: somebody else names another.
    """
    stored = before.lead if before else None
    if who.role in NAME_LEADS:
        own = who.actor if before is None and who.role is Role.LEAD_AUDITOR else None
        return terms.lead or own
    if terms.lead not in (None, stored):
        raise Forbidden("who leads is said by an administrator or a lead auditor")
    return stored


def _demand_profile(ruleset: Ruleset, profile: str | None) -> None:
    if profile is not None and profile not in ruleset.profiles:
        known = ", ".join(ruleset.profiles) or "none"
        raise invalid("/ruleset/profile", "unknown-profile", f"the ruleset has no such profile; it has {known}")


def _demand_terms(work: Work, rulesets: PinnedRulesets, who: Principal, assessment: Assessment) -> None:
    _demand_lead(work, assessment.lead)
    if assessment.previous_id is not None:
        _demand_previous(work, who, assessment)
    ruleset = pinned_ruleset(work, rulesets, assessment)
    rows = Rows(organisation=work.organisations.get(work.org_id), assessment=assessment, track=Track.VALIDATED)
    try:
        demand_acceptable(ruleset, folder_of(rows, ruleset))
    except EvidenceError as error:
        raise EvidenceError(replace(one, field=_in_terms(one.field)) for one in error.problems) from error


def _demand_lead(work: Work, lead: str | None) -> None:
    if lead is None:
        return
    kind, _, person = lead.partition(":")
    member = work.memberships.one(org_id=work.org_id, person_id=person) if kind == "person" else None
    if member is None or member.role is not Role.LEAD_AUDITOR:
        raise invalid("/lead", "not-a-lead-auditor", "who leads is a lead auditor of the organisation")


def _demand_previous(work: Work, who: Principal, assessment: Assessment) -> None:
    earlier = work.assessments.find(assessment.previous_id or "")
    within = reach(work, who)
    if earlier is None or (within is not None and earlier.unit_id not in within) or earlier.id == assessment.id:
        raise invalid("/previous_id", "unknown-assessment", "there is no such earlier assessment")


def _in_terms(pointer: str) -> str:
    """Where a place of assessment.yaml stands in what a client sends."""
    below = pointer.removeprefix(f"/{ASSESSMENT}")
    for inside in ("/assessment", "/ruleset"):
        if below.startswith(f"{inside}/"):
            place = below if inside == "/ruleset" else below.removeprefix(inside)
            return {"/id": "/number"}.get(place, place)
    return f"/engagement{below}"


def _next_number(work: Work, as_of: date) -> str:
    """The year and the next number in it."""
    taken = {one.number for one in work.assessments.all()}
    return next(number for at in range(1, len(taken) + 2) if (number := f"{as_of.year}-{at:04}") not in taken)


NAME_LEADS = (Role.ADMIN, Role.LEAD_AUDITOR)
NO_ASSESSMENT = "there is no such assessment"
