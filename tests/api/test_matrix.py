"""Roles and scopes x routes x states: every cell is asked for and gets what `matrix` says."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from api.matrix import CALLERS, FROM, MATRIX, MAY_STEP, ROLES, SCOPES, SECOND_FACTOR, Row
from api_world import World, bearer
from audited import audited_things
from bsc_audit.api.app import routes_of
from bsc_audit.api.table import OWN, PUBLIC
from bsc_audit.app.service.model.unit import Unit, UnitKind, UnitPlacement
from bsc_audit.app.service.permissions import PERMISSIONS, Role, Scope, may
from bsc_audit.app.service.refusals import StateForbids
from bsc_audit.app.service.workflow import STEPS, AssessmentState, step_from, steps_open_in
from hooked import hooked_things
from recorded import measured_things, recorded_things, registered_things

Headers = Mapping[str, str]
Things = Mapping[str, str]  # ids by the names of the path's parameters
SOMEBODY = "person:somebody"
AUDITED = (
    "{assessment}",
    "ruleset",
    "{report}",
    "{job}",
    "{certificate}",
    "{action}",
    "/evidence",
)  # about what an assessment has


class Cast:
    """An organisation with somebody of every kind, and a stranger with rights elsewhere."""

    def __init__(self, world: World | None = None) -> None:
        self.world = world = world or World()
        self.org = world.organisation("Ours")
        self.headers: dict[str, Headers] = {}
        self.actors: defaultdict[str, str] = defaultdict(lambda: SOMEBODY)
        for role in ROLES:
            person = world.person(self.org, Role(role))
            self.headers[role] = world.session(person)
            self.actors[role] = self.actors[f"{role} by password"] = f"person:{person}"
            self.headers[f"{role} by password"] = world.session(person, second_factor=False)
        for scope in SCOPES:
            key = world.key(self.org, Scope(scope))
            self.headers[scope], self.actors[scope] = bearer(key), f"key:{key.keyid}"
        other = world.organisation("Theirs")
        self.headers["stranger"] = world.session(world.person(other, Role.ADMIN))
        self.headers["strange key"] = bearer(world.key(other, Scope.ADMIN))
        self.headers["nobody"] = {}
        self.names = {"org": self.org}

    def ask(self, row: Row, caller: str, things: Things | None = None) -> Any:
        """The answer of a route to a caller, about these things or some made for this question."""
        names = {**self.names, **(things or self.things(row, self.actors[caller] if row.own else SOMEBODY))}
        body = None if row.body is None else {k: _filled(v, names) for k, v in row.body.items()}
        headers = {**self.headers[caller], **({"If-Match": "*"} if row.changes else {})}
        path = "/v1" + row.path.format_map(names)
        return self.world.client.request(row.method, path, headers=headers, **sent(row, body))

    def things(self, row: Row, actor: str = SOMEBODY) -> Things:
        world = self.world
        audited = audited_things(world, self.org, row.state) if any(word in row.path for word in AUDITED) else {}
        recorded = recorded_things(world, self.org, row.record, actor, disputed=row.disputed) if row.record else {}
        unit = Unit(**world.stamp(), kind=UnitKind.TEAM, name="T")
        with world.work.write(self.org) as work:
            work.units.add(unit)
            placed = UnitPlacement(
                **world.stamp(), unit_id=unit.id, parent_id=None, effective_from=world.clock.now().date()
            )
            work.placements.add(placed)
        key = world.key(self.org, Scope.REPORTS_READ)
        with world.work.installation() as installation:
            stored = installation.api_keys.one(keyid=key.keyid)
        assert stored is not None
        return {
            **audited,
            **recorded,
            **(registered_things(world, self.org, audited["assessment"]) if "{item}" in row.path else {}),
            **(measured_things(world, self.org) if "{metric}" in row.path or "{point}" in row.path else {}),
            **(hooked_things(world, self.org) if "{webhook}" in row.path else {}),
            "unit": unit.id,
            "key": stored.id,
            "person": world.person(self.org, Role.CLIENT),
            "new": world.ids.new(),
        }


def _filled(value: Any, names: Mapping[str, str]) -> Any:
    return value.format_map(names) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def cast() -> Cast:
    return Cast()


def test_every_route_of_an_organisation_has_a_row_and_every_row_a_route() -> None:
    routes = {name: key for key, name in routes_of().items() if name not in PUBLIC | OWN}
    assert routes.keys() == MATRIX.keys()
    for name, row in MATRIX.items():
        path, method = routes[name]
        assert (f"/v1{row.path}", row.method) == (path, method)


@pytest.mark.parametrize("name", MATRIX)
def test_a_route_answers_those_who_may_and_refuses_all_others(cast: Cast, name: str) -> None:
    row = MATRIX[name]
    same = None if row.own else cast.things(row)  # who is refused changes nothing, nor does who only reads
    changing = frozenset() if row.method == "GET" else row.may
    got = {caller: cast.ask(row, caller, None if caller in changing else same).status_code for caller in CALLERS}
    assert got == {caller: row.status if caller in row.may else 403 for caller in CALLERS}


@pytest.mark.parametrize("name", MATRIX)
def test_a_route_shows_strangers_nothing_and_asks_nobody_who_they_are(cast: Cast, name: str) -> None:
    row, callers = MATRIX[name], ("stranger", "strange key", "nobody")
    things = cast.things(row)
    got = {caller: cast.ask(row, caller, things).status_code for caller in callers}
    assert got == {"stranger": 404, "strange key": 404, "nobody": 401}


@pytest.mark.parametrize("name", MATRIX)
def test_roles_with_weight_need_a_second_factor(cast: Cast, name: str) -> None:
    row = MATRIX[name]
    things = None if row.own else cast.things(row)
    for role in sorted(SECOND_FACTOR & row.may):
        got = cast.ask(row, f"{role} by password", things)
        assert (got.status_code, got.json()["type"]) == (403, "/problems/second-factor-needed"), role


# A metric's id is the ruleset's, the same in every organisation.
OF_ONE = [name for name, row in MATRIX.items() if row.path.replace("{metric}", "").count("{") > 1]


@pytest.mark.parametrize("name", OF_ONE)
def test_ids_of_another_organisation_are_as_if_they_were_not_there(cast: Cast, name: str) -> None:
    other = cast.world.organisation("Elsewhere")
    row = MATRIX[name]
    headers = _of_somebody_who_may(cast.world, other, row)
    names = {**cast.things(row), "org": other}
    body = None if row.body is None else dict(row.body)
    headers |= {"If-Match": "*"} if row.changes else {}
    path = "/v1" + row.path.format_map(names)
    got = cast.world.client.request(row.method, path, headers=headers, **sent(row, body))
    assert got.status_code == 404


def sent(row: Row, body: Mapping[str, Any] | None) -> dict[str, Any]:
    """The body as JSON, or as a form with a file."""
    return {"data": body, "files": {"file": ("rota.pdf", b"%PDF-1.7")}} if row.form else {"json": body}


def _of_somebody_who_may(world: World, org: str, row: Row) -> dict[str, str]:
    if "admin:*" in row.may:
        return bearer(world.key(org, Scope.ADMIN))
    return dict(world.session(world.person(org, Role(min(row.may)))))


# --- the workflow: who may take which step from which state -------------------------------------------------------


def test_every_step_has_its_callers_and_states() -> None:
    assert STEPS.keys() == MAY_STEP.keys() == FROM.keys()


@pytest.mark.parametrize("step", MAY_STEP)
@pytest.mark.parametrize("state", list(AssessmentState))
def test_a_step_is_taken_by_its_callers_in_its_states_only(step: str, state: AssessmentState) -> None:
    for caller in CALLERS:
        role = Role(caller) if caller in ROLES else None
        scopes = frozenset() if role else frozenset({Scope(caller)})
        expected = caller in MAY_STEP[step] and state in FROM[step]
        assert may(step, state, role=role, scopes=scopes) == expected, caller


@pytest.mark.parametrize("step", FROM)
@pytest.mark.parametrize("state", list(AssessmentState))
def test_a_step_leads_on_from_its_states_only(step: str, state: AssessmentState) -> None:
    if state in FROM[step]:
        assert step_from(state, step) == STEPS[step].to
        assert step in steps_open_in(state)
    else:
        with pytest.raises(StateForbids) as refused:
            step_from(state, step)
        assert refused.value.state == state
        assert step not in steps_open_in(state)


def test_every_state_is_reached_and_two_are_final() -> None:
    reached = {AssessmentState.DRAFT, *(step.to for step in STEPS.values())}
    assert reached == set(AssessmentState)
    assert {state for state in AssessmentState if not steps_open_in(state)} == {"superseded", "withdrawn"}


def test_no_key_decides() -> None:
    decisions = ("validate_assessment", "decide_assessment", "issue_assessment", "request_changes")
    assert [name for name in decisions if PERMISSIONS[name].scopes] == []


def test_an_admin_key_may_what_any_key_may() -> None:
    assert [name for name, one in PERMISSIONS.items() if one.scopes and Scope.ADMIN not in one.scopes] == []
