"""Compiling the tree: groups, criteria and their weights, from one root down."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from bsc_audit.core.expressions import Expression
from bsc_audit.core.problems import Location
from bsc_audit.core.ruleset.assemble import Entry
from bsc_audit.core.ruleset.model import Criterion, Group, Member
from bsc_audit.core.ruleset.reading import Context, weight_of


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
        _check_members(context, group, entries[group.id])
    return root, groups


def _children(context: Context) -> Mapping[str, list[Entry]]:
    children: dict[str, list[Entry]] = {}
    for entry in (*context.assembled.groups.values(), *context.assembled.criteria.values()):
        if entry.get("in") is not None:
            children.setdefault(str(entry.get("in")), []).append(entry)
    return children


def _root(context: Context, entries: Mapping[str, Entry]) -> str:
    roots = [entry for entry in entries.values() if entry.get("in") is None]
    if not roots:
        context.add("no-root", context.assembled.home, "no group stands at the top", "leave out 'in' of one group")
        return ""
    for entry in roots[1:]:
        message = f"{entry.id!r} and {roots[0].id!r} both stand at the top"
        context.add("two-roots", entry.at(), message, f"say in which group {entry.id!r} lies: 'in: ...'")
    return roots[0].id


def _check_parents(context: Context, entries: Mapping[str, Entry]) -> None:
    for entry in (*entries.values(), *context.assembled.criteria.values()):
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
        if entry.get("in") in entries:
            context.add(
                "group-in-circle", entry.at("in"), f"{name!r} is not reached from the top", "groups lie in a circle"
            )


def _group(context: Context, entry: Entry, children: Mapping[str, list[Entry]]) -> Group:
    members = tuple(
        Member(id=child.id, weight=weight_of(child.get("weight", 1))) for child in children.get(entry.id, ())
    )
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
    for entry in context.assembled.criteria.values():
        if entry.id in context.assembled.groups:
            context.add("given-twice", entry.at("id"), f"{entry.id!r} is also a group", "ids are unique in a ruleset")
    found = (_criterion(context, entry) for entry in context.usable(context.assembled.criteria))
    return {criterion.id: criterion for criterion in found}


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


def check_caps(context: Context, groups: Mapping[str, Group], criteria: Mapping[str, Criterion]) -> None:
    """A cap may look at what lies below its node, never at the node itself or beside it."""
    for group in groups.values():
        below = set(_below(group, groups))
        _check_cap_operands(context, context.assembled.groups[group.id], (c.when for c in group.caps), below)
    for criterion in criteria.values():
        entry = context.assembled.criteria[criterion.id]
        _check_cap_operands(context, entry, (cap.when for cap in criterion.caps), set())


def _below(group: Group, groups: Mapping[str, Group]) -> Iterable[str]:
    for member in group.members:
        yield member.id
        if member.id in groups:
            yield from _below(groups[member.id], groups)


def _check_cap_operands(context: Context, entry: Entry, conditions: Iterable[Expression], below: set[str]) -> None:
    for index, condition in enumerate(conditions):
        where: Location = entry.at("caps", index, "when")
        for path in condition.operands:
            known = path[-1] in context.scope.nodes - context.assembled.dropped
            if known and len(path) == 2 and path[-1] not in below:
                message = f"the cap of {entry.id!r} looks at {path[-1]!r}, which does not lie below it"
                context.add("cap-looks-sideways", where, message, "a cap may use only scores below its own node")
