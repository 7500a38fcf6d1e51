"""`bsc-audit people`: people invited, listed and helped back in by the operator of the service."""

from typing import TYPE_CHECKING, Annotated

import typer

from bsc_audit.cli.console import err, out, print_json, usage_error
from bsc_audit.cli.serving import OPERATOR, failed, known_organisation, made_organisation, mendable, told, wired

if TYPE_CHECKING:
    from bsc_audit.app.service.model.person import Membership, Person
    from bsc_audit.app.service.wiring import Wiring

app = typer.Typer(help="People, for the operator of the service.", no_args_is_help=True)
Email = Annotated[str, typer.Option(help="E-mail address they sign in with.")]


@app.command(name="invite")
def invite_person(
    organisation: Annotated[str, typer.Option(help="Its id, or its name; made where there is none of the name.")],
    email: Email,
    name: Annotated[str, typer.Option(help="As pages and reports show them.")],
    role: Annotated[str, typer.Option(help="What they are in the organisation.")] = "admin",
    kind: Annotated[str, typer.Option(help="Of a new organisation: consultancy or client.")] = "consultancy",
) -> None:
    """Make somebody a member and print the link by which they choose a password. The first person comes in so."""
    wiring = wired(told())
    from bsc_audit.app.service.model.organisation import OrganisationKind
    from bsc_audit.app.service.people import add_member, invite
    from bsc_audit.app.service.permissions import Role

    if role not in set(Role) or kind not in set(OrganisationKind):
        raise usage_error(f"unknown: {role if role not in set(Role) else kind}; roles are {', '.join(Role)}")
    if "@" not in email.strip("@") or not name.strip():
        raise usage_error("a person has a name and an e-mail address")
    org_id = made_organisation(wiring, organisation, OrganisationKind(kind))
    with mendable():
        with wiring.work.installation(write=True) as installation:
            guest = invite(installation, wiring.ids, email=email.strip(), name=name.strip())
        with wiring.work.write(org_id) as work:
            add_member(work, wiring.ids, OPERATOR, person_id=guest.person.id, role=Role(role), unit_id=None)
    err.print(f"{guest.person.name} is {role} of {organisation} (organisation {org_id})")
    if guest.token:
        _print_link(wiring, guest.token, "within seven days")
    else:
        err.print("they have an account already, or an invitation: they sign in as before")


@app.command(name="list")
def list_people(
    organisation: Annotated[str, typer.Option(help="Its id, or its name.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say who belongs to an organisation, and how they sign in."""
    wiring = wired(told())
    org_id = known_organisation(wiring, organisation)
    with wiring.work.installation() as installation:
        members = {one.person_id: one for one in installation.memberships.all(org_id=org_id)}
        persons = installation.persons.all(id=frozenset(members)) if members else ()
        keyed = {one.person_id for one in installation.passkeys.all(person_id=frozenset(members))} if members else set()
    rows = [_data(one, members[one.id], passkey=one.id in keyed) for one in persons]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        out.print(f"{row['email']:<32}  {row['role']:<14}  {row['signs_in']:<28}  {row['name']}")


@app.command(name="reset")
def reset_person(
    email: Email,
    second_factors: Annotated[
        bool, typer.Option("--second-factors", help="Authenticator and passkeys are lost, too: forget them.")
    ] = False,
) -> None:
    """Print a link by which somebody chooses another password. Make sure first that it is they who ask."""
    wiring = wired(told())
    from bsc_audit.app.service.people import reset

    with mendable(), wiring.work.installation(write=True) as installation:
        found = installation.persons.one(email=email.strip().lower())
        if found is None:
            raise failed(f"nobody has the e-mail address {email!r}")
        token = reset(installation, wiring.ids, OPERATOR, found, factors=second_factors)
    _print_link(wiring, token, "within a day")


def _print_link(wiring: "Wiring", token: str, until: str) -> None:
    err.print(f"the link works once, {until}; who has it chooses the password:")
    out.print(f"{wiring.settings.public_url}/invitation/{token}", soft_wrap=True)


def _data(person: "Person", member: "Membership", *, passkey: bool) -> dict[str, str]:
    ways = {
        "password": person.password_hash is not None,
        "codes": person.totp_secret is not None,
        "passkey": passkey,
    }
    signs_in = ", ".join(way for way, has in ways.items() if has) or "invited"
    return {"email": person.email, "name": person.name, "role": member.role, "signs_in": signs_in}
