"""A small ruleset's names and one assessment's values, as plain tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from bsc_audit.core.expressions import Kind, Path, Type, Value

TRENDS = frozenset({"improving", "worsening", "flat"})
NAMES: Mapping[Path, Type] = {
    ("csat",): Type(Kind.NUMBER, "%"),
    ("fcr",): Type(Kind.NUMBER, "%"),
    ("reply",): Type(Kind.NUMBER, "h"),
    ("ratio",): Type(Kind.NUMBER, ""),
    ("any_unit",): Type(Kind.NUMBER),
    ("certified",): Type(Kind.BOOL),
    ("site",): Type(Kind.TEXT),
    ("trend", "nps"): Type(Kind.TEXT, words=TRENDS),
    ("trend", "csat"): Type(Kind.TEXT, words=TRENDS),
    ("move", "aht"): Type(Kind.TEXT, words=frozenset({"rising", "falling"})),
    ("score", "csat"): Type(Kind.NUMBER, "points"),
    ("score", "CLI-13"): Type(Kind.NUMBER, "points"),
}


class FakeScope:
    def type_of(self, path: Path) -> Type | None:
        return NAMES.get(path)

    def suggestions(self, path: Path) -> list[str]:
        return [known[-1] for known in NAMES if known[:-1] == path[:-1]]


@dataclass
class FakeEnvironment:
    values: Mapping[str, Value]

    def value(self, path: Path) -> Value:
        return self.values.get(".".join(path))


SCOPE = FakeScope()


def given(**values: Value) -> FakeEnvironment:
    """Values by dotted name, two underscores for the dot: score__csat=80."""
    return FakeEnvironment({name.replace("__", "."): value for name, value in values.items()})
