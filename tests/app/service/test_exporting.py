"""What an organisation is given of its own: all of it, without what proves who somebody is."""

import json
from typing import Any

from bsc_audit.app.service.exporting import SECRET, export_organisation, export_people, files_of
from bsc_audit.app.service.memory import MemoryUnitOfWork
from bsc_audit.app.service.system import Uuid7
from bsc_audit.app.service.trail import note
from stored_values import IN_WORK, SteppingClock, World, evidence_item, world


def filled() -> World:
    made = world(MemoryUnitOfWork(SteppingClock(), Uuid7()))
    with made.store.write(made.org.id) as work:
        for name, sample in IN_WORK.items():
            if name != "decisions":
                getattr(work, name).add(sample(made))
        note(work.audit, "lead", "create_unit", after=made.unit)
    return made


def exported(made: World) -> dict[str, list[Any]]:
    with made.store.read(made.org.id) as work:
        return {one.name: [json.loads(json.dumps(line)) for line in one.lines] for one in export_organisation(work)}


def test_every_noun_of_the_organisation_is_there() -> None:
    made = filled()
    found = exported(made)
    assert found.keys() == (IN_WORK.keys() - {"idempotency"}) | {"organisations", "jobs", "audit_log"}
    assert [name for name, lines in found.items() if not lines] == ["jobs"]
    assert found["organisations"][0]["name"] == made.org.name
    assert [entry["seq"] for entry in found["audit_log"]] == [1]


def test_former_versions_are_there_where_they_are_kept() -> None:
    made = filled()
    with made.store.write(made.org.id) as work:
        (answer,) = work.answers.all()
        work.answers.replace(answer, expected=1)
    (shown,) = exported(made)["answers"]
    assert [former["version"] for former in shown["history"]] == [1, 2]


def test_no_secret_is_there() -> None:
    found = exported(filled())
    assert "keyid" in found["api_keys"][0]
    assert [name for lines in found.values() for line in lines for name in line if name in SECRET] == []


def test_another_organisation_is_not_there() -> None:
    made = filled()
    other = world(made.store)
    assert other.org.id not in json.dumps(exported(made))
    assert other.unit.id not in json.dumps(exported(made))


def test_people_are_those_who_belong_to_it() -> None:
    made = filled()
    with made.store.installation() as installation:
        (line,) = export_people(installation, made.org.id).lines
        assert list(export_people(installation, "another").lines) == []
    assert line == {"id": made.person.id, "email": made.person.email, "name": made.person.name, "role": "assessor"}


def test_files_are_those_its_values_name() -> None:
    made = filled()
    with made.store.write(made.org.id) as work:
        work.evidence.add(evidence_item(entry="D-9", sha256="cd" * 32))
    with made.store.read(made.org.id) as work:
        source = work.reports.all()[0].source_sha256
        assert files_of(work) == {"ab" * 32, "cd" * 32, source}
