"""Jobs on PostgreSQL are delivered by Procrastinate: who is next, which worker has it, who is woken, who has died.

The row in `job` stays the record of a job: its state, progress and result. In the transaction that leaves a row queued
a message that names it is put into Procrastinate's queue of its kind; a message for a job that is done, cancelled or
taken by another changes nothing. So Procrastinate may deliver twice, and an effect still happens once.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from bsc_audit.app.service.model.job import Job
from bsc_audit.app.service.model.nouns import INSTALLATION
from bsc_audit.storage.engine import APP_ROLE

if TYPE_CHECKING:
    from procrastinate import BaseConnector

TASK = "bsc_audit.do_job"  # of every message
MOST_CONNECTIONS = 4  # of a worker: one listens, one beats, one fetches


def deliver(session: Session, job: Job, *, at_once: bool) -> None:
    """Put a message for a job into the queue of its kind, in the session's transaction; nothing on SQLite.

    Args:
        session: of the job's organisation, or of the installation.
        job: queued.
        at_once: whether it is due already; else not before its `run_at`.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    from procrastinate import sql
    from procrastinate.types import JobToDefer
    from psycopg.types.json import Jsonb

    message = JobToDefer(
        queue_name=job.kind,
        task_name=TASK,
        priority=job.priority,
        lock=None,
        queueing_lock=None,
        args=Jsonb({"job": job.id, "org": job.org_id}),  # type: ignore[arg-type] # what its own connectors make of it
        scheduled_at=None if at_once else job.run_at,
    )
    session.connection().exec_driver_sql(sql.queries["defer_jobs"], {"jobs": [message]})


def undeliver(session: Session, org_id: str) -> None:
    """Take every message about an organisation's jobs out of the queues; nothing on SQLite."""
    if session.get_bind().dialect.name == "postgresql":
        query = "DELETE FROM procrastinate_jobs WHERE args->>'org' = %(org)s"
        session.connection().exec_driver_sql(query, {"org": org_id})


def connector(url: str) -> "BaseConnector":
    """How Procrastinate reaches the database: by the rights of the service, not of its owner."""
    from procrastinate import PsycopgConnector

    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return PsycopgConnector(conninfo=address, min_size=1, max_size=MOST_CONNECTIONS, configure=_become_worker())


def _become_worker() -> Callable[[Any], Awaitable[None]]:
    async def configure(connection: Any) -> None:
        member = "SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(rolname, 'MEMBER')"
        found = await (await connection.execute(member, (APP_ROLE,))).fetchone()
        if found:
            await connection.execute(f"SET ROLE {APP_ROLE}")
        await connection.execute("SELECT set_config('app.org_id', %s, false)", (INSTALLATION,))
        await connection.commit()

    return configure
