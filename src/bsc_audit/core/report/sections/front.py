"""The cover and what every page needs to know. Only a recommended certification carries a seal."""

from bsc_audit.core.report.case import Case
from bsc_audit.core.report.figures import day, days
from bsc_audit.core.report.model import Cover, Meta, Seal
from bsc_audit.core.report.sections.standing import standing
from bsc_audit.core.report.shown import Fact
from bsc_audit.core.report.words import AWARDING, LABELS
from bsc_audit.core.said import say
from bsc_audit.core.vocabulary import AssessmentKind


def meta(case: Case) -> Meta:
    """Names, dates and language of the whole report."""
    engagement = case.evidence.engagement
    name = engagement.organisation["name"]
    return Meta(
        title=engagement.title,
        organisation=name,
        organisation_short=engagement.organisation.get("short") or name,
        id=engagement.id,
        kind=engagement.kind.value,
        language=case.language.tag,
        ruleset_language=case.ruleset.language,
        evidence_language=engagement.language,
        as_of=engagement.as_of.isoformat(),
        as_of_text=day(engagement.as_of),
        illustrative=engagement.illustrative,
    )


def cover(case: Case) -> Cover:
    """The first page, labelled by who stands behind the answers."""
    engagement = case.evidence.engagement
    label, caveat = LABELS[engagement.kind]
    return Cover(
        label=label,
        caveat=caveat,
        title=engagement.title,
        organisation=engagement.organisation["name"],
        address=engagement.organisation.get("address", ""),
        facts=_facts(case),
        seal=_seal(case),
    )


def _facts(case: Case) -> tuple[Fact, ...]:
    engagement, ruleset = case.evidence.engagement, case.ruleset
    return (
        Fact(say("Report"), engagement.id),
        Fact(say("Ruleset"), f"{ruleset.title}, {ruleset.id} {ruleset.version}"),
        Fact(say("Ruleset digest"), shortened(ruleset.digest)),
        Fact(say("Period assessed"), days(engagement.period.start, engagement.period.end)),
        Fact(say("As of"), day(engagement.as_of)),
    )


def _seal(case: Case) -> Seal | None:
    recommendation, engagement = case.recommendation, case.evidence.engagement
    if engagement.kind is not AssessmentKind.CERTIFICATION or recommendation.verdict not in AWARDING:
        return None
    ranks = {award.id: rank for rank, award in enumerate(case.ruleset.decision.awards)}
    return Seal(
        award=recommendation.award_title,
        caption=_caption(case),
        around=case.ruleset.title,
        rank=ranks.get(recommendation.award or "", 0),
    )


def _caption(case: Case) -> str:
    """Says whether the award was granted or is only recommended, and in which year."""
    if standing(case).granted:
        return say("granted {year}", year=case.evidence.remarks.decision["on"][:4])
    return say("recommended {year}", year=case.evidence.engagement.as_of.year)


def shortened(digest: str) -> str:
    """The first characters of a digest, for people to compare; the whole one stands in the appendix."""
    return f"{digest[:23]}…" if len(digest) > 24 else digest
