"""Asks an OpenID Connect provider who signed in: discovery, Authorization Code with PKCE, ID token checked by its keys.

Signatures are checked by joserfc, the claims by Authlib. Only asymmetric algorithms count: a token whose header names
none, or a secret both sides have, proves nothing.
"""

import base64
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bsc_audit.app.service.external import Claims, Proof
from bsc_audit.app.service.ports import Clock
from bsc_audit.app.service.refusals import NotSignedIn, Unavailable

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
KEPT = 3600.0  # seconds that what the provider publishes is kept
ASKED_AGAIN = 60.0  # seconds at least between two looks for a key that was unknown
LEEWAY = 60  # seconds two clocks may differ
SECONDS = 10.0  # for one answer of the provider
MOST_BYTES = 1_000_000  # of an answer
NOT_PROVED = "what the provider says proves nobody; begin again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """This service as the provider knows it."""

    issuer: str  # exactly as the provider writes itself
    id: str
    secret: str  # "" for a public client
    redirect_uri: str
    scopes: tuple[str, ...] = ("openid", "email", "profile")
    groups_claim: str = "groups"
    second_factors: frozenset[str] = frozenset()  # members of `amr`, or an `acr`, that stand for two factors


class OidcProvider:
    """Fulfils the port `Provider`."""

    def __init__(self, client: Client, clock: Clock, *, http: httpx.Client | None = None) -> None:
        """Nothing is asked yet.

        Args:
            client: this service.
            clock: by which tokens are too old or not yet good.
            http: asks; None for one that follows no redirect and uses no proxy of the environment.
        """
        self._client, self._clock = client, clock
        self._http = http or httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False)
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def address(self, *, state: str, proof: Proof) -> str:
        """Where to send the browser."""
        return str(
            prepare_grant_uri(
                self._published("authorization_endpoint"),
                self._client.id,
                "code",
                redirect_uri=self._client.redirect_uri,
                scope=" ".join(self._client.scopes),
                state=state,
                nonce=proof.nonce,
                code_challenge=create_s256_code_challenge(proof.verifier),
                code_challenge_method="S256",
            )
        )

    def claims(self, *, code: str, proof: Proof) -> Claims:
        """Who a code stands for."""
        answer = self._exchanged(code, proof)
        token, access = answer.get("id_token"), answer.get("access_token")
        if not isinstance(token, str):
            raise NotSignedIn(NOT_PROVED)
        said = self._checked(token, proof, access)
        more = self._more(said, access) if isinstance(access, str) else {}
        return self._read({**more, **said})

    def _exchanged(self, code: str, proof: Proof) -> Mapping[str, Any]:
        """What the provider gives for a code.

        Raises:
            NotSignedIn: it gives nothing for it.
        """
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._client.redirect_uri,
            "code_verifier": proof.verifier,
        }
        headers = {"accept": "application/json"}
        methods = self._metadata().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if self._client.secret and "client_secret_basic" in methods:
            pair = f"{quote_plus(self._client.id)}:{quote_plus(self._client.secret)}"
            headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            sent["client_id"] = self._client.id
            sent |= {"client_secret": self._client.secret} if self._client.secret else {}
        response = self._ask("POST", self._published("token_endpoint"), data=sent, headers=headers)
        if 400 <= response.status_code < 500:
            raise NotSignedIn("the provider gives nobody for this code; begin again")
        return _object(response)

    def _checked(self, token: str, proof: Proof, access: Any) -> Mapping[str, Any]:
        """The claims of an ID token that is meant for this service and this sign-in, and signed by the provider.

        Raises:
            NotSignedIn: it is not.
        """
        options = {
            "iss": {"essential": True, "value": self._client.issuer},
            "aud": {"essential": True, "value": self._client.id},
        }
        params = {"nonce": proof.nonce, "client_id": self._client.id, "access_token": access}
        try:
            decoded = self._decoded(token)
            found = CodeIDToken(decoded.claims, decoded.header, options, params)
            found.validate(now=int(self._clock.now().timestamp()), leeway=LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, TypeError) as error:
            raise NotSignedIn(NOT_PROVED) from error
        if not isinstance(found["sub"], str) or not found["sub"]:
            raise NotSignedIn(NOT_PROVED)
        return dict(found)

    def _decoded(self, token: str) -> jwt.Token:
        """The token, its signature checked; a key that is not among those kept may be one the provider made since."""
        try:
            return jwt.decode(token, self._keys(KEPT), algorithms=list(ALGORITHMS))
        except (JoseError, ValueError):
            return jwt.decode(token, self._keys(ASKED_AGAIN), algorithms=list(ALGORITHMS))

    def _more(self, said: Mapping[str, Any], access: str) -> Mapping[str, Any]:
        """What the provider tells besides, where the token lacks something; only if it is about the same person."""
        endpoint = self._metadata().get("userinfo_endpoint")
        if not endpoint or ("email" in said and self._client.groups_claim in said):
            return {}
        response = self._ask("GET", str(endpoint), headers={"authorization": f"Bearer {access}"})
        found = _object(response) if response.status_code == 200 else {}
        return found if found.get("sub") == said["sub"] else {}

    def _read(self, said: Mapping[str, Any]) -> Claims:
        groups = said.get(self._client.groups_claim, [])
        amr, acr = said.get("amr") or [], said.get("acr")
        methods = {one for one in (*amr, acr) if isinstance(one, str)}
        return Claims(
            issuer=self._client.issuer,
            subject=str(said["sub"]),
            email=_text(said.get("email")),
            email_verified=said.get("email_verified") is True,
            name=_text(said.get("name")),
            groups=frozenset(one for one in ([groups] if isinstance(groups, str) else groups) if isinstance(one, str)),
            second_factor=bool(methods & self._client.second_factors),
        )

    def _metadata(self) -> Mapping[str, Any]:
        found = self._fetched(get_well_known_url(self._client.issuer, external=True), KEPT)
        if found.get("issuer") != self._client.issuer:
            raise Unavailable("the provider calls itself otherwise than BSC_OIDC_ISSUER")
        return found

    def _published(self, name: str) -> str:
        found = self._metadata().get(name)
        if not isinstance(found, str) or not found.startswith(("https://", "http://")):
            raise Unavailable(f"the provider does not say its {name}")
        return found

    def _keys(self, kept: float) -> KeySet:
        return KeySet.import_key_set(self._fetched(self._published("jwks_uri"), kept))  # type: ignore[arg-type]

    def _fetched(self, address: str, kept: float) -> Mapping[str, Any]:
        """A document of the provider, asked for when the one that is kept is older than so many seconds."""
        with self._lock:
            at, found = self._kept.get(address, (float("-inf"), {}))
            if time.monotonic() - at >= kept:
                response = self._ask("GET", address)
                if response.status_code != 200:
                    raise Unavailable("the provider does not answer as it should")
                found = _object(response)
                self._kept[address] = (time.monotonic(), found)
            return found

    def _ask(self, method: str, address: str, **more: Any) -> httpx.Response:
        try:
            with self._http.stream(method, address, **more) as response:
                content = b""
                for piece in response.iter_bytes():
                    content += piece
                    if len(content) > MOST_BYTES:
                        raise Unavailable("the provider's answer is too long")
                return httpx.Response(response.status_code, content=content)
        except httpx.HTTPError as error:
            raise Unavailable("the provider does not answer") from error


def _object(response: httpx.Response) -> Mapping[str, Any]:
    try:
        found = response.json()
    except ValueError as error:
        raise Unavailable("the provider does not answer as it should") from error
    if response.status_code != 200 or not isinstance(found, dict):
        raise Unavailable("the provider does not answer as it should")
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
