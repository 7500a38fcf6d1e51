"""One chapter for each perspective: every criterion with its answer, evidence, weight and score."""

from fractions import Fraction

from bsc_audit.core.evidence.model import Answer
from bsc_audit.core.report.case import Case
from bsc_audit.core.report.chapters import Chapter, Criterion, Reading, Theme
from bsc_audit.core.report.figures import decimal, plural, score, share, weight
from bsc_audit.core.report.sections.answers import in_words
from bsc_audit.core.report.sections.scorecard import row
from bsc_audit.core.report.shown import Shown
from bsc_audit.core.report.words import source_text, status
from bsc_audit.core.ruleset.model import Group
from bsc_audit.core.said import joined, say, say_n
from bsc_audit.core.scoring.model import ScoredIndicator, ScoredMember, ScoredNode
from bsc_audit.core.vocabulary import Grade

EXTREMES = 3  # highest and lowest criteria named in a chapter


def chapters(case: Case) -> tuple[Chapter, ...]:
    """All chapters in file order."""
    return tuple(_chapter(case, group, number) for number, group in enumerate(case.perspectives(), 1))


def _chapter(case: Case, group: Group, number: int) -> Chapter:
    themes = _themes(case, group)
    criteria = [criterion for theme in themes for criterion in theme.criteria]
    ranked = sorted(
        (criterion for criterion in criteria if criterion.score),
        key=lambda criterion: criterion.score.value if criterion.score else 0.0,
    )
    named = {ref for criterion in criteria for ref in criterion.findings}
    most = min(EXTREMES, len(ranked) // 2)
    return Chapter(
        number=number,
        row=row(case, group.id),
        lead=_lead(case, group, criteria),
        themes=themes,
        highest=tuple(reversed(ranked[len(ranked) - most :])),
        lowest=tuple(ranked[:most]),
        findings=tuple(ref for ref in case.refs if ref in named),
    )


def _lead(case: Case, group: Group, criteria: list[Criterion]) -> str:
    """The chapter's conclusion in a sentence."""
    node = case.scorecard.nodes[group.id]
    if node.score is None:
        reason = node.reason or say("nothing usable was submitted")
        return say("{title} was not scored: {reason}.", title=node.title, reason=reason)
    counted = [criterion.result.slug for criterion in criteria]
    missing = counted.count("not_assessed")
    reached = say(
        "{title} reaches {score} {scale} over {criteria}, {nonconformities}.",
        title=node.title,
        score=decimal(node.score, case.digits),
        scale=case.scale,
        criteria=plural(len(criteria), "criterion", "criteria"),
        nonconformities=_graded(counted.count("major"), counted.count("minor")),
    )
    if not missing:
        return reached
    gap = say_n(
        "{number}\u00a0criterion could not be assessed.", "{number}\u00a0criteria could not be assessed.", missing
    )
    return joined(" ", (reached, gap))


def _graded(major: int, minor: int) -> str:
    if major and minor:
        return say_n(
            "with {major} major and {number} minor nonconformity",
            "with {major} major and {number} minor nonconformities",
            minor,
            major=major,
        )
    if major:
        return say_n("with {number} major nonconformity", "with {number} major nonconformities", major)
    if minor:
        return say_n("with {number} minor nonconformity", "with {number} minor nonconformities", minor)
    return say("without a nonconformity")


def _themes(case: Case, group: Group) -> tuple[Theme, ...]:
    """Criteria by their own group, in file order; those directly below the perspective come without a row."""
    inside = [node for node in case.below(group.id) if node in case.ruleset.groups]
    themes = [_theme(case, node, group.id) for node in inside]
    return tuple(theme for theme in themes if theme.criteria)


def _theme(case: Case, node: str, perspective: str) -> Theme:
    members = case.ruleset.groups[node].members
    mine = [m.id for m in members if m.id in case.ruleset.criteria and m.id in case.scorecard.nodes]
    return Theme(
        row=None if node == perspective else row(case, node),
        criteria=tuple(_criterion(case, criterion) for criterion in mine),
    )


def _criterion(case: Case, id_: str) -> Criterion:
    asked, node = case.ruleset.criteria[id_], case.scorecard.nodes[id_]
    scored = [case.scorecard.indicators[m.id] for m in asked.indicators if m.id in case.scorecard.indicators]
    answer = case.evidence.answers.get(id_)
    capped = node.raw is not None and node.raw != node.score
    return Criterion(
        id=id_,
        title=node.title,
        asks=asked.asks,
        critical=asked.critical,
        state=status(node.state.value),
        result=status(case.result(id_)),
        score=score(node.score),
        raw=score(node.raw) if capped else None,
        caps=tuple(cap.says for cap in node.caps),
        reason=node.reason,
        weight=weight(asked.weight),
        applied=_applied(case, asked.parent, id_),
        grade=_grade(scored, answer),
        evidence=case.evidence_of(id_),
        readings=tuple(_reading(case, one) for one in scored),
        comment=answer.comment if answer else "",
        benchmark=_benchmark(case, scored),
        findings=case.refs_of(id_),
        illustrative=any(one.measured.illustrative for one in scored) or bool(answer and answer.illustrative),
    )


def _applied(case: Case, parent: str, id_: str) -> Shown | None:
    found = [member for member in _members(case, parent) if member.id == id_]
    applied: Fraction | None = found[0].applied_weight if found else None
    return None if applied is None else share(applied, 1)


def _members(case: Case, parent: str) -> tuple[ScoredMember, ...]:
    node: ScoredNode | None = case.scorecard.nodes.get(parent)
    return node.members if node else ()


def _grade(scored: list[ScoredIndicator], answer: Answer | None) -> str:
    """The best grade behind a criterion."""
    grades = [one.measured.grade for one in scored] + ([answer.grade] if answer else [])
    return min(grades, key=list(Grade).index, default=Grade.NONE).value


def _reading(case: Case, one: ScoredIndicator) -> Reading:
    id_ = one.measured.indicator
    capped = one.raw is not None and one.raw != one.score
    return Reading(
        id=id_,
        title=case.title(id_),
        answer=in_words(case.ruleset.indicators[id_], one.measured, case.evidence.answers.get(id_)),
        score=score(one.score),
        raw=score(one.raw) if capped else None,
        caps=tuple(cap.says for cap in one.caps),
        method=one.method,
        illustrative=one.measured.illustrative,
    )


def _benchmark(case: Case, scored: list[ScoredIndicator]) -> str:
    """Sources of the bands, each with its strength."""
    marks = [case.ruleset.indicators[one.measured.indicator].benchmark for one in scored]
    return joined("; ", dict.fromkeys(source_text(mark) for mark in marks if mark))
