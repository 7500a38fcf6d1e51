"""Webhooks of an organisation: made and shown once, tried out, switched off and on, forgotten."""

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service import webhooks
from bsc_audit.app.service.model.webhook import WebhookDelivery
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import invalid
from bsc_audit.app.service.webhook_events import EVENTS, EventName
from bsc_audit.app.service.webhooks import MadeWebhook, Target, WebhookDesk, visible_webhook
from bsc_audit.web.admin import admin_page
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure

router = APIRouter(prefix="/o/{org}/admin/webhooks")
OVERLAP = timedelta(days=1)  # in which messages are signed by both secrets
LATEST = 5  # messages a page shows of each
LONGEST_URL, LONGEST_ABOUT = 2000, 200


@router.get("")
def admin_webhooks_page(call: InView, org: str) -> Response:
    """Where one's own systems are told what happens, and what came of it."""
    return _page(call, org)


@router.post("")
def webhook_made_done(call: InForm, org: str) -> Response:
    """Have something told; the page shows the secret that signs the messages this once."""
    made: list[MadeWebhook] = []

    def use(work: Work, who: Principal) -> Response:
        made.append(webhooks.create_webhook(work, WebhookDesk.over(call.wiring), who, _target(call)))
        return call.go(f"/o/{org}/admin/webhooks")

    answer = call.write(org, "create_webhook", use, lambda failure: _page(call, org, failure))
    return _page(call, org, made=made[0]) if made else answer


@router.post("/{webhook}/ping")
def webhook_pinged_done(call: InForm, org: str, webhook: str) -> Response:
    """Have a test message sent."""

    def use(work: Work, who: Principal) -> Response:
        webhooks.ping_webhook(work, WebhookDesk.over(call.wiring), who, visible_webhook(work, who, webhook))
        return call.go(f"/o/{org}/admin/webhooks", said="sent")

    return call.write(org, "ping_webhook", use, lambda failure: _page(call, org, failure))


@router.post("/{webhook}/target")
def webhook_target_done(call: InForm, org: str, webhook: str) -> Response:
    """Tell another address, or of other events; on or off, it stays as it is."""

    def use(work: Work, who: Principal) -> Response:
        stored, desk = visible_webhook(work, who, webhook), WebhookDesk.over(call.wiring)
        on, expected = stored.disabled_at is None, call.form.version()
        webhooks.update_webhook(work, desk, who, stored, _target(call), enabled=on, expected=expected)
        return call.go(f"/o/{org}/admin/webhooks", said="saved")

    return call.write(
        org, "update_webhook", use, lambda failure: _page(call, org, failure.under(webhook), changing=webhook)
    )


@router.post("/{webhook}/rotation")
def webhook_rotated_done(call: InForm, org: str, webhook: str) -> Response:
    """Another secret, shown this once; for a day messages are signed by both."""
    made: list[MadeWebhook] = []

    def use(work: Work, who: Principal) -> Response:
        stored, desk = visible_webhook(work, who, webhook), WebhookDesk.over(call.wiring)
        made.append(webhooks.rotate_webhook_secret(work, desk, who, stored, overlap=OVERLAP))
        return call.go(f"/o/{org}/admin/webhooks")

    answer = call.write(org, "rotate_webhook_secret", use, lambda failure: _page(call, org, failure))
    return _page(call, org, made=made[0]) if made else answer


@router.post("/{webhook}/switch")
def webhook_switched_done(call: InForm, org: str, webhook: str) -> Response:
    """Switch it off, or on again."""

    def use(work: Work, who: Principal) -> Response:
        stored = visible_webhook(work, who, webhook)
        target = Target(
            url=stored.url, events=[EventName(one) for one in stored.events], description=stored.description
        )
        desk, on, expected = WebhookDesk.over(call.wiring), call.form.ticked("on"), call.form.version()
        webhooks.update_webhook(work, desk, who, stored, target, enabled=on, expected=expected)
        return call.go(f"/o/{org}/admin/webhooks", said="saved")

    return call.write(org, "update_webhook", use, lambda failure: _page(call, org, failure))


@router.post("/{webhook}/removal")
def webhook_removed_done(call: InForm, org: str, webhook: str) -> Response:
    """Tell it nothing more, and forget what it was told."""

    def use(work: Work, who: Principal) -> Response:
        stored = visible_webhook(work, who, webhook)
        webhooks.delete_webhook(work, who, stored, expected=call.form.version())
        return call.go(f"/o/{org}/admin/webhooks", said="removed")

    return call.write(org, "delete_webhook", use, lambda failure: _page(call, org, failure))


def _target(call: FormCall) -> Target:
    """Where to tell what.

    Raises:
        Invalid: there is no such event, or a text is too long.
    """
    form, events = call.form, set(call.form.texts("events"))
    if not events <= set(EventName):
        raise invalid("/events", "unknown-event", "there is no such event")
    if len(form.text("url")) > LONGEST_URL or len(form.text("description")) > LONGEST_ABOUT:
        raise invalid("/url", "too-long", "the address or its description is too long")
    return Target(url=form.text("url"), events=[EventName(one) for one in events], description=form.text("description"))


def _page(
    call: PageCall, org: str, failure: Failure | None = None, made: MadeWebhook | None = None, changing: str = ""
) -> Response:
    """The page; `changing` is the webhook whose form was sent, "": the one to add another."""
    form = call.form if isinstance(call, FormCall) and failure else None

    def use(work: Work, who: Principal) -> Response:
        who.demand_whole()
        about = {
            "hooks": [(one, _latest(work, one.id)) for one in work.webhooks.all()],
            "made": made,
            "changing": changing,
            "now": work.now,
            "events": [str(one) for one in EVENTS if one is not EventName.WEBHOOK_PING],
            "typed": (lambda name: form.text(name)) if form else (lambda _: ""),
            "ticked": form.texts("events") if form else [],
        }
        return admin_page(call, "webhooks", "admin/webhooks", about, failure)

    return call.read(org, "list_webhooks", use)


def _latest(work: Work, webhook_id: str) -> list[WebhookDelivery]:
    found = sorted(work.deliveries.all(webhook_id=webhook_id), key=lambda one: one.updated_at, reverse=True)
    return found[:LATEST]
