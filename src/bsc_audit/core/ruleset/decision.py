"""Compiling the decision table: gates, awards and what they need of every node of a kind."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bsc_audit.core.expressions import NOTHING, Expression
from bsc_audit.core.expressions.syntax import Node
from bsc_audit.core.ruleset.entries import Entry
from bsc_audit.core.ruleset.model import Award, DecisionTable, Gate, Group, Requirement
from bsc_audit.core.ruleset.reach import forestalls
from bsc_audit.core.ruleset.reading import Context
from bsc_audit.core.ruleset.scope import DECISION_WORDS
from bsc_audit.core.vocabulary import Verdict

EACH = "each"  # stands for the id of every group of a kind
DIGITS = 2
VALIDITY_MONTHS = 12


def build_decision(context: Context, root: str, groups: Mapping[str, Group]) -> DecisionTable:
    """The decision table; a ruleset without one recommends nothing."""
    entry = context.assembled.single.get("decision")
    if entry is None:
        context.add("no-decision-table", context.assembled.home, "the ruleset has no 'decision' section", "add one")
    if entry is None or context.is_broken(entry):
        return _empty()
    scope = context.local(DECISION_WORDS)
    conditions = entry.get("conditions", {})
    awards = tuple(_award(context, entry, i, data, root, groups) for i, data in enumerate(entry.get("awards")))
    _check_awards(context, entry, awards)
    return DecisionTable(
        digits=entry.get("round", DIGITS),
        gates=tuple(_gate(context, entry, i, data, groups) for i, data in enumerate(entry.get("gates", ()))),
        awards=awards,
        otherwise=Verdict(entry.get("otherwise")),
        conditions_when=context.condition(entry, "conditions", "when", data=conditions["when"], scope=scope)
        if conditions
        else None,
        conditions_say=context.text(conditions.get("says")),
        validity_months=entry.get("validity_months", VALIDITY_MONTHS),
    )


def _empty() -> DecisionTable:
    return DecisionTable(
        digits=DIGITS,
        gates=(),
        awards=(),
        otherwise=Verdict.NO_DECISION,
        conditions_when=None,
        conditions_say="",
        validity_months=VALIDITY_MONTHS,
    )


def _gate(context: Context, entry: Entry, index: int, data: Mapping[str, Any], groups: Mapping[str, Group]) -> Gate:
    needs = tuple(_requirements(context, entry, ("gates", index), data, groups))
    title = context.text(data.get("title")) or data["id"].replace("-", " ").capitalize()
    says = context.text(data["says"])
    return Gate(id=data["id"], title=title, needs=needs, otherwise=Verdict(data["else"]), says=says)


def _award(
    context: Context, entry: Entry, index: int, data: Mapping[str, Any], root: str, groups: Mapping[str, Group]
) -> Award:
    needs = tuple(_requirements(context, entry, ("awards", index), data, groups))
    threshold = next((value for need in needs if (value := _threshold(need.when, root)) is not None), None)
    return Award(id=data["id"], title=context.text(data["title"]), needs=needs, threshold=threshold)


def _requirements(
    context: Context, entry: Entry, place: tuple[str, int], data: Mapping[str, Any], groups: Mapping[str, Group]
) -> Iterator[Requirement]:
    if "needs" not in data and "every" not in data:
        context.add("needs-nothing", entry.at(*place), f"{data['id']!r} needs nothing", "add 'needs' or 'every'")
    scope = context.local(DECISION_WORDS)
    if "needs" in data:
        when = context.condition(entry, *place, "needs", data=data["needs"], scope=scope)
        if when is not None:
            yield Requirement(when=when)
    for kind, condition in data.get("every", {}).items():
        context.refer(kind, context.assembled.kinds, entry.at_key(*place, "every", kind))
        for group in groups.values():
            if group.kind == kind:
                yield from _for_each(context, entry, (*place, "every", kind), condition, group)


def _for_each(
    context: Context, entry: Entry, place: tuple[str | int, ...], condition: Any, group: Group
) -> Iterator[Requirement]:
    local = context.local(DECISION_WORDS)
    scope = replace(local, nodes=local.nodes | {EACH})
    when = context.condition(entry, *place, data=condition, scope=scope)
    if when is not None:
        yield Requirement(when=when, node=group.id)


def _threshold(when: Expression, root: str) -> Fraction | None:
    """The overall score a condition asks for, where it says so plainly: score.root >= number."""
    for comparison in when.comparisons():
        plain = comparison.left.operands == (("score", root),) and not comparison.right.operands
        if plain and comparison.op in (">=", ">"):
            return _number(comparison.right)
    return None


def _number(expression: Expression) -> Fraction | None:
    value = expression.evaluate(NOTHING)
    return value if isinstance(value, Fraction) else None


def _check_awards(context: Context, entry: Entry, awards: tuple[Award, ...]) -> None:
    """Awards and gates have names of their own; a lower award that asks for all a better one asks is never given."""
    for word in ("gates", "awards"):
        names = [data["id"] for data in entry.get(word, ())]
        for index, name in enumerate(names):
            if name in names[:index]:
                context.add("given-twice", entry.at(word, index, "id"), f"{name!r} in {word!r} is given twice")
    for index, award in enumerate(awards):
        better = next((one for one in awards[:index] if one.needs and forestalls(_parts(one), _parts(award))), None)
        if better is not None:
            message = f"nobody reaches award {award.id!r}: it asks for at least as much as {better.id!r} above it"
            context.add("unreachable", entry.at("awards", index), message, "list awards from best to lowest")


def _parts(award: Award) -> list[tuple[str, Node]]:
    return [(need.node or "", need.when.tree) for need in award.needs]
