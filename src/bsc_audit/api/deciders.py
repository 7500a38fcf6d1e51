"""Who decided an assessment, by name: people belong to no organisation, so they are looked up before its transaction."""

from bsc_audit.api.call import Call


def decider_of(call: Call, org_id: str, assessment_id: str) -> str:
    """Name of who last decided an assessment of the organisation; "" while nobody has, or their account is gone."""
    call.principal(org_id)  # nothing is looked up for who may not ask
    with call.wiring.work.read(org_id) as work:
        decisions = work.decisions.all(assessment_id=assessment_id)
    return name_of(call, decisions[-1].by) if decisions else ""


def name_of(call: Call, actor: str) -> str:
    """Name of a person by their actor; "" where there is none."""
    with call.wiring.work.installation() as installation:
        found = installation.persons.find(actor.removeprefix("person:"))
    return "" if found is None else found.name
