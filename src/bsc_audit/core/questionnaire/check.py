"""What the schema of a questionnaire cannot say: everything that needs more than one place of the file."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import chain

from bsc_audit.core.answers.table import ANSWER_TYPES
from bsc_audit.core.documents import Document
from bsc_audit.core.documents.part import Part, broken_parts
from bsc_audit.core.problems import Problem
from bsc_audit.core.quantities import exact
from bsc_audit.core.questionnaire.schema import SCHEMA

SMALLEST_WEIGHT = Fraction(1, 100)

Problems = Iterator[Problem]


def check(document: Document) -> tuple[Problem, ...]:
    """Every problem of a questionnaire; parts that break the schema are not examined further."""
    form = tuple(SCHEMA.problems(document))
    broken = broken_parts(form)
    whole = Part.whole(document)
    sections = [part for part in whole.at("sections").members() if isinstance(part.data, dict)]
    items = [part for section in sections for part in section.at("items").members() if part.is_sound(broken)]
    found = chain(
        _given_twice(sections, "section"),
        _given_twice(items, "item"),
        _given_twice(whole.at("header").members(), "header field"),
        chain.from_iterable(problem for item in items for problem in (look(item) for look in _OF_AN_ITEM)),
        () if form else _of_the_whole(whole, sections),
    )
    return (*form, *found)


def scores(item: Part) -> bool:
    """Whether answers to a sound item can earn anything: its type does, and a number has bands."""
    kind = ANSWER_TYPES[item.data["type"]]
    return kind.scored and ("bands" not in kind.fields or item.at("bands").data is not None)


def weight_of(part: Part) -> Fraction:
    """The declared weight of an item or section, 1 when none is declared; 0 for what cannot score."""
    if "type" in part.data and not scores(part):
        return Fraction(0)
    return exact(part.data.get("weight", 1))


def _given_twice(parts: Iterable[Part], what: str) -> Problems:
    first: dict[str, Part] = {}
    for part in parts:
        own = part.at("id") if isinstance(part.data, dict) else part
        if not isinstance(own.data, str):
            continue
        if own.data in first:
            message = f"the {what} {own.data!r} is given twice (first at line {first[own.data].where.line})"
            yield Problem(code="duplicate-id", where=own.where, message=message, hint="give it another name")
        first.setdefault(own.data, own)


def _weight_too_small(item: Part) -> Problems:
    weight = item.at("weight")
    if weight.data is not None and 0 < exact(weight.data) < SMALLEST_WEIGHT:
        message = f"the weight {weight.data} is above 0 and below 0.01"
        yield Problem(code="weight-too-small", where=weight.where, message=message, hint="use 0, or at least 0.01")


def _bands_do_not_tile(item: Part) -> Problems:
    bands = list(item.at("bands").members())
    highest: Fraction | None = None
    for index, band in enumerate(bands):
        border, last = band.data.get("up_to"), index == len(bands) - 1
        if border is None and not last:
            yield _band(band, "a band without up_to takes every value, the bands below it none", "move it to the end")
        if border is not None and last:
            yield _band(band, f"nothing scores a value above {border}", "end with a band without up_to")
        if border is not None and highest is not None and exact(border) <= highest:
            yield _band(band, f"the band up to {border} holds no value", "let up_to rise from band to band")
        highest = exact(border) if border is not None else highest


def _band(band: Part, message: str, hint: str) -> Problem:
    return Problem(code="bands-do-not-tile", where=band.where, message=message, hint=hint)


def _anchor_off_the_steps(item: Part) -> Problems:
    lowest = 1 if item.data["type"] == "scale" else 0
    steps = {str(step) for step in range(lowest, int(item.data.get("points", 0)) + 1)}
    for key, anchor in item.at("anchors").entries():
        if key not in steps:
            message = f"the anchor {key!r} is no step of {lowest}..{item.data['points']}"
            yield Problem(code="anchor-off-the-steps", where=anchor.where_key, message=message)


def _choice_twice(item: Part) -> Problems:
    yield from _given_twice(item.at("choices").members(), "choice")


def _weight_without_bands(item: Part) -> Problems:
    for key in ("weight", "flag"):
        part = item.at(key)
        if part.data is not None and not scores(item):
            message = f"a number without bands earns nothing, so its {key} has no effect"
            yield Problem(code="cannot-score", where=part.where, message=message, hint=f"add bands or drop {key}")


def _of_the_whole(whole: Part, sections: list[Part]) -> Problems:
    scoring = whole.at("scoring")
    method = scoring.text("method") or "points"
    cap, fatal = (exact(scoring.data.get(k, d)) if scoring.data else Fraction(d) for k, d in _CAPS)
    if fatal > cap:
        message = f"fatal_score {float(fatal):g} lies above critical_cap {float(cap):g}"
        where = scoring.at("fatal_score").where
        yield Problem(code="fatal-above-critical", where=where, message=message, hint="a fatal item weighs more")
    if method == "must_pass_sections" and not any("must_reach" in section.data for section in sections):
        message = "no section says what it must_reach, so none can fail"
        yield Problem(code="no-section-must-pass", where=scoring.at("method").where, message=message)
    yield from _weights_of_sections(method, whole, sections)


def _weights_of_sections(method: str, whole: Part, sections: list[Part]) -> Problems:
    scoring_items = [item for section in sections for item in section.at("items").members() if scores(item)]
    if scoring_items and not any(weight_of(item) for item in scoring_items):
        message = "every weight is 0, so nothing can be scored"
        yield Problem(code="nothing-has-weight", where=whole.at("sections").where, message=message)
    elif method == "section_weights" and scoring_items and not any(weight_of(section) for section in sections):
        message = "every section has the weight 0, so nothing can be scored"
        yield Problem(code="nothing-has-weight", where=whole.at("sections").where, message=message)
    for section in sections:
        yield from _weight_too_small(section)


_CAPS = (("critical_cap", 59), ("fatal_score", 0))
_OF_AN_ITEM: tuple[Callable[[Part], Problems], ...] = (
    _weight_too_small,
    _bands_do_not_tile,
    _anchor_off_the_steps,
    _choice_twice,
    _weight_without_bands,
)
