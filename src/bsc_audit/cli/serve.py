"""`bsc-audit serve` and `bsc-audit openapi`: the service and its description.

The service's packages are an extra, so they are imported where they are used.
"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bsc_audit.cli.console import err
from bsc_audit.cli.serving import demand_packages, told, wired
from bsc_audit.settings import ServiceTold

if TYPE_CHECKING:
    from bsc_audit.app.service.wiring import Wiring

STOPS_WITHIN = 8  # seconds, when it is told to


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; else BSC_HOST, else this machine only.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; else BSC_PORT, else 8000.")] = None,
) -> None:
    """Start the service. The first start makes what it needs; settings are the variables BSC_* and DATABASE_URL."""
    settings = told(host, port)
    wiring = wired(settings)
    import uvicorn

    from bsc_audit.api.logs import configure_logs
    from bsc_audit.cli.worker import COMMAND
    from bsc_audit.jobs.supervisor import Workers
    from bsc_audit.web.site import create_site

    configure_logs()
    _greet(settings, wiring)
    with Workers(COMMAND, settings.workers):
        uvicorn.run(
            create_site(wiring),
            host=settings.host,
            port=settings.port,
            log_config=None,  # the edge writes a line a request
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=STOPS_WITHIN,
        )


def openapi() -> None:
    """Print the description of the API (OpenAPI 3.1)."""
    demand_packages()
    from bsc_audit.api.openapi import text

    sys.stdout.write(text())


def _greet(settings: ServiceTold, wiring: "Wiring") -> None:
    address = wiring.settings.public_url
    err.print(f"bsc_audit serves {address}; the API is described at {address}/docs")
    err.print(f"data in {settings.data}")
    with wiring.work.installation() as installation:
        nobody, no_key = installation.persons.one() is None, installation.api_keys.one() is None
    for missing, line in ((nobody, FIRST_PERSON), (no_key, FIRST_KEY)):
        if missing:
            err.print(line, style="bold")


FIRST_PERSON = (
    "nobody can sign in yet; invite yourself: bsc-audit people invite"
    " --organisation 'Your name' --email you@example.org --name 'You'"
)
FIRST_KEY = "nobody has an API key yet; make the first: bsc-audit keys new --organisation 'Your name'"
