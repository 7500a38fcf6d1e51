"""An S3-compatible server for tests: moto's, in this process, on the loopback. No real one was at hand."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import Request, urlopen

import pytest
from obstore.store import S3Store

from bsc_audit.storage.blobs.s3 import open_s3

KEYS = {"AWS_ACCESS_KEY_ID": "tester", "AWS_SECRET_ACCESS_KEY": "not-a-secret", "AWS_REGION": "us-east-1"}


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket of a server that runs."""

    name: str
    endpoint: str

    def open(self, prefix: str = "") -> S3Store:
        """As the service opens it; the keys are in the environment."""
        return open_s3(self.name, prefix, self.endpoint)


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that runs as long as the block lasts."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    try:
        host, port = running.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        running.stop()
        running._server.server_close()  # it leaves its socket open


def new_bucket(endpoint: str, name: str) -> Bucket:
    """An empty bucket."""
    signed = "AWS4-HMAC-SHA256 Credential=tester/20261122/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
    with urlopen(Request(f"{endpoint}/{name}", method="PUT", headers={"Authorization": signed})) as answer:
        assert answer.status == 200
    return Bucket(name, endpoint)


@contextmanager
def refusing(status: int, code: str) -> Iterator[str]:
    """The address of a server that answers everything with one error of S3's."""
    body = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = answer  # noqa: N815 - the names http.server looks for

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def use_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name the keys, and none of the machine's own."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
