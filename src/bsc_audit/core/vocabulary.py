"""The closed word lists of the field; `docs/glossary.md` explains each word. Open lists live in rulesets."""

from enum import StrEnum


class State(StrEnum):
    """What is known about a node of the scorecard. Only an assessed node has a score."""

    ASSESSED = "assessed"
    NOT_ASSESSED = "not_assessed"  # applies, but nothing usable was submitted
    NOT_APPLICABLE = "not_applicable"  # does not apply to this organisation, with a reason


class Truth(StrEnum):
    """The three values of a condition (Kleene's strong logic)."""

    TRUE = "true"
    FALSE = "false"
    UNDETERMINED = "undetermined"  # an operand it depends on is missing


class FindingKind(StrEnum):
    """What a finding says about the organisation."""

    RISK = "risk"
    WEAKNESS = "weakness"
    STRENGTH = "strength"
    OPPORTUNITY = "opportunity"
    NONCONFORMITY = "nonconformity"
    OBSERVATION = "observation"


class Conformity(StrEnum):
    """How far a criterion is from being fulfilled."""

    CONFORMS = "conforms"
    OBSERVATION = "observation"
    MINOR = "minor"
    MAJOR = "major"


class Grade(StrEnum):
    """How well an answer is supported; declared caps say what each grade may be credited."""

    A = "A"  # seen or re-performed by the assessor, or a system record
    B = "B"  # dated document or export, unverified
    C = "C"  # statement confirmed by a second source
    D = "D"  # statement alone
    NONE = "none"


class Method(StrEnum):
    """How a piece of evidence was obtained."""

    DOCUMENT = "document"
    INTERVIEW = "interview"
    OBSERVATION = "observation"
    DATA = "data"


class Direction(StrEnum):
    """Which way a quantity is better."""

    HIGHER = "higher"
    LOWER = "lower"
    BAND = "band"  # best inside a range


class Trend(StrEnum):
    """Movement of a quantity judged by its direction."""

    IMPROVING = "improving"
    WORSENING = "worsening"
    FLAT = "flat"


class Movement(StrEnum):
    """Movement of a raw value, without judgement."""

    RISING = "rising"
    FALLING = "falling"
    FLAT = "flat"


class MissingPolicy(StrEnum):
    """What a member without an answer does to its parent."""

    EXCLUDE = "exclude"  # leaves the mean; coverage falls
    ZERO = "zero"  # counts as 0 points; coverage falls all the same
    BLOCK = "block"  # the parent cannot be assessed


class AssessmentKind(StrEnum):
    """Who stands behind the answers; a self-assessment can never look like a certificate."""

    SELF_ASSESSMENT = "self_assessment"
    ASSESSED = "assessed"
    CERTIFICATION = "certification"


class Verdict(StrEnum):
    """What the engine recommends. A named person decides."""

    REFUSE = "refuse"
    NO_DECISION = "no_decision"
    DEFER = "defer"
    NOT_YET = "not_yet"
    RECOMMEND_WITH_CONDITIONS = "recommend_with_conditions"
    RECOMMEND = "recommend"


class Strength(StrEnum):
    """How strong the source of a benchmark is; the report prints it beside every band."""

    A = "A"  # official body or primary publication
    B = "B"  # industry research, peer-reviewed paper
    C = "C"  # vendor or consultant page
    G = "G"  # general professional knowledge, unconfirmed
    O = "O"  # our own default, free to change  # noqa: E741


class Confidence(StrEnum):
    """How far a likelihood or a rate can be relied on, from the width of its interval or its n."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
