"""`bsc-audit keys`: API keys made, listed and revoked by the operator of the service."""

from typing import TYPE_CHECKING, Annotated

import typer

from bsc_audit.cli.console import err, out, print_json, usage_error
from bsc_audit.cli.serving import OPERATOR, failed, known_organisation, made_organisation, mendable, told, wired

if TYPE_CHECKING:
    from bsc_audit.app.service.model.api_key import ApiKey

app = typer.Typer(help="API keys, for the operator of the service.", no_args_is_help=True)

Organisation = Annotated[str, typer.Option(help="Its id, or its name.")]


@app.command(name="new")
def new_key(
    organisation: Annotated[str, typer.Option(help="Its id, or its name; made where there is none of the name.")],
    name: Annotated[str, typer.Option(help="What the key is called in lists.")] = "made by the operator",
    scope: Annotated[list[str] | None, typer.Option(help="What it may; several are allowed.")] = None,
    kind: Annotated[str, typer.Option(help="Of a new organisation: consultancy or client.")] = "consultancy",
) -> None:
    """Make an API key and print it, this once. The first key of an installation is made so."""
    wiring = wired(told())
    from bsc_audit.app.service.api_keys import create_api_key
    from bsc_audit.app.service.model.organisation import OrganisationKind
    from bsc_audit.app.service.permissions import Scope

    wanted = scope or [Scope.ADMIN]
    unknown = sorted(set(wanted) - set(Scope))
    if unknown or kind not in set(OrganisationKind):
        raise usage_error(f"unknown: {', '.join(unknown) or kind}; scopes are {', '.join(Scope)}")
    org_id = made_organisation(wiring, organisation, OrganisationKind(kind))
    with wiring.work.write(org_id) as work:
        scopes = [Scope(one) for one in wanted]
        made = create_api_key(work, wiring.ids, OPERATOR, name=name, scopes=scopes, unit_id=None, expires_at=None)
    err.print(f"organisation {org_id}; the key is shown this once:")
    out.print(made.text.written)


@app.command(name="list")
def list_keys(
    organisation: Organisation,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say which keys an organisation has, revoked ones included; never their secrets."""
    wiring = wired(told())
    with wiring.work.read(known_organisation(wiring, organisation)) as work:
        found = work.api_keys.all()
    if as_json:
        print_json([_data(key) for key in found])
        return
    for key in found:
        out.print(f"{key.keyid}  {_standing(key):<28}  {','.join(key.scopes)}  {key.name}")


@app.command(name="revoke")
def revoke_key(
    organisation: Organisation,
    key: Annotated[str, typer.Argument(help="The public part of it, as `keys list` shows it.")],
) -> None:
    """End a key at once."""
    wiring = wired(told())
    from bsc_audit.app.service.api_keys import revoke_api_key

    with mendable(), wiring.work.write(known_organisation(wiring, organisation)) as work:
        found = work.api_keys.one(keyid=key)
        if found is None:
            raise failed(f"the organisation has no key {key!r}")
        revoke_api_key(work, OPERATOR, found)
    err.print(f"{key} is revoked")


def _data(key: "ApiKey") -> dict[str, object]:
    return {
        "keyid": key.keyid,
        "name": key.name,
        "scopes": key.scopes,
        "unit_id": key.unit_id,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "used_at": key.used_at,
        "revoked_at": key.revoked_at,
    }


def _standing(key: "ApiKey") -> str:
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at:%Y-%m-%d %H:%M}Z"
    return "no end" if key.expires_at is None else f"until {key.expires_at:%Y-%m-%d %H:%M}Z"
