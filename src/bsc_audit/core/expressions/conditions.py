"""all / any / not nests, for people who do not write code: lists whose leaves are condition texts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bsc_audit.core.expressions.check import check_tree
from bsc_audit.core.expressions.compiled import Expression, assembled, parse_expression
from bsc_audit.core.expressions.cursor import MAX_DEPTH, MAX_NODES
from bsc_audit.core.expressions.errors import ExpressionError, ExpressionProblem, in_order, problem_at
from bsc_audit.core.expressions.parse import parse_tree
from bsc_audit.core.expressions.syntax import Logic, Node, Not, Truth, walk
from bsc_audit.core.expressions.types import Kind, Scope

Steps = tuple[str | int, ...]


def parse_condition(data: object, scope: Scope) -> Expression:
    """Read a condition as a ruleset holds it.

    Args:
        data: a text; or {all: [...]}, {any: [...]} or {not: ...} whose members are conditions again; or a
            bare list at the top, which means all of it.
        scope: what the names mean.

    Raises:
        ExpressionError: with every problem of every leaf; `path` tells the leaf, such as ("all", 1).
    """
    if isinstance(data, str):
        return parse_expression(data, scope)
    reader = _Reader(scope)
    tree = reader.members("&&", data, ()) if isinstance(data, list) else reader.node(data, ())
    if tree is not None and sum(1 for _ in walk(tree)) > MAX_NODES:
        reader.add((), "condition-too-large", "the condition has too many parts", f"at most {MAX_NODES}")
    if reader.problems or tree is None:
        raise ExpressionError(reader.problems)
    return assembled(tree, scope)


class _Reader:
    """Reads one nest; goes on after a problem, so that every leaf is looked at."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.problems: list[ExpressionProblem] = []

    def add(self, steps: Steps, code: str, message: str, hint: str) -> None:
        self.problems.append(replace(problem_at("", 0, code, message, hint), path=steps))

    def node(self, data: object, steps: Steps) -> Node | None:
        if len(steps) > 2 * MAX_DEPTH:
            hint = f"at most {MAX_DEPTH} levels; name a part as a derived value"
            self.add(steps, "condition-too-deep", "the condition is nested too deep", hint)
            return None
        if isinstance(data, str):
            return self._leaf(data, steps)
        if isinstance(data, bool):  # YAML reads the text true as a truth value
            return Truth(0, data)
        if isinstance(data, Mapping) and len(data) == 1:
            ((word, inner),) = data.items()
            return self._nest(word, inner, steps)
        self.add(steps, "condition-nest", "this is neither a condition nor one of all, any, not", _NEST_HINT)
        return None

    def _nest(self, word: object, inner: object, steps: Steps) -> Node | None:
        if word == "all" or word == "any":
            return self.members("&&" if word == "all" else "||", inner, (*steps, str(word)))
        if word == "not":
            part = self.node(inner, (*steps, "not"))
            return Not(0, part) if part else None
        self.add(steps, "condition-nest", f"{word!r} is none of all, any, not", _NEST_HINT)
        return None

    def members(self, op: str, data: object, steps: Steps) -> Node | None:
        """The members of all or any; one member stands for itself."""
        if not isinstance(data, Sequence) or isinstance(data, str) or not data:
            self.add(steps, "condition-nest", "a list of conditions is needed, at least one", _NEST_HINT)
            return None
        read = [self.node(member, (*steps, place)) for place, member in enumerate(data)]
        parts = tuple(part for part in read if part is not None)
        return parts[0] if len(parts) == 1 else Logic(0, op, parts) if parts else None

    def _leaf(self, text: str, steps: Steps) -> Node | None:
        found: list[ExpressionProblem] = []
        levels = len([step for step in steps if isinstance(step, str)])
        tree = parse_tree(text, found, depth=max(levels, 1))
        if tree is not None:
            check_tree(tree, text, self._scope, Kind.BOOL, found)
        self.problems.extend(replace(problem, path=steps) for problem in in_order(found))
        return tree


_NEST_HINT = "as in all: [csat >= 75, nps > 0]"
