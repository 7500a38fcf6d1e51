"""Who took part, and the rule of four eyes, in memory."""

from bsc_audit.app.service.memory.state import Transaction
from bsc_audit.app.service.model.assessment import Participation
from bsc_audit.app.service.model.decision import Decision
from bsc_audit.app.service.model.nouns import NOUNS, taking_part
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.app.service.refusals import FourEyes


class MemoryParticipations:
    """Fulfils the port `Participations`."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of(self, assessment_id: str) -> tuple[Participation, ...]:
        """Who took part in an assessment, in the order they first did."""
        parts = self._transaction.state.parts.get((self._transaction.org_id, assessment_id), {})
        found = [
            Participation(assessment_id=assessment_id, actor=actor, part=part, at=at)
            for (actor, part), at in parts.items()
        ]
        return tuple(sorted(found, key=lambda one: (one.at, one.actor, one.part)))


def take_part(transaction: Transaction, owned: str, value: Stored) -> None:
    """Record what storing a value makes of its actor.

    Raises:
        FourEyes: it would make one person both take part and decide.
    """
    if isinstance(value, Decision):
        if any(actor == value.by for actor, _ in transaction.state.parts.get((owned, value.assessment_id), {})):
            raise FourEyes(f"{value.by} took part in the assessment and cannot decide it")
        return
    for assessment_id, actor, part in taking_part(value):
        if any(decision.by == actor for decision in _decisions(transaction, assessment_id)):
            raise FourEyes(f"{actor} decided the assessment and cannot take part in it")
        parts, key = transaction.state.parts, (owned, assessment_id)
        parts[key] = {(actor, part): transaction.now, **parts.get(key, {})}  # who took part before did so then


def _decisions(transaction: Transaction, assessment_id: str) -> list[Decision]:
    table = transaction.state.tables[NOUNS[Decision].name].values()
    return [one for one in table if isinstance(one, Decision) and one.assessment_id == assessment_id]
