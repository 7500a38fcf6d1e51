"""How evidence became scores, and one score derived in full, from its evidence to the overall score."""

from collections.abc import Iterable
from fractions import Fraction

from bsc_audit.core.report.case import Case
from bsc_audit.core.report.figures import plain, score, share, weight
from bsc_audit.core.report.method import DerivationMember, DerivationStep, GradeRow, GradingRow, Method
from bsc_audit.core.report.sections.answers import in_words
from bsc_audit.core.report.shown import Fact
from bsc_audit.core.report.words import GROUPS, INLINE, STRENGTHS, WORDS, level
from bsc_audit.core.ruleset.model import GradingRule, RiskLevel
from bsc_audit.core.said import joined, say
from bsc_audit.core.scoring.model import CapApplied, ScoredIndicator, ScoredMember, ScoredNode
from bsc_audit.core.vocabulary import FindingKind, Grade, State


def method(case: Case) -> Method:
    """Scales, rules and the worked example."""
    steps = tuple(_example(case))
    return Method(
        texts=TEXTS,
        grades=_grades(case),
        grading=tuple(_grading(rule) for rule in case.ruleset.grading.rules),
        risk_bands=_risk_bands(case),
        severities=_levels(case.ruleset.risk.severity),
        likelihoods=_levels(case.ruleset.risk.likelihood),
        strengths=tuple(Fact(letter.value, says) for letter, says in STRENGTHS.items()),
        example=steps,
        example_intro=_INTRO if steps else say("No criterion was assessed, so no score can be derived."),
    )


def _grades(case: Case) -> tuple[GradeRow, ...]:
    caps = case.ruleset.evidence_grades
    return tuple(
        GradeRow(
            grade=grade.value,
            title=caps[grade].title,
            at=weight(caps[grade].at),
            verified=caps[grade].verified,
            says=caps[grade].says,
        )
        for grade in Grade
        if grade in caps
    )


def _grading(rule: GradingRule) -> GradingRow:
    kind = INLINE[rule.kind.value] if rule.kind else say("no finding")
    result = WORDS[rule.conformity.value]
    outcome = result if rule.kind is FindingKind.NONCONFORMITY else joined("; ", (result, kind))
    return GradingRow(condition=rule.when.text, outcome=outcome, says=rule.says)


def _levels(levels: tuple[RiskLevel, ...]) -> tuple[Fact, ...]:
    return tuple(Fact(f"{i} {one.name}", one.says) for i, one in enumerate(levels, 1))


def _risk_bands(case: Case) -> tuple[Fact, ...]:
    bands = case.ruleset.risk.bands
    ends = [lowest - 1 for _, lowest in bands[1:]] + [25]
    days = case.ruleset.risk.due_days
    return tuple(
        Fact(level(name).word, _band(lowest, end, days.get(name)))
        for (name, lowest), end in zip(bands, ends, strict=True)
    )


def _band(lowest: int, end: int, days: int | None) -> str:
    if days is None:
        return say("{low} to {high}", low=lowest, high=end)
    return say("{low} to {high}; action proposed within {days} days", low=lowest, high=end, days=days)


def _example(case: Case) -> Iterable[DerivationStep]:
    """The chain from one criterion's indicators up to the root."""
    chosen = _chosen(case)
    if chosen is None:
        return
    for member in case.ruleset.criteria[chosen].indicators:
        if member.id in case.scorecard.indicators:
            yield _reading(case, case.scorecard.indicators[member.id])
    node: str | None = chosen
    while node is not None:
        yield _step(case, case.scorecard.nodes[node])
        node = _parent(case, node)


def _chosen(case: Case) -> str | None:
    """A criterion worth deriving: one that was capped, else the heaviest; None when none was assessed."""
    assessed = [c for c in case.criteria_under(case.ruleset.root) if case.scorecard.nodes[c].state is State.ASSESSED]
    return max(assessed, key=lambda c: (_is_capped(case, c), case.ruleset.criteria[c].weight), default=None)


def _is_capped(case: Case, criterion: str) -> bool:
    members = case.ruleset.criteria[criterion].indicators
    found = [case.scorecard.indicators[m.id] for m in members if m.id in case.scorecard.indicators]
    return bool(case.scorecard.nodes[criterion].caps) or any(one.caps for one in found)


def _parent(case: Case, node: str) -> str | None:
    if node in case.ruleset.criteria:
        return case.ruleset.criteria[node].parent
    return case.ruleset.groups[node].parent


def _reading(case: Case, one: ScoredIndicator) -> DerivationStep:
    """From a value to its score."""
    id_ = one.measured.indicator
    words = in_words(case.ruleset.indicators[id_], one.measured, case.evidence.answers.get(id_))
    return DerivationStep(
        title=say("Indicator: {title}", title=case.title(id_)),
        answer=words,
        method=one.method,
        members=(),
        raw=score(one.raw, 4),
        caps=_caps(one.caps),
        score=score(one.score, 4),
        adds_up=False,
    )


def _step(case: Case, node: ScoredNode) -> DerivationStep:
    """From member scores to a parent's score."""
    contributions = [_contribution(member) for member in node.members]
    total = sum((c for c in contributions if c is not None), Fraction(0))
    return DerivationStep(
        title=_heading(node),
        answer="",
        method=node.method,
        members=tuple(_member(case, member) for member in node.members),
        raw=score(node.raw, 4),
        caps=_caps(node.caps),
        score=score(node.score, 4),
        adds_up=node.raw is not None and total == node.raw,
    )


def _heading(node: ScoredNode) -> str:
    if node.kind == "criterion":
        return say("Criterion {id}: {title}", id=node.id, title=node.title)
    kind = GROUPS.get(node.kind, node.kind.capitalize())
    return node.title if node.kind == node.title.lower() else joined(": ", (kind, node.title))


def _contribution(member: ScoredMember) -> Fraction | None:
    if member.applied_weight is None or member.score is None:
        return None
    return member.applied_weight * member.score


def _member(case: Case, member: ScoredMember) -> DerivationMember:
    left_out = "" if member.applied_weight is not None else INLINE[member.state.value]
    return DerivationMember(
        id=member.id,
        title=case.title(member.id),
        weight=weight(member.weight),
        applied=None if member.applied_weight is None else share(member.applied_weight, 2),
        score=score(member.score, 4),
        contribution=score(_contribution(member), 4),
        note=left_out,
    )


def _caps(caps: tuple[CapApplied, ...]) -> tuple[str, ...]:
    return tuple(say("held at {score}: {reason}", score=plain(cap.at), reason=cap.says) for cap in caps)


_INTRO = say(
    "The derivation of one criterion, up to the overall score, with four decimals. Every other score follows in the "
    "same way; the machine-readable result holds all of them."
)

TEXTS = (
    Fact(
        say("Scores"),
        say(
            "Every score lies between 0 and 100. A measured value becomes a score by the points or bands its indicator "
            "declares; where the organisation has set a target and a baseline of its own, these take precedence: "
            "50 at the baseline, 100 at the target."
        ),
    ),
    Fact(
        say("Weights and roll-up"),
        say(
            "Scores roll up by the method each group names, as a rule the weighted mean. Weights of members that were left "
            "out are spread over the others in proportion; the applied weight printed is the one that counted."
        ),
    ),
    Fact(
        say("Missing and not applicable"),
        say(
            "Missing is not zero and not the same as not applicable. A missing answer lowers coverage; a criterion "
            "declared not applicable needs a reason, leaves the mean, and its share is reported and limited. "
            "A group without an assessed member has no score."
        ),
    ),
    Fact(
        say("Evidence"),
        say(
            "Each answer is credited no more than its best evidence allows (table below). The score before and after "
            "such a cap are both kept."
        ),
    ),
    Fact(
        say("Intervals"),
        say(
            "Shares carry the 95 % Wilson interval, means the interval from their standard error. A wide interval means "
            "few observations, not a bad result. Where n is unknown, no interval is printed."
        ),
    ),
    Fact(
        say("Trends"),
        say(
            "A change counts only when it is larger than its tolerance and its margin of error. "
            "From six periods on, the Mann-Kendall rank test decides at p < 0.10."
        ),
    ),
    Fact(
        say("Rules across metrics"),
        say(
            "A rule reads several values together. If a value it needs is missing, the rule is not evaluated and the "
            "report lists which value is missing; it is never taken as healthy."
        ),
    ),
    Fact(
        say("Rounding"),
        say(
            "Calculations are exact. Numbers are rounded once, half up, for this report and for the comparison with award "
            "thresholds."
        ),
    ),
)
