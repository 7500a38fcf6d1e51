"""Use cases of the evidence register: files by content, entries by revision, and what was shown on which day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, BinaryIO

from bsc_audit.app.service.assessments import visible_assessment
from bsc_audit.app.service.file_kinds import kind_of
from bsc_audit.app.service.folder import DOCUMENTS, Rows, folder_of
from bsc_audit.app.service.fresh import fresh
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.permissions import Role
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import BlobStore, Ids, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import Conflict, Forbidden, NotFound, StaleVersion, invalid
from bsc_audit.app.service.score import demand_acceptable, pinned_ruleset
from bsc_audit.app.service.trail import note
from bsc_audit.app.service.units import demand_unit
from bsc_audit.core.problems import EvidenceError

CHUNK = 1 << 20  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A file that was uploaded and stored."""

    sha256: str
    size: int  # bytes
    media_type: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What is to be entered in the register."""

    content: Json  # title, method, grade, dated, who, … as the evidence folder's register writes it
    expires_on: date | None = None
    file: Taken | None = None  # None: seen or heard, no file was taken


def take_file(blobs: BlobStore, file: BinaryIO, name: str) -> Taken:
    """Look at a file and store it, hashed on the way.

    Raises:
        Invalid: it is of no kind that may be evidence, or empty.
        StorageFull: there is no room.
    """
    kind = kind_of(file, name)
    blob = blobs.put(iter(lambda: file.read(CHUNK), b""))
    return Taken(sha256=blob.sha256, size=blob.size, media_type=kind.media_type, name=name)


class EvidenceDesk:
    """Enters evidence in a register within one transaction."""

    def __init__(self, work: Work, ids: Ids, rulesets: PinnedRulesets, who: Principal) -> None:
        self._work, self._ids, self._rulesets, self._who = work, ids, rulesets, who

    def register(self, assessment_id: str | None, entry: str | None, given: Entered) -> EvidenceItem:
        """Enter something new.

        Args:
            assessment_id: whose register; None: the organisation's own.
            entry: its number, such as D-001; None: the next one.
            given: what it is.

        Raises:
            NotFound, StateForbids: there is no such assessment here, or not in its state.
            Conflict: the number is taken.
            Invalid, EvidenceError: its details do not hold together; pointed into them.
        """
        self._demand("register_evidence", assessment_id)
        number = entry or self._next_entry(assessment_id)
        item = self._item(given, assessment_id=assessment_id, entry=number)
        self._demand_sense(item)
        added = self._work.evidence.add(item)
        note(self._work.audit, self._who, "register_evidence", after=added)
        return added

    def revise(self, item: EvidenceItem, given: Entered, *, expected: int) -> EvidenceItem:
        """Put a new revision in the place of the latest; the old one was shown until today.

        Raises:
            Conflict: it is not the latest.
            NotFound, StateForbids, StaleVersion, Invalid, EvidenceError: as `register`.
        """
        self._demand("revise_evidence", item.assessment_id)
        _demand_version(item, expected)
        self._demand_latest(item)
        named = {"assessment_id": item.assessment_id, "entry": item.entry}
        new = replace(self._item(given, **named), revision=item.revision + 1, supersedes=item.id)
        self._demand_sense(new)
        self._work.evidence.replace(replace(item, shown_until=new.shown_from), expected=expected)
        added = self._work.evidence.add(new)
        note(self._work.audit, self._who, "revise_evidence", before=item, after=added)
        return added

    def withdraw(self, item: EvidenceItem, *, expected: int) -> EvidenceItem:
        """Show it no longer, from today on; what was shown before stays readable.

        Raises:
            Conflict: it was withdrawn before.
            NotFound, StateForbids, StaleVersion: as `register`.
        """
        self._demand("withdraw_evidence", item.assessment_id)
        _demand_version(item, expected)
        if item.shown_until is not None:
            raise Conflict(f"it is not shown since {item.shown_until}")
        gone = self._work.evidence.replace(replace(item, shown_until=self._work.now.date()), expected=expected)
        note(self._work.audit, self._who, "withdraw_evidence", before=item, after=gone)
        return gone

    def _item(self, given: Entered, **named: Any) -> EvidenceItem:
        file = given.file
        taken = {} if file is None else {"sha256": file.sha256, "size": file.size, "media_type": file.media_type}
        return EvidenceItem(
            **fresh(self._ids, self._work.now),
            **named,
            **taken,  # type: ignore[arg-type] # words and a number
            file_name=None if file is None else file.name,
            content=given.content,
            expires_on=given.expires_on,
            shown_from=self._work.now.date(),
            actor=self._who.actor,
        )

    def _demand(self, action: str, assessment_id: str | None) -> None:
        if assessment_id is None:
            self._who.demand(action)
            if self._who.role is Role.SHOPPER:
                raise Forbidden("who visits enters evidence of an assessment, not of the organisation")
            demand_unit(self._work, self._who, None)
        else:
            self._who.demand_in(action, visible_assessment(self._work, self._who, assessment_id).state)

    def _demand_latest(self, item: EvidenceItem) -> None:
        if self._work.evidence.one(supersedes=item.id) is not None:
            raise Conflict("there is a newer revision; revise that one")

    def _demand_sense(self, item: EvidenceItem) -> None:
        if item.assessment_id is None:
            _demand_past(item, self._work.now.date())
            return
        assessment = self._work.assessments.get(item.assessment_id)
        try:
            _accept(self._work, self._rulesets, assessment, item)
        except EvidenceError as error:
            own = f"/{DOCUMENTS}/documents/0"
            raise EvidenceError(replace(one, field=one.field.removeprefix(own)) for one in error.problems) from error

    def _next_entry(self, assessment_id: str | None) -> str:
        """The next number neither the register nor the organisation's own has."""
        common = self._work.evidence.all(assessment_id=None)
        own = self._work.evidence.all(assessment_id=assessment_id) if assessment_id else ()
        taken = {one.entry for one in (*common, *own)}
        return next(name for at in range(1, len(taken) + 2) if (name := f"D-{at:03}") not in taken)


def visible_item(work: Work, who: Principal, item_id: str) -> EvidenceItem:
    """An entry of a register this principal may see.

    Raises:
        NotFound: there is none, or it is another part's.
    """
    found = work.evidence.find(item_id)
    if found is None:
        raise NotFound(NO_ITEM)
    demand_register(work, who, found.assessment_id)
    return found


def demand_register(work: Work, who: Principal, assessment_id: str | None) -> None:
    """Refuse a register this principal has no part in.

    Raises:
        NotFound: it is another part's, or there is no such assessment.
    """
    if assessment_id is None:
        demand_unit(work, who, None)
    else:
        visible_assessment(work, who, assessment_id)


def cited_by(work: Work, item: EvidenceItem) -> tuple[tuple[Track, str], ...]:
    """Track and key of every answer of its assessment that cites it; () for what belongs to no assessment."""
    if item.assessment_id is None:
        return ()
    answers = work.answers.all(assessment_id=item.assessment_id)
    return tuple((one.track, one.key) for one in answers if item.entry in (one.content.get("evidence") or ()))


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """The content of a stored file, which is closed at the end."""
    with file:
        yield from iter(lambda: file.read(CHUNK), b"")


def _accept(work: Work, rulesets: PinnedRulesets, assessment: Assessment, item: EvidenceItem) -> None:
    ruleset = pinned_ruleset(work, rulesets, assessment)
    organisation = work.organisations.get(work.org_id)
    rows = Rows(organisation=organisation, assessment=assessment, track=Track.VALIDATED, register=[item])
    demand_acceptable(ruleset, folder_of(rows, ruleset))


def _demand_past(item: EvidenceItem, today: date) -> None:
    ahead = [name for name in ("dated", "received") if (item.content.get(name) or "") > today.isoformat()]
    if ahead:
        raise invalid(f"/{ahead[0]}", "in-the-future", "evidence is of a day that has been")


def _demand_version(item: EvidenceItem, expected: int) -> None:
    if item.version != expected:
        raise StaleVersion(f"version {item.version} is stored", version=item.version)


NO_ITEM = "there is no such evidence"
