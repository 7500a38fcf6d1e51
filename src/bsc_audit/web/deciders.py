"""Who decided an assessment, by name: people belong to no organisation, so they are looked up before its transaction."""

from bsc_audit.web.call import PageCall
from bsc_audit.web.names import GONE, names


def decider_of(call: PageCall, org_id: str, assessment_id: str) -> str:
    """Name of who last decided an assessment of the organisation; "" while nobody has, or their account is gone."""
    call.enter(org_id, "list_decisions")  # nothing is looked up for who may not ask
    with call.wiring.work.read(org_id) as work:
        decisions = work.decisions.all(assessment_id=assessment_id)
    if not decisions:
        return ""
    with call.wiring.work.installation() as installation:
        found = names(installation, org_id, [decisions[-1].by])[decisions[-1].by]
    return "" if found == GONE else found
