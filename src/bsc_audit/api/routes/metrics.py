"""Measurements: many at once under their natural keys, read as a feed or as the series of one metric."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from bsc_audit.api.absent import MAY_BE_ABSENT
from bsc_audit.api.answers import Reply, done, shown
from bsc_audit.api.call import Call, InChange, InGet, InPost
from bsc_audit.api.cursors import InPage, PageOf
from bsc_audit.api.schemas.answers import FlawOut
from bsc_audit.api.schemas.base import Id
from bsc_audit.api.schemas.metrics import MetricPointOut, MetricPointsIn, PointResult, PointsDone, SeriesOut
from bsc_audit.api.times import Day
from bsc_audit.app.service import metrics
from bsc_audit.app.service.metric_form import Formulas
from bsc_audit.app.service.metrics import Put
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.units import reach, visible_unit

router = APIRouter(prefix="/organisations/{org}", tags=["metrics"])

MetricId = Annotated[str, Path(pattern=r"^[0-9A-Za-z._-]{1,64}$", description="id of an indicator")]
ByMetric = Annotated[Id | None, Query(description="of this metric only"), MAY_BE_ABSENT]
ByUnit = Annotated[Id | None, Query(description="of this unit only"), MAY_BE_ABSENT]
OfUnit = Annotated[Id | None, Query(description="of this unit; left out: of the whole organisation"), MAY_BE_ABSENT]
WithBelow = Annotated[bool, Query(description="and of the units that hung below it when each period ended")]
Since = Annotated[Day | None, Query(alias="from", description="periods that begin then or later"), MAY_BE_ABSENT]
Until = Annotated[Day | None, Query(alias="to", description="periods that end then or earlier"), MAY_BE_ABSENT]


@router.get("/metric-points", response_model=PageOf[MetricPointOut])
def list_metric_points(
    call: InGet, org: str, paging: InPage, metric: ByMetric = None, unit_id: ByUnit = None
) -> Response:
    """Measurements, in the order they were last changed in."""

    def use(work: Work, who: Principal) -> Reply:
        if unit_id is not None:
            visible_unit(work, who, unit_id)
        within = reach(work, who)
        asked: dict[str, Any] = {"metric": metric, "unit_id": unit_id if unit_id else within}
        equal = {name: value for name, value in asked.items() if value is not None}
        name = f"metric points {org} {who.unit_id} {metric} {unit_id}"
        page = work.metric_points.list(call.cursors.query(name, paging, equal))
        return shown(call.cursors.page(name, map(MetricPointOut.of, page.items), page.next))

    return call.read(org, use)


@router.patch("/metric-points", response_model=PointsDone)
def put_metric_points(call: InPost, org: str, body: MetricPointsIn) -> Response:
    """Store those of many measurements that can be stored, under their natural keys; the others are refused singly."""

    def use(work: Work, who: Principal) -> Reply:
        readings = [one.reading() for one in body.items]
        outcomes = metrics.put_points(work, call.wiring.ids, formulas_of(call), who, readings)
        return shown(points_done(outcomes))

    return call.write(org, use)


@router.delete("/metric-points/{point}", status_code=204)
def delete_metric_point(call: InChange, org: str, point: str) -> Response:
    """Take a measurement back."""

    def use(work: Work, who: Principal) -> Reply:
        stored = metrics.get_point(work, who, point)
        expected = call.expected(stored, lambda: MetricPointOut.of(stored))
        metrics.delete_point(work, who, stored, expected=expected)
        return done()

    return call.write(org, use)


@router.get("/metric-series/{metric}", response_model=SeriesOut)
def get_metric_series(
    call: InGet,
    org: str,
    metric: MetricId,
    unit_id: OfUnit = None,
    below: WithBelow = False,
    since: Since = None,
    until: Until = None,
) -> Response:
    """One metric over time. A unit counts where it hung when the period ended, so a later move changes nothing."""

    def use(work: Work, who: Principal) -> Reply:
        found = metrics.series(work, who, metric, unit_id=unit_id, with_below=below, since=since, until=until)
        return shown(SeriesOut(metric=metric, items=[MetricPointOut.of(one) for one in found]))

    return call.read(org, use)


def formulas_of(call: Call) -> Formulas:
    """The rulesets that know the metrics."""
    return Formulas(call.scores.rulesets, call.compiled)


def points_done(outcomes: tuple[Put, ...], *, dry_run: bool = False) -> PointsDone:
    """What became of them, as it is shown; of a dry run, what would."""
    refused = sum(one.refused for one in outcomes)
    stored = sum(one.stored is not None for one in outcomes)
    return PointsDone(stored=stored, refused=refused, dry_run=dry_run, items=[_result(one) for one in outcomes])


def _result(one: Put) -> PointResult:
    errors = [
        FlawOut(pointer=found.field, code=found.code, detail=found.message, hint=found.hint) for found in one.problems
    ]
    if one.stale is not None:
        said = f"version {one.stale} is stored" if one.stale else "nothing is stored"
        errors.append(FlawOut(pointer="/version", code="version-conflict", detail=said))
    given, stored = one.reading, one.stored
    return PointResult(
        metric=given.metric,
        period=given.period,
        unit_id=given.unit_id,
        variant=given.variant,
        id=stored.id if stored else None,
        version=stored.version if stored else one.stale or None,
        errors=errors,
    )
