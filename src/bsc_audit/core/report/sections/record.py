"""The evidence register, and the digests that let anybody recompute the result."""

from collections import Counter

from bsc_audit.core.evidence.model import Document
from bsc_audit.core.report.case import Case
from bsc_audit.core.report.figures import day, plural
from bsc_audit.core.report.model import Provenance, Register, RegisterRow
from bsc_audit.core.report.shown import Fact
from bsc_audit.core.report.words import RELATIONS
from bsc_audit.core.ruleset.model import Alignment
from bsc_audit.core.said import joined
from bsc_audit.core.vocabulary import Grade


def register(case: Case) -> Register:
    """Every piece of evidence in id order, and how many there are of each grade."""
    documents = case.evidence.documents
    counted = Counter(document.grade for document in documents.values())
    return Register(
        rows=tuple(_row(documents[id_]) for id_ in sorted(documents)),
        grades=tuple(Fact(grade.value, plural(counted[grade], "piece", "pieces")) for grade in Grade if counted[grade]),
    )


def provenance(case: Case) -> Provenance:
    """Versions and digests of ruleset, evidence and engine."""
    ruleset = case.ruleset
    return Provenance(
        ruleset=ruleset.id,
        ruleset_title=ruleset.title,
        ruleset_version=ruleset.version,
        ruleset_digest=ruleset.digest,
        profile=ruleset.profile or "",
        evidence_digest=case.evidence.digest,
        engine=f"bsc-audit {case.engine_version}",
        log_head=case.log_head,
        informed_by=tuple(_source(one) for one in ruleset.informed_by),
        questionnaires=tuple(
            Fact(f"{one.title}, {one.id} {one.version}", one.digest) for one in ruleset.questionnaires.values()
        ),
    )


def _source(one: Alignment) -> str:
    related = joined(": ", (one.standard, RELATIONS.get(one.relation, one.relation.replace("_", " "))))
    return joined("", (related, f" ({one.element})")) if one.element else related


def _row(document: Document) -> RegisterRow:
    return RegisterRow(
        id=document.id,
        title=document.title,
        method=document.method.value,
        grade=document.grade.value,
        dated=day(document.dated),
        received=day(document.received),
        who=document.who,
        sha256=document.sha256 or "",
        illustrative=document.illustrative,
    )
