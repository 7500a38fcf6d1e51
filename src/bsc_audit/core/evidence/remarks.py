"""remarks.yaml: what people added: confirmations, corrections, differences of opinion, actions, their decision."""

from collections.abc import Iterable, Mapping

from bsc_audit.core.documents.part import Part
from bsc_audit.core.evidence.desk import Desk, names_of
from bsc_audit.core.evidence.engagement import words
from bsc_audit.core.evidence.model import Remarks
from bsc_audit.core.problems import Location
from bsc_audit.core.questionnaire.record import Record

FILE = "remarks.yaml"


def read_remarks(desk: Desk, records: Iterable[Record]) -> Remarks:
    """The remarks; empty without the file or when it was refused."""
    document = desk.raw.documents.get(FILE)
    if document is None or not isinstance(document.data, dict):
        return Remarks()
    whole = Part.whole(document)
    subjects = {*desk.ruleset.criteria, *desk.ruleset.indicators, *(rule.id for rule in desk.ruleset.rules)}
    records = tuple(records)
    about = subjects | {record.id for record in records}
    for member in _sound(desk, whole, "actions"):
        desk.day(member.at("due"), may_be_ahead=True)
    if list(desk.sound([whole.at("decision")])):
        desk.day(whole.at("decision").at("on"), may_be_ahead=True)
    return Remarks(
        confirmed_fatal=frozenset(_known(desk, whole, "confirmed_fatal", _fatal_items(desk, records), "fatal item")),
        falsified=_known(desk, whole, "falsified", desk.registered | {record.id for record in records}, "evidence"),
        corrected=frozenset(_known(desk, whole, "corrected", subjects, "finding")),
        differences=_listed(desk, whole, "differences", "about", about),
        distribution=tuple(name for name, _ in names_of(whole.at("distribution"))),
        confidentiality=whole.text("confidentiality"),
        actions=_listed(desk, whole, "actions", "finding", subjects),
        decision=words(whole.at("decision")),
    )


def _fatal_items(desk: Desk, records: Iterable[Record]) -> set[str]:
    """Every `record/item` that can be confirmed as fatal."""
    forms = desk.ruleset.questionnaires
    return {
        f"{record.id}/{item.id}"
        for record in records
        for item in forms[record.questionnaire].items().values()
        if item.flag == "fatal" or item.effect == "fatal"
    }


def _known(desk: Desk, whole: Part, key: str, known: Iterable[str], what: str) -> tuple[str, ...]:
    """The words of a list that name something; the others are refused."""
    listed = names_of(whole.at(key)) if list(desk.sound([whole.at(key)])) else []
    known = set(known)
    for name, where in listed:
        _must_be_known(desk, where, what, name, known)
    return tuple(name for name, _ in listed if name in known)


def _listed(desk: Desk, whole: Part, key: str, field: str, known: Iterable[str]) -> tuple[Mapping[str, str], ...]:
    members = _sound(desk, whole, key)
    for member in members:
        _must_be_known(desk, member.at(field).where, "subject", member.text(field), known)
    return tuple(words(member) for member in members)


def _sound(desk: Desk, whole: Part, key: str) -> tuple[Part, ...]:
    return tuple(desk.sound(whole.at(key).members()))


def _must_be_known(desk: Desk, where: Location, what: str, name: str, known: Iterable[str]) -> None:
    if name not in set(known):
        desk.unknown(where, what, name, known)
