"""Compiling the tree: groups, criteria and their weights, from one root down."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from bsc_audit.core.ruleset.entries import Entry
from bsc_audit.core.ruleset.indicators import indicator_entries
from bsc_audit.core.ruleset.model import Cap, Criterion, Group, Indicator, Member
from bsc_audit.core.ruleset.reading import Context, weight_of
from bsc_audit.core.ruleset.scope import OF_NODE


def build_groups(context: Context) -> tuple[str, Mapping[str, Group]]:
    """The root's id ("" when there is none) and all groups, parents before children."""
    entries = context.assembled.groups
    children = _children(context)
    root = _root(context, entries)
    _check_parents(context, entries)
    order = _from_root(root, entries, children)
    _check_reached(context, entries, order)
    groups = {name: _group(context, entries[name], children) for name in order if not context.is_broken(entries[name])}
    for group in groups.values():
        if not any(context.is_broken(child) for child in children.get(group.id, ())):
            _check_members(context, group, entries[group.id])
    return root, groups


def _children(context: Context) -> Mapping[str, list[Entry]]:
    children: dict[str, list[Entry]] = {}
    for entry in (*context.assembled.groups.values(), *context.assembled.criteria.values()):
        if entry.get("in") is not None:
            children.setdefault(str(entry.get("in")), []).append(entry)
    return children


def _root(context: Context, entries: Mapping[str, Entry]) -> str:
    tops = [entry for entry in entries.values() if entry.get("in") is None]
    roots = [entry for entry in tops if not context.is_broken(entry)] or tops
    if not roots:
        message = "no group stands at the top" if entries else "there is no group"
        context.add("no-root", context.assembled.home, message, "add one group that has no 'in'")
        return ""
    for entry in roots[1:]:
        message = f"{entry.id!r} and {roots[0].id!r} both stand at the top"
        context.add("two-roots", entry.at(), message, f"say in which group {entry.id!r} lies: 'in: ...'")
    return roots[0].id


def _check_parents(context: Context, entries: Mapping[str, Entry]) -> None:
    for entry in (*context.usable(entries), *context.usable(context.assembled.criteria)):
        parent = entry.get("in")
        if parent is not None:
            context.refer(parent, entries, entry.at("in"))
        elif entry.id in context.assembled.criteria:
            context.add("no-parent", entry.at(), f"criterion {entry.id!r} lies in no group", "add 'in' or 'under'")


def _from_root(root: str, entries: Mapping[str, Entry], children: Mapping[str, list[Entry]]) -> list[str]:
    order: list[str] = []
    waiting = [root] if root else []
    while waiting:
        name = waiting.pop(0)
        if name not in order:
            order.append(name)
            waiting = [entry.id for entry in children.get(name, ()) if entry.id in entries] + waiting
    return order


def _check_reached(context: Context, entries: Mapping[str, Entry], order: list[str]) -> None:
    for name in entries.keys() - set(order):
        entry = entries[name]
        if str(entry.get("in")) in entries:
            context.add(
                "group-in-circle", entry.at("in"), f"{name!r} is not reached from the top", "groups lie in a circle"
            )


def _group(context: Context, entry: Entry, children: Mapping[str, list[Entry]]) -> Group:
    inside = [child for child in children.get(entry.id, ()) if not context.is_broken(child)]
    members = tuple(Member(id=child.id, weight=weight_of(child.get("weight", 1))) for child in inside)
    return Group(
        id=entry.id,
        title=context.text(entry.get("title")),
        kind=entry.get("kind"),
        parent=entry.get("in"),
        weight=weight_of(entry.get("weight", 1)),
        aggregate=context.aggregate(entry),
        missing=context.missing(entry),
        caps=context.caps(entry),
        members=members,
        summary=context.text(entry.get("summary")),
    )


def _check_members(context: Context, group: Group, entry: Entry) -> None:
    if not group.members:
        context.add("empty-group", entry.at(), f"nothing lies in {group.id!r}", "move a criterion into it or drop it")
    elif all(member.weight == 0 for member in group.members):
        context.add(
            "weights-all-zero", entry.at(), f"every member of {group.id!r} weighs 0", "give one of them a weight"
        )


def build_criteria(context: Context) -> Mapping[str, Criterion]:
    """All criteria, in the order they were written."""
    _check_ids(context)
    found = (_criterion(context, entry) for entry in context.usable(context.assembled.criteria))
    return {criterion.id: criterion for criterion in found}


def _check_ids(context: Context) -> None:
    """A name means one thing wherever conditions, remarks and reports use it."""
    taken: dict[str, str] = {}
    for what in ("groups", "criteria", "indicators", "derived", "findings"):
        for entry in getattr(context.assembled, what).values():
            if entry.id in taken:
                message = f"{entry.id!r} stands in '{taken[entry.id]}' already"
                context.add("given-twice", entry.at("id"), message, "ids are unique in a ruleset")
            taken.setdefault(entry.id, what)


def _criterion(context: Context, entry: Entry) -> Criterion:
    return Criterion(
        id=entry.id,
        title=context.text(entry.get("title")),
        asks=context.text(entry.get("asks")),
        parent=str(entry.get("in")),
        weight=weight_of(entry.get("weight")) or Fraction(0),
        indicators=_indicators(context, entry),
        aggregate=context.aggregate(entry),
        critical=bool(entry.get("critical", False)),
        may_be_not_applicable=entry.get("not_applicable", context.default("not_applicable", "never")) == "with_reason",
        missing=context.missing(entry),
        evidence=context.texts(entry.get("evidence", ())),
        signs={word: context.text(text) for word, text in entry.get("signs", {}).items()},
        advise=context.text(entry.get("advise")),
        effort=entry.get("effort", context.default("effort", "medium")),
        caps=context.caps(entry),
    )


def _indicators(context: Context, entry: Entry) -> tuple[Member, ...]:
    score, listed = entry.get("score"), entry.get("indicators")
    if (score is None) == (listed is None):
        hint = "give exactly one of 'score' and 'indicators'"
        context.add("criterion-without-score", entry.at(), f"criterion {entry.id!r} cannot be scored as written", hint)
        return ()
    if isinstance(score, Mapping):
        return (Member(id=entry.id, weight=Fraction(1)),)
    used = [(score, 1, ("score",))] if listed is None else _listed(listed)
    for name, _, place in used:
        context.refer(name, context.assembled.indicators, entry.at(*place))
    members = tuple(Member(id=name, weight=weight_of(weight)) for name, weight, _ in used)
    if all(member.weight == 0 for member in members):
        context.add("weights-all-zero", entry.at("indicators"), f"every indicator of {entry.id!r} weighs 0")
    return members


def _listed(listed: list[Mapping[str, object]]) -> list[tuple[str, object, tuple[str | int, ...]]]:
    return [(str(use["use"]), use.get("weight", 1), ("indicators", i, "use")) for i, use in enumerate(listed)]


def check_caps(
    context: Context,
    groups: Mapping[str, Group],
    criteria: Mapping[str, Criterion],
    indicators: Mapping[str, Indicator],
) -> None:
    """A cap may look at what lies below its node, never at the node itself or beside it."""
    entries, children = indicator_entries(context), _children(context)
    for group in groups.values():
        below = set(_from_root(group.id, {**context.assembled.groups, **context.assembled.criteria}, children))
        _check_caps_of(context, context.assembled.groups[group.id], group.caps, below - {group.id})
    for criterion in criteria.values():
        _check_caps_of(context, context.assembled.criteria[criterion.id], criterion.caps, set())
    for indicator in indicators.values():
        _check_caps_of(context, entries[indicator.id], indicator.caps, set())


def _check_caps_of(context: Context, entry: Entry, caps: Sequence[Cap], below: set[str]) -> None:
    if len(caps) != len(entry.get("caps", ())):
        return  # one of them cannot be read, so that it is not known which stands where
    nodes = context.scope.nodes - context.assembled.dropped.keys()
    for index, cap in enumerate(caps):
        for path in cap.when.operands:
            if len(path) == 2 and path[0] in OF_NODE and path[-1] in nodes - below:
                message = f"the cap of {entry.id!r} looks at {path[-1]!r}, which does not lie below it"
                hint = "a cap may use only scores below its own node"
                context.add("cap-looks-sideways", entry.at("caps", index, "when"), message, hint)
