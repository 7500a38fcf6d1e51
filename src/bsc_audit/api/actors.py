"""The name of who sends a request, where a use case writes it down."""

from bsc_audit.api.call import Call
from bsc_audit.app.service.people import name_of


def name_in(call: Call, org: str) -> str:
    """Name of who sends the request, as reports print it; looked up before the change begins.

    Raises:
        NotSignedIn, NotFound, Forbidden, SecondFactorNeeded: as `Call.principal`.
    """
    who = call.principal(org)
    with call.wiring.work.installation() as installation:
        return name_of(installation, who.actor)
