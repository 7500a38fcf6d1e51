"""A program of its own, because a process that may write no more is no place for a test: prints what it saw as JSON.

The disk is full where no file may grow: what the system says then (EFBIG) goes the way of ENOSPC. Run by test_full_disk.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from api_world import TestClient
from bsc_audit import bootstrap
from bsc_audit.api.app import create_app
from bsc_audit.app.service.api_keys import create_api_key
from bsc_audit.app.service.audit_log import prove_organisation
from bsc_audit.app.service.model.organisation import OrganisationKind
from bsc_audit.app.service.organisations import found_organisation
from bsc_audit.app.service.permissions import Scope
from bsc_audit.app.service.refusals import StorageFull
from bsc_audit.settings import read_service_settings

MOST_TRIES = 2000


class Service:
    """An organisation that makes units."""

    def __init__(self, folder: Path) -> None:
        self.wiring = wiring = bootstrap.service(read_service_settings({"BSC_DATA": str(folder)}))
        with wiring.work.installation(write=True) as installation:
            kind = OrganisationKind.CLIENT
            self.org = found_organisation(installation, wiring.ids, name="Acme", kind=kind).id
        with wiring.work.write(self.org) as work:
            more = {"name": "k", "scopes": [Scope.ADMIN], "unit_id": None, "expires_at": None}
            key = create_api_key(work, wiring.ids, "operator", **more).text.written
        self.client = TestClient(create_app(wiring), headers={"Authorization": f"Bearer {key}"})
        self.path = f"/v1/organisations/{self.org}/units"
        self.made = 0

    def make(self) -> Any:
        """Make one unit; the response."""
        got = self.client.post(self.path, json={"kind": "team", "name": "A team " * 20})
        self.made += got.status_code == 201
        return got

    def store(self) -> str:
        """Store a file; how it ended."""
        try:
            self.wiring.blobs.put([b"x" * 1_000_000] * 8)
        except StorageFull:
            return "full"
        return "stored"


def main(folder: Path) -> None:
    service = Service(folder)
    service.make()
    largest = max(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 100_000, hard))
    refused = next((got for got in (service.make() for _ in range(MOST_TRIES)) if got.status_code != 201), None)
    seen = {
        "refused": None if refused is None else [refused.status_code, refused.json()["type"]],
        "again": service.make().status_code,
        "read": service.client.get(service.path).status_code,
        "file": service.store(),
    }
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    seen |= {"after": [service.make().status_code for _ in range(3)], "file_after": service.store()}
    with service.wiring.work.read(service.org) as work:
        units = len(work.units.all())
    proof = prove_organisation(service.wiring.work, service.org)
    print(json.dumps(seen | {"lost": service.made - units, "holds": proof.holds, "entries": proof.entries - 1 - units}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
