"""Sending over real sockets: what is not public is never connected to, and nothing takes longer than it may."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bsc_audit.app.service.webhook_address import NOT_PUBLIC, is_public
from bsc_audit.courier import NO_HOST, WebCourier

HEADERS = {"content-type": "application/json", "webhook-id": "m1"}


@dataclass
class Post:
    """A receiver on this machine, and what it was sent."""

    port: int
    seen: list[tuple[str, str | None, bytes]] = field(default_factory=list)  # path, webhook-id, body


@contextmanager
def receiving(status: int = 204, *, tls: ssl.SSLContext | None = None, **headers: str) -> Iterator[Post]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            post.seen.append((self.path, self.headers["webhook-id"], body))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    post = Post(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield post
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port on which one connection is answered by hand; its number."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(10)


def here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


def test_a_message_is_posted_and_its_status_read() -> None:
    with receiving(202) as post:
        answer = WebCourier(anywhere=True).post(f"http://127.0.0.1:{post.port}/hook?a=1", HEADERS, b"{}")
    assert (answer.status, answer.taken, post.seen) == (202, True, [("/hook?a=1", "m1", b"{}")])


def test_a_redirect_is_not_followed() -> None:
    with receiving() as other, receiving(307, location=f"http://127.0.0.1:{other.port}/") as post:
        answer = WebCourier(anywhere=True).post(f"http://127.0.0.1:{post.port}/", HEADERS, b"{}")
    assert (answer.status, answer.taken, len(post.seen), other.seen) == (307, False, 1, [])


@pytest.mark.parametrize(
    "name", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1"]
)
def test_this_machine_is_never_connected_to_however_it_is_written(name: str) -> None:
    with receiving() as post:
        answer = WebCourier(anywhere=False).post(f"http://{name}:{post.port}/", HEADERS, b"{}")
    assert answer.status is None
    assert answer.error in (NOT_PUBLIC, NO_HOST)
    assert post.seen == []


@pytest.mark.parametrize(
    "address",
    [
        *("10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "127.1.2.3"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "192.88.99.1"),
        *("::", "::1", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8"),
        *("64:ff9b::a00:1", "2002:a00:1::", "2001:0:1::1", "2001:db8::1", "100::1", "fe80::1%eth0"),
    ],
)
def test_an_address_of_a_network_of_ones_own_is_refused_also_in_disguise(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    courier = WebCourier(anywhere=False, resolve=lambda _host, _port: ["8.8.8.8", address])
    assert courier.post("https://systems.example/", HEADERS, b"{}").error == NOT_PUBLIC


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001:81b::200e"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_the_connection_goes_to_the_address_that_was_checked_and_the_name_is_looked_up_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    connected: list[Any] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    def connect(address: Any, *_: Any, **__: Any) -> socket.socket:
        connected.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "create_connection", connect)
    answer = WebCourier(anywhere=False, resolve=rebinding).post("https://systems.example/", HEADERS, b"{}")
    assert (answer.error, asked, connected) == ("no connection", ["systems.example"], [("93.184.216.34", 443)])


def test_a_name_nobody_has_is_said() -> None:
    answer = WebCourier(anywhere=False).post("https://nobody.invalid/", HEADERS, b"{}")
    assert answer.error == NO_HOST


def test_a_closed_port_is_no_connection() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert WebCourier(anywhere=True).post(f"http://127.0.0.1:{port}/", HEADERS, b"{}").error == "no connection"


def test_an_answer_that_comes_drop_by_drop_is_not_waited_for() -> None:
    def drip(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            for at in range(100):
                connection.sendall(b"x-%d: y\r\n" % at)
                time.sleep(0.1)

    with listening(drip) as port:
        begun = time.monotonic()
        answer = WebCourier(anywhere=True, seconds=0.6).post(f"http://127.0.0.1:{port}/", HEADERS, b"{}")
        took = time.monotonic() - begun
    assert answer.error == "no answer within 1 s"
    assert took < 5


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    def flood(connection: socket.socket) -> None:
        sent = 0
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while sent < 200_000_000:
                sent += connection.send(b"x" * 65_536)
        except OSError:
            flooded.append(sent)

    flooded: list[int] = []
    with listening(flood) as port:
        answer = WebCourier(anywhere=True).post(f"http://127.0.0.1:{port}/", HEADERS, b"{}")
    assert answer.taken
    assert flooded
    assert flooded[0] < 20_000_000


def test_a_head_without_end_is_no_answer() -> None:
    def endless(connection: socket.socket) -> None:
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\nx: ")
            for _ in range(1000):
                connection.sendall(b"y" * 65_536)
        except OSError:
            return

    with listening(endless) as port:
        answer = WebCourier(anywhere=True).post(f"http://127.0.0.1:{port}/", HEADERS, b"{}")
    assert answer.error == "the receiver broke off, or speaks no HTTP"


# --- TLS ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of systems.example, by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "systems.example")])
    now = datetime.now(UTC)  # noqa: TID251 - certificates are judged at the time of the test
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("systems.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(made.public_bytes(pem))
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))
    return folder / "certificate.pem", folder / "key.pem"


@pytest.fixture
def secure(certified: tuple[Path, Path]) -> Iterator[Post]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certified)
    with receiving(tls=tls) as post:
        yield post


def test_the_certificate_must_be_of_the_name_though_the_address_was_looked_up_before(
    secure: Post, certified: tuple[Path, Path]
) -> None:
    trusting = ssl.create_default_context(cafile=str(certified[0]))
    courier = WebCourier(anywhere=True, resolve=here, tls=trusting)
    assert courier.post(f"https://systems.example:{secure.port}/", HEADERS, b"{}").taken
    other = courier.post(f"https://another.example:{secure.port}/", HEADERS, b"{}")
    assert other.error == "the receiver's certificate cannot be trusted"
    assert len(secure.seen) == 1


def test_a_certificate_nobody_vouches_for_is_not_trusted(secure: Post) -> None:
    courier = WebCourier(anywhere=True, resolve=here)
    answer = courier.post(f"https://systems.example:{secure.port}/", HEADERS, b"{}")
    assert answer.error == "the receiver's certificate cannot be trusted"
