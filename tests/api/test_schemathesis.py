"""The whole API against its own description: made-up requests, good and bad, by an administrator's key.

Seeded, so that a gate gives the same verdict twice; BSC_SCHEMATHESIS_EXAMPLES makes a night of it.
"""

import os
import warnings
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings

from api_world import World, bearer
from audited import audited_things
from bsc_audit.app.service.model.unit import Unit, UnitKind
from bsc_audit.app.service.permissions import Role, Scope
from hooked import hooked_things
from recorded import measured_things, recorded_things, registered_things

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis

EXAMPLES = int(os.environ.get("BSC_SCHEMATHESIS_EXAMPLES", "5"))
CONFIG = schemathesis.config.SchemathesisConfig.from_path(str(Path(__file__).with_name("schemathesis.toml")))


class Tried:
    """A world, and ids that lead somewhere, so that more than refusals is tried."""

    def __init__(self) -> None:
        self.world = World()
        self.org = self.world.organisation("A")
        self.headers = bearer(self.world.key(self.org, Scope.ADMIN))
        unit = Unit(**self.world.stamp(), kind=UnitKind.TEAM, name="T")
        with self.world.work.write(self.org) as work:
            work.units.add(unit)
        audited = audited_things(self.world, self.org)
        recorded = recorded_things(self.world, self.org, "submitted", "person:somebody")
        measured = measured_things(self.world, self.org)
        self.ids = {
            **audited,
            **recorded,
            **measured,
            **hooked_things(self.world, self.org),
            **registered_things(self.world, self.org, audited["assessment"]),
            "org": self.org,
            "unit": unit.id,
            "person": self.world.person(self.org, Role.CLIENT),
        }


TRIED = Tried()
schema = schemathesis.openapi.from_asgi("/openapi.json", TRIED.world.app, config=CONFIG)


@seed(20261122)
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=False,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_the_api_does_what_it_says(case: Any) -> None:
    if case.path_parameters:
        known = {name: value for name, value in TRIED.ids.items() if name in case.path_parameters}
        if case.meta is None or case.meta.generation.mode.is_positive:
            case.path_parameters |= known
    response = case.call(headers=TRIED.headers)
    case.validate_response(response)
