"""assessment.yaml: who is assessed, by whom, on what terms, with which ruleset."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from bsc_audit.core.documents import localise
from bsc_audit.core.documents.part import Part
from bsc_audit.core.evidence.desk import Desk
from bsc_audit.core.evidence.model import Engagement, Previous, Sampling, Site
from bsc_audit.core.problems import Location
from bsc_audit.core.quantities import Period, exact
from bsc_audit.core.vocabulary import AssessmentKind

FILE = "assessment.yaml"


def read_engagement(desk: Desk) -> Engagement | None:
    """The engagement; None when it was refused. Tells the desk the date, kind, sites and units of the assessment."""
    document = desk.raw.documents.get(FILE)
    if document is None:
        desk.refuse(Location(FILE), "file-missing", f"the folder has no {FILE}", "every assessment begins with it")
        return None
    whole = Part.whole(document)
    _inform(desk, whole)
    if not desk.is_sound(whole):
        return None
    _compare_ruleset(desk, whole.at("ruleset"))
    head = whole.at("assessment")
    period = desk.period(head.text("period"), head.at("period").where)
    if desk.as_of is None or period is None:
        return None
    return _engagement(desk, whole, desk.as_of, period)


def _engagement(desk: Desk, whole: Part, as_of: date, period: Period) -> Engagement:
    head, scope = whole.at("assessment"), whole.at("scope")
    language = head.text("language") or desk.ruleset.written_in
    start, end = _dates(desk, whole.at("dates"))
    return Engagement(
        id=head.text("id"),
        title=localise(head.at("title").data, language),
        kind=desk.kind,
        as_of=as_of,
        period=period,
        language=language,
        ruleset=desk.ruleset.id,
        ruleset_version=desk.ruleset.version,
        profile=desk.ruleset.profile,
        organisation=words(whole.at("organisation")),
        scope=localise(scope.at("statement").data, language),
        functions=tuple(part.data for part in scope.at("functions").members()),
        excluded=tuple((part.text("what"), part.text("why")) for part in scope.at("excluded").members()),
        sites=_sites(desk, whole),
        units=tuple(part.data for part in whole.at("units").members()),
        team=tuple(words(part) for part in whole.at("team").members()),
        participants=tuple(part.text("role") for part in whole.at("participants").members()),
        independence=whole.text("independence"),
        start=start,
        end=end,
        sampling=tuple(_sampling(desk, part) for part in whole.at("sampling").members()),
        previous=_previous(desk, whole.at("previous")),
        illustrative=whole.text("illustrative"),
    )


def words(part: Part) -> Mapping[str, str]:
    """A mapping's values as texts, the empty ones left out."""
    return {key: str(value.data) for key, value in part.entries() if value.data is not None}


def _inform(desk: Desk, whole: Part) -> None:
    """What the other readers need is read even where the rest of the file has problems."""
    head = whole.at("assessment")
    if isinstance(head.at("as_of").data, str):
        desk.as_of = desk.day(head.at("as_of"))
    if head.text("kind") in list(AssessmentKind):
        desk.kind = AssessmentKind(head.text("kind"))
    desk.sites = frozenset(part.text("id") for part in whole.at("sites").members())
    desk.units = desk.sites | {str(part.data) for part in whole.at("units").members()}


def _compare_ruleset(desk: Desk, named: Part) -> None:
    given = {"id": desk.ruleset.id, "version": desk.ruleset.version, "profile": desk.ruleset.profile}
    for key, value in given.items():
        if (named.at(key).data or None) != value:
            message = f"the folder names the {key} {named.text(key) or 'none'}, the ruleset given has {value or 'none'}"
            desk.refuse(named.at(key).where, "ruleset-differs", message, "assess it with the ruleset it names")


def _sites(desk: Desk, whole: Part) -> tuple[Site, ...]:
    sites: dict[str, Site] = {}
    for part in whole.at("sites").members():
        site = Site(
            id=part.text("id"),
            name=part.text("name"),
            kind=part.text("kind"),
            visited=bool(part.at("visited").data),
        )
        if site.id in sites:
            desk.refuse(part.at("id").where, "duplicate-id", f"the site {site.id!r} is given twice")
        sites.setdefault(site.id, site)
    return tuple(sites.values())


def _dates(desk: Desk, part: Part) -> tuple[date | None, date | None]:
    start, end = desk.day(part.at("from")), desk.day(part.at("to"))
    if start is not None and end is not None and start > end:
        desk.refuse(part.at("to").where, "dates-reversed", f"the assessment ends on {end}, before it starts on {start}")
    return start, end


def _sampling(desk: Desk, part: Part) -> Sampling:
    population, achieved = part.at("population").data, part.data["achieved"]
    if population is not None and achieved > population:
        message = f"{achieved} of {population} were seen, more than there are"
        desk.refuse(part.at("achieved").where, "sample-too-large", message)
    return Sampling(
        what=part.text("what"),
        population=population,
        planned=part.at("planned").data,
        achieved=achieved,
        method=part.text("method"),
    )


def _previous(desk: Desk, part: Part) -> Previous | None:
    """An earlier assessment; its overall score stands under the id of the root."""
    if part.data is None:
        return None
    scores: dict[str, Fraction] = {key: exact(score.data) for key, score in part.at("scores").entries()}
    if part.at("overall").data is not None:
        scores[desk.ruleset.root] = exact(part.data["overall"])
    return Previous(id=part.text("id"), scores=scores)
