"""Measurements and targets: judged by the formulas, stored under natural keys, read as series of the dated tree."""

from datetime import date
from typing import Any

import pytest

from bsc_audit.app.service.compiled import CompiledRulesets
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.metric_form import Formulas, Reading
from bsc_audit.app.service.metrics import Put, delete_point, put_points, series
from bsc_audit.app.service.model.metric import Target
from bsc_audit.app.service.model.unit import Unit, UnitKind, UnitPlacement
from bsc_audit.app.service.permissions import Scope
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Invalid, NotFound, StaleVersion, VersionNeeded
from bsc_audit.app.service.targets import find_target, put_target
from harbour import harbour, measurements
from service_world import LIBRARY, RULESETS, Service

FORMULAS = Formulas(RULESETS, CompiledRulesets(LIBRARY))


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def system(service: Service) -> Principal:
    return service.key(Scope.METRICS_WRITE)


def csat(period: str = "2026-09", satisfied: float = 90, **more: Any) -> Reading:
    inputs = {"numerator": satisfied, "denominator": 100}
    return Reading(metric="csat", period=period, content={"inputs": inputs}, **more)


def put(service: Service, who: Principal, *readings: Reading, **more: Any) -> tuple[Put, ...]:
    with service.write() as work:
        return put_points(work, service.ids, FORMULAS, who, readings, **more)


def placed(service: Service, name: str, *places: tuple[str | None, date]) -> str:
    with service.write() as work:
        unit = work.units.add(Unit(**fresh(service.ids, work.now), kind=UnitKind.TEAM, name=name))
        for parent, day in places:
            named = {"unit_id": unit.id, "parent_id": parent, "effective_from": day}
            work.placements.add(UnitPlacement(**fresh(service.ids, work.now), **named))
    return unit.id


def codes(one: Put) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in one.problems]


def test_every_measurement_of_the_sample_is_taken_by_the_formulas_of_the_library(
    service: Service, system: Principal
) -> None:
    units: dict[str, str] = {}
    readings = []
    for one in measurements(harbour()):
        name = one.pop("unit")
        content = {key: value for key, value in one.pop("content").items() if key not in ("evidence", "grade")}
        if name and name not in units:
            units[name] = placed(service, name, (None, date(1990, 1, 1)))
        readings.append(Reading(**one, unit_id=units.get(name), content=content))
    assert [codes(one) for one in put(service, system, *readings) if one.refused] == []


def test_what_does_not_fit_the_formula_is_refused_alone_and_pointed_to(service: Service, system: Principal) -> None:
    good, bad, unknown = put(
        service, system, csat(), csat("2026-08", 120), Reading(metric="csatt", period="2026-09", content={"inputs": {}})
    )
    assert good.stored is not None
    assert codes(bad)[0][0] == "metric-inputs"
    assert codes(unknown) == [("unknown-metric", "/metric")]
    assert "csat" in unknown.problems[0].hint


def test_a_period_has_ended_and_does_not_overlap_what_is_stored(service: Service, system: Principal) -> None:
    put(service, system, csat("2026-09"))
    ahead, over = put(service, system, csat("2026-12"), csat("2026-Q3"))
    assert codes(ahead) == [("date-after-as-of", "/period")]
    assert [code for code, _ in codes(over)] == ["periods-overlap"]


def test_the_same_key_is_replaced_and_the_same_content_is_left_alone(service: Service, system: Principal) -> None:
    versions = [put(service, system, csat(satisfied=value))[0].stored for value in (80, 80, 81)]
    assert [one.version for one in versions if one] == [1, 1, 2]
    with service.write() as work:
        assert [one.event.action for one in work.audit.entries(limit=1000)].count("put_metric_points") == 2


def test_an_expected_version_is_minded(service: Service, system: Principal) -> None:
    put(service, system, csat())
    stale, new = put(service, system, csat(satisfied=1, expected=7), csat("2026-08", expected=1))
    assert (stale.stale, new.stale) == (1, 0)


def test_a_dry_run_judges_and_stores_nothing(service: Service, system: Principal) -> None:
    good, bad = put(service, system, csat(), csat("2026-08", 120), dry_run=True)
    assert (good.refused, bad.refused, good.stored) == (False, True, None)
    with service.write() as work:
        assert work.metric_points.all() == ()


def test_one_key_twice_is_refused_whole(service: Service, system: Principal) -> None:
    with pytest.raises(Invalid):
        put(service, system, csat(), csat(satisfied=80))


def test_a_series_follows_the_tree_of_its_days(service: Service, system: Principal) -> None:
    north = placed(service, "north", (None, date(2020, 1, 1)))
    south = placed(service, "south", (None, date(2020, 1, 1)))
    moved = placed(service, "team", (north, date(2020, 1, 1)), (south, date(2026, 9, 1)))
    put(service, system, csat("2026-08", unit_id=moved), csat("2026-09", unit_id=moved), csat("2026-09", unit_id=south))
    with service.write() as work:
        of = {
            name: series(work, system, "csat", unit_id=id_, with_below=True)
            for name, id_ in (("n", north), ("s", south))
        }
        late = series(work, system, "csat", unit_id=moved, since=date(2026, 9, 1))
    assert [one.period for one in of["n"]] == ["2026-08"]
    assert [(one.period, one.unit_id) for one in of["s"]] == sorted(
        [("2026-09", moved), ("2026-09", south)], key=lambda one: one[1]
    )
    assert [one.period for one in late] == ["2026-09"]


def test_who_has_a_part_measures_and_sees_that_part(service: Service) -> None:
    team = placed(service, "team", (None, date(2020, 1, 1)))
    part = Principal(actor="key:p", org_id=service.org, scopes=frozenset({Scope.METRICS_WRITE}), unit_id=team)
    whole, own = put(service, part, csat(), csat(unit_id=team))
    assert codes(whole) == [("unknown-unit", "/unit_id")]
    assert own.stored is not None
    with service.write() as work, pytest.raises(NotFound):
        series(work, part, "csat", unit_id=None)


def test_a_measurement_that_is_taken_back_leaves_its_history(service: Service, system: Principal) -> None:
    (one,) = put(service, system, csat())
    assert one.stored is not None
    with service.write() as work:
        delete_point(work, system, one.stored, expected=1)
        assert work.metric_points.all() == ()
        assert len(work.metric_points.history(one.stored.id)) == 1


def target(
    service: Service, who: Principal, expected: int | None = None, metric: str = "csat", **content: Any
) -> Target:
    with service.write() as work:
        given = Target(**fresh(service.ids, work.now), metric=metric, content=content, actor=who.actor)
        before = find_target(work, who, metric, unit_id=None, variant="")
        return put_target(work, service.ids, FORMULAS, who, before, given, expected=expected)


def test_a_target_is_changed_by_who_knows_its_version(service: Service, system: Principal) -> None:
    first = target(service, system, target=90, owner="Head of service")
    with pytest.raises(VersionNeeded):
        target(service, system, target=91)
    with pytest.raises(StaleVersion):
        target(service, system, 9, target=91)
    assert target(service, system, first.version, target=91).version == 2


@pytest.mark.parametrize(
    ("metric", "content"),
    [("csatt", {"target": 1}), ("csat", {"target": 1, "baseline": 1}), ("csat", {"evidence": ["D-001"]})],
)
def test_a_target_without_sense_is_refused(
    service: Service, system: Principal, metric: str, content: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        target(service, system, metric=metric, **content)
