"""`bsc-audit worker`: does jobs, beside `serve` or on another machine with the same PostgreSQL and data folder."""

import os
import signal
import socket
import sys
import threading
from contextlib import ExitStack
from typing import Annotated

import typer

from bsc_audit import bootstrap
from bsc_audit.cli.serving import demand_packages, mendable, told

COMMAND = (sys.executable, "-P", "-m", "bsc_audit.cli.main", "worker", "--with-parent")


def worker(
    with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True, help="End with standard input.")] = False,
) -> None:
    """Do the service's jobs until told to stop; settings are the variables BSC_* and DATABASE_URL."""
    settings = told()
    demand_packages()
    from bsc_audit.api.logs import configure_logs

    configure_logs()
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    if with_parent:
        threading.Thread(target=_end_with_input, args=(stop,), daemon=True).start()
    with ExitStack() as opened:
        with mendable():
            made = opened.enter_context(bootstrap.worker(settings, name=f"{socket.gethostname()}:{os.getpid()}"))
        made.run(stop)


def _end_with_input(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()
