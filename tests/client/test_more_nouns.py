"""The client's nouns round an assessment: webhooks, actions, certificates, sections, evidence, measurements."""

from datetime import date
from pathlib import Path

import pytest

from api_world import World
from audited import audited_things
from bsc_audit.api.schemas.actions import ActionChangeIn, ActionIn
from bsc_audit.api.schemas.assessments import AssessmentIn, RulesetPin
from bsc_audit.api.schemas.evidence import EvidenceForm, NewEvidenceForm
from bsc_audit.api.schemas.metrics import MetricPointIn, TargetIn
from bsc_audit.api.schemas.respondent_links import RespondentLinkIn
from bsc_audit.api.schemas.rulesets import DiffIn
from bsc_audit.api.schemas.sections import HandOutIn
from bsc_audit.api.schemas.webhooks import WebhookChangeIn, WebhookIn
from bsc_audit.app.service.model.webhook import DeliveryState
from bsc_audit.app.service.permissions import Scope
from bsc_audit.app.service.webhook_events import EventName
from bsc_audit.client import Client, Conflicting, Invalid, NotFound, Outdated
from bsc_audit.client.assessment import AssessmentClient
from bsc_audit.client.organisation import OrganisationClient
from bsc_audit.core.vocabulary import AssessmentKind, Grade, Method
from recorded import recorded_things


class Ours:
    """An organisation with something of every kind, and a client with its key."""

    def __init__(self) -> None:
        self.world = World()
        self.org = self.world.organisation("Ours")
        self.client = Client("", self.world.key(self.org, Scope.ADMIN).written, http=self.world.client)
        self.here: OrganisationClient = self.client.organisation(self.org)
        self.things = audited_things(self.world, self.org)
        self.begun: AssessmentClient = self.here.assessment(self.things["assessment"])


@pytest.fixture
def ours() -> Ours:
    return Ours()


def test_a_webhook_is_made_tried_changed_and_deleted(ours: Ours) -> None:
    hooks = ours.here.webhooks
    made = hooks.create(WebhookIn(url="https://systems.example/hook", events=[EventName.REPORT_READY]))
    assert made.secret.startswith("whsec_")
    sent = hooks.ping(made.id)
    assert [one.id for one in hooks.deliveries(made.id, state=DeliveryState.PENDING)] == [sent.id]
    assert hooks.delivery(made.id, sent.id).payload.type is EventName.WEBHOOK_PING
    with pytest.raises(Conflicting):
        hooks.redeliver(made.id, sent.id)
    ours.here.jobs.cancel(sent.job_id or "")
    assert hooks.redeliver(made.id, sent.id).job_id != sent.job_id
    rotated = hooks.rotate_secret(made.id, overlap_hours=1)
    assert rotated.secret != made.secret
    with pytest.raises(Outdated):
        hooks.delete(made)
    off = hooks.update(rotated, WebhookChangeIn(url=made.url, enabled=False))
    assert off.disabled_reason == "switched off"
    assert [one.id for one in hooks.webhooks()] == [made.id]
    hooks.delete(off)
    with pytest.raises(NotFound):
        hooks.get(made.id)


def test_an_action_is_changed_done_or_cancelled(ours: Ours) -> None:
    actions = ours.here.actions
    (planned,) = actions.actions(assessment_id=ours.things["assessment"])
    begun = actions.update(planned, ActionChangeIn(title="Train the team twice", owner="Head of service", begun=True))
    assert (begun.state, begun.title) == ("in_progress", "Train the team twice")
    done = actions.complete(begun.id)
    assert done.done_by is not None
    assert actions.get(begun.id).state == "done"
    assert actions.cancel(begun.id, "the branch was closed").state == "cancelled"
    with pytest.raises(Invalid):
        ours.begun.plan_action(ActionIn(title="T", owner="O", finding="none"))


def test_decisions_certificates_and_remarks_are_read(ours: Ours) -> None:
    (decided,) = ours.begun.decisions().items
    (certificate,) = ours.here.certificates.certificates(assessment_id=ours.things["assessment"])
    assert certificate.decision_id == decided.id
    assert ours.here.certificates.get(certificate.id) == certificate
    assert ours.client.verify_number(certificate.number).award == certificate.award
    assert not ours.client.verify_file(b"no certificate").known
    with pytest.raises(NotFound):
        ours.begun.remarks()


def test_visits_and_reviews_are_put_and_read(ours: Ours) -> None:
    things = recorded_things(ours.world, ours.org, "submitted", "person:somebody")
    begun = ours.here.assessment(things["assessment"])
    (visit,), (review,) = begun.visits(), begun.reviews()
    assert begun.visit(things["visit"]) == visit
    assert begun.review(things["review"]) == review
    with pytest.raises(NotFound):
        begun.visit("another")


def test_sections_are_handed_out_and_opened_to_respondents(ours: Ours) -> None:
    new = AssessmentIn(
        title="A year of service",
        as_of=date(2026, 9, 30),
        period="2026-Q3",
        engagement={"scope": {"statement": "All of it."}},
        kind=AssessmentKind.SELF_ASSESSMENT,
        ruleset=RulesetPin(id="food-hygiene-rating", version="1.0"),
    )
    begun = ours.here.assessment(ours.here.create_assessment(new).id)
    begun.start()
    first = begun.sections.sections().items[0]
    task = begun.sections.hand_out(first.id, HandOutIn(note="by Friday"))
    again = begun.sections.hand_out(first.id, HandOutIn(note="by Monday"), seen=task)
    assert (again.version, again.note) == (2, "by Monday")
    assert begun.sections.complete(first.id).completed_by is not None
    assert begun.sections.reopen(first.id, changes="the date is missing").changes_asked == "the date is missing"
    made = begun.respondent_links.create(RespondentLinkIn(name="Ana", sections=[first.id]))
    assert [one.id for one in begun.respondent_links.links()] == [made.id]
    assert begun.respondent_links.revoke(made.id).id == begun.respondent_links.get(made.id).id


def test_measurements_and_targets_are_taken_back_and_tables_imported(ours: Ours, tmp_path: Path) -> None:
    csat = {"numerator": 90, "denominator": 100}
    (done,) = ours.here.metrics.put_points([MetricPointIn(metric="csat", period="2026-09", inputs=csat)])
    assert done.items[0].errors == []
    (point,) = ours.here.metrics.points()
    ours.here.metrics.delete_point(point)
    assert list(ours.here.metrics.points()) == []
    target = ours.here.metrics.put_target("csat", TargetIn(target=90))
    ours.here.metrics.delete_target(target)
    assert list(ours.here.metrics.targets()) == []
    table = tmp_path / "points.csv"
    table.write_text("metric,period,numerator,denominator\ncsat,2026-09,90,100\n", encoding="utf-8")
    tried = ours.here.metrics.import_points(table, dry_run=True)
    assert len(tried.items) == 1
    assert list(ours.here.metrics.points()) == []


def test_evidence_is_revised_and_withdrawn(ours: Ours, tmp_path: Path) -> None:
    rota = tmp_path / "rota.pdf"
    rota.write_bytes(b"%PDF-1.7\nautumn")
    told = {"method": Method.DOCUMENT, "grade": Grade.B}
    entered = ours.here.evidence.register(NewEvidenceForm(title="Rota", **told), rota)
    rota.write_bytes(b"%PDF-1.7\nwinter")
    newer = ours.here.evidence.revise(entered.id, EvidenceForm(title="Rota of winter", **told), rota)
    assert ours.here.evidence.file(newer.id) == b"%PDF-1.7\nwinter"
    assert ours.here.evidence.withdraw(newer.id).id == newer.id


def test_rulesets_are_compared_without_being_stored(ours: Ours) -> None:
    shipped = {"id": "food-hygiene-rating", "version": "1.0"}
    same = ours.client.diff_rulesets(DiffIn.model_validate({"before": shipped, "after": shipped}))
    assert (same.same, same.differences) == (True, [])
