"""Reading the audit log, and proving that it is whole."""

from dataclasses import replace

import pytest

from bsc_audit.app.service.audit_log import ERASED, LogQuery, Proof, prove, prove_all, prove_organisation, read_log
from bsc_audit.app.service.memory import MemoryUnitOfWork
from bsc_audit.app.service.model.audit import AuditEvent
from bsc_audit.app.service.permissions import Role, Scope
from bsc_audit.app.service.refusals import Forbidden
from service_world import Service


def with_entries(count: int) -> Service:
    service = Service()
    with service.write() as work:
        for number in range(1, count + 1):
            work.audit.append(AuditEvent(actor="person:a", action="create_unit", target=f"unit/{number}"))
    return service


def proof(service: Service, looked_for: str = "") -> Proof:
    return prove_organisation(service.work, service.org, looked_for=looked_for)


def test_a_page_says_whether_there_is_more() -> None:
    service = with_entries(5)
    admin = service.people[Role.ADMIN]
    with service.write() as work:
        first = read_log(work, admin, LogQuery(limit=3))
        rest = read_log(work, admin, LogQuery(limit=3, after=first.entries[-1].seq))
        assert read_log(work, admin, LogQuery(target="unit/2")).entries == first.entries[1:2]
    assert [entry.seq for entry in (*first.entries, *rest.entries)] == [1, 2, 3, 4, 5]
    assert (first.more, rest.more) == (True, False)


def test_the_log_is_not_for_who_has_a_part_of_the_organisation() -> None:
    service = with_entries(1)
    part = replace(service.key(Scope.ADMIN), unit_id="u")
    with service.write() as work, pytest.raises(Forbidden):
        read_log(work, part, LogQuery())


def test_a_whole_chain_holds_and_says_where_a_hash_stands() -> None:
    service = with_entries(1200)  # more than one page of the port
    with service.write() as work:
        (wanted,) = work.audit.entries(after=699, limit=1)
    found = proof(service, wanted.hash)
    assert (found.holds, found.entries, found.places, found.head.seq) == (True, 1200, (700,), 1200)


def test_a_changed_entry_is_the_first_break() -> None:
    service = with_entries(5)
    log = service.work._state.logs
    forged = list(log[service.org])
    forged[2] = replace(forged[2], event=replace(forged[2].event, actor="person:b"))
    log[service.org] = tuple(forged)
    assert [one.seq for one in proof(service).breaks] == [3]


def test_a_log_that_lost_its_end_does_not_hold() -> None:
    class Cut:
        """A log whose head is of later entries than it has."""

        def __init__(self, units: MemoryUnitOfWork, org_id: str) -> None:
            with units.read(org_id) as work:
                self.head, self._log = work.audit.head, work.audit

        def entries(self, *, after: int = 0, **more: int) -> object:
            return tuple(entry for entry in self._log.entries(after=after, **more) if entry.seq < 4)

    service = with_entries(5)
    found = prove(Cut(service.work, service.org), service.org)  # type: ignore[arg-type]
    assert (found.entries, [one.seq for one in found.breaks]) == (3, [3])


def test_every_chain_is_proved_and_those_of_erased_organisations_too() -> None:
    service = with_entries(2)
    with service.work.installation(write=True) as installation:
        installation.audit.append(AuditEvent(actor="operator", action=ERASED, target="organisation/gone"))
    assert [one.org_id for one in prove_all(service.work)] == ["*", service.org, "gone"]
    assert all(one.holds for one in prove_all(service.work))
