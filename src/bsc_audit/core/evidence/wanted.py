"""Which ruleset an evidence folder asks for, read before anything else can be judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bsc_audit.core.evidence.engagement import FILE
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.problems import EvidenceError, Location, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A ruleset by id and version; `language` and `profile` are None where the folder names none."""

    ruleset: str
    version: str
    language: str | None
    profile: str | None


def ruleset_wanted(raw: RawEvidence) -> Wanted:
    """Read the ruleset an assessment is made by.

    Raises:
        EvidenceError: assessment.yaml is missing, or names no ruleset.
    """
    document = raw.documents.get(FILE)
    if document is None:
        raise EvidenceError([_problem(Location(FILE), f"the folder has no {FILE}", "every assessment begins with it")])
    whole = _mapping(document.data)
    named, head = _mapping(whole.get("ruleset")), _mapping(whole.get("assessment"))
    ruleset, version = named.get("id"), named.get("version")
    if not isinstance(ruleset, str) or not isinstance(version, str):
        hint = 'write ruleset: {id: service-excellence, version: "1.0"}'
        raise EvidenceError([_problem(document.where(("ruleset",)), "no ruleset is named by id and version", hint)])
    return Wanted(
        ruleset=ruleset, version=version, language=_word(head.get("language")), profile=_word(named.get("profile"))
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _problem(where: Location, message: str, hint: str) -> Problem:
    return Problem(code="no-ruleset-named", where=where, message=message, hint=hint)
