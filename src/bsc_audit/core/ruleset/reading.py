"""Reading raw entries while compiling: texts, numbers, conditions and references, with every problem kept."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from bsc_audit.core.catalogue import Catalogue
from bsc_audit.core.documents import localise
from bsc_audit.core.expressions import Expression, ExpressionError, Kind, Path, Scope, parse_condition, parse_expression
from bsc_audit.core.problems import Location
from bsc_audit.core.quantities import exact
from bsc_audit.core.ruleset.entries import Assembled, Broken, Entry, Problems, is_broken, unknown
from bsc_audit.core.ruleset.model import Aggregate, Cap
from bsc_audit.core.ruleset.scope import RulesetScope
from bsc_audit.core.vocabulary import MissingPolicy

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_INDEXED = re.compile(r"""(\w+)\[["']([^"']+)["']\]""")


def path_of(name: str) -> Path:
    """The operand path a placeholder or a case names: csat, score.csat, score.CLI-13 or score["CLI-13"]."""
    indexed = _INDEXED.fullmatch(name.strip())
    if indexed:
        return (indexed.group(1), indexed.group(2))
    word, dot, rest = name.strip().partition(".")
    return (word, rest) if dot else (word,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every builder needs."""

    assembled: Assembled
    problems: Problems
    scope: RulesetScope
    catalogue: Catalogue
    language: str
    fallback: str
    broken: Broken

    def usable(self, entries: Mapping[str, Entry]) -> Iterable[Entry]:
        """Entries whose shape is right; the others have their problem already."""
        return (entry for entry in entries.values() if not self.is_broken(entry))

    def is_broken(self, entry: Entry) -> bool:
        """Whether the schema refused this entry."""
        return is_broken(entry, self.broken)

    def default(self, name: str, otherwise: Any) -> Any:
        """A value of the ruleset's own defaults."""
        defaults = self.assembled.single.get("defaults")
        return defaults.get(name, otherwise) if defaults and not self.is_broken(defaults) else otherwise

    def add(self, code: str, where: Location, message: str, hint: str = "") -> None:
        """One more problem."""
        self.problems.add(code, where, message, hint)

    def text(self, value: Any) -> str:
        """A text in the wanted language."""
        return localise(value, self.language, self.fallback)

    def texts(self, values: Iterable[Any]) -> tuple[str, ...]:
        """Several texts in the wanted language."""
        return tuple(self.text(value) for value in values)

    def refer(self, name: str, known: Collection[str], where: Location) -> None:
        """Report a reference to something that does not exist, or no longer does."""
        if name in known:
            return
        if name in self.assembled.dropped:
            message = f"{name!r} is dropped here, but {where} needs it"
            self.add("dropped-but-needed", self.assembled.dropped[name], message, "keep it, or change what needs it")
        else:
            unknown(self.problems, where, name, known)

    def local(self, words: Mapping[str, Any]) -> RulesetScope:
        """The scope with words that are known in one place only."""
        return replace(self.scope, local=words)

    def condition(self, entry: Entry, *field: str | int, data: Any, scope: Scope | None = None) -> Expression | None:
        """A condition written at `field` of an entry; None when it has problems, which are kept."""
        try:
            return parse_condition("true" if data is True else "false" if data is False else data, scope or self.scope)
        except ExpressionError as error:
            self._keep(error, entry, field)
            return None

    def number(self, entry: Entry, *field: str | int, text: str, scope: Scope | None = None) -> Expression | None:
        """A numeric expression written at `field` of an entry."""
        try:
            return parse_expression(text, scope or self.scope, expects=Kind.NUMBER)
        except ExpressionError as error:
            self._keep(error, entry, field)
            return None

    def _keep(self, error: ExpressionError, entry: Entry, field: tuple[str | int, ...]) -> None:
        for problem in error.problems:
            where = entry.at(*field, *problem.path, line=problem.line, column=problem.column)
            self.add(problem.code, where, problem.message, problem.hint)

    def placeholders(self, entry: Entry, field: str) -> None:
        """Every {name} in a text must be an operand, in every language."""
        text = entry.get(field)
        texts = {(field, key): part for key, part in text.items()} if isinstance(text, Mapping) else {(field,): text}
        for place, words in texts.items():
            for found in PLACEHOLDER.finditer(str(words or "")):
                self._placeholder(entry, place, found)

    def _placeholder(self, entry: Entry, place: tuple[str, ...], found: re.Match[str]) -> None:
        path = path_of(found.group(1))
        if self.scope.type_of(path) is not None:
            return
        before = found.string[: found.start(1)]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        near = [".".join((*path[:-1], name)) for name in self.scope.suggestions(path)]
        unknown(self.problems, entry.at(*place, line=line, column=column), found.group(1), near)

    def caps(self, entry: Entry, scope: Scope | None = None) -> tuple[Cap, ...]:
        """The caps of an entry."""
        found = []
        for index, cap in enumerate(entry.get("caps", ())):
            when = self.condition(entry, "caps", index, "when", data=cap["when"], scope=scope)
            if when is not None:
                found.append(Cap(when=when, at=exact(cap["at"]), says=self.text(cap["says"])))
        return tuple(found)

    def aggregate(self, entry: Entry) -> Aggregate:
        """How an entry's members are aggregated."""
        declared = entry.get("aggregate", self.default("aggregate", "weighted_mean"))
        if isinstance(declared, Mapping):
            return Aggregate(method=declared["method"], k=declared["k"])
        return Aggregate(method=declared)

    def missing(self, entry: Entry) -> MissingPolicy:
        """What an entry does to its parent while it has no answer."""
        return MissingPolicy(entry.get("missing", self.default("missing", "exclude")))


def weight_of(value: Any) -> Fraction | None:
    """A declared weight; None stands for the weight carried by the members."""
    return None if value == "members" else exact(value)
