"""The use case: a report's file in, what holds of it out. Everything is recomputed from what the file carries."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bsc_audit.app.assessments import Assessment, assess
from bsc_audit.app.bundle import Bundle, reopen
from bsc_audit.app.ports import Library
from bsc_audit.app.report_file import MATERIAL, RESULT, ReportFile
from bsc_audit.app.rulesets import load_ruleset
from bsc_audit.app.verification.check import Check, Verification
from bsc_audit.app.verification.claims import claims_of, text_at
from bsc_audit.app.verification.compared import compared_checks
from bsc_audit.app.verification.drawn import Drawing, drawn_check
from bsc_audit.app.verification.printed import printed_checks
from bsc_audit.app.verification.signed import signature_checks
from bsc_audit.core.language import ENGLISH, Language
from bsc_audit.core.problems import AuditError
from bsc_audit.core.report.build import build
from bsc_audit.core.report.model import Report

Encode = Callable[[Report], bytes]
Speak = Callable[[str], Language]  # raises an AuditError for a language there are no words for


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """What the file is compared with."""

    library: Library  # of this computer
    engine_version: str
    encode: Encode  # a report as the attached result is written
    speak: Speak
    names_trusted: bool  # the reader named certificates they trust
    drawing: Drawing | None = None  # None: pages are not drawn anew


def verify(file: ReportFile, here: Here) -> Verification:
    """Check all that can be checked of a report; a damaged file gives lines that do not hold, never an error."""
    return Verification(checks=tuple(checks_of(file, here)))


def checks_of(file: ReportFile, here: Here) -> Iterator[Check]:
    """The same line by line, each as soon as it is known."""
    for fault in file.faults:
        yield Check(id="file", holds=False, says=fault)
    signed = tuple(signature_checks(file, wanted=here.names_trusted))
    yield from signed
    missing = [name for name in (RESULT, MATERIAL) if name not in file.attachments]
    if missing:
        yield _missing(missing, signed)
    if RESULT in file.attachments:
        yield from _carried(file, here)


def _missing(names: list[str], signed: tuple[Check, ...]) -> Check:
    """What an unchanged signed file does not carry, its signer left out; from any other it may have been taken."""
    says = f"the file does not carry {' and '.join(names)}, so not everything can be checked"
    unchanged = any(check.id == "signature" and check.holds for check in signed)
    return Check(id="attachments", holds=None if unchanged else False, says=says)


def _carried(file: ReportFile, here: Here) -> Iterator[Check]:
    """Lines about the attached result, and about its material when that is there too."""
    claimed = claims_of(file.attachments[RESULT])
    if claimed is None:
        yield Check(id="result", holds=False, says=f"{RESULT} cannot be read")
        return
    spoken = ENGLISH
    try:
        spoken = here.speak(text_at(claimed, "meta", "language"))
    except AuditError as error:  # without its words nothing on the pages can be told, so it is not passed over
        yield Check(id="language", holds=False, says=error.problems[0].message)
    yield from printed_checks(file.pages, file.attachments, claimed, spoken)
    if MATERIAL in file.attachments:
        yield from _recomputed(file, claimed, here, spoken)


def _recomputed(file: ReportFile, claimed: Mapping[str, Any], here: Here, spoken: Language) -> Iterator[Check]:
    try:
        bundle = reopen(file.attachments[MATERIAL])
        made = assess(bundle.library, bundle.raw, language=spoken.tag)
    except AuditError as error:
        says = f"{MATERIAL} cannot be assessed: {error.problems[0]}"
        yield Check(id="material", holds=False, says=says)
        return
    report = _report(made, bundle, spoken)
    same = bundle.engine == here.engine_version
    yield _engine(bundle, claimed, here)
    yield _digest("ruleset", "ruleset_digest", claimed, made.ruleset.digest, same)
    yield _shelf(made, here)
    yield _digest("evidence", "evidence_digest", claimed, made.evidence.digest, same)
    compared = tuple(compared_checks(claimed, report, same_engine=same))
    yield from compared
    if same:
        yield _written(file.attachments[RESULT], here.encode(report))
        yield from _drawn(file, report, here, compared)


def _drawn(file: ReportFile, report: Report, here: Here, compared: tuple[Check, ...]) -> Iterator[Check]:
    """Pages of a result that does not follow from its evidence are wrong whatever they look like."""
    if all(check.holds for check in compared):
        yield drawn_check(file, report, here.drawing)


def _report(made: Assessment, bundle: Bundle, spoken: Language) -> Report:
    """The report as the engine that made it would have called itself."""
    return build(
        made.ruleset,
        made.evidence,
        made.scorecard,
        made.findings,
        made.recommendation,
        engine_version=bundle.engine,
        log_head=bundle.log_head,
        language=spoken,
    )


def _engine(bundle: Bundle, claimed: Mapping[str, Any], here: Here) -> Check:
    named = text_at(claimed, "provenance", "engine").removeprefix("bsc-audit ")
    if named != bundle.engine:
        says = f"the result names the engine {named!r}, its material {bundle.engine!r}"
        return Check(id="engine", holds=False, says=says)
    if bundle.engine == here.engine_version:
        return Check(id="engine", holds=True, says=f"made by this version of the engine, {bundle.engine}")
    says = f"made by version {bundle.engine} of the engine, this is {here.engine_version}: words may differ"
    return Check(id="engine", holds=None, says=says)


def _digest(name: str, key: str, claimed: Mapping[str, Any], recomputed: str, same_engine: bool) -> Check:
    said = text_at(claimed, "provenance", key)
    if said == recomputed:
        return Check(id=name, holds=True, says=f"the {name} has the digest the result names, {said[:23]}…")
    if same_engine:
        return Check(id=name, holds=False, says=f"the {name} has the digest {recomputed}, the result names {said!r}")
    return Check(id=name, holds=None, says=f"another version of the engine counts the digest of the {name} otherwise")


def _shelf(made: Assessment, here: Here) -> Check:
    """Whether the ruleset that came along is the one of its name and version on this computer."""
    named = f"{made.ruleset.id} {made.ruleset.version}"
    try:
        known = load_ruleset(here.library, made.ruleset.id, made.ruleset.version).digest
    except AuditError:
        return Check(
            id="known-ruleset", holds=None, says=f"this computer has no usable ruleset {named} to compare with"
        )
    if known == made.ruleset.digest:
        return Check(id="known-ruleset", holds=True, says=f"the ruleset is the {named} of this computer")
    published = made.ruleset.status == "published"
    says = f"the ruleset is not the {named} of this computer" + (
        "" if published else "; it is a draft, which may change"
    )
    return Check(id="known-ruleset", holds=False if published else None, says=says)


def _written(attached: bytes, written: bytes) -> Check:
    if attached == written:
        return Check(id="written", holds=True, says=f"{RESULT} is byte for byte what this engine writes")
    return Check(id="written", holds=False, says=f"{RESULT} is not byte for byte what this engine writes")
