"""`bsc-audit serve`, `bsc-audit keys` and `bsc-audit openapi`: the service, its first key, its description.

The service's packages are an extra, so they are imported where they are used.
"""

import importlib.util
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bsc_audit import bootstrap
from bsc_audit.cli.console import MENDABLE, err, out, usage_error
from bsc_audit.settings import ServiceTold, SettingError, read_service_settings

if TYPE_CHECKING:
    from bsc_audit.app.service.wiring import Wiring

keys = typer.Typer(help="API keys, for the operator of the service.", no_args_is_help=True)
STOPS_WITHIN = 8  # seconds, when it is told to


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; else BSC_HOST, else this machine only.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; else BSC_PORT, else 8000.")] = None,
) -> None:
    """Start the service. The first start makes what it needs; settings are the variables BSC_* and DATABASE_URL."""
    told = _told(host, port)
    wiring = _wiring(told)
    import uvicorn

    from bsc_audit.api.app import create_app
    from bsc_audit.api.logs import configure_logs

    configure_logs()
    _greet(told, wiring)
    uvicorn.run(
        create_app(wiring),
        host=told.host,
        port=told.port,
        log_config=None,  # the edge writes a line a request
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOPS_WITHIN,
    )


@keys.command(name="new")
def new_key(
    organisation: Annotated[str, typer.Option(help="Its id, or its name; made where there is none of the name.")],
    name: Annotated[str, typer.Option(help="What the key is called in lists.")] = "made by the operator",
    scope: Annotated[list[str] | None, typer.Option(help="What it may; several are allowed.")] = None,
    kind: Annotated[str, typer.Option(help="Of a new organisation: consultancy or client.")] = "consultancy",
) -> None:
    """Make an API key and print it, this once. The first key of an installation is made so."""
    wiring = _wiring(_told(None, None))
    from bsc_audit.app.service.api_keys import create_api_key
    from bsc_audit.app.service.model.organisation import OrganisationKind
    from bsc_audit.app.service.permissions import Scope

    wanted = scope or [Scope.ADMIN]
    unknown = sorted(set(wanted) - set(Scope))
    if unknown or kind not in set(OrganisationKind):
        raise usage_error(f"unknown: {', '.join(unknown) or kind}; scopes are {', '.join(Scope)}")
    org_id = _organisation(wiring, organisation, OrganisationKind(kind))
    with wiring.work.write(org_id) as work:
        scopes = [Scope(one) for one in wanted]
        made = create_api_key(work, wiring.ids, "operator", name=name, scopes=scopes, unit_id=None, expires_at=None)
    err.print(f"organisation {org_id}; the key is shown this once:")
    out.print(made.text.written)


def openapi() -> None:
    """Print the description of the API (OpenAPI 3.1)."""
    _demand_packages()
    from bsc_audit.api.openapi import text

    sys.stdout.write(text())


def _organisation(wiring: "Wiring", named: str, kind: str) -> str:
    """Id of an organisation given by id or name, made where there is none."""
    from bsc_audit.app.service.model.organisation import OrganisationKind
    from bsc_audit.app.service.organisations import found_organisation

    with wiring.work.installation(write=True) as installation:
        found = installation.organisations.find(named) or installation.organisations.one(name=named)
        if found is None:
            found = found_organisation(installation, wiring.ids, name=named, kind=OrganisationKind(kind))
        return found.id


def _greet(told: ServiceTold, wiring: "Wiring") -> None:
    address = wiring.settings.public_url
    err.print(f"bsc_audit serves {address}; the API is described at {address}/docs")
    err.print(f"data in {told.data}")
    with wiring.work.installation() as installation:
        if installation.api_keys.one() is None:
            err.print(
                "nobody has a key yet; make the first: bsc-audit keys new --organisation 'Your name'", style="bold"
            )


def _told(host: str | None, port: int | None) -> ServiceTold:
    try:
        told = read_service_settings()
    except SettingError as error:
        raise usage_error(str(error)) from error
    return replace(told, host=host or told.host, port=port or told.port)


def _wiring(told: ServiceTold) -> "Wiring":
    _demand_packages()
    from bsc_audit.storage.migrating import SchemaError

    try:
        return bootstrap.service(told)
    except SchemaError as error:
        err.print(str(error), style="bold red")
        raise typer.Exit(MENDABLE) from error


def _demand_packages() -> None:
    missing = [name for name in ("fastapi", "sqlmodel", "uvicorn") if importlib.util.find_spec(name) is None]
    if missing:
        err.print(f"the service needs {', '.join(missing)}: install bsc-audit[service]", style="bold red")
        raise typer.Exit(MENDABLE)
