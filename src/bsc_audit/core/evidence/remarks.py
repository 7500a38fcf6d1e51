"""remarks.yaml: what people added: confirmations, corrections, differences of opinion, actions, their decision."""

from collections.abc import Iterable, Mapping

from bsc_audit.core.documents.part import Part
from bsc_audit.core.evidence.desk import Desk, names_of
from bsc_audit.core.evidence.edits import read_edits
from bsc_audit.core.evidence.engagement import words
from bsc_audit.core.evidence.model import Control, Remarks
from bsc_audit.core.problems import Location
from bsc_audit.core.questionnaire.record import Record
from bsc_audit.core.questionnaire.score import score_record

FILE = "remarks.yaml"


def read_remarks(desk: Desk, records: Iterable[Record]) -> Remarks:
    """The remarks; empty without the file or when it was refused."""
    document = desk.raw.documents.get(FILE)
    if document is None or not isinstance(document.data, dict):
        return Remarks()
    whole = Part.whole(document)
    subjects = {*desk.ruleset.criteria, *desk.ruleset.indicators, *(rule.id for rule in desk.ruleset.rules)}
    edits = read_edits(desk, whole.at("findings"))
    subjects |= {one.id for one in edits.added}
    records = tuple(records)
    about = subjects | desk.recorded
    for member in _sound(desk, whole, "actions"):
        desk.day(member.at("due"), may_be_ahead=True)
    for member in _sound(desk, whole, "differences"):
        desk.day(member.at("on"), may_be_ahead=True)
    if desk.is_sound(whole.at("decision")):
        desk.day(whole.at("decision").at("on"), may_be_ahead=True)
    return Remarks(
        confirmed_fatal=_confirmed(desk, whole, records),
        falsified=_known(desk, _names(desk, whole, "falsified"), desk.registered | desk.recorded, "evidence"),
        corrected=frozenset(_known(desk, _names(desk, whole, "corrected"), subjects, "finding")),
        differences=_listed(desk, whole, "differences", "about", about),
        distribution=tuple(name for name, _ in names_of(whole.at("distribution"))),
        confidentiality=whole.text("confidentiality"),
        actions=_listed(desk, whole, "actions", "finding", subjects),
        decision=words(whole.at("decision")),
        edits=edits.edits,
        added=edits.added,
        controls=_controls(desk, whole.at("controls"), subjects),
    )


def _controls(desk: Desk, part: Part, known: set[str]) -> tuple[Control, ...]:
    """The controls that hold a risk, by the finding they are named for."""
    found = dict(desk.sound_entries(part))
    for name, entry in found.items():
        _must_be_known(desk, entry.where_key, "finding", name, known)
    return tuple(
        Control(
            finding=name,
            control=entry.text("control"),
            level=int(entry.at("level").data),
            evidence=desk.cited(names_of(entry.at("evidence"))),
        )
        for name, entry in sorted(found.items())
    )


def _failed_fatal(desk: Desk, records: Iterable[Record]) -> set[str]:
    """Every `record/item` that failed and is fatal, so that a person can confirm it."""
    forms = desk.ruleset.questionnaires
    return {
        f"{record.id}/{item}"
        for record in records
        for item in score_record(forms[record.questionnaire], record).failed_fatal
    }


def _confirmed(desk: Desk, whole: Part, records: tuple[Record, ...]) -> frozenset[str]:
    """Confirmed fatal items; one of a record that was refused itself is not refused a second time."""
    refused = desk.recorded - {record.id for record in records}
    names = [
        (name, where) for name, where in _names(desk, whole, "confirmed_fatal") if name.partition("/")[0] not in refused
    ]
    named = {name.partition("/")[0] for name, _ in names}
    failed = _failed_fatal(desk, (record for record in records if record.id in named))
    return frozenset(_known(desk, names, failed, "failed fatal item"))


def _names(desk: Desk, whole: Part, key: str) -> list[tuple[str, Location]]:
    return names_of(whole.at(key)) if desk.is_sound(whole.at(key)) else []


def _known(desk: Desk, names: list[tuple[str, Location]], known: set[str], what: str) -> tuple[str, ...]:
    """The names that mean something; the others are refused."""
    for name, where in names:
        _must_be_known(desk, where, what, name, known)
    return tuple(name for name, _ in names if name in known)


def _listed(desk: Desk, whole: Part, key: str, field: str, known: set[str]) -> tuple[Mapping[str, str], ...]:
    members = _sound(desk, whole, key)
    for member in members:
        _must_be_known(desk, member.at(field).where, "subject", member.text(field), known)
    return tuple(words(member) for member in members)


def _sound(desk: Desk, whole: Part, key: str) -> tuple[Part, ...]:
    return tuple(desk.sound(whole.at(key).members()))


def _must_be_known(desk: Desk, where: Location, what: str, name: str, known: set[str]) -> None:
    if name not in known:
        desk.unknown(where, what, name, known)
