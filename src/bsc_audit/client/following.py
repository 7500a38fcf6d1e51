"""What follows from an assessment: corrective actions, and certificates."""

from collections.abc import Iterator

from bsc_audit.api.schemas.actions import ActionChangeIn, ActionOut
from bsc_audit.api.schemas.decisions import CertificateOut, ReasonIn, SurveillancesOut
from bsc_audit.app.service.model.action import ActionState
from bsc_audit.client.wire import Wire


class ActionsClient:
    """Corrective actions of an organisation; they are planned by `assessment(…).plan_action`, and checked by a person."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def actions(self, *, assessment_id: str | None = None, state: ActionState | None = None) -> Iterator[ActionOut]:
        """Actions, in the order they were last changed in."""
        return self._wire.each("list_actions", ActionOut, {"assessment_id": assessment_id, "state": state})

    def get(self, action_id: str) -> ActionOut:
        """One action."""
        return self._wire.one("get_action", ActionOut, action=action_id)

    def update(self, seen: ActionOut, change: ActionChangeIn) -> ActionOut:
        """Plan it otherwise, or say that it was begun."""
        return self._wire.one("update_action", ActionOut, change, replaces=seen.version, action=seen.id)

    def complete(self, action_id: str) -> ActionOut:
        """It is done."""
        return self._wire.one("complete_action", ActionOut, action=action_id)

    def cancel(self, action_id: str, reason: str) -> ActionOut:
        """It will not be done."""
        return self._wire.one("cancel_action", ActionOut, ReasonIn(reason=reason), action=action_id)


class CertificatesClient:
    """Certificates of an organisation. Persons issue, suspend and end them."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def certificates(self, *, assessment_id: str | None = None) -> Iterator[CertificateOut]:
        """Certificates, in the order they were last changed in."""
        return self._wire.each("list_certificates", CertificateOut, {"assessment_id": assessment_id})

    def surveillance(self) -> SurveillancesOut:
        """When certificates are looked at again, the most urgent first."""
        return self._wire.one("list_surveillance", SurveillancesOut)

    def get(self, certificate_id: str) -> CertificateOut:
        """One certificate, as it stands."""
        return self._wire.one("get_certificate", CertificateOut, certificate=certificate_id)
