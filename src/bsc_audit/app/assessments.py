"""Use cases of assessments: score one, and explain any number of it."""

from collections.abc import Callable
from dataclasses import dataclass

from bsc_audit.app.ports import Library
from bsc_audit.app.rulesets import load_ruleset
from bsc_audit.core.decision.decide import decide
from bsc_audit.core.decision.model import Recommendation
from bsc_audit.core.evidence.intake import accept
from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.evidence.wanted import ruleset_wanted
from bsc_audit.core.findings.derive import before_of, derive
from bsc_audit.core.findings.editorial import edited
from bsc_audit.core.findings.model import Findings
from bsc_audit.core.findings.residual import controlled
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.scoring.before import Before
from bsc_audit.core.scoring.model import Scorecard
from bsc_audit.core.scoring.score import score

Progress = Callable[[str], None]


def silent(_step: str) -> None:
    """For callers that show no progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything one assessment came to."""

    ruleset: Ruleset
    evidence: Evidence
    scorecard: Scorecard
    findings: Findings
    recommendation: Recommendation


def assess(
    library: Library, raw: RawEvidence, *, language: str | None = None, progress: Progress = silent
) -> Assessment:
    """Score an evidence folder by the ruleset it names.

    Args:
        library: has the ruleset.
        raw: the folder.
        language: of the ruleset's texts, where it has them; None takes the one the folder names. Scores and digests
            are the same in all.
        progress: told each step.

    Raises:
        RulesetError: the ruleset cannot be used.
        EvidenceError: the evidence cannot be accepted; carries every problem.
    """
    progress("Reading the ruleset")
    wanted = ruleset_wanted(raw)
    spoken = language or wanted.language
    ruleset = load_ruleset(library, wanted.ruleset, wanted.version, language=spoken, profile=wanted.profile)
    progress("Checking the evidence")
    return judge(ruleset, accept(ruleset, raw), progress=progress)


def judge(
    ruleset: Ruleset, evidence: Evidence, *, before: Assessment | None = None, progress: Progress = silent
) -> Assessment:
    """Score accepted evidence; cannot fail.

    Args:
        ruleset: it was accepted by.
        evidence: as accepted.
        before: an earlier judgement; by the same ruleset, what rests on equal evidence is taken over from it.
        progress: told each step.
    """
    progress("Scoring")
    earlier = before if before is not None and before.ruleset is ruleset else None
    scored = None if earlier is None else Before(evidence=earlier.evidence, scorecard=earlier.scorecard)
    scorecard = score(ruleset, evidence, before=scored)
    progress("Deriving findings")
    found = None if earlier is None else before_of(earlier.evidence, earlier.scorecard, earlier.findings)
    written = edited(ruleset, evidence, derive(ruleset, evidence, scorecard, before=found))
    findings = controlled(ruleset, evidence, written)
    recommendation = decide(ruleset, evidence, scorecard, findings)
    return Assessment(
        ruleset=ruleset, evidence=evidence, scorecard=scorecard, findings=findings, recommendation=recommendation
    )
