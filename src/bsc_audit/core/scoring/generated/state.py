"""What the writer knows while it writes: variables of what has been scored so far, and which floats are certain."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from bsc_audit.core.expressions import Expression, Path
from bsc_audit.core.expressions.generate import GeneratedCondition
from bsc_audit.core.expressions.nearness import TOLERANCE
from bsc_audit.core.ruleset.model import Aggregate, Ruleset
from bsc_audit.core.ruleset.scope import OF_INDICATOR, OF_NODE
from bsc_audit.core.scoring.generated.slots import Role, SlotBook
from bsc_audit.core.scoring.generated.writing import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Source of everything a parent or a condition may ask of a scored node; constants where they are known."""

    score: str  # a variable: NaN not assessed, infinite not applicable
    weight: str  # carried into the parent
    fixed: Fraction | None  # the weight, when it does not depend on the assessment
    nominal: Fraction
    applicable: str  # weight of what applies below
    assessed: str  # the part of it that is assessed
    coverage: str
    away: str  # not applicable share
    bounded: bool = True  # the score lies in 0..100
    whole: bool = False  # its shares are 0 or 1, as those of a criterion


@dataclass(slots=True, kw_only=True)
class Writer:
    """Source and slots of one ruleset, growing from the leaves to the root."""

    ruleset: Ruleset
    source: Source = field(default_factory=Source)
    book: SlotBook = field(default_factory=SlotBook)
    indicators: dict[str, str] = field(default_factory=dict)  # score variables
    nodes: dict[str, Scored] = field(default_factory=dict)
    certain: set[str] = field(default_factory=set)  # variables whose float can be compared as it stands
    _operands: dict[str, str] = field(default_factory=dict)  # source -> variable with NaN for whatever is missing

    def condition(self, when: Expression) -> GeneratedCondition:
        """Both rails of a condition over what is known so far; its operands are written before."""
        self.source.close_calls.extend(when.close_calls(self.operand, self.is_certain))
        return when.python(self.operand)

    def is_certain(self, path: Path) -> bool:
        """Whether the float of an operand can be compared with a plain number as it stands."""
        return self.operand(path) in self.certain

    def operand(self, path: Path) -> str:
        """Variable of an operand, NaN or '' when it is missing. What is scored later is still missing here."""
        if len(path) == 1 or path[0] == "value":
            return self._value(path)
        word, name = path
        if name in self.nodes and word in OF_NODE:
            return self._of_node(self.nodes[name], word)
        if word == "score":
            return self.finite(self.indicators[name]) if name in self.indicators else "fn_nan"
        if word == "n":
            variable = self.book.variable(Role.OPERAND, *path)
            self.certain.add(variable)
            return variable
        return self.book.variable(Role.OPERAND, *path, text=OF_INDICATOR.get(word) in TEXTS)

    def _value(self, path: Path) -> str:
        name = path[-1]
        if name in self.ruleset.indicators:
            return self.finite(self.book.variable(Role.VALUE, name))
        derived = self.ruleset.derived.get(name)
        text = derived is not None and derived.function == "movement"
        return self.book.variable(Role.OPERAND, name, text=text)

    def _of_node(self, node: Scored, word: str) -> str:
        if word == "score":
            return self.finite(node.score)
        share = self.named(node.coverage if word == "coverage" else node.away)
        if node.whole:
            self.certain.add(share)
        return share

    def watch_zeros(self, how: Aggregate, scores: Iterable[str]) -> None:
        """A geometric mean falls to 0 with any of its members: a score just above 0 is too close to call."""
        if how.method == "weighted_geometric":
            self.source.close_calls.extend(f"(0.0 < {score} <= {TOLERANCE})" for score in scores)

    def finite(self, variable: str) -> str:
        """A variable with NaN for infinite: what does not apply has no value in a condition."""
        operand = self.named(f"{variable} if {variable} < inf else fn_nan")
        if variable in self.certain:
            self.certain.add(operand)
        return operand

    def named(self, text: str) -> str:
        """A variable of its own for an expression, written once."""
        if text.isidentifier():
            return text
        if text not in self._operands:
            self._operands[text] = f"o{len(self._operands)}"
            self.source.add(f"{self._operands[text]} = {text}")
        return self._operands[text]


TEXTS = tuple(OF_INDICATOR[word] for word in ("trend", "movement"))
