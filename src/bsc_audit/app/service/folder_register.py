"""The stored evidence register as the folder's, on the day of the assessment."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bsc_audit.app.service.model.evidence import EvidenceItem
from bsc_audit.core.evidence.raw import FileOnDisk


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The evidence register on the day of the assessment."""

    entries: list[dict[str, Any]]  # of documents.yaml
    files: Mapping[str, FileOnDisk]
    gone: frozenset[str]  # entries that no longer count: expired, or no longer shown
    common: frozenset[str]  # entries of the organisation's own register

    @classmethod
    def of(cls, items: Iterable[EvidenceItem], as_of: date) -> "Register":
        """The newest revision of every entry; an assessment's own goes before the organisation's."""
        newest: dict[str, EvidenceItem] = {}
        ahead: set[str] = set()
        for one in sorted(items, key=lambda item: (item.assessment_id is not None, item.revision)):
            if one.assessment_id is None and _is_ahead(one, as_of):
                ahead.add(one.entry)  # kept for every assessment, and younger than this one
            else:
                newest[one.entry] = one
        latest = [newest[entry] for entry in sorted(newest)]
        often = Counter(_file_name(one) for one in latest)
        names = {one.entry: _file_name(one, alone=often[_file_name(one)] == 1) for one in latest if one.sha256}
        return cls(
            entries=[_registered(one, names.get(one.entry)) for one in latest],
            files={names[one.entry]: FileOnDisk(sha256=one.sha256, size=one.size or 0) for one in latest if one.sha256},
            gone=frozenset(one.entry for one in latest if _is_gone(one, as_of)) | (ahead - newest.keys()),
            common=frozenset(one.entry for one in latest if one.assessment_id is None),
        )

    def counting(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """A content without the evidence that no longer counts; what was stated because of it goes with it."""
        return _backed(content, [name for name in content.get("evidence") or () if name not in self.gone])

    def counting_common(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """The same for what is kept for every assessment: it cites the organisation's register and no other.

        The numbers of an assessment's register are its own: D-001 of one is another document in the next.
        """
        known = self.common - self.gone
        return _backed(content, [name for name in content.get("evidence") or () if name in known])


def _backed(content: Mapping[str, Any], left: list[str]) -> dict[str, Any]:
    """A content that cites only these; its grade was stated for all it cited."""
    if len(left) == len(content.get("evidence") or ()):
        return dict(content)
    return {**{name: value for name, value in content.items() if name != "grade"}, "evidence": left}


def _is_gone(item: EvidenceItem, as_of: date) -> bool:
    return any(day is not None and day <= as_of for day in (item.expires_on, item.shown_until))


def _is_ahead(item: EvidenceItem, as_of: date) -> bool:
    """Whether it was made or received after the day of the assessment."""
    return any(str(item.content.get(name) or "") > as_of.isoformat() for name in ("dated", "received"))


def _file_name(item: EvidenceItem, *, alone: bool = True) -> str:
    """Below documents/: under its own name where that begins with the entry's number and nothing else has it."""
    name = item.file_name or item.entry
    plain = alone and name.startswith(f"{item.entry}-")
    return f"documents/{name}" if plain else f"documents/{item.entry}/{name}"


def _registered(item: EvidenceItem, file: str | None) -> dict[str, Any]:
    entry = {**item.content, "id": item.entry}
    return entry if file is None else {**entry, "file": file, "sha256": item.sha256}
