"""`bsc-audit config`: the settings of the service as they are in effect."""

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated
from urllib.parse import urlsplit, urlunsplit

import typer

from bsc_audit.cli.console import out, print_json
from bsc_audit.cli.serving import told

MASKED = "********"


def config(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Print every setting of the service, its value, and whether the environment says so; secrets are masked."""
    settings = told()
    rows = [
        {"name": name, "value": _shown(name, _text(getattr(settings, attribute))), "set": name in os.environ}
        for name, attribute in VARIABLES.items()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        out.print(f"{row['name']:<30} {row['value']!s:<50} {'set' if row['set'] else 'default'}")


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return " ".join(map(str, value))
        case Mapping():
            return ",".join(f"{left}={right}" for left, right in value.items())
    return str(value)


def _shown(name: str, value: str) -> str:
    if name in SECRETS:
        return MASKED if value else ""
    return _without_password(value) if name == "DATABASE_URL" else value


def _without_password(url: str) -> str:
    """An address whose password, also one among its options, is masked."""
    parts = urlsplit(url)
    if parts.password is None and "password" not in parts.query:
        return url
    user = f"{parts.username or ''}:{MASKED}@" if parts.password is not None else ""
    place = f"{user}{parts.netloc.rpartition('@')[2]}"
    return urlunsplit((parts.scheme, place, parts.path, MASKED if "password" in parts.query else parts.query, ""))


SECRETS = frozenset({"BSC_SECRET", "BSC_FORMER_SECRETS", "BSC_METRICS_TOKEN", "BSC_OIDC_CLIENT_SECRET"})

# Every variable of the service, and what it becomes; docs/operation.md explains each.
VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "BSC_DATA": "data",
        "DATABASE_URL": "database_url",
        "BSC_SQLITE_SYNC": "sqlite_sync",
        "BSC_EVIDENCE_STORE": "evidence_store",
        "BSC_S3_ENDPOINT": "s3_endpoint",
        "BSC_OIDC_ISSUER": "oidc_issuer",
        "BSC_OIDC_CLIENT_ID": "oidc_client_id",
        "BSC_OIDC_CLIENT_SECRET": "oidc_client_secret",
        "BSC_OIDC_SCOPES": "oidc_scopes",
        "BSC_OIDC_GROUPS": "oidc_groups",
        "BSC_OIDC_ORGANISATION": "oidc_organisation",
        "BSC_OIDC_ROLES": "oidc_roles",
        "BSC_OIDC_LINK_BY_EMAIL": "oidc_link_by_email",
        "BSC_OIDC_SECOND_FACTORS": "oidc_second_factors",
        "BSC_SECRET": "secret",
        "BSC_FORMER_SECRETS": "former_secrets",
        "BSC_HOST": "host",
        "BSC_PORT": "port",
        "BSC_PUBLIC_URL": "public_url",
        "BSC_MOST_BODY": "most_body",
        "BSC_REQUESTS_A_MINUTE": "requests_a_minute",
        "BSC_ADDRESS_REQUESTS_A_MINUTE": "address_requests_a_minute",
        "BSC_METRICS_TOKEN": "metrics_token",
        "BSC_OTEL": "telemetry",
        "BSC_WORKERS": "workers",
        "BSC_SIGNING_KEY": "signing_key",
        "BSC_SIGNING_PASSPHRASE": "signing_passphrase",
        "BSC_JOB_LEASE": "job_lease",
        "BSC_WEBHOOKS_TO": "webhooks_to",
    }
)
