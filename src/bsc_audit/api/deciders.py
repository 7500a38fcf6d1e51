"""Who decided an assessment, by name: people belong to no organisation, so they are looked up before its transaction."""

from bsc_audit.api.call import Call
from bsc_audit.app.service.ports import UnitOfWork


def decider_of(call: Call, org_id: str, assessment_id: str) -> str:
    """Name of who last decided an assessment of the organisation; "" while nobody has, or their account is gone."""
    call.principal(org_id)  # nothing is looked up for who may not ask
    return last_decider(call.wiring.work, org_id, assessment_id)


def last_decider(work: UnitOfWork, org_id: str, assessment_id: str) -> str:
    """The same for whoever was found to be allowed to ask."""
    with work.read(org_id) as reading:
        decisions = reading.decisions.all(assessment_id=assessment_id)
    if not decisions:
        return ""
    with work.installation() as installation:
        found = installation.persons.find(decisions[-1].by.removeprefix("person:"))
    return "" if found is None else found.name
