"""A small OpenID Connect provider on the loopback, for tests: real signatures, real codes, and it can be told to lie."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT_ID, CLIENT_SECRET = "bsc-audit", "a secret: with / marks"
Change = Callable[[dict[str, Any]], dict[str, Any]]


def unchanged(claims: dict[str, Any]) -> dict[str, Any]:
    return claims


@dataclass
class Provider:
    """What it says and how; tests change it."""

    issuer: str
    said: dict[str, Any] = field(default_factory=dict)  # of who signs in
    lie: Change = unchanged  # changes the claims before they are signed
    sign: Callable[["Provider", dict[str, Any]], str] | None = None  # signs otherwise
    told: dict[str, Any] = field(default_factory=dict)  # of userinfo; empty: there is none
    public: bool = False  # its clients have no secret
    asked: list[str] = field(default_factory=list)  # paths, in order
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def sign_in(self, address: str) -> str:
        """What a browser does there: the person agrees, and it is sent back to this address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT_ID
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'session_state': 'x'})}"

    def exchange(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Tokens for a code, once; None where it is worth nothing."""
        asked = self.codes.pop(form.get("code", ""), None)
        pair = f"{CLIENT_ID}:{'a+secret%3A+with+%2F+marks'}"
        proved = (
            form.get("client_id") == CLIENT_ID if self.public else authorization == f"Basic {_base64(pair.encode())}"
        )
        if asked is None or not proved or form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(challenge).decode().rstrip("=") != asked["code_challenge"]:
            return None
        return {"access_token": "access", "token_type": "Bearer", "id_token": self._token(asked["nonce"])}

    def _token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "exp": now + 300, "iat": now, "nonce": nonce, **self.said}
        changed = self.lie(claims)
        return self.sign(self, changed) if self.sign else signed_by(self.key, changed)

    def document(self, path: str) -> dict[str, Any] | None:
        """What it publishes at a path."""
        match path:
            case "/.well-known/openid-configuration":
                return {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                    **({"userinfo_endpoint": f"{self.issuer}/userinfo"} if self.told else {}),
                }
            case "/keys":
                return dict(KeySet([self.key]).as_dict(private=False))
            case "/userinfo":
                return self.told
        return None


def signed_by(key: RSAKey, claims: dict[str, Any]) -> str:
    """An ID token."""
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key, algorithms=["RS256"])


def unsigned(_: Provider, claims: dict[str, Any]) -> str:
    """A token that says of itself that nobody signed it."""
    head = _url64(json.dumps({"alg": "none"}).encode())
    return f"{head}.{_url64(json.dumps(claims).encode())}."


def signed_by_the_public_key(provider: Provider, claims: dict[str, Any]) -> str:
    """A token whose shared secret is what everybody knows: the provider's public key."""
    head = _url64(json.dumps({"alg": "HS256", "kid": "one"}).encode())
    signed = f"{head}.{_url64(json.dumps(claims).encode())}"
    mac = hmac.new(provider.key.as_pem(private=False), signed.encode(), hashlib.sha256)
    return f"{signed}.{_url64(mac.digest())}"


def signed_by_a_stranger(_: Provider, claims: dict[str, Any]) -> str:
    """A token of somebody else's key under the same name."""
    return signed_by(RSAKey.generate_key(2048, {"kid": "one"}), claims)


@contextmanager
def running() -> Iterator[Provider]:
    """A provider as long as the block lasts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        provider = Provider(issuer=f"http://127.0.0.1:{server.server_address[1]}")
        server.RequestHandlerClass = _handler(provider)
        Thread(target=server.serve_forever, daemon=True).start()
        yield provider
        server.shutdown()


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            self._say(provider.document(self.path))

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            sent = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            form = {name: values[0] for name, values in sent.items()}
            self._say(provider.exchange(form, self.headers.get("authorization", "")), refused=400)

        def _say(self, found: dict[str, Any] | None, refused: int = 404) -> None:
            body = json.dumps({"error": "invalid_grant"} if found is None else found).encode()
            self.send_response(refused if found is None else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
