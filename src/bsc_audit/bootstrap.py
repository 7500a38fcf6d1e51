"""The one wiring: which adapter stands behind which port.

The service's packages are an extra, so what needs them is imported where it is used.
"""

import re
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bsc_audit import machine
from bsc_audit.importers.library import FolderLibrary
from bsc_audit.kept_secret import former_secrets, kept_secret
from bsc_audit.settings import ServiceTold, Settings, read_service_settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bsc_audit.app.service.external import External
    from bsc_audit.app.service.ports import BlobStore, Clock, UnitOfWork
    from bsc_audit.app.service.report_making import ReportOffer
    from bsc_audit.app.service.wiring import Check, Measure, ServiceSettings, Wiring
    from bsc_audit.jobs.delivered import DeliveredWorker
    from bsc_audit.jobs.worker import Worker
    from bsc_audit.render.maker import SigningKey
    from bsc_audit.render.template import Template
    from bsc_audit.storage.backup.making import Installation
    from bsc_audit.storage.blobs.s3 import S3BlobStore
    from bsc_audit.storage.engine import Database
    from bsc_audit.storage.erasing import Eraser

EVIDENCE = "evidence"  # folder of files, in the data folder
TEMPLATES = "report_templates"
_ID = re.compile(r"[a-z0-9_-]+")  # never a path: a client says it


def library(settings: Settings | None = None) -> FolderLibrary:
    """Rulesets and questionnaires, from the user's folder, the package or the checkout."""
    return FolderLibrary((settings or read_settings()).data_roots)


def data_folder(*parts: str, settings: Settings | None = None) -> Path | None:
    """The first data folder or file of that name; None when no root has it."""
    roots = (settings or read_settings()).data_roots
    return next((path for root in roots if (path := root.joinpath(*parts)).exists()), None)


def service(told: ServiceTold | None = None) -> "Wiring":
    """The service's adapters; the first start makes the data folder, the SQLite file and its tables.

    Raises:
        SchemaError: the database is of another version; says what to do.
    """
    from bsc_audit.app.service.announcing import Announcing
    from bsc_audit.app.service.rates import LocalTokens
    from bsc_audit.app.service.system import SystemClock, Uuid7
    from bsc_audit.app.service.throttle import LocalFailures
    from bsc_audit.app.service.wiring import Wiring
    from bsc_audit.storage.failures import SqlFailures
    from bsc_audit.storage.tokens import SqlTokens
    from bsc_audit.storage.unit_of_work import SqlUnitOfWork

    told = told or read_service_settings()
    told.data.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds personal data
    database = _database(told)
    clock = SystemClock()
    ids = Uuid7(clock)
    settings = _service_settings(told, is_sqlite=database.is_sqlite)
    work = Announcing(SqlUnitOfWork(database, clock, ids), ids, public_url=settings.public_url)
    blobs, files = _files(told, clock)
    return Wiring(
        settings=settings,
        library=library(),
        work=work,
        blobs=blobs,
        clock=clock,
        ids=ids,
        tokens=LocalTokens() if database.is_sqlite else SqlTokens(database),
        failures=LocalFailures() if database.is_sqlite else SqlFailures(database),
        checks={**_checks(told, work, clock, database), "files": files},
        measures=_measures(told, database),
        reports=report_offer(),
        external=_external(told, clock),
    )


def installation(told: ServiceTold) -> "Installation":
    """Where the service's data lies, for copies of it; nothing is made, and the schema may be any."""
    from bsc_audit.app.service.system import SystemClock
    from bsc_audit.storage.backup.files import FolderFiles, StoreFiles
    from bsc_audit.storage.backup.making import Installation
    from bsc_audit.storage.engine import open_database

    files = StoreFiles(_s3(told, SystemClock())) if told.evidence_store else FolderFiles(told.data / EVIDENCE)
    return Installation(database=open_database(told.database_url), url=told.database_url, files=files)


@contextmanager
def worker(told: ServiceTold, *, name: str) -> "Iterator[Worker | DeliveredWorker]":
    """A worker over the service's adapters; its page makers end with the block.

    On SQLite it looks for jobs in their table, on PostgreSQL Procrastinate brings them.

    Raises:
        SchemaError: as `service`.
    """
    from bsc_audit.app.service.announcing import KIND as WEBHOOK
    from bsc_audit.app.service.report_jobs import report_handler
    from bsc_audit.app.service.reports import KIND as REPORT
    from bsc_audit.app.service.webhook_jobs import webhook_handler
    from bsc_audit.courier import WebCourier
    from bsc_audit.jobs.worker import Worker
    from bsc_audit.render.maker import Maker
    from bsc_audit.render.workers.pool import Pool

    wiring = service(told)
    address = f"{wiring.settings.public_url}/verify/{{number}}"
    with Pool(1, templates=list(_template_folders().values())) as pages:
        maker = Maker(pages=pages, template=report_template, verified_at=address, key=_signing_key(told))
        reports = report_handler(wiring.work, wiring.blobs, maker)
        courier = WebCourier(anywhere=wiring.settings.webhooks_anywhere)
        webhooks = webhook_handler(wiring.work, wiring.sealer, courier)
        made = Worker(
            wiring.work, {REPORT: reports, WEBHOOK: webhooks}, name=name, lease=timedelta(seconds=told.job_lease)
        )
        yield made if told.database_url.startswith("sqlite") else _delivered(told, wiring, made)


def _delivered(told: ServiceTold, wiring: "Wiring", made: "Worker") -> "DeliveredWorker":
    from bsc_audit.jobs.delivered import DeliveredWorker
    from bsc_audit.storage.delivery import TASK, connector

    return DeliveredWorker(made, wiring.work, partial(connector, told.database_url), task=TASK)


def report_offer() -> "ReportOffer":
    """What can be asked for as a report: the templates of the data folders, the languages of the catalogues."""
    from bsc_audit.app.service.report_making import ReportOffer
    from bsc_audit.languages import language, languages
    from bsc_audit.render.brand.unpacking import brand_problems
    from bsc_audit.render.json import render_json
    from bsc_audit.render.manifest import read_manifest

    folders, shelves = _template_folders(), _shelves()
    told = {name: read_manifest(folders[name], shelves).raw for name in sorted(folders)}
    looks = {str(raw["colours"]): raw["colours"] for raw in told.values()}
    return ReportOffer(
        templates={name: bool(raw["attach"]) for name, raw in told.items()},
        languages=languages(),
        speak=language,
        encode=render_json,
        check_brand=partial(brand_problems, looks=tuple(looks.values())),
    )


def report_template(id_: str, brand: Path | None = None) -> "Template | None":
    """The template of an id in a data folder; None when there is none.

    Args:
        id_: of the template.
        brand: folder of the brand it is shown in; None for the user's own, where there is one.

    Raises:
        RenderError: it cannot be used as it stands.
    """
    from bsc_audit.render.drawings import CHARTS
    from bsc_audit.render.template import load_template

    folder = data_folder(TEMPLATES, id_) if _ID.fullmatch(id_) else None
    if folder is None:
        return None
    own = data_folder("brand", "brand.yaml")
    worn = brand or (own.parent if own else None)
    return load_template(folder, charts=frozenset(CHARTS), shelves=_shelves(), brand=worn)


def _shelves() -> list[Path]:
    """Where templates lie, the user's own first."""
    return [root / TEMPLATES for root in read_settings().data_roots]


def _template_folders() -> dict[str, Path]:
    """The folder of every template by its id; the user's own where two have one."""
    return {file.parent.name: file.parent for shelf in reversed(_shelves()) for file in shelf.glob("*/template.yaml")}


def _signing_key(told: ServiceTold) -> "SigningKey | None":
    """The key the operator named; None where reports go out unsigned."""
    from bsc_audit.render.maker import SigningKey

    if told.signing_key is None:
        return None
    said = told.signing_passphrase
    passphrase = said.read_bytes().rstrip(b"\r\n") if said else None
    fonts = data_folder(TEMPLATES, "certification") or Path()
    return SigningKey(file=told.signing_key, passphrase=passphrase, fonts=fonts)


def eraser(told: ServiceTold, wiring: "Wiring") -> "Eraser":
    """Erases organisations of the service."""
    from bsc_audit.storage.engine import open_database
    from bsc_audit.storage.erasing import Eraser

    return Eraser(database=open_database(told.database_url), clock=wiring.clock, ids=wiring.ids)


def _database(told: ServiceTold) -> "Database":
    """The database, ready to work on: our own file is brought up to date, a server's is the operator's to migrate."""
    from bsc_audit.storage.engine import open_database
    from bsc_audit.storage.migrating import require_head, upgrade

    database = open_database(told.database_url, sync="NORMAL" if told.sqlite_sync == "NORMAL" else "FULL")
    if database.is_sqlite:
        upgrade(database)
    require_head(database)
    return database


def _files(told: ServiceTold, clock: "Clock") -> "tuple[BlobStore, Check]":
    """Where files lie, and whether something can be stored there."""
    from bsc_audit.storage.blobs.local import LocalBlobStore

    if told.evidence_store:
        store = _s3(told, clock)
        return store, store.answers
    folder = told.data / EVIDENCE
    return LocalBlobStore(folder, clock), partial(machine.writable, folder)


def _s3(told: ServiceTold, clock: "Clock") -> "S3BlobStore":
    """The S3-compatible store the operator named."""
    from bsc_audit.storage.blobs.s3 import S3BlobStore, open_s3

    bucket, _, prefix = told.evidence_store.removeprefix("s3://").partition("/")
    return S3BlobStore(open_s3(bucket, prefix, told.s3_endpoint), told.data / "incoming", clock)


def _external(told: ServiceTold, clock: "Clock") -> "External | None":
    """Where people sign in besides; None where the operator named no provider."""
    if not told.oidc_issuer:
        return None
    from bsc_audit.app.service.external import External
    from bsc_audit.app.service.permissions import Role
    from bsc_audit.oidc import Client, OidcProvider

    client = Client(
        issuer=told.oidc_issuer,
        id=told.oidc_client_id,
        secret=told.oidc_client_secret,
        redirect_uri=f"{_public_url(told)}/v1/sessions/oidc/callback",
        scopes=told.oidc_scopes,
        groups_claim=told.oidc_groups,
        second_factors=frozenset(told.oidc_second_factors),
    )
    return External(
        issuer=told.oidc_issuer,
        provider=OidcProvider(client, clock),
        link_by_email=told.oidc_link_by_email,
        org_id=told.oidc_organisation,
        roles={group: Role(role) for group, role in told.oidc_roles.items()},
    )


def _public_url(told: ServiceTold) -> str:
    return told.public_url or f"http://{told.host}:{told.port}"


def _service_settings(told: ServiceTold, *, is_sqlite: bool) -> "ServiceSettings":
    from bsc_audit.app.service.wiring import ServiceSettings

    return ServiceSettings(
        secret=(told.secret or kept_secret(told.data)).encode(),
        former_secrets=tuple(one.encode() for one in (*told.former_secrets, *former_secrets(told.data))),
        public_url=_public_url(told),
        most_body=told.most_body,
        requests_a_minute=told.requests_a_minute,
        address_requests_a_minute=told.address_requests_a_minute,
        metrics_token=told.metrics_token,
        webhooks_anywhere=told.webhooks_to == "anywhere",
        telemetry=told.telemetry,
        threads=4 if is_sqlite else 16,
    )


def _checks(told: ServiceTold, work: "UnitOfWork", clock: "Clock", database: "Database") -> Mapping[str, "Check"]:
    """What /readyz looks at."""
    from bsc_audit.app.service.readiness import database_answers, jobs_are_done
    from bsc_audit.storage.migrating import at_head

    def schema() -> str:
        try:
            return "" if at_head(database) else "of another version; run bsc-audit migrate"
        except Exception as error:  # whatever it is, the service cannot work
            return f"no answer: {type(error).__name__}"

    return {
        "database": database_answers(work),
        "schema": schema,
        "disk": partial(machine.room, told.data),
        "jobs": jobs_are_done(work, clock),
        "pdf": machine.draws_pdf,
    }


def _measures(told: ServiceTold, database: "Database") -> tuple["Measure", ...]:
    """What /metrics tells of the adapters."""
    from bsc_audit.app.service.wiring import Measure

    free = Measure(name="bsc_disk_free_bytes", help="Room for data.", read=lambda: float(machine.free_bytes(told.data)))
    lock = database.lock
    if lock is None:
        return (free,)
    waited = Measure(
        name="bsc_writer_wait_seconds", help="Time writers waited for each other.", read=lambda: lock.waited, grows=True
    )
    turns = Measure(name="bsc_writer_turns", help="Times somebody wrote.", read=lambda: float(lock.turns), grows=True)
    return (free, waited, turns)
