"""What the routes of visits and of contact reviews do alike: both are records of one assessment."""

from dataclasses import dataclass
from typing import Generic

from starlette.responses import Response

from bsc_audit.api.answers import Reply, shown
from bsc_audit.api.call import Call
from bsc_audit.api.cursors import Paging
from bsc_audit.api.schemas.records import RecordIn, RecordOut, RecordStepIn
from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.records import R, RecordDesk, RecordKind, find_record, own_only, visible_record


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRoutes(Generic[R]):
    """Reading, storing and judging records of one kind, by the name they have in their assessment."""

    kind: RecordKind[R]
    out: type[RecordOut]

    def list(self, call: Call, org: str, assessment: str, paging: Paging) -> Response:
        """Records, in the order they were last changed in; to a shopper own ones only."""

        def use(work: Work, who: Principal) -> Reply:
            found = visible_assessment(work, who, assessment)
            equal = {"assessment_id": found.id, **own_only(who)}
            name = f"{self.kind.name}s {org} {sorted(equal.items())}"
            page = self.kind.stored(work).list(call.cursors.query(name, paging, equal))
            return shown(call.cursors.page(name, map(self.out.of, page.items), page.next))

        return call.read(org, use)

    def read(self, call: Call, org: str, assessment: str, name: str) -> Response:
        """One record."""

        def use(work: Work, who: Principal) -> Reply:
            found = visible_record(work, who, self.kind, visible_assessment(work, who, assessment), name)
            return shown(self.out.of(found), version=found.version)

        return call.read(org, use)

    def put(self, call: Call, org: str, assessment: str, name: str, body: RecordIn) -> Response:
        """Store a record: 201 when it is a first one."""

        def use(work: Work, who: Principal) -> Reply:
            found = visible_assessment(work, who, assessment)
            stored = find_record(work, who, self.kind, found, name)
            desk = RecordDesk(self.kind, work, call.wiring.ids, call.scores.rulesets, who, found)
            expected = call.perhaps_expected(stored, lambda: self.out.model_validate(stored))
            put = desk.put(name, body.filled(), expected=expected)
            return shown(self.out.of(put), status=200 if stored else 201, version=put.version)

        return call.write(org, use)

    def step(self, call: Call, org: str, assessment: str, name: str, body: RecordStepIn, step: str) -> Response:
        """Take one of the steps of a record."""

        def use(work: Work, who: Principal) -> Reply:
            found = visible_assessment(work, who, assessment)
            stored = visible_record(work, who, self.kind, found, name)
            desk = RecordDesk(self.kind, work, call.wiring.ids, call.scores.rulesets, who, found)
            taken = desk.take(step, stored, reason=body.reason, expected=stored.version)
            return shown(self.out.of(taken), version=taken.version)

        return call.write(org, use)
