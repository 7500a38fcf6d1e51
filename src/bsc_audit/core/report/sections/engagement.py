"""Who was assessed, by whom, on which terms and samples; what people remarked; who receives the report."""

from collections.abc import Mapping

from bsc_audit.core.evidence.model import Sampling, Site
from bsc_audit.core.report.case import Case
from bsc_audit.core.report.figures import count, day, day_of_text, days
from bsc_audit.core.report.model import Difference, Engagement, Person, Remarks, SampleRow, SiteRow
from bsc_audit.core.report.shown import Fact
from bsc_audit.core.report.words import LABELS
from bsc_audit.core.said import joined, say
from bsc_audit.core.vocabulary import State

CAVEAT = say(
    "The assessment rests on samples and on information supplied by the organisation. What was not sampled may differ "
    "from what was; the findings are what the evidence showed, not all there is to find. Where a share was estimated "
    "from a sample, its 95 % interval is printed beside it."
)


def engagement(case: Case) -> Engagement:
    """Scope, team, dates, sites and samples."""
    given = case.evidence.engagement
    return Engagement(
        scope=given.scope,
        functions=given.functions,
        excluded=tuple(Fact(what, why) for what, why in given.excluded),
        not_applicable=_not_applicable(case),
        sites=tuple(_site(site) for site in given.sites),
        team=tuple(
            Person(name=one.get("name", ""), role=one.get("role", ""), organisation=one.get("organisation", ""))
            for one in given.team
        ),
        participants=given.participants,
        independence=given.independence,
        facts=_facts(case),
        sampling=tuple(_sample(sample) for sample in given.sampling),
        caveat=CAVEAT,
    )


def remarks(case: Case) -> Remarks:
    """Differences of opinion, confidentiality, distribution."""
    given = case.evidence.remarks
    return Remarks(
        differences=tuple(
            Difference(
                about=one.get("about", ""),
                auditee=one.get("auditee", ""),
                assessor=one.get("assessor", ""),
                outcome=_outcome(one),
            )
            for one in given.differences
        ),
        confidentiality=given.confidentiality,
        distribution=given.distribution,
    )


def _outcome(difference: Mapping[str, str]) -> str:
    """What came of a difference, who settled it and when; "" while it is open."""
    if not difference.get("outcome"):
        return ""
    settled = (difference["outcome"], difference.get("by", ""), day_of_text(difference.get("on", "")))
    return joined(", ", filter(None, settled))


def _not_applicable(case: Case) -> tuple[Fact, ...]:
    nodes = (case.scorecard.nodes[criterion] for criterion in case.criteria_under(case.ruleset.root))
    return tuple(Fact(f"{node.id} {node.title}", node.reason) for node in nodes if node.state is State.NOT_APPLICABLE)


def _facts(case: Case) -> tuple[Fact, ...]:
    given = case.evidence.engagement
    field = days(given.start, given.end) if given.start and given.end else say("not stated")
    facts = (
        Fact(say("Organisation"), given.organisation["name"]),
        Fact(say("Address"), given.organisation.get("address", "")),
        Fact(say("Sector"), given.organisation.get("sector", "")),
        Fact(say("Size"), given.organisation.get("size", "")),
        Fact(say("Kind of assessment"), LABELS[given.kind][0]),
        Fact(say("Period assessed"), days(given.period.start, given.period.end)),
        Fact(say("Field work"), field),
        Fact(say("Status of the data"), say("as of {day}", day=day(given.as_of))),
        Fact(say("Criteria"), f"{case.ruleset.title}, {case.ruleset.id} {case.ruleset.version}"),
        Fact(say("Profile"), case.ruleset.profile or ""),
    )
    return tuple(fact for fact in facts if fact.text)


def _site(site: Site) -> SiteRow:
    visited = say("visited") if site.visited else say("not visited")
    return SiteRow(id=site.id, name=site.name, kind=site.kind, visited=visited)


def _sample(sample: Sampling) -> SampleRow:
    return SampleRow(
        what=sample.what,
        population=count(sample.population),
        planned=count(sample.planned),
        achieved=count(sample.achieved),
        method=sample.method,
    )
