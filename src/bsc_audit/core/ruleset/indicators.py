"""Compiling indicators: kind, formula variant, parameters, one normalisation, benchmark, anchors."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from bsc_audit.core.catalogue import ANSWERED_KINDS, OBSERVED_KINDS
from bsc_audit.core.methods.normalise import Bands, GoalRedFlag, Linear, Normaliser, Piecewise, TargetBand
from bsc_audit.core.methods.trend import Tolerance
from bsc_audit.core.quantities import exact
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.ruleset.entries import Entry, unknown
from bsc_audit.core.ruleset.model import Benchmark, Indicator, SetItem
from bsc_audit.core.ruleset.reading import Context
from bsc_audit.core.vocabulary import Direction, Strength

FULL_LEVEL = 5  # of a rubric
FACET_POINTS = 10  # each facet is answered 0..10
STANDARD = "standard"  # the variant of a kind that has only one
_OWN_UNITS: Mapping[str, str] = {
    "rubric": "level", "three_facet": "points", "yes_no_set": "%", "document_properties": "%",
    "checklist": "%", "contact_review": "%", "demerits": "points",
}  # fmt: skip
# 0..100 of the kinds whose values carry their own scale.
_OWN_SCALES: Mapping[str, Normaliser] = {
    "rubric": Linear(zero_at=Fraction(0), full_at=Fraction(FULL_LEVEL)),
    "three_facet": Linear(zero_at=Fraction(0), full_at=Fraction(FACET_POINTS)),
    **{
        kind: Linear(zero_at=Fraction(0), full_at=Fraction(100))
        for kind in ("yes_no_set", "document_properties", "checklist", "contact_review")
    },
}
_SCORES_SAY = {
    Direction.HIGHER: "rise with the value",
    Direction.LOWER: "fall as the value rises",
    Direction.BAND: "are best inside a range",
}
_DEFAULT_TOLERANCE = {"relative": 5}


def indicator_entries(context: Context) -> Mapping[str, Entry]:
    """Named indicators and those written inside a criterion; the latter carry the criterion's id."""
    inside = {
        entry.id: Entry(entry.id, entry.get("score"), entry.document, (*entry.path, "score"))
        for entry in context.usable(context.assembled.criteria)
        if isinstance(entry.get("score"), Mapping)
    }
    return {**context.assembled.indicators, **inside}


def build_indicators(context: Context, questionnaires: Mapping[str, Questionnaire]) -> Mapping[str, Indicator]:
    """All indicators, named ones first."""
    entries = indicator_entries(context)
    return {entry.id: _indicator(context, entry, questionnaires) for entry in context.usable(entries)}


def _indicator(context: Context, entry: Entry, questionnaires: Mapping[str, Questionnaire]) -> Indicator:
    kind = entry.get("kind")
    criterion = context.assembled.criteria.get(entry.id)
    title = entry.get("title") or (criterion.get("title") if criterion else entry.id)
    minimum = entry.get("minimum_n")
    return Indicator(
        id=entry.id,
        title=context.text(title),
        kind=kind,
        variant=_variant(context, entry, kind),
        unit=entry.get("unit", _OWN_UNITS.get(kind, "")),
        better=_better(context, entry, kind),
        every=entry.get("every"),
        take=entry.get("take", "latest"),
        parameters=_parameters(context, entry, kind),
        normaliser=_normaliser(context, entry, kind),
        as_points=bool(entry.get("as_points", False)),
        tolerance=_tolerance(entry.get("tolerance", context.default("tolerance", _DEFAULT_TOLERANCE))),
        benchmark=_benchmark(context, entry),
        caps=context.caps(entry),
        explains=context.text(entry.get("explains")),
        pitfalls=context.text(entry.get("pitfalls")),
        minimum_n=minimum,
        questionnaires=_questionnaires(context, entry, kind, questionnaires),
        items=_items(context, entry, kind),
        levels={int(level): context.text(text) for level, text in entry.get("levels", {}).items()},
        halves=bool(entry.get("halves", False)),
        facets=_facets(context, entry, kind),
        counterpart=entry.get("counterpart"),
    )


def _variant(context: Context, entry: Entry, kind: str) -> str:
    metric = context.catalogue.metric_kinds.get(kind)
    variant = entry.get("variant")
    if metric is None:
        if variant is not None:
            context.add("variant-of-nothing", entry.at("variant"), f"the kind {kind!r} has one formula only", "drop it")
        return STANDARD
    if variant is None:
        return metric.default_variant
    if variant not in metric.variants:
        unknown(context.problems, entry.at("variant"), variant, metric.variants, f"variant of {kind!r}:")
    return str(variant)


def _better(context: Context, entry: Entry, kind: str) -> Direction | None:
    if "better" in entry.data:
        return Direction(entry.get("better"))
    if kind == "demerits":
        return Direction.LOWER
    if kind in ANSWERED_KINDS | OBSERVED_KINDS:
        return Direction.HIGHER
    context.add("no-direction", entry.at(), f"{entry.id!r} does not say which way is better", "add 'better: higher'")
    return None


def _parameters(context: Context, entry: Entry, kind: str) -> Mapping[str, Fraction | tuple[Fraction, ...]]:
    metric = context.catalogue.metric_kinds.get(kind)
    known = metric.parameters if metric else ()
    given = entry.get("parameters", {})
    for name in given:
        if name not in known:
            unknown(context.problems, entry.at_key("parameters", name), name, known, f"parameter of {kind!r}:")
    variant = entry.get("variant") or (metric.default_variant if metric else STANDARD)
    missing = [name for name in (metric.required.get(variant, ()) if metric else ()) if name not in given]
    if missing:
        message = f"{entry.id!r} of kind {kind!r} cannot be computed without the parameter {', '.join(missing)}"
        context.add("parameter-missing", entry.at(), message, "add it under 'parameters'")
    return MappingProxyType({name: _exact(value) for name, value in given.items()})


def _exact(value: Any) -> Fraction | tuple[Fraction, ...]:
    return tuple(exact(part) for part in value) if isinstance(value, list) else exact(value)


def _tolerance(declared: Mapping[str, Any]) -> Tolerance:
    return Tolerance(**{name: exact(value) for name, value in declared.items()})


def _benchmark(context: Context, entry: Entry) -> Benchmark | None:
    declared = entry.get("benchmark")
    if declared is None:
        return None
    strength = Strength(declared["strength"])
    return Benchmark(source=declared["source"], strength=strength, note=context.text(declared.get("note")))


def _normaliser(context: Context, entry: Entry, kind: str) -> Normaliser | None:
    declared = [name for name in NORMALISATIONS if name in entry.data]
    if len(declared) + bool(entry.get("as_points")) > 1:
        names = " and ".join([*declared, *(["as_points"] if entry.get("as_points") else [])])
        context.add("two-normalisations", entry.at(declared[-1]), f"{names} are both given", "keep one of them")
    if not declared:
        return None if entry.get("as_points") else _OWN_SCALES.get(kind)
    name = declared[0]
    normaliser = NORMALISATIONS[name](entry.get(name))
    wrong = _band_order(name, entry.get(name)) or normaliser.problems()
    for message in wrong:
        context.add("normalisation", entry.at(name), f"{entry.id!r}: {message}")
    if not wrong:
        _check_direction(context, entry, name, normaliser)
    return normaliser


def _check_direction(context: Context, entry: Entry, name: str, normaliser: Normaliser) -> None:
    scores = _direction(normaliser)
    if scores is not None and entry.get("better") not in (None, scores):
        message = f"{entry.id!r} says 'better: {entry.get('better')}', but its scores {_SCORES_SAY[scores]}"
        context.add("direction-contradicts", entry.at(name), message, "turn the scores round or change 'better'")


def _direction(normaliser: Normaliser) -> Direction | None:
    """Which way the scores rise; None when they rise and fall, or not at all."""
    match normaliser:
        case Piecewise(points=points):
            scores = [score for _, score in sorted(points)]
        case Bands(bands=bands):
            scores = [score for _, _, score in bands]
        case Linear(zero_at=zero, full_at=full) | GoalRedFlag(red_flag=zero, goal=full):
            scores = [zero, full]
        case _:
            return Direction.BAND
    if scores[0] == scores[-1] or scores not in (sorted(scores), sorted(scores, reverse=True)):
        return None
    return Direction.HIGHER if scores[0] < scores[-1] else Direction.LOWER


def _band_order(name: str, declared: Any) -> tuple[str, ...]:
    if name != "bands":
        return ()
    open_bands = [index for index, band in enumerate(declared) if "up_to" not in band]
    if not open_bands:
        return (f"no band holds the values above {declared[-1]['up_to']}: the last band must have no 'up_to'",)
    if open_bands[0] != len(declared) - 1:
        return ("a band without 'up_to' stands before others: the bands after it can never be reached",)
    return ()


def _points(declared: Mapping[str, Any]) -> Piecewise:
    points = sorted((exact(value), exact(score)) for value, score in declared.items())
    return Piecewise(points=tuple(points))


def _bands(declared: list[Mapping[str, Any]]) -> Bands:
    ends = [exact(band["up_to"]) if "up_to" in band else None for band in declared]
    starts = [None, *ends[:-1]]
    scores = [exact(band["score"]) for band in declared]
    return Bands(bands=tuple(zip(starts, ends, scores, strict=True)))


def _target_band(declared: list[Any]) -> TargetBand:
    lo0, lo100, hi100, hi0 = (exact(value) for value in declared)
    return TargetBand(limits=(lo0, lo100, hi100, hi0))


def _questionnaires(context: Context, entry: Entry, kind: str, known: Mapping[str, Questionnaire]) -> tuple[str, ...]:
    single = entry.get("questionnaire")
    named = entry.get("questionnaires", [] if single is None else [single])
    if (kind in OBSERVED_KINDS) != bool(named):
        hint = "a checklist or contact_review names its questionnaire, other kinds do not"
        context.add(
            "questionnaire-needed", entry.at(), f"{entry.id!r} of kind {kind!r} and its questionnaire disagree", hint
        )
    for index, name in enumerate(named):
        where = entry.at("questionnaire") if single is not None else entry.at("questionnaires", index)
        context.refer(name, known, where)
    return tuple(named)


def _items(context: Context, entry: Entry, kind: str) -> tuple[SetItem, ...]:
    questions = entry.get("questions", ())
    if (kind in ("yes_no_set", "document_properties")) != bool(questions):
        context.add("questions-needed", entry.at(), f"{entry.id!r} of kind {kind!r} and its questions disagree")
    seen: set[str] = set()
    for index, question in enumerate(questions):
        if question["id"] in seen:
            context.add("given-twice", entry.at("questions", index, "id"), f"{question['id']!r} is given twice")
        seen.add(question["id"])
    return tuple(SetItem(id=q["id"], asks=context.text(q["asks"]), weight=exact(q.get("weight", 1))) for q in questions)


def _facets(context: Context, entry: Entry, kind: str) -> Mapping[str, Fraction]:
    facets = {name: exact(weight) for name, weight in entry.get("facets", {}).items()}
    if (kind == "three_facet") != bool(facets):
        context.add("facets-needed", entry.at(), f"{entry.id!r} of kind {kind!r} and its facets disagree")
    elif facets and sum(facets.values()) != 1:
        total = float(sum(facets.values()))
        context.add("facets-do-not-add-up", entry.at("facets"), f"the facets add up to {total:g}, not 1")
    if kind == "rubric" and "levels" not in entry.data:
        context.add("levels-needed", entry.at(), f"the rubric {entry.id!r} has no level texts", "add 'levels'")
    return MappingProxyType(facets)


NORMALISATIONS: Mapping[str, Callable[[Any], Normaliser]] = MappingProxyType(
    {
        "points": _points,
        "linear": lambda declared: Linear(zero_at=exact(declared["zero"]), full_at=exact(declared["full"])),
        "bands": _bands,
        "target_band": _target_band,
        "goal_red_flag": lambda declared: GoalRedFlag(
            goal=exact(declared["goal"]), red_flag=exact(declared["red_flag"])
        ),
    }
)
