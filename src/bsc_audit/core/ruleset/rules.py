"""Compiling what speaks: derived values, finding rules, grading, risk tables, hygiene checks."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bsc_audit.core.expressions.syntax import Node
from bsc_audit.core.quantities import exact
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.ruleset.entries import Entry
from bsc_audit.core.ruleset.model import (
    Derived,
    Escalation,
    GradeCap,
    Grading,
    GradingRule,
    HygieneRule,
    LikelihoodSource,
    LikelihoodTable,
    RiskLevel,
    RiskTable,
    Rule,
    SeverityTable,
)
from bsc_audit.core.ruleset.reach import forestalls, never
from bsc_audit.core.ruleset.reading import Context
from bsc_audit.core.ruleset.scope import GRADING_WORDS, HYGIENE_WORDS, OF_NODE
from bsc_audit.core.vocabulary import Conformity, FindingKind, Grade

OVER_RECORDS = frozenset({"share", "count_if", "mean", "minimum", "maximum", "spread", "agreement"})
OVER_SERIES = frozenset({"mean", "minimum", "maximum", "movement", "spread"})


def build_derived(context: Context, questionnaires: Mapping[str, Questionnaire]) -> Mapping[str, Derived]:
    """All derived values, in the order they were written; an expression may use only earlier ones."""
    built: dict[str, Derived] = {}
    for entry in context.usable(context.assembled.derived):
        built[entry.id] = _derived(context, entry, questionnaires)
        _check_order(context, entry, built)
    return built


def _check_order(context: Context, entry: Entry, built: Mapping[str, Derived]) -> None:
    expression = built[entry.id].expression
    for path in expression.operands if expression else ():
        later = path[-1] in context.assembled.derived and path[-1] not in built
        if later or path[-1] == entry.id:
            message = f"{entry.id!r} uses {path[-1]!r}, which is derived later"
            context.add("derived-later", entry.at("expression"), message, "write it further up")
        if len(path) == 2 and path[0] in OF_NODE:
            message = f"{entry.id!r} uses {'.'.join(path)}, but derived values are known before scores"
            context.add("derived-from-score", entry.at("expression"), message, "use values, not scores")


def _derived(context: Context, entry: Entry, questionnaires: Mapping[str, Questionnaire]) -> Derived:
    function, expression = entry.get("function"), entry.get("expression")
    if (function is None) == (expression is None):
        context.add("derived-needs", entry.at(), f"{entry.id!r} needs exactly one of 'function' and 'expression'")
    of = entry.get("of", [])
    names = tuple(of) if isinstance(of, list) else (of,)
    if function is not None:
        _check_source(context, entry, str(function), names, questionnaires)
    return Derived(
        id=entry.id,
        title=context.text(entry.get("title")),
        function=function or "expression",
        unit=entry.get("unit", ""),
        of=names,
        item=entry.get("item"),
        equals=None if entry.get("is") is None else str(entry.get("is")),
        flag=entry.get("flag"),
        by=entry.get("by"),
        where=MappingProxyType(dict(entry.get("where", {}))),
        periods=entry.get("periods"),
        minimum_n=entry.get("minimum_n"),
        expression=context.number(entry, "expression", text=expression) if expression else None,
    )


def _check_source(
    context: Context, entry: Entry, function: str, names: tuple[str, ...], questionnaires: Mapping[str, Questionnaire]
) -> None:
    if len(names) == 1 and names[0] in context.assembled.indicators:
        if function not in OVER_SERIES:
            message = f"{function!r} works on visits and reviews, not on a series"
            context.add("derived-function", entry.at("function"), message, "name a questionnaire under 'of'")
        return
    if function not in OVER_RECORDS:
        message = f"{function!r} works on a series, not on visits and reviews"
        context.add("derived-function", entry.at("function"), message, "name one indicator under 'of'")
    if not names:
        context.add("derived-of", entry.at(), f"{entry.id!r} does not say what it is computed from", "add 'of'")
    listed = isinstance(entry.get("of"), list)
    for index, name in enumerate(names):
        context.refer(name, questionnaires, entry.at("of", index) if listed else entry.at("of"))
    item = entry.get("item")
    known = [key for name in names if name in questionnaires for key in questionnaires[name].items()]
    if item is not None and known:
        context.refer(item, known, entry.at("item"))


def build_rules(context: Context) -> tuple[Rule, ...]:
    """All finding rules."""
    rules = (_rule(context, entry) for entry in context.usable(context.assembled.findings))
    return tuple(rule for rule in rules if rule is not None)


def _rule(context: Context, entry: Entry) -> Rule | None:
    when = context.condition(entry, "when", data=entry.get("when"))
    for field in ("says", "advise"):
        context.placeholders(entry, field)
    for index, name in enumerate(entry.get("criteria", ())):
        context.refer(name, {*context.assembled.criteria, *context.assembled.dropped}, entry.at("criteria", index))
    kind = FindingKind(entry.get("kind"))
    severity = entry.get("severity")
    if (kind is FindingKind.STRENGTH) != (severity is None):
        hint = "every finding but a strength has a severity of 1..5"
        context.add(
            "severity-needed", entry.at(), f"rule {entry.id!r} of kind {str(kind)!r} and its severity disagree", hint
        )
    if when is None:
        return None
    return Rule(
        id=entry.id,
        kind=kind,
        title=context.text(entry.get("title")),
        when=when,
        says=context.text(entry.get("says")),
        advise=context.text(entry.get("advise")),
        severity=severity,
        likelihood=_likelihood_source(context, entry),
        effort=entry.get("effort", context.default("effort", "medium")),
        criteria=tuple(name for name in entry.get("criteria", ()) if name in context.assembled.criteria),
        theme=entry.get("theme", ""),
    )


def _likelihood_source(context: Context, entry: Entry) -> LikelihoodSource | None:
    declared = entry.get("likelihood")
    if declared is None:
        return None
    if isinstance(declared, int):
        return LikelihoodSource(fixed=declared)
    (word, name), *_ = declared.items()
    known = context.scope.values if word == "share" else context.scope.indicators
    context.refer(name, known, entry.at("likelihood", word))
    return LikelihoodSource(**{word: name})


def build_grading(context: Context) -> Grading:
    """What a criterion's score means."""
    entry = context.assembled.single.get("grading")
    if entry is None or context.is_broken(entry):
        return Grading(rules=(), escalate=None, not_assessed_kind=None, not_assessed_says="")
    rules = [_grading_rule(context, entry, index, data) for index, data in enumerate(entry.get("rules"))]
    _check_reachable(context, entry, rules)
    escalate, silent = entry.get("escalate"), entry.get("not_assessed", {})
    return Grading(
        rules=tuple(rule for rule in rules if rule is not None),
        escalate=_escalation(context, entry, escalate) if escalate else None,
        not_assessed_kind=FindingKind(silent["kind"]) if silent else None,
        not_assessed_says=context.text(silent.get("says")),
    )


def _grading_rule(context: Context, entry: Entry, index: int, data: Mapping[str, Any]) -> GradingRule | None:
    scope = context.local(GRADING_WORDS)
    when = context.condition(entry, "rules", index, "when", data=data["when"], scope=scope)
    if when is None:
        return None
    kind = FindingKind(data["kind"]) if "kind" in data else None
    return GradingRule(
        when=when, kind=kind, conformity=Conformity(data["conformity"]), says=context.text(data.get("says"))
    )


def _check_reachable(context: Context, entry: Entry, rules: Sequence[GradingRule | None]) -> None:
    for index, rule in enumerate(rules):
        if rule is None:
            continue
        above = [earlier for earlier in rules[:index] if earlier is not None]
        if never(rule.when):
            message = f"grading line {index + 1} can never be true"
            context.add("unreachable", entry.at("rules", index), message, "scores lie in 0..100")
        elif any(earlier.when.text == "true" or forestalls(_parts(earlier), _parts(rule)) for earlier in above):
            message = f"grading line {index + 1} can never be reached: an earlier line is true whenever it is"
            context.add("unreachable", entry.at("rules", index), message, "remove it or move it up")


def _parts(rule: GradingRule) -> list[tuple[str, Node]]:
    return [("", rule.when.tree)]


def _escalation(context: Context, entry: Entry, data: Mapping[str, Any]) -> Escalation:
    context.refer(data["within"], context.assembled.kinds, entry.at("escalate", "within"))
    return Escalation(
        conformity=Conformity(data["conformity"]),
        at_least=data["at_least"],
        within=data["within"],
        becomes=Conformity(data["becomes"]),
    )


def build_severity(context: Context) -> SeverityTable:
    """Severity of criterion-level findings; without a table every one is 3."""
    entry = context.assembled.single.get("severity")
    if entry is None or context.is_broken(entry):
        return SeverityTable(start=3, add_one_when=(), at_most=5, at_least=())
    scope = context.local(GRADING_WORDS)
    adds = [
        context.condition(entry, "add_one_when", index, data=text, scope=scope)
        for index, text in enumerate(entry.get("add_one_when", ()))
    ]
    floors = [
        (context.condition(entry, "at_least", index, "when", data=data["when"], scope=scope), data["is"])
        for index, data in enumerate(entry.get("at_least", ()))
    ]
    return SeverityTable(
        start=entry.get("start"),
        add_one_when=tuple(condition for condition in adds if condition is not None),
        at_most=entry.get("at_most"),
        at_least=tuple((condition, value) for condition, value in floors if condition is not None),
    )


def build_likelihood(context: Context) -> LikelihoodTable:
    """Cut points of the likelihood scale; without a table every likelihood is 3."""
    entry = context.assembled.single.get("likelihood")
    if entry is None or context.is_broken(entry):
        return LikelihoodTable(shares=(), scores=(), levels=(), otherwise=3)
    shares = tuple(exact(value) for value in entry.get("shares"))
    scores = tuple(exact(value) for value in entry.get("scores"))
    if list(shares) != sorted(shares) or list(scores) != sorted(scores, reverse=True):
        context.add("likelihood-order", entry.at(), "shares must rise and scores must fall")
    return LikelihoodTable(
        shares=shares,
        scores=scores,
        levels=tuple(entry.get("levels")),
        otherwise=entry.get("otherwise"),
        widths=tuple(exact(value) for value in entry.get("widths", ())),
    )


def build_risk(context: Context) -> RiskTable:
    """Bands of the rating."""
    entry = context.assembled.single.get("risk")
    if entry is None or context.is_broken(entry):
        return RiskTable(bands=(("rating", 1),), at_least={}, due_days={})
    bands = tuple(sorted(entry.get("bands").items(), key=lambda band: band[1]))
    if bands[0][1] != 1:
        context.add(
            "bands-have-holes", entry.at("bands"), f"no band holds the ratings below {bands[0][1]}", "start one at 1"
        )
    starts = [start for _, start in bands]
    if len(set(starts)) < len(starts):
        context.add("bands-overlap", entry.at("bands"), "two bands start at the same rating")
    names = [name for name, _ in bands]
    for level, name in entry.get("at_least", {}).items():
        context.refer(name, names, entry.at("at_least", level))
    for name in entry.get("due_days", {}):
        context.refer(name, names, entry.at_key("due_days", name))
    floors = {int(level): name for level, name in entry.get("at_least", {}).items()}
    return RiskTable(
        bands=bands,
        at_least=floors,
        due_days=dict(entry.get("due_days", {})),
        severity=_levels(context, entry.get("severity", ())),
        likelihood=_levels(context, entry.get("likelihood", ())),
    )


def _levels(context: Context, declared: Sequence[Mapping[str, Any]]) -> tuple[RiskLevel, ...]:
    return tuple(RiskLevel(name=context.text(one["name"]), says=context.text(one.get("says"))) for one in declared)


def build_grades(context: Context) -> Mapping[Grade, GradeCap]:
    """What evidence grades may be credited; a grade that is not declared is not capped."""
    entry = context.assembled.single.get("evidence_grades")
    if entry is None or context.is_broken(entry):
        return {}
    return {
        Grade(name): GradeCap(
            grade=Grade(name),
            at=exact(data["at"]),
            verified=bool(data.get("verified", False)),
            title=context.text(data["title"]),
            says=context.text(data.get("says")),
        )
        for name, data in entry.data.items()
    }


def build_hygiene(context: Context) -> tuple[HygieneRule, ...]:
    """Checks of the organisation's own scorecard."""
    scope = context.local(HYGIENE_WORDS)
    found = []
    for entry in context.usable(context.assembled.hygiene):
        when = context.condition(entry, "when", data=entry.get("when"), scope=scope)
        if when is not None:
            says, advise = context.text(entry.get("says")), context.text(entry.get("advise"))
            title = context.text(entry.get("title")) or entry.id.replace("-", " ").capitalize()
            found.append(HygieneRule(id=entry.id, title=title, when=when, says=says, advise=advise))
    return tuple(found)
