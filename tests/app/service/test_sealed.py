"""Secrets as they are stored: opened by who knows the service's secret, in the row they were sealed for."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.memory import MemoryUnitOfWork
from bsc_audit.app.service.model.organisation import OrganisationKind
from bsc_audit.app.service.model.webhook import Webhook
from bsc_audit.app.service.organisations import found_organisation
from bsc_audit.app.service.resealing import Resealed, seal_anew
from bsc_audit.app.service.sealed import PREFIX, SealBroken, Sealer
from bsc_audit.app.service.system import Uuid7
from service_world import FixedClock
from stored_values import person

OLD, NEW = b"o" * 32, b"n" * 32
SEALER = Sealer(OLD)
PLACE = {"noun": "person", "id": "p1"}


@given(text=st.text(max_size=200))
def test_what_is_sealed_is_opened_in_its_own_row_and_nowhere_else(text: str) -> None:
    stored = SEALER.seal(text, **PLACE)
    assert SEALER.open(stored, **PLACE) == text
    for elsewhere in ({"noun": "person", "id": "p2"}, {"noun": "webhook", "id": "p1"}):
        with pytest.raises(SealBroken):
            SEALER.open(stored, **elsewhere)


def test_the_same_secret_is_stored_as_another_text_each_time() -> None:
    assert SEALER.seal("hush", **PLACE) != SEALER.seal("hush", **PLACE)
    assert "hush" not in SEALER.seal("hush", **PLACE)


def test_a_text_without_the_prefix_is_of_the_days_before_sealing() -> None:
    assert SEALER.open("JBSWY3DPEHPK3PXP", **PLACE) == "JBSWY3DPEHPK3PXP"
    assert not SEALER.is_current("JBSWY3DPEHPK3PXP", **PLACE)


def test_a_former_secret_opens_and_seals_nothing() -> None:
    stored, rotated = SEALER.seal("hush", **PLACE), Sealer(NEW, [OLD])
    assert rotated.open(stored, **PLACE) == "hush"
    assert not rotated.is_current(stored, **PLACE)
    assert rotated.is_current(rotated.seal("hush", **PLACE), **PLACE)
    with pytest.raises(SealBroken, match="BSC_FORMER_SECRETS"):
        Sealer(NEW).open(stored, **PLACE)


@given(bit=st.integers(0, 8 * 32 - 1))
def test_a_changed_bit_is_found(bit: int) -> None:
    coded = SEALER.seal("hush", **PLACE).removeprefix(PREFIX)
    data = bytearray(base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)))
    data[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        SEALER.open(PREFIX + base64.urlsafe_b64encode(data).decode().rstrip("="), **PLACE)


@given(rest=st.text(max_size=80))
def test_no_text_breaks_the_opening(rest: str) -> None:
    with pytest.raises(SealBroken):
        SEALER.open(PREFIX + rest, **PLACE)


@pytest.mark.parametrize(("secret", "former"), [(b"short", []), (NEW, [b"short"])])
def test_a_short_secret_is_refused(secret: bytes, former: list[bytes]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(secret, former)


class Store:
    """An organisation with a webhook and three people: sealed, in clear and without a second factor."""

    def __init__(self) -> None:
        ids = Uuid7(FixedClock())
        self.work = MemoryUnitOfWork(FixedClock(), ids)
        with self.work.installation(write=True) as installation:
            self.org = found_organisation(installation, ids, name="Acme", kind=OrganisationKind.CLIENT).id
            for id_, secret in (("a", SEALER.seal("aaa", noun="person", id="a")), ("b", "bbb"), ("c", None)):
                installation.persons.add(person(id=id_, email=f"{id_}@example.org", totp_secret=secret))
        with self.work.write(self.org) as work:
            self.hook: Webhook = work.webhooks.add(
                Webhook(**fresh(ids, work.now), url="https://a.example", events=(), secrets=("whsec_1", "whsec_2"))
            )

    def codes(self, sealer: Sealer) -> dict[str, str]:
        """Who has which secret."""
        with self.work.installation() as installation:
            found = {one.id: one.totp_secret for one in installation.persons.all()}
        return {id_: sealer.open(text, noun="person", id=id_) for id_, text in found.items() if text is not None}

    def hooks(self) -> tuple[str, ...]:
        with self.work.read(self.org) as work:
            return work.webhooks.get(self.hook.id).secrets


def test_a_rotation_leaves_nothing_in_clear_and_nothing_under_the_former_secret() -> None:
    store = Store()
    assert seal_anew(store.work, Sealer(NEW, [OLD]), actor="operator") == Resealed(anew=3, unreadable=())
    assert store.codes(Sealer(NEW)) == {"a": "aaa", "b": "bbb"}
    opened = [Sealer(NEW).open(one, noun="webhook", id=store.hook.id) for one in store.hooks()]
    assert opened == ["whsec_1", "whsec_2"]
    assert all(one.startswith(PREFIX) for one in store.hooks())
    assert seal_anew(store.work, Sealer(NEW, [OLD]), actor="operator").anew == 0


def test_what_nothing_opens_is_named_and_left_as_it_is() -> None:
    store = Store()
    done = seal_anew(store.work, Sealer(NEW), actor="operator")
    assert done == Resealed(anew=2, unreadable=("person/a",))
    assert store.codes(Sealer(NEW, [OLD])) == {"a": "aaa", "b": "bbb"}


def test_the_rotation_stands_in_the_logs_of_those_it_touched() -> None:
    store = Store()
    seal_anew(store.work, Sealer(NEW, [OLD]), actor="operator")
    with store.work.installation() as installation:
        noted = [one.event for one in installation.audit.entries() if one.event.action == "rotate_secret"]
    assert [(one.actor, one.target) for one in noted] == [("operator", "person/a"), ("operator", "person/b")]
    assert all(one.before == one.after for one in noted), "a digest would change with every sealing, and say nothing"
