"""From a document to a questionnaire in one language, or every problem that stands in the way."""

from fractions import Fraction

from bsc_audit.core.documents import Document, localise
from bsc_audit.core.documents.canonical import digest
from bsc_audit.core.documents.part import Part
from bsc_audit.core.problems import RulesetError
from bsc_audit.core.quantities import exact
from bsc_audit.core.questionnaire.check import check, weight_of
from bsc_audit.core.questionnaire.model import Item, Questionnaire, Section

DEFAULT_CRITICAL_CAP = 59
DEFAULT_FATAL_SCORE = 0
DEFAULT_MOST_NOT_APPLICABLE = 0.4


def compile_questionnaire(document: Document, *, language: str | None = None) -> Questionnaire:
    """Check a questionnaire and put it into one language.

    Args:
        document: the parsed file.
        language: of its texts; None means the one the file declares, else English.

    Raises:
        RulesetError: with every problem of the file.
    """
    problems = check(document)
    if problems:
        raise RulesetError(problems)
    whole = Part.whole(document)
    return _questionnaire(whole, _Words(whole.at("questionnaire").text("language") or "en", language))


class _Words:
    """Texts in the wanted language, else in the file's own."""

    def __init__(self, own: str, wanted: str | None) -> None:
        self.language = wanted or own
        self._own = own

    def of(self, part: Part) -> str:
        return localise(part.data, self.language, self._own)


def _questionnaire(whole: Part, words: _Words) -> Questionnaire:
    head, scoring = whole.at("questionnaire"), whole.at("scoring").data or {}
    return Questionnaire(
        id=head.text("id"),
        version=head.text("version"),
        title=words.of(head.at("title")),
        summary=words.of(head.at("summary")),
        use=head.text("use"),
        status=head.text("status") or "draft",
        method=scoring.get("method", "points"),
        critical_cap=exact(scoring.get("critical_cap", DEFAULT_CRITICAL_CAP)),
        fatal_score=exact(scoring.get("fatal_score", DEFAULT_FATAL_SCORE)),
        most_not_applicable=exact(scoring.get("most_not_applicable", DEFAULT_MOST_NOT_APPLICABLE)),
        sections=tuple(_section(part, words) for part in whole.at("sections").members()),
        header=tuple(whole.data.get("header", ())),
        digest=digest(whole.data),
        language=words.language,
    )


def _section(part: Part, words: _Words) -> Section:
    must_reach = part.at("must_reach").data
    return Section(
        id=part.text("id"),
        title=words.of(part.at("title")),
        weight=weight_of(part),
        must_reach=None if must_reach is None else exact(must_reach),
        items=tuple(_item(item, part.text("id"), words) for item in part.at("items").members()),
    )


def _item(part: Part, section: str, words: _Words) -> Item:
    return Item(
        id=part.text("id"),
        section=section,
        asks=words.of(part.at("asks")),
        type=part.text("type"),
        weight=weight_of(part),
        flag=part.at("flag").data,
        may_be_not_applicable=part.at("not_applicable").data == "allowed",
        points=part.at("points").data,
        unit=part.text("unit"),
        bands=tuple(_band(band) for band in part.at("bands").members()),
        anchors={key: words.of(anchor) for key, anchor in part.at("anchors").entries()},
        choices={choice.text("id"): words.of(choice.at("says")) for choice in part.at("choices").members()},
        error_class=part.text("class"),
        effect=part.text("effect"),
        dimension=part.text("dimension"),
        feeds=part.text("feeds"),
    )


def _band(part: Part) -> tuple[Fraction | None, Fraction]:
    up_to = part.at("up_to").data
    return (None if up_to is None else exact(up_to), exact(part.data["score"]))
