"""Who decided an assessment, by name, for pages."""

from bsc_audit.api.deciders import last_decider
from bsc_audit.web.call import PageCall


def decider_of(call: PageCall, org_id: str, assessment_id: str) -> str:
    """Name of who last decided an assessment of the organisation; "" while nobody has, or their account is gone."""
    call.enter(org_id, "list_decisions")  # nothing is looked up for who may not ask
    return last_decider(call.wiring.work, org_id, assessment_id)
