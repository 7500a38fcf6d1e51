"""Whether the service can work, as far as its own ports tell."""

from datetime import timedelta

from bsc_audit.app.service.ports import Clock, UnitOfWork
from bsc_audit.app.service.wiring import Check

SILENCE = timedelta(seconds=60)  # after which a worker counts as gone, and a job as left waiting


def database_answers(units: UnitOfWork) -> Check:
    """A round trip to the database."""

    def check() -> str:
        try:
            with units.installation() as installation:
                installation.organisations.find("none")
        except Exception as error:  # whatever it is, the service cannot work
            return f"no answer: {type(error).__name__}"
        return ""

    return check


def jobs_are_done(units: UnitOfWork, clock: Clock) -> Check:
    """Whether somebody does the jobs. Where none waits, a service without workers can do what is asked of it."""

    def check() -> str:
        long_ago = clock.now() - SILENCE
        try:
            with units.installation() as installation:
                waiting = installation.queue.oldest_due()
                if waiting is None or waiting > long_ago or installation.queue.alive_since(long_ago):
                    return ""
        except Exception as error:
            return f"no answer: {type(error).__name__}"
        return f"a job waits since {waiting:%Y-%m-%d %H:%M:%S}Z, and no worker runs"

    return check
