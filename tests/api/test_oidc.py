"""Signing in at a provider: whose word counts, for whom, in which browser, and once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

import oidc_provider
from api_world import ORIGIN, SETTINGS, World
from bsc_audit.app.service.external import External
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.system import SystemClock
from bsc_audit.oidc import Client, OidcProvider
from oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider

CALLBACK = "/v1/sessions/oidc/callback"
ANN = {"sub": "ann-1", "email": "Ann@Example.org", "email_verified": True, "name": "Ann Lee", "groups": ["auditors"]}


class Door:
    """A service whose people sign in at a provider, and a browser."""

    def __init__(self, provider: Provider, **more: Any) -> None:
        self.provider = provider
        self.provider.said = dict(ANN)
        self.client_of = {
            "issuer": provider.issuer,
            "id": CLIENT_ID,
            "secret": CLIENT_SECRET,
            "redirect_uri": f"{ORIGIN}{CALLBACK}",
            "second_factors": frozenset({"mfa"}),
        }
        self.world = World(SETTINGS)
        self.org = self.world.organisation("A")
        self.told(**more)

    def told(self, secret: str = CLIENT_SECRET, **more: Any) -> None:
        """What the operator says."""
        self.world.clock.moment = SystemClock().now()  # the provider's clock is the machine's
        client = Client(**{**self.client_of, "secret": secret})
        external = External(
            issuer=self.provider.issuer,
            provider=OidcProvider(client, self.world.clock),
            **{"org_id": self.org, "roles": {"auditors": Role.ASSESSOR, "board": Role.REVIEWER}, **more},
        )
        self.world.app.state.wiring = replace(self.world.wiring, external=external)

    def start(self, where: str = "/") -> str:
        """Leave for the provider; its address."""
        got = self.world.client.get(f"/v1/sessions/oidc/start?{urlencode({'next': where})}", follow_redirects=False)
        assert got.status_code == 303, got.text
        return str(got.headers["location"])

    def back(self, address: str) -> Any:
        """Come back from there."""
        return self.world.client.get(address.removeprefix(ORIGIN), follow_redirects=False)

    def sign_in(self, where: str = "/") -> Any:
        return self.back(self.provider.sign_in(self.start(where)))

    def me(self) -> Any:
        return self.world.client.get("/v1/me").json()

    def persons(self) -> list[str]:
        with self.world.work.installation() as installation:
            return sorted(one.email for one in installation.persons.all())

    def identities(self) -> list[tuple[str, str]]:
        with self.world.work.installation() as installation:
            return [(one.issuer, one.subject) for one in installation.identities.all()]


@pytest.fixture
def provider() -> Iterator[Provider]:
    with oidc_provider.running() as provider:
        yield provider


@pytest.fixture
def door(provider: Provider) -> Door:
    return Door(provider)


def refused(got: Any, says: str = "", status: int = 401) -> None:
    """It was refused with a problem, and no session was given."""
    assert (got.status_code, got.headers["content-type"]) == (status, "application/problem+json"), got.text
    assert says in got.json()["detail"]
    assert not any(cookie.startswith("__Host-bsc=") for cookie in got.headers.get_list("set-cookie"))


def test_who_is_in_a_group_that_counts_becomes_a_member_and_is_signed_in(door: Door) -> None:
    got = door.sign_in("/assessments?state=draft")
    assert (got.status_code, got.headers["location"]) == (303, "/assessments?state=draft")
    me = door.me()
    assert (me["email"], me["name"]) == ("ann@example.org", "Ann Lee")
    assert [(one["org_id"], one["role"]) for one in me["memberships"]] == [(door.org, "assessor")]
    assert me["second_factor"] is False
    assert door.identities() == [(door.provider.issuer, "ann-1")]


def test_the_second_time_it_is_the_same_person_whatever_their_address_is_now(door: Door) -> None:
    door.sign_in()
    door.provider.said |= {"email": "other@example.org", "email_verified": False}
    assert door.sign_in().status_code == 303
    assert door.persons() == ["ann@example.org"]


def test_the_role_follows_the_groups_and_the_membership_ends_with_them(door: Door) -> None:
    door.sign_in()
    door.provider.said["groups"] = ["board"]
    door.sign_in()
    assert [one["role"] for one in door.me()["memberships"]] == ["reviewer"]
    door.provider.said["groups"] = ["others"]
    door.sign_in()
    assert door.me()["memberships"] == []
    with door.world.work.read(door.org) as work:
        noted = [(one.event.actor, one.event.action) for one in work.audit.entries() if one.event.actor == "oidc"]
    assert noted == [("oidc", "add_person"), ("oidc", "update_membership"), ("oidc", "remove_person")]


def test_a_stranger_is_not_let_in(door: Door) -> None:
    door.provider.said["groups"] = ["others"]
    refused(door.sign_in(), "nobody here is known")
    assert door.persons() == []


def test_somebody_who_is_here_is_taken_over_only_where_the_operator_says_so(door: Door) -> None:
    door.world.person(door.org, Role.CLIENT, email="ann@example.org")
    refused(door.sign_in(), "sign in as you did before")
    assert door.identities() == []
    door.told(link_by_email=True, org_id="")
    assert door.sign_in().status_code == 303
    assert [one["role"] for one in door.me()["memberships"]] == ["client"]
    assert door.persons() == ["ann@example.org"]


@pytest.mark.parametrize(
    "said", [{"email_verified": False}, {"email_verified": "true"}, {"email": ""}, {"email": None}]
)
def test_an_address_the_provider_has_not_verified_links_nobody(door: Door, said: dict[str, Any]) -> None:
    door.world.person(door.org, Role.CLIENT, email="ann@example.org")
    door.told(link_by_email=True)
    door.provider.said |= said
    refused(door.sign_in(), "verified e-mail")
    assert door.identities() == []


def test_a_disabled_person_stays_out(door: Door) -> None:
    door.sign_in()
    with door.world.work.installation(write=True) as installation:
        (person,) = installation.persons.all()
        installation.persons.replace(replace(person, disabled_at=installation.now), expected=person.version)
    refused(door.sign_in(), "disabled")


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "mfa"}, True),
        ({"amr": ["pwd", "otp"]}, False),
        ({"amr": "mfa"}, False),
    ],
)
def test_a_second_factor_counts_by_the_methods_the_operator_named(
    door: Door, said: dict[str, Any], counts: bool
) -> None:
    door.provider.said |= said
    got = door.sign_in()
    assert got.status_code == (303 if said.get("amr") != "mfa" else 401)
    if got.status_code == 303:
        assert door.me()["second_factor"] is counts


def changed(**claims: Any) -> oidc_provider.Change:
    return lambda said: {**said, **claims}


def without(name: str) -> oidc_provider.Change:
    return lambda said: {key: value for key, value in said.items() if key != name}


LIES: dict[str, oidc_provider.Change] = {
    "another nonce": changed(nonce="another"),
    "no nonce": without("nonce"),
    "another audience": changed(aud="another-service"),
    "several audiences and no authorized party": changed(aud=[CLIENT_ID, "another"]),
    "another authorized party": changed(aud=[CLIENT_ID, "another"], azp="another"),
    "another issuer": changed(iss="https://elsewhere.example"),
    "expired": changed(exp=1_000_000_000, iat=999_999_000),
    "without an end": without("exp"),
    "of the future": changed(iat=4_000_000_000, nbf=4_000_000_000),
    "nobody": without("sub"),
    "an empty subject": changed(sub=""),
    "a subject that is a number": changed(sub=7),
    "another access token": changed(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_is_not_for_this_sign_in_proves_nobody(door: Door, lie: str) -> None:
    door.provider.lie = LIES[lie]
    refused(door.sign_in(), "proves nobody")
    assert door.persons() == []


@pytest.mark.parametrize(
    "sign",
    [oidc_provider.unsigned, oidc_provider.signed_by_the_public_key, oidc_provider.signed_by_a_stranger],
    ids=["alg none", "shared secret", "stranger"],
)
def test_a_token_the_provider_did_not_sign_proves_nobody(door: Door, sign: Callable[..., str]) -> None:
    door.provider.sign = sign
    refused(door.sign_in(), "proves nobody")


def test_a_token_that_is_none_proves_nobody(door: Door) -> None:
    door.provider.sign = lambda *_: "a.b"
    refused(door.sign_in(), "proves nobody")


def test_a_way_back_is_gone_once_used(door: Door) -> None:
    address = door.provider.sign_in(door.start())
    cookies = dict(door.world.client.cookies)
    assert door.back(address).status_code == 303
    door.world.client.cookies.clear()
    door.world.client.cookies.update(cookies)
    asked = len(door.provider.asked)
    refused(door.back(address), "begin again")
    assert len(door.provider.asked) == asked, "the code is not even shown to the provider"


def test_a_code_of_another_sign_in_counts_for_nothing(door: Door) -> None:
    first = dict(parse_qsl(urlsplit(door.provider.sign_in(door.start())).query))
    second = dict(parse_qsl(urlsplit(door.provider.sign_in(door.start())).query))
    refused(door.back(f"{CALLBACK}?{urlencode({'state': second['state'], 'code': first['code']})}"), "begin again")


def test_only_the_browser_that_left_comes_back(door: Door) -> None:
    address = door.provider.sign_in(door.start())
    door.world.client.cookies.clear()
    refused(door.back(address), "begin again")
    door.start()  # another sign-in of this browser
    refused(door.back(address), "begin again")


def test_a_sign_in_is_over_after_ten_minutes(door: Door) -> None:
    address = door.provider.sign_in(door.start())
    door.world.clock.forward(minutes=10, seconds=1)
    refused(door.back(address), "begin again")


@pytest.mark.parametrize(
    "query", ["", "code=x", "state=x&code=x", "error=access_denied&error_description=<b>", "state=%00"]
)
def test_whatever_comes_back_is_answered_with_a_problem(door: Door, query: str) -> None:
    door.start()
    refused(door.back(f"{CALLBACK}?{query}"))


def test_an_answer_of_another_provider_is_not_taken(door: Door) -> None:
    address = door.provider.sign_in(door.start())
    refused(door.back(f"{address}&iss=https%3A%2F%2Felsewhere.example"), "begin again")
    assert door.back(f"{address}&iss={door.provider.issuer}").status_code == 303


@pytest.mark.parametrize(
    "where", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\nx"]
)
def test_nobody_is_sent_to_another_site_afterwards(door: Door, where: str) -> None:
    assert door.sign_in(where).headers["location"] == "/"


def test_the_browser_is_given_nothing_that_proves_the_code(door: Door) -> None:
    address = door.start()
    asked = parse_qs(urlsplit(address).query)
    assert asked["redirect_uri"] == [f"{ORIGIN}{CALLBACK}"]
    assert "code_verifier" not in asked
    (cookie,) = [one for one in door.world.client.cookies.jar if one.name == "__Host-bsc-oidc"]
    assert cookie.secure
    assert cookie.value not in address
    door.back(door.provider.sign_in(address))
    assert "__Host-bsc-oidc" not in door.world.client.cookies


def test_what_the_provider_publishes_is_asked_for_once_and_a_new_key_is_found(door: Door) -> None:
    door.sign_in()
    door.sign_in()
    assert door.provider.asked.count("/.well-known/openid-configuration") == 1
    assert door.provider.asked.count("/keys") == 1


def test_a_key_the_provider_made_since_is_asked_for(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bsc_audit.oidc.ASKED_AGAIN", 0.0)
    door.sign_in()
    door.provider.key = oidc_provider.RSAKey.generate_key(2048, {"kid": "one"})
    assert door.sign_in().status_code == 303
    assert door.provider.asked.count("/keys") == 2


def test_what_the_token_lacks_is_taken_from_userinfo_about_the_same_person(door: Door) -> None:
    for name in ("email", "email_verified", "groups"):
        del door.provider.said[name]
    door.provider.told = {**ANN, "sub": "somebody-else"}
    refused(door.sign_in(), "verified e-mail")
    door.provider.told = dict(ANN)
    door.told()
    assert door.sign_in().status_code == 303
    assert [one["role"] for one in door.me()["memberships"]] == ["assessor"]


def test_a_client_without_a_secret_proves_itself_by_the_code_alone(door: Door) -> None:
    door.provider.public = True
    door.told(secret="")
    assert door.sign_in().status_code == 303


def test_a_wrong_secret_signs_nobody_in(door: Door) -> None:
    door.told(secret="wrong")
    refused(door.sign_in(), "begin again")


def test_a_provider_that_calls_itself_otherwise_is_not_believed(door: Door) -> None:
    door.provider.issuer += "/other"
    refused(door.world.client.get("/v1/sessions/oidc/start", follow_redirects=False), "calls itself", 503)


def test_a_provider_that_is_gone_is_said(provider: Provider) -> None:
    with oidc_provider.running() as other:
        door = Door(other)
    refused(door.world.client.get("/v1/sessions/oidc/start", follow_redirects=False), "does not answer", 503)


def test_an_organisation_that_is_not_there_is_the_operators_to_mend(door: Door) -> None:
    door.told(org_id="nowhere")
    refused(door.sign_in(), "BSC_OIDC_ORGANISATION", 503)


def test_without_a_provider_there_is_no_such_door(world: World) -> None:
    for path in ("/v1/sessions/oidc/start", CALLBACK):
        assert world.client.get(path, follow_redirects=False).status_code == 404


def test_guessing_waits_longer_each_time(door: Door) -> None:
    codes = [door.back(f"{CALLBACK}?state=x&code=x").status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
