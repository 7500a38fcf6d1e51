"""The rooms of an organisation's administration."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from bsc_audit.web.call import PageCall
from bsc_audit.web.forms import Failure
from bsc_audit.web.shell import Room


def admin_page(
    call: PageCall, template: str, room: str, about: Mapping[str, Any], failure: Failure | None = None
) -> Response:
    """A page of the administration, with the rooms its visitor may enter.

    Args:
        call: of who looks, who has entered.
        template: name below templates/admin/.
        room: the page is in.
        about: what the template shows.
        failure: why a form was not accepted.
    """
    rooms = tuple(one for one in ROOMS if call.frame.may(one.action))
    shown = {"rooms": rooms, "room": room, "failure": failure, **about}
    return call.page(f"admin/{template}", shown, status=failure.status if failure else 200)


ROOMS = (
    Room(id="admin", title="People", action="list_people"),
    Room(id="admin/organisation", title="Organisation", action="update_organisation"),
    Room(id="admin/units", title="Units", action="create_unit"),
    Room(id="admin/keys", title="API keys", action="list_api_keys"),
    Room(id="rulesets", title="Rules", action="list_ruleset_versions"),
    Room(id="admin/webhooks", title="Webhooks", action="list_webhooks"),
    Room(id="admin/brand", title="Brand", action="get_brand"),
    Room(id="admin/log", title="Audit log", action="list_audit_log"),
)
