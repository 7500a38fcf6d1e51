"""`bsc-audit rotate-secret`: another secret for the service, and what is stored under it."""

from typing import Annotated

import typer

from bsc_audit.cli.console import err, out, usage_error
from bsc_audit.cli.serving import OPERATOR, demand_packages, failed, mendable, told, wired
from bsc_audit.kept_secret import FORMER, renew_secret
from bsc_audit.settings import ServiceTold


def rotate_secret(
    new: Annotated[
        bool, typer.Option("--new", help="First make another secret; only where BSC_DATA keeps it.")
    ] = False,
) -> None:
    """Seal the stored secrets (second factors, webhooks) anew by the service's present secret."""
    settings = told()
    if new:
        _renew(settings)
        return
    wiring = wired(settings)
    from bsc_audit.app.service.resealing import seal_anew

    with mendable():
        done = seal_anew(wiring.work, wiring.sealer, actor=OPERATOR)
    out.print(f"{done.anew} rows are sealed anew")
    if done.unreadable:
        named = ", ".join(done.unreadable)
        raise failed(f"{len(done.unreadable)} cannot be read; name the secret that sealed them in {FORMERLY}: {named}")
    err.print(f"once no process with a former secret runs, {FORMERLY} and {settings.data / FORMER} can go")


def _renew(settings: ServiceTold) -> None:
    demand_packages()
    if settings.secret:
        raise usage_error(f"BSC_SECRET names the secret: put another one there, and this one into {FORMERLY}")
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    renew_secret(settings.data)
    err.print("there is another secret; restart every process, then run `bsc-audit rotate-secret`")


FORMERLY = "BSC_FORMER_SECRETS"
