"""What every command of the service begins with: settings, adapters, and refusals turned into exit codes.

The service's packages are an extra, so they are imported where they are used.
"""

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from bsc_audit import bootstrap
from bsc_audit.cli.console import MENDABLE, err, usage_error
from bsc_audit.settings import ServiceTold, SettingError, read_service_settings

if TYPE_CHECKING:
    from bsc_audit.app.service.model.organisation import OrganisationKind
    from bsc_audit.app.service.ports import Installation
    from bsc_audit.app.service.wiring import Wiring

OPERATOR = "operator"  # as the audit log names who works on the machine itself


def told(host: str | None = None, port: int | None = None) -> ServiceTold:
    """The settings; a wrong one is wrong usage."""
    try:
        found = read_service_settings()
    except SettingError as error:
        raise usage_error(str(error)) from error
    if found.evidence_store and importlib.util.find_spec("obstore") is None:
        raise failed("BSC_EVIDENCE_STORE names an S3-compatible store, which needs obstore: install bsc-audit[s3]")
    if found.oidc_issuer and importlib.util.find_spec("authlib") is None:
        raise failed("BSC_OIDC_ISSUER names a provider, which needs authlib: install bsc-audit[oidc]")
    return replace(found, host=host or found.host, port=port or found.port)


def wired(settings: ServiceTold) -> "Wiring":
    """The adapters over these settings."""
    demand_packages()
    with mendable():
        return bootstrap.service(settings)


@contextmanager
def mendable() -> Iterator[None]:
    """Say what the service refuses, or why its database cannot be used, and end with exit code 1."""
    from bsc_audit.app.service.refusals import Refusal
    from bsc_audit.storage.backup.manifest import BackupError
    from bsc_audit.storage.migrating import SchemaError

    try:
        yield
    except Refusal as error:
        raise failed(error.detail) from error
    except (SchemaError, BackupError) as error:
        raise failed(str(error)) from error


def failed(message: str) -> typer.Exit:
    """Say what went wrong; raise the result."""
    err.print(message, style="bold red")
    return typer.Exit(MENDABLE)


def demand_packages() -> None:
    """End with exit code 1 where the extra `service` is not installed."""
    missing = [name for name in ("fastapi", "sqlmodel", "uvicorn") if importlib.util.find_spec(name) is None]
    if missing:
        raise failed(f"the service needs {', '.join(missing)}: install bsc-audit[service]")


def organisation_id(installation: "Installation", named: str) -> str | None:
    """Id of an organisation given by id or name; None where there is none."""
    found = installation.organisations.find(named) or installation.organisations.one(name=named)
    return None if found is None else found.id


def known_organisation(wiring: "Wiring", named: str) -> str:
    """Id of an organisation that is there, given by id or name."""
    with wiring.work.installation() as installation:
        found = organisation_id(installation, named)
    if found is None:
        raise failed(f"there is no organisation {named!r}, neither by id nor by name")
    return found


def made_organisation(wiring: "Wiring", named: str, kind: "OrganisationKind") -> str:
    """Id of an organisation given by id or name, made where there is none."""
    from bsc_audit.app.service.organisations import found_organisation

    with wiring.work.installation(write=True) as installation:
        found = organisation_id(installation, named)
        if found is None:
            found = found_organisation(installation, wiring.ids, name=named, kind=kind).id
        return found
