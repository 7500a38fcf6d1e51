"""The fixed words of a report: closed lists by slug, as headings and inside a sentence."""

from collections.abc import Mapping
from types import MappingProxyType

from bsc_audit.core.report.shown import Status
from bsc_audit.core.ruleset.model import Benchmark
from bsc_audit.core.said import joined, say
from bsc_audit.core.vocabulary import AssessmentKind, FindingKind, Strength, Verdict


def status(slug: str) -> Status:
    """A closed word with its slug."""
    return Status(slug, WORDS[slug])


def level(name: str) -> Status:
    """A level the ruleset names, such as a risk band: the usual names have words of their own."""
    return Status(name, LEVELS.get(name, name))


WORDS: Mapping[str, str] = MappingProxyType(
    {
        "assessed": say("Assessed"),
        "not_assessed": say("Not assessed"),
        "not_applicable": say("Not applicable"),
        "conforms": say("Conforms"),
        "observation": say("Observation"),
        "minor": say("Minor nonconformity"),
        "major": say("Major nonconformity"),
        "risk": say("Risk"),
        "weakness": say("Weakness"),
        "strength": say("Strength"),
        "opportunity": say("Opportunity"),
        "nonconformity": say("Nonconformity"),
        "passed": say("Met"),
        "failed": say("Not met"),
        "undetermined": say("Cannot be told"),
        "recommended": say("Recommended"),
        "corresponds": say("Corresponds"),
        "reached": say("Reached"),
        "not_reached": say("Not reached"),
        "improving": say("Improving"),
        "worsening": say("Worsening"),
        "flat": say("Flat"),
    }
)


def source_text(benchmark: Benchmark) -> str:
    """Where bands come from and how strong that is; a weak source is called weak."""
    known = {"letter": benchmark.strength.value, "meaning": STRENGTHS[benchmark.strength]}
    if benchmark.strength in WEAK:
        strength = say("({letter}, weak: {meaning})", **known)
    else:
        strength = say("({letter}: {meaning})", **known)
    return joined(" ", (benchmark.source, strength))


INLINE: Mapping[str, str] = MappingProxyType(
    {
        "assessed": say("assessed"),
        "not_assessed": say("not assessed"),
        "not_applicable": say("not applicable"),
        "conforms": say("conforms"),
        "observation": say("observation"),
        "minor": say("minor nonconformity"),
        "major": say("major nonconformity"),
        "risk": say("risk"),
        "weakness": say("weakness"),
        "strength": say("strength"),
        "opportunity": say("opportunity"),
        "nonconformity": say("nonconformity"),
        "passed": say("met"),
        "failed": say("not met"),
        "undetermined": say("cannot be told"),
        "recommended": say("recommended"),
        "corresponds": say("corresponds"),
        "reached": say("reached"),
        "not_reached": say("not reached"),
        "improving": say("improving"),
        "worsening": say("worsening"),
        "flat": say("flat"),
    }
)
"""The same words inside a sentence."""

LEVELS: Mapping[str, str] = MappingProxyType(
    {
        str(word): word
        for word in (
            say("low"),
            say("moderate"),
            say("high"),
            say("extreme"),
        )
    }
)
"""Usual names of risk bands."""

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "overall": say("Overall"),
        "perspective": say("Perspective"),
        "theme": say("Theme"),
    }
)
"""Usual kinds of groups as headings."""

RELATIONS: Mapping[str, str] = MappingProxyType({"informed": say("informed"), "reproduces": say("reproduces")})
"""How a ruleset stands to a standard."""

RESULTS = ("conforms", "observation", "minor", "major", "not_applicable", "not_assessed")

KINDS: Mapping[FindingKind, tuple[str, str]] = MappingProxyType(
    {
        FindingKind.NONCONFORMITY: (
            say("Nonconformities"),
            say("A criterion that is not fulfilled, graded major or minor, with the evidence it rests on and a date."),
        ),
        FindingKind.RISK: (
            say("Risks"),
            say("Harm that may come: rated by severity and likelihood from 1 to 5 each, the highest rating first."),
        ),
        FindingKind.WEAKNESS: (say("Weaknesses"), say("What holds the organisation back today.")),
        FindingKind.STRENGTH: (
            say("Strengths"),
            say("What works and is backed by evidence: keep it, and use it elsewhere."),
        ),
        FindingKind.OPPORTUNITY: (say("Opportunities"), say("Gains within reach. Nothing here breaches a criterion.")),
        FindingKind.OBSERVATION: (
            say("Observations"),
            say("No breach; worth acting on, and looked at again next time."),
        ),
    }
)

STRENGTHS: Mapping[Strength, str] = MappingProxyType(
    {
        Strength.A: say("official body or primary publication"),
        Strength.B: say("industry research or peer-reviewed paper"),
        Strength.C: say("vendor or consultant page"),
        Strength.G: say("general professional knowledge, unconfirmed"),
        Strength.O: say("our own default, free to change"),
    }
)
WEAK = frozenset({Strength.C, Strength.G, Strength.O})

LABELS: Mapping[AssessmentKind, tuple[str, str]] = MappingProxyType(
    {
        AssessmentKind.SELF_ASSESSMENT: (
            say("Self-assessment"),
            say("The organisation's own answers. Nobody independent has verified them, and this is no certificate."),
        ),
        AssessmentKind.ASSESSED: (
            say("Assessment report"),
            say("Assessed on site and on samples. This report is no certificate and recommends none."),
        ),
        AssessmentKind.CERTIFICATION: (
            say("Certification recommendation"),
            say("The engine recommends; a named person who took no part in the assessment decides."),
        ),
    }
)

VERDICTS: Mapping[Verdict, tuple[str, str]] = MappingProxyType(
    {
        Verdict.RECOMMEND: (say("Recommended: {award}"), say("the award of the level {award} is recommended")),
        Verdict.RECOMMEND_WITH_CONDITIONS: (
            say("Recommended with conditions: {award}"),
            say("the award of the level {award} is recommended under the conditions listed below"),
        ),
        Verdict.DEFER: (say("Deferral recommended"), say("it is recommended to defer the decision")),
        Verdict.NOT_YET: (say("No award recommended yet"), say("no award can be recommended yet")),
        Verdict.NO_DECISION: (
            say("No recommendation possible"),
            say("the evidence does not allow a recommendation"),
        ),
        Verdict.REFUSE: (say("Refusal recommended"), say("it is recommended to refuse an award")),
    }
)

RESULT_ONLY: Mapping[Verdict, tuple[str, str]] = MappingProxyType(
    {
        Verdict.RECOMMEND: (
            say("Result in the range of {award}"),
            say("the result lies in the range of the level {award}"),
        ),
        Verdict.RECOMMEND_WITH_CONDITIONS: (
            say("Result in the range of {award}, with open points"),
            say("the result lies in the range of the level {award}, with nonconformities still open"),
        ),
        Verdict.DEFER: (
            say("Open points stand before any level"),
            say("the nonconformities still open stand before any level"),
        ),
        Verdict.NOT_YET: (say("Below the lowest level"), say("the result does not yet reach a level")),
        Verdict.NO_DECISION: (
            say("No result on this evidence"),
            say("the evidence does not allow an overall conclusion"),
        ),
        Verdict.REFUSE: (
            say("No result on this evidence"),
            say("evidence that was found to be false allows no conclusion"),
        ),
    }
)

AWARDING = frozenset({Verdict.RECOMMEND, Verdict.RECOMMEND_WITH_CONDITIONS})
