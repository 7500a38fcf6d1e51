"""The fixed words of a report: closed lists in the reader's language, by slug."""

from collections.abc import Mapping
from types import MappingProxyType

from bsc_audit.core.report.shown import Status
from bsc_audit.core.ruleset.model import Benchmark
from bsc_audit.core.vocabulary import AssessmentKind, FindingKind, Strength, Verdict


def status(slug: str) -> Status:
    """A closed word with its slug."""
    return Status(slug, WORDS[slug])


WORDS: Mapping[str, str] = MappingProxyType(
    {
        "assessed": "Assessed",
        "not_assessed": "Not assessed",
        "not_applicable": "Not applicable",
        "conforms": "Conforms",
        "observation": "Observation",
        "minor": "Minor nonconformity",
        "major": "Major nonconformity",
        "risk": "Risk",
        "weakness": "Weakness",
        "strength": "Strength",
        "opportunity": "Opportunity",
        "nonconformity": "Nonconformity",
        "passed": "Met",
        "failed": "Not met",
        "undetermined": "Cannot be told",
        "recommended": "Recommended",
        "corresponds": "Corresponds",
        "reached": "Reached",
        "not_reached": "Not reached",
        "improving": "Improving",
        "worsening": "Worsening",
        "flat": "Flat",
    }
)


def source_text(benchmark: Benchmark) -> str:
    """Where bands come from and how strong that is; a weak source is called weak."""
    weak = ", weak" if benchmark.strength in WEAK else ""
    return f"{benchmark.source} ({benchmark.strength.value}{weak}: {STRENGTHS[benchmark.strength]})"


RESULTS = ("conforms", "observation", "minor", "major", "not_applicable", "not_assessed")

KINDS: Mapping[FindingKind, tuple[str, str]] = MappingProxyType(
    {
        FindingKind.NONCONFORMITY: (
            "Nonconformities",
            "A criterion that is not fulfilled, graded major or minor, with the evidence it rests on and a date.",
        ),
        FindingKind.RISK: (
            "Risks",
            "Harm that may come: rated by severity and likelihood from 1 to 5 each, the highest rating first.",
        ),
        FindingKind.WEAKNESS: ("Weaknesses", "What holds the organisation back today."),
        FindingKind.STRENGTH: ("Strengths", "What works and is backed by evidence: keep it, and use it elsewhere."),
        FindingKind.OPPORTUNITY: ("Opportunities", "Gains within reach. Nothing here breaches a criterion."),
        FindingKind.OBSERVATION: ("Observations", "No breach; worth acting on, and looked at again next time."),
    }
)

STRENGTHS: Mapping[Strength, str] = MappingProxyType(
    {
        Strength.A: "official body or primary publication",
        Strength.B: "industry research or peer-reviewed paper",
        Strength.C: "vendor or consultant page",
        Strength.G: "general professional knowledge, unconfirmed",
        Strength.O: "our own default, free to change",
    }
)
WEAK = frozenset({Strength.C, Strength.G, Strength.O})

LABELS: Mapping[AssessmentKind, tuple[str, str]] = MappingProxyType(
    {
        AssessmentKind.SELF_ASSESSMENT: (
            "Self-assessment",
            "The organisation's own answers. Nobody independent has verified them, and this is no certificate.",
        ),
        AssessmentKind.ASSESSED: (
            "Assessment report",
            "Assessed on site and on samples. This report is no certificate and recommends none.",
        ),
        AssessmentKind.CERTIFICATION: (
            "Certification recommendation",
            "The engine recommends; a named person who took no part in the assessment decides.",
        ),
    }
)

VERDICTS: Mapping[Verdict, tuple[str, str]] = MappingProxyType(
    {
        Verdict.RECOMMEND: ("Recommended: {award}", "the award of the level {award} is recommended"),
        Verdict.RECOMMEND_WITH_CONDITIONS: (
            "Recommended with conditions: {award}",
            "the award of the level {award} is recommended under the conditions listed below",
        ),
        Verdict.DEFER: ("Deferral recommended", "it is recommended to defer the decision"),
        Verdict.NOT_YET: ("No award recommended yet", "no award can be recommended yet"),
        Verdict.NO_DECISION: (
            "No recommendation possible",
            "the evidence does not allow a recommendation",
        ),
        Verdict.REFUSE: ("Refusal recommended", "it is recommended to refuse an award"),
    }
)

RESULT_ONLY: Mapping[Verdict, tuple[str, str]] = MappingProxyType(
    {
        Verdict.RECOMMEND: ("Result in the range of {award}", "the result lies in the range of the level {award}"),
        Verdict.RECOMMEND_WITH_CONDITIONS: (
            "Result in the range of {award}, with open points",
            "the result lies in the range of the level {award}, with nonconformities still open",
        ),
        Verdict.DEFER: (
            "Open points stand before any level",
            "the nonconformities still open stand before any level",
        ),
        Verdict.NOT_YET: ("Below the lowest level", "the result does not yet reach a level"),
        Verdict.NO_DECISION: ("No result on this evidence", "the evidence does not allow an overall conclusion"),
        Verdict.REFUSE: ("No result on this evidence", "evidence that was found to be false allows no conclusion"),
    }
)

AWARDING = frozenset({Verdict.RECOMMEND, Verdict.RECOMMEND_WITH_CONDITIONS})
