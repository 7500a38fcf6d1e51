"""What a later acceptance takes over from an earlier one: readings of files that have not changed since."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from bsc_audit.core.documents.canonical import canonical, digest_of_members
from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.evidence.schema import pattern_of
from bsc_audit.core.ruleset.model import Ruleset

BASIS = ("assessment.yaml", "documents.yaml", "scorecard.yaml")  # what every other file is read by
MEASURED = ("observations.yaml",)  # and the tables
RECORDED = ("visits/*.yaml", "reviews/*.yaml")
REMARKED = ("remarks.yaml",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Evidence, with what it was made of."""

    ruleset: Ruleset
    raw: RawEvidence
    evidence: Evidence
    texts: Mapping[str, str]  # canonical, of every field of the evidence: its digest is made of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The parts of an earlier acceptance that reading the files again would only repeat; None: read them."""

    basis: Evidence | None = None
    observations: Evidence | None = None
    records: Evidence | None = None
    remarks: Evidence | None = None


def unchanged(ruleset: Ruleset, raw: RawEvidence, before: Accepted | None) -> Unchanged:
    """What rests on the same files of the same text, by the same ruleset; answers are always read."""
    if before is None or before.ruleset is not ruleset or before.raw.files != raw.files:
        return Unchanged()
    if raw.unread or before.raw.unread or not _same(raw, before.raw, BASIS):
        return Unchanged()
    evidence = before.evidence
    records = evidence if _same(raw, before.raw, RECORDED) else None
    return Unchanged(
        basis=evidence,
        observations=evidence if _same_tables(raw, before.raw) and _same(raw, before.raw, MEASURED) else None,
        records=records,
        remarks=records if _same(raw, before.raw, REMARKED) else None,
    )


def with_texts(ruleset: Ruleset, raw: RawEvidence, evidence: Evidence, before: Accepted | None) -> Accepted:
    """Evidence under its digest; what was taken over has its text from before."""
    texts = {one.name: _text(one.name, evidence, before) for one in fields(evidence)}
    signed = {one.name: getattr(evidence, one.name) for one in fields(evidence)}
    signed["digest"] = digest_of_members(texts)
    return Accepted(ruleset=ruleset, raw=raw, evidence=Evidence(**signed), texts=texts)


def _text(name: str, evidence: Evidence, before: Accepted | None) -> str:
    value = getattr(evidence, name)
    if before is not None and value is getattr(before.evidence, name):
        return before.texts[name]
    return canonical(value)


def _same(one: RawEvidence, other: RawEvidence, patterns: tuple[str, ...]) -> bool:
    """Whether the files of these patterns are the same, letter by letter; without its text a file is another."""
    mine, theirs = _texts(one, patterns), _texts(other, patterns)
    return mine == theirs and all(mine.values())


def _texts(raw: RawEvidence, patterns: tuple[str, ...]) -> dict[str, str]:
    return {name: read.text for name, read in raw.documents.items() if pattern_of(name) in patterns}


def _same_tables(one: RawEvidence, other: RawEvidence) -> bool:
    mine, theirs = ({name: table.text for name, table in raw.tables.items()} for raw in (one, other))
    return mine == theirs and all(mine.values())
