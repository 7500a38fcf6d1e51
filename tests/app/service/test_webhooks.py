"""Webhooks from the change to the receiver: told with their effect, signed, tried again, given up, disabled."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bsc_audit.app.service.announcing import MOST_ATTEMPTS, Announcing
from bsc_audit.app.service.answer_form import Given
from bsc_audit.app.service.assessment_steps import take_step
from bsc_audit.app.service.memory import MemoryUnitOfWork
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.job import JobState
from bsc_audit.app.service.model.webhook import DeliveryState, Webhook, WebhookDelivery
from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.app.service.ports import Order, Work
from bsc_audit.app.service.refusals import Conflict, Forbidden, Invalid
from bsc_audit.app.service.sealed import PREFIX, Sealer
from bsc_audit.app.service.system import Uuid7
from bsc_audit.app.service.webhook_events import BY_ENTRY, EVENTS, EventName
from bsc_audit.app.service.webhook_jobs import PAUSES, Answer, webhook_handler
from bsc_audit.app.service.webhooks import (
    MOST_WEBHOOKS,
    MadeWebhook,
    Target,
    WebhookDesk,
    create_webhook,
    delete_webhook,
    ping_webhook,
    redeliver,
    rotate_webhook_secret,
    update_webhook,
)
from bsc_audit.jobs.worker import Worker
from hooked import Receiver
from service_world import Service
from stored_values import SteppingClock

HOME = "https://audit.example"
SEALER = Sealer(b"s" * 32)
NO_ANSWER = Answer(error="no answer within 15 s")


class Told:
    """An organisation with an assessment, a webhook and a receiver that answers as it is told."""

    def __init__(self, *events: EventName) -> None:
        self.clock = SteppingClock()
        ids = Uuid7(self.clock)
        store = Announcing(MemoryUnitOfWork(self.clock, ids), ids, public_url=HOME)
        self.service = Service("Beacon Retail", store)
        self.org = self.service.org
        self.admin = self.service.people[Role.ADMIN]
        self.desk = WebhookDesk(ids=ids, sealer=SEALER, public_url=HOME, anywhere=False)
        self.assessment = self.service.begun()
        self.receiver = Receiver()
        handler = webhook_handler(store, SEALER, self.receiver)
        self.worker = Worker(store, {"webhook": handler}, name="w1")
        self.made = self.create(*events)

    def create(self, *events: EventName, url: str = "https://systems.example/hook") -> MadeWebhook:
        with self.write() as work:
            return create_webhook(work, self.desk, self.admin, Target(url=url, events=events))

    @contextmanager
    def write(self) -> Iterator[Work]:
        with self.service.write() as work:
            yield work

    @property
    def hook(self) -> Webhook:
        with self.service.work.read(self.org) as work:
            return work.webhooks.get(self.made.stored.id)

    def deliveries(self) -> tuple[WebhookDelivery, ...]:
        with self.service.work.read(self.org) as work:
            return work.deliveries.all()

    def answer(self, key: str, value: int) -> None:
        with self.service.work.read(self.org) as work:
            known = work.answers.one(assessment_id=self.assessment.id, track=Track.SELF, key=key)
        expected = known.version if known else None
        given = Given(track=Track.SELF, key=key, content={"value": value}, expected=expected)
        self.service.answer(self.service.people[Role.CLIENT_EDITOR], self.assessment, given)

    def submit(self) -> None:
        self.step("submit_assessment")

    def step(self, name: str, role: Role = Role.LEAD_AUDITOR, reason: str = "") -> Assessment:
        with self.write() as work:
            stored = work.assessments.get(self.assessment.id)
            who = self.service.people[role]
            return take_step(work, self.service.scores, who, stored, name, reason=reason, expected=stored.version)

    def ping(self) -> WebhookDelivery:
        with self.write() as work:
            return ping_webhook(work, self.desk, self.admin, work.webhooks.get(self.made.stored.id))

    def work(self, after: timedelta = timedelta(seconds=1)) -> int:
        """Do every job that is due after a while; how many that were."""
        self.clock.advance(after)
        done = 0
        while self.worker.work_once():
            done += 1
        return done

    def sent(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, _, body in self.receiver.sent]

    def give_up(self) -> None:
        """Try a message until nobody tries it any more."""
        self.receiver.answers = [NO_ANSWER] * MOST_ATTEMPTS
        assert self.work() == 1
        for pause in PAUSES:
            assert self.work(pause - timedelta(seconds=1)) == 0
            assert self.work(timedelta(seconds=2)) == 1


@pytest.fixture
def told() -> Told:
    return Told()


# --- what is told ------------------------------------------------------------------------------------------------


def test_a_step_is_told_with_what_happened_to_what_and_where_to_look(told: Told) -> None:
    told.submit()
    assert told.work() == 2
    about = f"{HOME}/v1/organisations/{told.org}/assessments/{told.assessment.id}"
    happened = {one["type"]: one for one in told.sent()}
    assert happened.keys() == {"assessment.submitted", "findings.available"}
    submitted = happened["assessment.submitted"]
    assert submitted.keys() == {"type", "id", "href", "at"}
    assert (submitted["id"], submitted["href"]) == (told.assessment.id, about)
    assert happened["findings.available"]["href"] == f"{about}/findings"
    assert {one.state for one in told.deliveries()} == {DeliveryState.DELIVERED}


def test_what_is_not_subscribed_to_is_not_told() -> None:
    told = Told(EventName.ASSESSMENT_WITHDRAWN)
    told.submit()
    told.step("withdraw_assessment", reason="begun twice")
    told.work()
    assert [one["type"] for one in told.sent()] == ["assessment.withdrawn"]


def test_what_is_undone_is_never_told(told: Told) -> None:
    def fails() -> None:
        with told.write() as work:
            stored = work.assessments.get(told.assessment.id)
            lead = told.service.people[Role.LEAD_AUDITOR]
            take_step(work, told.service.scores, lead, stored, "submit_assessment", expected=stored.version)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert told.deliveries() == ()
    assert told.work() == 0


def test_many_answers_are_told_once_and_what_changes_after_it_was_sent_is_told_again(told: Told) -> None:
    for value in range(3):
        told.answer("CLI-01" if value else "FIN-01", value)
    assert told.work(timedelta(seconds=5)) == 0
    assert told.work(timedelta(seconds=6)) == 1
    told.answer("CLI-01", 0)
    assert told.work(timedelta(seconds=11)) == 1
    assert [(one["type"], one["id"]) for one in told.sent()] == [("answers.changed", told.assessment.id)] * 2


def test_a_change_while_a_message_is_being_sent_is_told_by_another(told: Told) -> None:
    told.answer("CLI-01", 1)
    post = told.receiver.post

    def meanwhile(*sent: Any) -> Answer:
        if not told.receiver.sent:
            told.answer("CLI-01", 2)
        return post(*sent)

    told.receiver.post = meanwhile  # type: ignore[method-assign]
    told.work(timedelta(seconds=11))
    told.work(timedelta(seconds=11))
    assert len(told.sent()) == 2


def test_a_report_that_cannot_be_made_is_told_with_its_job(told: Told) -> None:
    with told.write() as work:
        job = work.jobs.enqueue(Order(kind="report", payload={}, actor="person:ana", most_attempts=1))
    told.clock.advance(timedelta(seconds=1))
    assert Worker(told.service.work, {"report": _breaks}, name="w2").work_once()
    told.work()
    (message,) = told.sent()
    assert (message["type"], message["href"]) == (
        "report.failed",
        f"{HOME}/v1/organisations/{told.org}/jobs/{job.id}",
    )


def _breaks(*_: Any) -> Any:
    raise OSError(5, "broken")


def test_every_event_is_told_in_a_sentence_and_known_by_what_the_log_notes() -> None:
    assert list(EVENTS) == list(EventName)
    assert [one.name for one in EVENTS.values() if not one.entries] == [EventName.WEBHOOK_PING]
    assert all(one.says.endswith(".") and len(one.says) < 120 for one in EVENTS.values())
    assert {one.name for many in BY_ENTRY.values() for one in many} == set(EVENTS) - {EventName.WEBHOOK_PING}


# --- how it is signed --------------------------------------------------------------------------------------------


def test_a_message_is_signed_as_standard_webhooks_says(told: Told) -> None:
    delivery = told.ping()
    told.work()
    ((url, headers, body),) = told.receiver.sent
    assert (url, headers["webhook-id"]) == ("https://systems.example/hook", delivery.id)
    key = base64.b64decode(told.made.secret.removeprefix("whsec_"))
    signed = f"{delivery.id}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(headers["webhook-timestamp"]) - told.clock.now().timestamp()) < 5


def test_a_rotated_secret_signs_with_the_old_one_for_the_overlap(told: Told) -> None:
    with told.write() as work:
        rotate_webhook_secret(work, told.desk, told.admin, told.hook, overlap=timedelta(hours=1))
    told.ping()
    told.work()
    told.ping()
    told.work(timedelta(hours=2))
    signatures = [headers["webhook-signature"].split() for _, headers, _ in told.receiver.sent]
    assert [len(one) for one in signatures] == [2, 1]


def test_a_secret_is_stored_sealed_and_opens_for_its_webhook_alone(told: Told) -> None:
    (stored,) = told.hook.secrets
    assert stored.startswith(PREFIX)
    assert SEALER.open(stored, noun="webhook", id=told.hook.id) == told.made.secret
    assert not SEALER.is_current(stored, noun="webhook", id="another")


# --- when it is not taken ----------------------------------------------------------------------------------------


def test_what_is_not_taken_is_sent_again_under_the_same_id_until_it_is(told: Told) -> None:
    delivery = told.ping()
    told.receiver.answers = [Answer(status=500), Answer(status=302)]
    told.work()
    waits = told.deliveries()[0]
    assert (waits.state, waits.attempts, waits.status) == (DeliveryState.PENDING, 1, 500)
    assert waits.error == "the receiver answered 500"
    assert told.hook.failing_since is not None
    told.work(timedelta(seconds=6))
    assert told.deliveries()[0].error == "the receiver answered 302; redirects are not followed"
    told.work(timedelta(minutes=2))
    done = told.deliveries()[0]
    assert (done.state, done.attempts, done.status, done.error) == (DeliveryState.DELIVERED, 3, 204, "")
    assert {headers["webhook-id"] for _, headers, _ in told.receiver.sent} == {delivery.id}
    assert told.hook.failing_since is None


def test_after_eight_attempts_in_a_day_it_is_given_up_and_the_webhook_disabled_with_the_reason(told: Told) -> None:
    told.ping()
    told.give_up()
    assert len(told.receiver.sent) == MOST_ATTEMPTS == 8
    (given_up,) = told.deliveries()
    assert (given_up.state, given_up.attempts, given_up.status) == (DeliveryState.FAILED, 8, None)
    hook = told.hook
    assert hook.disabled_at is not None
    assert "no answer within 15 s" in hook.disabled_reason
    told.submit()
    assert told.work(timedelta(days=2)) == 0
    with told.service.work.read(told.org) as work:
        noted = {one.event.action: one.event.actor for one in work.audit.entries(limit=1000)}
        assert noted["disable_webhook"] == "worker"
        assert work.jobs.get(given_up.job_id or "").state is JobState.FAILED


def test_pauses_grow_to_about_a_day() -> None:
    assert list(PAUSES) == sorted(PAUSES)
    assert len(PAUSES) == MOST_ATTEMPTS - 1
    assert timedelta(hours=20) < sum(PAUSES, timedelta()) < timedelta(hours=26)


def test_one_message_that_is_given_up_disables_nothing_while_others_are_taken(told: Told) -> None:
    told.ping()
    told.receiver.answers = [NO_ANSWER] * 7
    told.work()
    for pause in PAUSES[:-1]:
        told.work(pause + timedelta(seconds=1))
    told.ping()
    told.work()
    told.receiver.answers = [NO_ANSWER]
    told.work(PAUSES[-1])
    states = [one.state for one in told.deliveries()]
    assert states == [DeliveryState.FAILED, DeliveryState.DELIVERED]
    assert told.hook.disabled_at is None


def test_a_receiver_that_is_gone_is_told_nothing_more_at_once(told: Told) -> None:
    told.ping()
    told.receiver.answers = [Answer(status=410)]
    told.work()
    assert told.deliveries()[0].state is DeliveryState.FAILED
    assert told.hook.disabled_reason == "the receiver answered 410: it wants no more"


def test_a_webhook_that_was_disabled_is_enabled_again_and_what_was_lost_is_sent_by_hand(told: Told) -> None:
    told.ping()
    told.give_up()
    with told.write() as work, pytest.raises(Conflict, match="disabled"):
        redeliver(work, told.admin, told.hook, told.deliveries()[0])
    with told.write() as work:
        same = Target(url=told.hook.url)
        update_webhook(work, told.desk, told.admin, told.hook, same, enabled=True, expected=told.hook.version)
    with told.write() as work:
        redeliver(work, told.admin, told.hook, told.deliveries()[0])
    told.work()
    again = told.deliveries()[0]
    assert (again.state, again.attempts) == (DeliveryState.DELIVERED, 9)
    assert len({headers["webhook-id"] for _, headers, _ in told.receiver.sent}) == 1


def test_what_is_being_sent_is_not_sent_again_by_hand_unless_its_job_has_ended(told: Told) -> None:
    waits = told.ping()
    with told.write() as work, pytest.raises(Conflict, match="waits"):
        redeliver(work, told.admin, told.hook, waits)
    with told.write() as work:
        work.jobs.cancel(waits.job_id or "")
        redeliver(work, told.admin, told.hook, waits)
    told.work()
    assert told.deliveries()[0].state is DeliveryState.DELIVERED


def test_what_waited_when_its_webhook_was_switched_off_is_not_sent(told: Told) -> None:
    told.ping()
    with told.write() as work:
        same = Target(url=told.hook.url)
        update_webhook(work, told.desk, told.admin, told.hook, same, enabled=False, expected=told.hook.version)
    told.work()
    assert told.receiver.sent == []
    assert told.deliveries()[0].error == "the webhook is disabled: switched off"


def test_a_deleted_webhook_takes_its_messages_along(told: Told) -> None:
    told.ping()
    with told.write() as work:
        delete_webhook(work, told.admin, told.hook, expected=told.hook.version)
    assert told.work() == 0
    assert (told.deliveries(), told.receiver.sent) == ((), [])


def test_a_worker_that_is_lost_while_sending_leaves_an_attempt_and_another_sends_again(told: Told) -> None:
    told.ping()

    def dies(*_: Any) -> Answer:
        raise KeyboardInterrupt

    post, told.receiver.post = told.receiver.post, dies  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        told.work()
    told.receiver.post = post  # type: ignore[method-assign]
    told.work(timedelta(minutes=2))
    (done,) = told.deliveries()
    assert (done.state, done.attempts) == (DeliveryState.DELIVERED, 2)


# --- who may -----------------------------------------------------------------------------------------------------


def test_a_part_of_an_organisation_has_no_webhooks(told: Told) -> None:
    partly = replace(told.service.key(Scope.ADMIN), unit_id="u1")
    with told.write() as work, pytest.raises(Forbidden):
        create_webhook(work, told.desk, partly, Target(url="https://systems.example"))


def test_an_organisation_has_so_many_webhooks_and_no_more(told: Told) -> None:
    for _ in range(MOST_WEBHOOKS - 1):
        told.create()
    with pytest.raises(Conflict):
        told.create()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://systems.example/hook", "not-https"),
        ("ftp://systems.example/hook", "not-https"),
        ("https://user:password@systems.example/", "credentials-in-url"),
        ("https://systems.example/#part", "fragment-in-url"),
        ("https://", "url-unreadable"),
        ("https://systems.example:99999/", "url-unreadable"),
        ("https://[::1/", "url-unreadable"),
        ("https://127.0.0.1/", "address-not-public"),
        ("https://[::ffff:10.0.0.1]/", "address-not-public"),
        ("https://169.254.169.254/latest", "address-not-public"),
    ],
)
def test_nothing_is_sent_to_an_address_like_this(told: Told, url: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        told.create(url=url)
    assert [one.code for one in refused.value.flaws] == [code]


def test_the_operator_may_allow_any_address(told: Told) -> None:
    told.desk = replace(told.desk, anywhere=True)
    assert told.create(url="http://127.0.0.1:9/hook").stored.url == "http://127.0.0.1:9/hook"
