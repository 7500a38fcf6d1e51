"""An assessment by a small ruleset in a world of the API: with an answer, and a move that can be undone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from api_world import World
from bsc_audit.app.service.model.action import Action, ActionState
from bsc_audit.app.service.model.answer import Answer, Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.decision import Certificate, CertificateStatus, Decision, DecisionOutcome
from bsc_audit.app.service.model.report import Report
from bsc_audit.app.service.model.respondent_link import RespondentLink
from bsc_audit.app.service.model.ruleset import RulesetMove, RulesetVersion
from bsc_audit.app.service.model.section_task import SectionTask
from bsc_audit.app.service.pinned import pin
from bsc_audit.app.service.ports import Order, Work
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.vocabulary import AssessmentKind

PINNED = ("food-hygiene-rating", "1.0")


def audited_things(world: World, org: str, state: str = "in_progress") -> Mapping[str, str]:
    """Ids of an assessment in a state and of what belongs to it, by the name of the path parameter."""
    with world.work.write(org) as work:
        stored = pin(work, world.ids, world.app.state.scores.rulesets, "operator", *PINNED)
        own = replace(stored, **world.stamp(), ruleset_id=f"own-{world.ids.new()}", digest=f"sha256:{world.ids.new()}")
        made = work.assessments.add(assessment_by(world, stored, state))
        answer = {"assessment_id": made.id, "track": Track.SELF, "key": "FH-1", "content": {"value": 5}}
        work.answers.add(Answer(**world.stamp(), **answer, actor="person:somebody", at=world.clock.now()))
        move = _move(world, work, made)
        return {
            "assessment": made.id,
            "track": "self",
            "subject": "FH-1",
            "move": move.id,
            "respondent_link": _linked(world, work, made),
            "section": _handed_out(world, work, made),
            **_reported(world, work, made),
            "certificate": _certified(world, work, made),
            "action": _planned(world, work, made),
            "ruleset": work.rulesets.add(own).id,
        }


def things_of(world: World, work: Work, made: Assessment) -> Mapping[str, str]:
    """Ids of a report, its job, a certificate and an action of an assessment."""
    return {
        **_reported(world, work, made),
        "certificate": _certified(world, work, made),
        "action": _planned(world, work, made),
    }


def assessment_by(world: World, stored: RulesetVersion, state: str) -> Assessment:
    """An assessment in a state, pinned to a stored ruleset."""
    return Assessment(
        **world.stamp(),
        number=world.ids.new(),
        title="A year of service",
        kind=AssessmentKind.ASSESSED,
        as_of=date(2026, 9, 30),
        period="2026-Q3",
        language="en",
        ruleset_id=stored.ruleset_id,
        ruleset_version=stored.ruleset_version,
        ruleset_digest=stored.digest,
        state=AssessmentState(state),
        engagement={"scope": {"statement": "All of it."}},
    )


def _move(world: World, work: Work, made: Assessment) -> RulesetMove:
    """From the ruleset to itself."""
    named = {"from_ruleset": "@".join(PINNED), "to_ruleset": "@".join(PINNED)}
    digests = {"from_digest": made.ruleset_digest, "to_digest": made.ruleset_digest}
    outcome = {"profile_before": None, "profile_after": None, "answers": [], "records": [], "remarks": None}
    move = {**named, **digests, "assessment_id": made.id, "outcome": outcome, "actor": "person:somebody"}
    return work.ruleset_moves.add(RulesetMove(**world.stamp(), **move))


def _handed_out(world: World, work: Work, made: Assessment) -> str:
    """The only section of the ruleset, given to nobody in particular."""
    task = SectionTask(**world.stamp(), assessment_id=made.id, track=Track.SELF, section="overall")
    return work.section_tasks.add(task).section


def _linked(world: World, work: Work, made: Assessment) -> str:
    """A link that nobody opened."""
    about = {"org_id": work.org_id, "assessment_id": made.id, "sections": ("overall",), "name": "Mia Berg"}
    token = {"token_sha256": world.ids.new(), "expires_at": world.clock.now(), "created_by": "person:somebody"}
    return work.respondent_links.add(RespondentLink(**world.stamp(), **about, **token)).id


def _reported(world: World, work: Work, made: Assessment) -> Mapping[str, str]:
    """A report that is made, and a cancelled job."""
    blob = world.wiring.blobs.put([b"<!doctype html>"])
    told = {"template": "certificate", "format": "html", "language": "en", "media_type": "text/html; charset=utf-8"}
    file = {"source_sha256": blob.sha256, "sha256": blob.sha256, "size": blob.size}
    payload = {"assessment": made.id}
    job = work.jobs.enqueue(Order(kind="report", payload=payload, actor="person:somebody"))
    report = Report(**world.stamp(), assessment_id=made.id, **told, **file, job_id=job.id, actor="person:somebody")
    return {"report": work.reports.add(report).id, "job": work.jobs.cancel(job.id).id}


def _certified(world: World, work: Work, made: Assessment) -> str:
    """A valid certificate, by somebody who is not in the cast."""
    granted = {"outcome": DecisionOutcome.DEFER, "rationale": "seen"}
    decided = {"assessment_id": made.id, "by": "person:decider", "at": world.clock.now(), **granted}
    decision = work.decisions.add(Decision(**world.stamp(), **decided))
    about = {"org_id": work.org_id, "assessment_id": made.id, "decision_id": decision.id}
    said = {"number": f"BSC-{world.ids.new()}", "award": "gold", "status": CertificateStatus.VALID}
    digests = {"result_sha256": "0" * 64, "log_head": "0" * 64}
    dates = {"issued_at": world.clock.now(), "valid_until": date(2028, 9, 30)}
    return work.certificates.add(Certificate(**world.stamp(), **about, **said, **digests, **dates)).id


def _planned(world: World, work: Work, made: Assessment) -> str:
    """An action that is planned."""
    about = {"assessment_id": made.id, "finding": "FH-1", "title": "Train the team", "owner": "Head of service"}
    return work.actions.add(Action(**world.stamp(), **about, state=ActionState.OPEN)).id
