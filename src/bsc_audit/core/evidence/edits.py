"""remarks.yaml, findings: what the team says of the engine's findings, and findings of its own."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from bsc_audit.core.documents.part import Part
from bsc_audit.core.evidence.desk import Desk, names_of
from bsc_audit.core.evidence.model import AddedFinding, FindingEdit
from bsc_audit.core.ruleset.finding_ids import finding_ids
from bsc_audit.core.vocabulary import Conformity, FindingKind

CHANGES = ("title", "statement", "recommendation", "severity", "owner", "into", "rejected")  # one of them at least
OF_ADDED = ("kind", "conformity", "criteria", "evidence")  # the engine says these of its own findings
OF_EDITS = ("into", "rejected", "reason")  # a finding of one's own is changed or taken out instead
NEEDED = ("title", "statement", "criteria", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """Everything said of findings, in order of their ids."""

    edits: tuple[FindingEdit, ...] = ()
    added: tuple[AddedFinding, ...] = ()


def read_edits(desk: Desk, part: Part) -> Edits:
    """What `findings` says; what cannot be used is refused."""
    entries = dict(sorted(desk.sound_entries(part), key=lambda pair: pair[0]))
    own = {name for name, entry in entries.items() if _is_given(entry, "kind")}
    written = finding_ids(desk.ruleset)
    for name, entry in entries.items():
        if name in own:
            _check_added(desk, name, entry, written)
        elif name not in written:
            desk.unknown(entry.where_key, "finding", name, written | own)
        else:
            _check_edit(desk, entry)
    _check_merges(desk, {name: entry for name, entry in entries.items() if name not in own}, written | own)
    return Edits(
        edits=tuple(_edit(desk, name, entry) for name, entry in entries.items() if name not in own),
        added=tuple(_added(desk, name, entry) for name, entry in entries.items() if name in own),
    )


def _is_given(entry: Part, key: str) -> bool:
    """Whether something that says anything stands below a key."""
    data = entry.at(key).data
    return bool(data.strip()) if isinstance(data, str) else data not in (None, [])


def _check_edit(desk: Desk, entry: Part) -> None:
    misplaced = [key for key in OF_ADDED if _is_given(entry, key)]
    if misplaced:
        said = f"{', '.join(misplaced)} of a finding the engine wrote cannot be changed"
        desk.refuse(
            entry.at(misplaced[0]).where, "finding-not-yours", said, "reject it with a reason, add one of your own"
        )
    if not any(_is_given(entry, key) for key in CHANGES):
        desk.refuse(entry.where, "edit-empty", "it changes nothing", f"give one of {', '.join(CHANGES)}")
    if _is_given(entry, "rejected") and _is_given(entry, "into"):
        desk.refuse(
            entry.at("into").where, "edit-contradicts", "it is rejected and merged at once", "leave one of them"
        )
    if _check_rating(desk, entry) and not _is_given(entry, "reason"):
        said = "another rating than the engine's needs a reason"
        desk.refuse(entry.at("severity").where, "reason-missing", said, "say in 'reason' what the engine cannot see")


def _check_rating(desk: Desk, entry: Part) -> bool:
    """Whether a rating is given; half a one is refused."""
    given = [key for key in ("severity", "likelihood") if _is_given(entry, key)]
    if len(given) == 1:
        said = f"{given[0]} stands alone; a rating is severity and likelihood, 1 to 5 each"
        desk.refuse(entry.at(given[0]).where, "rating-incomplete", said)
    return bool(given)


def _check_added(desk: Desk, name: str, entry: Part, written: Container[str]) -> None:
    if name in written:
        said = f"the ruleset has a finding {name!r} already"
        desk.refuse(entry.where_key, "finding-id-taken", said, "give your own another id, such as T-01")
    misplaced = [key for key in OF_EDITS if _is_given(entry, key)]
    if misplaced:
        said = f"{', '.join(misplaced)} is said of the engine's findings, not of one's own"
        desk.refuse(entry.at(misplaced[0]).where, "finding-yours", said, "change it or take it out")
    missing = [key for key in NEEDED if not _is_given(entry, key)]
    if missing:
        said = f"a finding needs {', '.join(missing)}"
        desk.refuse(entry.where, "finding-incomplete", said, "without criterion and evidence it is an opinion")
    _check_conformity(desk, entry)
    if not _check_rating(desk, entry) and entry.text("kind") == FindingKind.RISK:
        desk.refuse(
            entry.at("kind").where, "rating-incomplete", "a risk is rated", "give severity and likelihood, 1 to 5"
        )
    for criterion, where in names_of(entry.at("criteria")):
        if criterion not in desk.ruleset.criteria:
            desk.unknown(where, "criterion", criterion, desk.ruleset.criteria)
    desk.cited(names_of(entry.at("evidence")))


def _check_conformity(desk: Desk, entry: Part) -> None:
    if (entry.text("kind") == FindingKind.NONCONFORMITY) is _is_given(entry, "conformity"):
        return
    hint = "write conformity: minor or major for a nonconformity, and for nothing else"
    desk.refuse(entry.at("kind").where, "conformity-misplaced", "grade and kind do not go together", hint)


def _check_merges(desk: Desk, entries: Mapping[str, Part], known: frozenset[str]) -> None:
    for name, entry in entries.items():
        target = entry.text("into")
        if not target:
            continue
        where = entry.at("into").where
        if target not in known:
            desk.unknown(where, "finding", target, known)
        for said, hint in _unusable(name, target, entries):
            desk.refuse(where, "merge-unusable", said, hint)


def _unusable(name: str, target: str, entries: Mapping[str, Part]) -> Iterator[tuple[str, str]]:
    """Why a finding cannot be merged into another, and what would do."""
    other = entries.get(target)
    if target == name:
        yield f"{name} is merged into itself", "name the finding that leads"
    elif other is not None and other.text("into"):
        further = other.text("into")
        yield f"{target} is merged into {further} itself", f"merge {name} into {further}"
    elif other is not None and other.text("rejected"):
        yield f"{target} is rejected", "merge into a finding that stands"


def _edit(desk: Desk, name: str, entry: Part) -> FindingEdit:
    return FindingEdit(
        finding=name,
        by=entry.text("by"),
        on=desk.day(entry.at("on"), may_be_ahead=True),
        title=entry.text("title"),
        statement=entry.text("statement"),
        recommendation=entry.text("recommendation"),
        severity=entry.at("severity").data,
        likelihood=entry.at("likelihood").data,
        owner=entry.text("owner"),
        into=entry.text("into"),
        rejected=entry.text("rejected"),
        reason=entry.text("reason"),
    )


def _added(desk: Desk, name: str, entry: Part) -> AddedFinding:
    return AddedFinding(
        id=name,
        by=entry.text("by"),
        on=desk.day(entry.at("on"), may_be_ahead=True),
        kind=FindingKind(entry.text("kind")),
        conformity=Conformity(entry.text("conformity")) if _is_given(entry, "conformity") else None,
        title=entry.text("title"),
        statement=entry.text("statement"),
        recommendation=entry.text("recommendation"),
        criteria=tuple(name for name, _ in names_of(entry.at("criteria"))),
        evidence=tuple(dict.fromkeys(name for name, _ in names_of(entry.at("evidence")))),
        severity=entry.at("severity").data,
        likelihood=entry.at("likelihood").data,
        owner=entry.text("owner"),
    )
