"""A service over the ports in memory, with people and keys of two organisations, for the tests of the API."""

import warnings
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI

from bsc_audit import bootstrap
from bsc_audit.api.app import create_app
from bsc_audit.app.service.access import token_hash
from bsc_audit.app.service.announcing import Announcing
from bsc_audit.app.service.key_text import KeyText, new_key
from bsc_audit.app.service.memory import MemoryBlobStore, MemoryUnitOfWork
from bsc_audit.app.service.model.api_key import ApiKey
from bsc_audit.app.service.model.organisation import Organisation, OrganisationKind
from bsc_audit.app.service.model.person import Membership, Person, Session
from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.app.service.ports import Clock, Ids
from bsc_audit.app.service.system import Uuid7
from bsc_audit.app.service.wiring import ServiceSettings, Wiring
from shipped_library import LIBRARY

with warnings.catch_warnings():  # starlette asks for another client library than the one we have
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

ORIGIN = "https://audit.example"
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PASSWORD_HASH = "not-a-hash"
OFFER = bootstrap.report_offer()
SETTINGS = ServiceSettings(
    secret=b"s" * 32,
    public_url=ORIGIN,
    metrics_token="m-token",
    requests_a_minute=10**6,
    address_requests_a_minute=10**6,
)


class StillClock:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


class World:
    """An application, its adapters, and the credentials of everybody in it."""

    def __init__(
        self,
        settings: ServiceSettings = SETTINGS,
        *,
        store: Callable[[Clock, Ids], Any] = MemoryUnitOfWork,
        make: Callable[[Wiring], FastAPI] = create_app,
        **more: Any,
    ) -> None:
        self.clock = StillClock()
        self.ids = Uuid7(self.clock)
        self.work = Announcing(store(self.clock, self.ids), self.ids, public_url=settings.public_url)
        self.wiring = Wiring(
            settings=settings,
            library=LIBRARY,
            work=self.work,
            blobs=MemoryBlobStore(self.clock),
            clock=self.clock,
            ids=self.ids,
            reports=OFFER,
            **more,
        )
        self.app: FastAPI = make(self.wiring)
        self.client = TestClient(self.app, base_url=settings.public_url, raise_server_exceptions=False)

    def stamp(self) -> Mapping[str, Any]:
        """Id and times of a new value."""
        return {"id": self.ids.new(), "created_at": self.clock.now(), "updated_at": self.clock.now()}

    def organisation(self, name: str, *, parent: str | None = None) -> str:
        kind = OrganisationKind.CLIENT if parent else OrganisationKind.CONSULTANCY
        made = Organisation(**self.stamp(), name=name, kind=kind, parent_id=parent)
        with self.work.installation(write=True) as installation:
            return installation.organisations.add(made).id

    def key(self, org_id: str, *scopes: Scope, **more: Any) -> KeyText:
        """A new API key of an organisation."""
        text = new_key()
        made = ApiKey(
            **self.stamp(),
            org_id=org_id,
            keyid=text.keyid,
            secret_sha256=text.secret_sha256,
            name="a key",
            scopes=scopes,
            **more,
        )
        with self.work.installation(write=True) as installation:
            installation.api_keys.add(made)
        return text

    def person(self, org_id: str, role: Role, *, email: str = "", **more: Any) -> str:
        """A new person with a role; their id."""
        made = Person(**self.stamp(), email=email or f"{self.ids.new()}@example.org", name=f"A {role}", **more)
        member = Membership(**self.stamp(), org_id=org_id, person_id=made.id, role=role)
        with self.work.installation(write=True) as installation:
            installation.persons.add(made)
            installation.memberships.add(member)
        return made.id

    def session(self, person_id: str, *, second_factor: bool = True) -> Mapping[str, str]:
        """Headers of a browser in which a person has signed in."""
        token = f"token-{self.ids.new()}"
        now = self.clock.now()
        made = Session(
            **self.stamp(),
            person_id=person_id,
            token_sha256=token_hash(token),
            expires_at=now + timedelta(days=7),
            seen_at=now,
            second_factor_at=now if second_factor else None,
        )
        with self.work.installation(write=True) as installation:
            installation.sessions.add(made)
        return {"Cookie": f"__Host-bsc={token}", "Sec-Fetch-Site": "same-origin"}


def bearer(key: KeyText) -> dict[str, str]:
    """Headers of a program that has an API key."""
    return {"Authorization": f"Bearer {key.written}"}
