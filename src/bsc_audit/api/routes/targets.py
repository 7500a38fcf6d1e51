"""Targets: how the organisation steers its metrics."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, done, shown
from bsc_audit.api.call import InChange, InGet
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.routes.metrics import formulas_of
from bsc_audit.api.schemas.base import Id
from bsc_audit.api.schemas.metrics import TargetIn, TargetOut, Variant
from bsc_audit.app.service import targets
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.metric import Target
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.units import reach

router = APIRouter(prefix="/organisations/{org}/targets", tags=["metrics"])

MetricId = Annotated[str, Path(pattern=r"^[0-9A-Za-z._-]{1,64}$", description="id of an indicator")]
OfUnit = Annotated[Id | None, Query(description="of this unit; left out: of the whole organisation"), MAY_BE_ABSENT]
ByVariant = Annotated[Variant, Query(description="formula, where it is not the ruleset's")]


@router.get("", response_model=PageOf[TargetOut])
def list_targets(call: InGet, org: str, paging: InPage) -> Response:
    """Targets, in the order they were last changed in."""

    def use(work: Work, who: Principal) -> Reply:
        within = reach(work, who)
        equal: dict[str, Any] = {} if within is None else {"unit_id": within}
        name = f"targets {org} {who.unit_id}"
        page = work.targets.list(call.cursors.query(name, paging, equal))
        return shown(call.cursors.page(name, map(TargetOut.of, page.items), page.next))

    return call.read(org, use)


@router.put("/{metric}", response_model=TargetOut, responses={201: {"model": TargetOut, "description": "Stored anew."}})
def put_target(
    call: InChange, org: str, metric: MetricId, body: TargetIn, unit_id: OfUnit = None, variant: ByVariant = ""
) -> Response:
    """Store the target of a metric; a first one needs no If-Match."""

    def use(work: Work, who: Principal) -> Reply:
        stored = targets.find_target(work, who, metric, unit_id=unit_id, variant=variant)
        expected = call.perhaps_expected(stored, lambda: TargetOut.model_validate(stored))
        given = Target(
            **fresh(call.wiring.ids, work.now),
            unit_id=unit_id,
            metric=metric,
            variant=variant,
            content=body.content(),
            actor=who.actor,
        )
        put = targets.put_target(work, call.wiring.ids, formulas_of(call), who, stored, given, expected=expected)
        return shown(TargetOut.of(put), status=200 if stored else 201, version=put.version)

    return call.write(org, use)


@router.delete("/{metric}", status_code=204)
def delete_target(
    call: InChange, org: str, metric: MetricId, unit_id: OfUnit = None, variant: ByVariant = ""
) -> Response:
    """Take a target back."""

    def use(work: Work, who: Principal) -> Reply:
        found = targets.find_target(work, who, metric, unit_id=unit_id, variant=variant)
        stored = targets.present(found)
        expected = call.expected(stored, lambda: TargetOut.of(stored))
        targets.delete_target(work, who, stored, expected=expected)
        return done()

    return call.write(org, use)
