"""Who took part: written with what one takes part by, read by the trigger that keeps four eyes."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlmodel import col

from bsc_audit.app.service.model.assessment import Part, Participation
from bsc_audit.app.service.model.nouns import taking_part
from bsc_audit.app.service.model.stored import Stored
from bsc_audit.storage.narrowed import narrowed
from bsc_audit.storage.repositories.context import Context
from bsc_audit.storage.tables.assessment import ParticipationRow as Row

_Took = tuple[str, str, Part]  # assessment, actor, how


class SqlParticipations:
    """Fulfils the port `Participations`."""

    def __init__(self, context: Context) -> None:
        self._session = context.session

    def of(self, assessment_id: str) -> tuple[Participation, ...]:
        """Who took part in an assessment, in the order they first did."""
        actor, part, at = col(Row.actor), col(Row.part), col(Row.at)
        query = select(actor, part, at).where(col(Row.assessment_id) == assessment_id).order_by(at, actor, part)
        return tuple(
            Participation(assessment_id=assessment_id, actor=actor, part=part, at=at)
            for actor, part, at in self._session.execute(query)
        )


def take_part(context: Context, items: Sequence[Stored]) -> None:
    """Record whom storing these values makes a participant; who is one already stays one since then."""
    wanted = {took for item in items for took in taking_part(item)}
    new = sorted(wanted - _known(context, wanted))
    rows = [
        {"org_id": context.org_id, "assessment_id": assessment_id, "actor": actor, "part": part, "at": context.now}
        for assessment_id, actor, part in new
    ]
    context.session.insert(Row, rows)


def _known(context: Context, wanted: set[_Took]) -> set[_Took]:
    if not wanted:
        return set()
    bound = {
        "assessments": sorted({assessment for assessment, _, _ in wanted}),
        "actors": sorted({who for _, who, _ in wanted}),
    }
    return {(assessment, actor, part) for assessment, actor, part in context.session.run(_KNOWN, bound)}


_KNOWN = narrowed(
    select(col(Row.assessment_id), col(Row.actor), col(Row.part)).where(
        col(Row.assessment_id).in_(bindparam("assessments", expanding=True)),
        col(Row.actor).in_(bindparam("actors", expanding=True)),
    )
)
