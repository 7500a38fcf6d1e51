"""Webhooks that Procrastinate brings to a worker of its own process: signed, delivered once, tried again where refused."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bsc_audit.api.schemas.answers import AnswerIn
from bsc_audit.api.schemas.reports import ReportIn
from bsc_audit.api.schemas.webhooks import WebhookIn
from bsc_audit.app.service.model.webhook import DeliveryState
from bsc_audit.app.service.webhook_events import EventName
from bsc_audit.app.service.webhook_signing import signature
from job_engines import until
from live_server import begun_assessment, serving
from local_receiver import receiving
from postgres_server import new_database, server

PATIENCE = 240.0  # seconds, on a busy machine


class Receiver:
    """A receiver of webhooks that refuses the first message it is sent, as one that is just being started anew does."""

    def __init__(self) -> None:
        self.came: list[tuple[int, Mapping[str, str], bytes]] = []  # what was answered, headers, body

    def take(self, headers: Mapping[str, str], body: bytes) -> int:
        status = 503 if not self.came else 204
        self.came.append((status, headers, body))
        return status


def test_messages_reach_a_receiver_by_procrastinate_signed_and_again_where_refused(tmp_path: Path) -> None:
    told = {"BSC_WEBHOOKS_TO": "anywhere"}
    receiver = Receiver()
    with receiving(receiver.take) as address, new_database(server()) as url:
        database = url.render_as_string(hide_password=False)
        with serving(tmp_path / "data", database_url=database, workers=1, **told) as live:
            org, assessment = begun_assessment(live.client())
            ours = live.client().organisation(org)
            events = [EventName.ANSWERS_CHANGED, EventName.REPORT_READY]
            hook = ours.webhooks.create(WebhookIn(url=address, events=events))
            begun = ours.assessment(assessment)
            begun.put_answer("FH-1", AnswerIn(value=5))
            job = begun.order_report(ReportIn(template="certification", format="json", language="en"))
            done = ours.jobs.wait(job.id, most=PATIENCE)
            until(lambda: _delivered(ours, hook.id, 2), PATIENCE)
            sent = {one.id: one for one in ours.webhooks.deliveries(hook.id)}
        refused, *taken = receiver.came
        assert refused[1]["webhook-id"] in [headers["webhook-id"] for _, headers, _ in taken]
        assert sorted(headers["webhook-id"] for _, headers, _ in taken) == sorted(sent)
        assert {(one.event, one.payload.id) for one in sent.values()} == {
            (EventName.ANSWERS_CHANGED, assessment),
            (EventName.REPORT_READY, (done.result or {})["report"]),
        }
        for _, headers, body in receiver.came:
            expected = signature(hook.secret, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
            assert headers["webhook-signature"] == expected


def _delivered(ours: Any, hook: str, count: int) -> bool:
    found = list(ours.webhooks.deliveries(hook))
    return len(found) == count and all(one.state is DeliveryState.DELIVERED for one in found)
