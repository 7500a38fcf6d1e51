"""Use cases of measurements: given many at once under their natural keys, read as series, taken back one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.metric_form import Formulas, Reading, judged
from bsc_audit.app.service.model.metric import MetricPoint
from bsc_audit.app.service.ports import Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound, invalid
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.units import below, demand_unit, reach, tree_of, visible_unit
from bsc_audit.core.problems import Location, Problem
from bsc_audit.core.quantities import Period

MOST_AT_ONCE = 1000
MOST_IN_SERIES = 5000

Key = tuple[str | None, str, str, str]  # unit, metric, period, variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What became of one measurement of many."""

    reading: Reading
    stored: MetricPoint | None = None  # None: refused, or a dry run
    problems: tuple[Problem, ...] = ()  # pointed into the measurement
    stale: int | None = None  # the stored version, where another was expected; 0: none is stored

    @property
    def refused(self) -> bool:
        """Whether it cannot be stored."""
        return bool(self.problems) or self.stale is not None


def put_points(
    work: Work,
    ids: Ids,
    formulas: Formulas,
    who: Principal,
    readings: Sequence[Reading],
    *,
    dry_run: bool = False,
    whole: bool = False,
) -> tuple[Put, ...]:
    """Store those measurements that can be stored; says of each what became of it.

    Args:
        work: of the organisation.
        ids: for new ones.
        formulas: rulesets to judge by.
        who: measures.
        readings: at most MOST_AT_ONCE, each natural key once.
        dry_run: judge, and store nothing.
        whole: store all or none.

    Raises:
        Invalid: too many, or one key twice.
    """
    _demand_bounded(readings)
    known = {_key(one): one for one in work.metric_points.all(metric=tuple({one.metric for one in readings}))}
    new = {_key(one) for one in readings}
    beside = [_reading(one) for key, one in known.items() if key not in new]
    problems = judged(work, formulas, readings, beside)
    units = _units(work, who)
    outcomes = [
        _outcome(one, (*found, *_unit_problems(one, units)), known.get(_key(one)))
        for one, found in zip(readings, problems, strict=True)
    ]
    if dry_run or (whole and any(one.refused for one in outcomes)):
        return tuple(outcomes)
    return tuple(_stored(work, ids, who, outcomes, known))


def get_point(work: Work, who: Principal, point_id: str) -> MetricPoint:
    """One measurement of the principal's part of the organisation.

    Raises:
        NotFound: there is none, or it is of another part.
    """
    found = work.metric_points.find(point_id)
    within = reach(work, who)
    if found is None or (within is not None and found.unit_id not in within):
        raise NotFound("there is no such measurement")
    return found


def delete_point(work: Work, who: Principal, point: MetricPoint, *, expected: int) -> None:
    """Take a measurement back; its history stays.

    Raises:
        StaleVersion: somebody changed it in between.
    """
    work.metric_points.remove(point.id, expected=expected)
    note(work.audit, who, "delete_metric_point", before=point)


def series(
    work: Work,
    who: Principal,
    metric: str,
    *,
    unit_id: str | None,
    with_below: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> tuple[MetricPoint, ...]:
    """Measurements of a metric, in the order of their periods.

    Args:
        work: of the organisation.
        who: asks.
        metric: its id.
        unit_id: of this unit; None: of the whole organisation.
        with_below: and of the units that hung below it on the last day of each period.
        since: only periods that begin then or later; None: from the first.
        until: only periods that end then or earlier; None: to the last.

    Raises:
        NotFound: the unit is not the principal's.
        Invalid: more than MOST_IN_SERIES; ask for a shorter time.
    """
    if unit_id is None:
        demand_unit(work, who, None)
    else:
        visible_unit(work, who, unit_id)
    found = (
        work.metric_points.all(metric=metric) if with_below else work.metric_points.all(metric=metric, unit_id=unit_id)
    )
    spans = [(one, Period.parse(one.period)) for one in found]
    wanted = [
        (one, period)
        for one, period in spans
        if (since is None or period.start >= since) and (until is None or period.end <= until)
    ]
    if with_below and unit_id is not None:
        wanted = list(_below(work, unit_id, wanted))
    if len(wanted) > MOST_IN_SERIES:
        raise invalid(
            "from", "too-many", f"more than {MOST_IN_SERIES} measurements: ask for a shorter time", where="query"
        )
    wanted.sort(key=lambda one: (one[1].start, one[1].end, one[0].unit_id or "", one[0].variant))
    return tuple(one for one, _ in wanted)


def _below(
    work: Work, unit_id: str, points: Sequence[tuple[MetricPoint, Period]]
) -> Iterator[tuple[MetricPoint, Period]]:
    placements = work.placements.all()
    on: dict[date, frozenset[str]] = {}
    for one, period in points:
        if period.end not in on:
            on[period.end] = below(tree_of(placements, period.end), unit_id)
        if one.unit_id in on[period.end]:
            yield one, period


def _stored(
    work: Work, ids: Ids, who: Principal, outcomes: Sequence[Put], known: dict[Key, MetricPoint]
) -> Iterator[Put]:
    sound = [one for one in outcomes if not one.refused]
    put = iter(work.metric_points.put([_point(work, ids, who, one.reading) for one in sound]))
    for one in outcomes:
        if one.refused:
            yield one
            continue
        after = next(put)
        before = known.get(_key(after))
        if before is None or before.version != after.version:
            note(work.audit, who, "put_metric_points", before=before, after=after)
        yield Put(reading=one.reading, stored=after)


def _point(work: Work, ids: Ids, who: Principal, given: Reading) -> MetricPoint:
    return MetricPoint(
        **fresh(ids, work.now),
        unit_id=given.unit_id,
        metric=given.metric,
        period=given.period,
        variant=given.variant,
        content=given.content,
        actor=who.actor,
    )


def _outcome(given: Reading, problems: tuple[Problem, ...], stored: MetricPoint | None) -> Put:
    version = 0 if stored is None else stored.version
    stale = version if given.expected not in (None, version) else None
    return Put(reading=given, problems=problems, stale=stale)


def _units(work: Work, who: Principal) -> frozenset[str | None]:
    """The units the principal may measure; None is the whole organisation."""
    within = reach(work, who)
    every = frozenset(one.id for one in work.units.all())
    return frozenset({None, *every}) if within is None else frozenset(every & within)


def _unit_problems(given: Reading, units: frozenset[str | None]) -> tuple[Problem, ...]:
    if given.unit_id in units:
        return ()
    message = (
        "there is no such unit" if given.unit_id else "you were given a part of the organisation: name a unit of it"
    )
    return (Problem(code="unknown-unit", where=Location("observations.yaml"), field="/unit_id", message=message),)


def _reading(point: MetricPoint) -> Reading:
    return Reading(
        metric=point.metric, period=point.period, unit_id=point.unit_id, variant=point.variant, content=point.content
    )


def _key(one: Reading | MetricPoint) -> Key:
    return one.unit_id, one.metric, one.period, one.variant


def _demand_bounded(readings: Sequence[Reading]) -> None:
    if len(readings) > MOST_AT_ONCE:
        raise invalid("/items", "too-many", f"at most {MOST_AT_ONCE} measurements at once")
    seen: set[Key] = set()
    for at, one in enumerate(readings):
        if _key(one) in seen:
            raise invalid(f"/items/{at}", "given-twice", "one value of a metric, unit, period and variant at once")
        seen.add(_key(one))
