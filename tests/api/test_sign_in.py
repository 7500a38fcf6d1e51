"""People: invited, signed in with one or two factors, thrown out; and what is said to who guesses."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pyotp
import pytest

from api_world import ORIGIN, World, bearer
from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.app.service.sealed import PREFIX, Sealer
from soft_passkey import SoftPasskey

PASSWORD = "nine tall green ladders"
OWN = {"Sec-Fetch-Site": "same-origin"}


class Ann:
    """Somebody who was invited as an assessor and chose a password."""

    def __init__(self, world: World, role: str = "assessor") -> None:
        self.world, self.client = world, world.client
        self.org = world.organisation("A")
        self.admin = bearer(world.key(self.org, Scope.ADMIN))
        sent = {"email": "Ann@Example.org", "name": "Ann Lee", "role": role}
        self.invited = self.client.post(f"/v1/organisations/{self.org}/people", json=sent, headers=self.admin).json()
        self.choose(PASSWORD)

    def choose(self, password: str) -> Any:
        sent = {"token": self.invited["invitation"], "password": password}
        return self.client.post("/v1/passwords", json=sent)

    def sign_in(self, password: str = PASSWORD, **more: Any) -> Any:
        sent = {"email": "ann@example.org", "password": password, **more}
        return self.client.post("/v1/sessions", json=sent, headers=OWN)

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(f"/v1/me/{path}", json=body or None, headers=OWN)

    def codes(self) -> tuple[pyotp.TOTP, list[str]]:
        """Register one-time codes; the authenticator and the recovery codes."""
        begun = self.post("totp", password=PASSWORD).json()
        device = pyotp.TOTP(begun["secret"])
        code = device.at(self.world.clock.now())
        return device, self.post("totp/confirmation", token=begun["token"], code=code).json()["codes"]


@pytest.fixture
def ann(world: World) -> Ann:
    return Ann(world)


def test_the_cookie_is_bound_to_the_host_and_hidden_from_scripts(ann: Ann) -> None:
    cookie = ann.sign_in().headers["set-cookie"]
    assert cookie.startswith("__Host-bsc=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    me = ann.client.get("/v1/me").json()
    assert (me["email"], me["memberships"][0]["role"]) == ("ann@example.org", "assessor")


def test_only_a_digest_of_the_token_is_stored(ann: Ann) -> None:
    token = ann.sign_in().cookies["__Host-bsc"]
    with ann.world.work.installation() as installation:
        assert token not in repr(installation.sessions.all())


def test_unknown_people_and_wrong_passwords_are_answered_alike(ann: Ann) -> None:
    wrong = ann.sign_in("something else entirely")
    unknown = ann.client.post("/v1/sessions", json={"email": "who@example.org", "password": PASSWORD}, headers=OWN)
    said = [{**one.json(), "request_id": ""} for one in (wrong, unknown)]
    assert said[0] == said[1]
    assert wrong.status_code == 401


def test_guessing_waits_longer_each_time_and_is_forgiven(ann: Ann) -> None:
    for _ in range(5):
        assert ann.sign_in("wrong wrong wrong").status_code == 401
    refused = ann.sign_in()
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    ann.world.clock.forward(seconds=2)
    assert ann.sign_in("wrong wrong wrong").status_code == 401
    assert ann.sign_in().headers["retry-after"] == "2"
    ann.world.clock.forward(seconds=3)
    assert ann.sign_in().status_code == 201


def test_a_session_ends_idle_and_after_a_week(ann: Ann) -> None:
    ann.sign_in()
    ann.world.clock.forward(hours=7, minutes=59)
    assert ann.client.get("/v1/me").status_code == 200
    ann.world.clock.forward(hours=8)
    assert ann.client.get("/v1/me").status_code == 401
    ann.sign_in()
    for _ in range(24):
        ann.world.clock.forward(hours=7)
        last = ann.client.get("/v1/me").status_code
    assert last == 401, "168 hours are over although it was never idle"


def test_signing_in_again_ends_the_session_before(ann: Ann) -> None:
    first = ann.sign_in().cookies["__Host-bsc"]
    second = ann.sign_in().cookies["__Host-bsc"]
    assert first != second
    ann.client.cookies.clear()
    assert ann.client.get("/v1/me", headers={"Cookie": f"__Host-bsc={first}"}).status_code == 401


def test_sessions_are_listed_and_ended_from_elsewhere(ann: Ann) -> None:
    ann.sign_in()
    ann.client.cookies.clear()
    ann.sign_in()
    listed = ann.client.get("/v1/me/sessions").json()["items"]
    (other,) = [one for one in listed if not one["current"]]
    assert ann.post(f"sessions/{other['id']}/end").status_code == 204
    assert [one["current"] for one in ann.client.get("/v1/me/sessions").json()["items"]] == [True]


def test_signing_out_ends_the_session_and_takes_the_cookie(ann: Ann) -> None:
    token = ann.sign_in().cookies["__Host-bsc"]
    assert "Max-Age=0" in ann.post("sign-out").headers["set-cookie"]
    assert ann.client.get("/v1/me", headers={"Cookie": f"__Host-bsc={token}"}).status_code == 401


def test_an_invitation_works_once(ann: Ann) -> None:
    again = ann.choose("another fine long one")
    assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "token-unknown")


def test_an_invitation_is_over_after_a_week(world: World) -> None:
    org = world.organisation("A")
    sent = {"email": "bo@example.org", "name": "Bo", "role": "client"}
    headers = bearer(world.key(org, Scope.ADMIN))
    token = world.client.post(f"/v1/organisations/{org}/people", json=sent, headers=headers).json()["invitation"]
    world.clock.forward(days=7, seconds=1)
    assert world.client.post("/v1/passwords", json={"token": token, "password": PASSWORD}).status_code == 422


def test_another_organisation_gets_no_invitation_for_somebody_elses_guest(world: World) -> None:
    sent = {"email": "bo@example.org", "name": "Bo", "role": "client"}
    first, second = world.organisation("A"), world.organisation("B")
    said = [
        world.client.post(f"/v1/organisations/{org}/people", json=sent, headers=bearer(world.key(org, Scope.ADMIN)))
        for org in (first, second)
    ]
    assert [one.status_code for one in said] == [201, 201]
    assert (bool(said[0].json()["invitation"]), said[1].json()["invitation"]) == (True, None)


def test_another_password_ends_all_other_sessions(ann: Ann) -> None:
    other = ann.sign_in().cookies["__Host-bsc"]
    ann.client.cookies.clear()
    ann.sign_in()
    assert ann.post("password", old="wrong", password="x" * 20).status_code == 422
    assert ann.post("password", old=PASSWORD, password="seven small blue boats").status_code == 204
    assert ann.client.get("/v1/me").status_code == 200
    ann.client.cookies.clear()
    assert ann.client.get("/v1/me", headers={"Cookie": f"__Host-bsc={other}"}).status_code == 401
    assert (ann.sign_in().status_code, ann.sign_in("seven small blue boats").status_code) == (401, 201)


def test_codes_are_asked_for_once_registered_and_count_once(ann: Ann) -> None:
    ann.sign_in()
    device, _ = ann.codes()
    assert ann.client.get("/v1/me").json()["second_factor"] is True
    ann.world.clock.forward(minutes=5)
    code = device.at(ann.world.clock.now())
    assert ann.sign_in().json()["type"] == "/problems/second-factor-needed"
    assert ann.sign_in(code="000000" if code != "000000" else "111111").status_code == 401
    assert ann.sign_in(code=code).status_code == 201
    assert ann.client.get("/v1/me").json()["second_factor"] is True
    assert ann.sign_in(code=code).status_code == 401, "a code counts once"


def test_the_authenticators_secret_is_stored_sealed(ann: Ann) -> None:
    ann.sign_in()
    device, _ = ann.codes()
    with ann.world.work.installation() as installation:
        (stored,) = [one.totp_secret for one in installation.persons.all() if one.totp_secret]
    assert stored.startswith(PREFIX)
    assert device.secret not in stored


def test_a_code_counts_with_a_secret_that_was_stored_in_clear(ann: Ann) -> None:
    ann.sign_in()
    device, _ = ann.codes()
    store_secret(ann, device.secret)
    ann.world.clock.forward(minutes=5)
    assert ann.sign_in(code=device.at(ann.world.clock.now())).status_code == 201


def test_a_recovery_code_counts_where_nothing_opens_the_secret(ann: Ann) -> None:
    ann.sign_in()
    device, codes = ann.codes()
    store_secret(ann, Sealer(b"lost" * 8).seal(device.secret, noun="person", id="lost"))
    ann.world.clock.forward(minutes=5)
    refused = ann.sign_in(code=device.at(ann.world.clock.now()))
    assert (refused.status_code, refused.json()["type"]) == (503, "/problems/unavailable")
    assert "BSC_FORMER_SECRETS" in refused.json()["detail"]
    assert ann.sign_in(code=codes[0]).status_code == 201


def store_secret(ann: Ann, text: str) -> None:
    """Put a text in the place of Ann's secret."""
    with ann.world.work.installation(write=True) as installation:
        (found,) = [one for one in installation.persons.all() if one.totp_secret]
        installation.persons.replace(replace(found, totp_secret=text), expected=found.version)


def test_a_recovery_code_stands_in_once(ann: Ann) -> None:
    ann.sign_in()
    _, codes = ann.codes()
    assert len(set(codes)) == 10
    assert ann.sign_in(code=codes[0].upper().replace("-", " ")).status_code == 201
    assert ann.sign_in(code=codes[0]).status_code == 401
    assert ann.sign_in(code=codes[1]).status_code == 201


def test_codes_are_changed_by_password_only(ann: Ann) -> None:
    ann.sign_in()
    assert ann.post("totp", password="wrong").status_code == 422
    ann.codes()
    assert ann.post("totp/removal", password="wrong").status_code == 422
    assert ann.post("totp/removal", password=PASSWORD).status_code == 204
    assert ann.sign_in().status_code == 201


@pytest.mark.parametrize("spoil", ["token", "code", "late"])
def test_a_registration_of_codes_that_is_wrong_or_late_is_refused(ann: Ann, spoil: str) -> None:
    ann.sign_in()
    begun = ann.post("totp", password=PASSWORD).json()
    if spoil == "late":
        ann.world.clock.forward(minutes=5, seconds=1)
    code = pyotp.TOTP(begun["secret"]).at(ann.world.clock.now())
    sent = {"token": begun["token"], "code": code, **({spoil: "1234567"} if spoil != "late" else {})}
    assert ann.post("totp/confirmation", **sent).status_code == 422


def register(ann: Ann, device: SoftPasskey) -> Any:
    begun = ann.post("passkeys/options", password=PASSWORD).json()
    answer = device.register(begun["options"])
    return ann.post("passkeys", token=begun["token"], name="Key ring", credential=answer)


def sign_in_by(ann: Ann, device: SoftPasskey) -> tuple[Any, Mapping[str, Any]]:
    begun = ann.client.post("/v1/sessions/passkey/options", headers=OWN).json()
    sent = {"token": begun["token"], "credential": device.sign_in(begun["options"])}
    return ann.client.post("/v1/sessions/passkey", json=sent, headers=OWN), sent


def test_a_passkey_signs_in_as_two_factors(ann: Ann) -> None:
    ann.sign_in()
    device = SoftPasskey(ORIGIN)
    assert register(ann, device).status_code == 201
    got, _ = sign_in_by(ann, device)
    assert got.status_code == 201
    assert ann.client.get("/v1/me").json()["second_factor"] is True
    (listed,) = ann.client.get("/v1/me/passkeys").json()["items"]
    assert (listed["name"], listed["used_at"] is not None) == ("Key ring", True)


def test_an_answer_counts_once_and_a_passkey_is_registered_once(ann: Ann) -> None:
    ann.sign_in()
    device = SoftPasskey(ORIGIN)
    register(ann, device)
    assert register(ann, device).status_code == 409
    _, sent = sign_in_by(ann, device)
    assert ann.client.post("/v1/sessions/passkey", json=sent, headers=OWN).status_code == 401


@pytest.mark.parametrize("spoil", ["signature", "site", "copied", "stranger", "late"])
def test_a_passkey_that_proves_nothing_signs_nobody_in(ann: Ann, spoil: str) -> None:
    ann.sign_in()
    device = SoftPasskey(ORIGIN)
    register(ann, device)
    sign_in_by(ann, device)
    begun = ann.client.post("/v1/sessions/passkey/options", headers=OWN).json()
    if spoil == "site":
        device.origin = "https://evil.example"
    if spoil == "copied":
        device.count = 0
    if spoil == "late":
        ann.world.clock.forward(minutes=5, seconds=1)
    answer = (SoftPasskey(ORIGIN) if spoil == "stranger" else device).sign_in(begun["options"])
    if spoil == "signature":
        answer["response"]["signature"] = answer["response"]["authenticatorData"]
    sent = {"token": begun["token"], "credential": answer}
    assert ann.client.post("/v1/sessions/passkey", json=sent, headers=OWN).status_code == 401


def test_a_removed_passkey_counts_no_more(ann: Ann) -> None:
    ann.sign_in()
    device = SoftPasskey(ORIGIN)
    made = register(ann, device).json()
    assert ann.post(f"passkeys/{made['id']}/removal", password="wrong").status_code == 422
    assert ann.post(f"passkeys/{made['id']}/removal", password=PASSWORD).status_code == 204
    assert sign_in_by(ann, device)[0].status_code == 401


def test_a_role_with_weight_works_once_a_second_factor_is_there(world: World) -> None:
    lead = Ann(world, "lead_auditor")
    lead.sign_in()
    path = f"/v1/organisations/{lead.org}/units"
    assert lead.client.get(path).json()["type"] == "/problems/second-factor-needed"
    lead.codes()
    assert lead.client.get(path).status_code == 200


def test_somebody_disabled_is_out_at_once(ann: Ann) -> None:
    from dataclasses import replace

    ann.sign_in()
    with ann.world.work.installation(write=True) as installation:
        person = installation.persons.get(ann.invited["person_id"])
        disabled = replace(person, disabled_at=ann.world.clock.now())
        installation.persons.replace(disabled, expected=person.version)
    assert ann.client.get("/v1/me").status_code == 401
    assert ann.sign_in().status_code == 401


def test_keys_have_no_sessions(world: World) -> None:
    headers = bearer(world.key(world.organisation("A"), Scope.ADMIN))
    for path in ("sessions", "passkeys"):
        assert world.client.get(f"/v1/me/{path}", headers=headers).status_code == 401


def test_a_shopper_is_no_lead(world: World) -> None:
    person = world.person(world.organisation("A"), Role.SHOPPER)
    assert world.client.get("/v1/me", headers=world.session(person)).json()["memberships"][0]["role"] == "shopper"
