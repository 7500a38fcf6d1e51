"""Rules and the decision table as source."""

from collections.abc import Sequence

from bsc_audit.core.expressions import Kind, Path
from bsc_audit.core.ruleset.decision import EACH
from bsc_audit.core.ruleset.model import Requirement, Rule
from bsc_audit.core.ruleset.scope import DECISION_WORDS
from bsc_audit.core.scoring.generated.slots import Role
from bsc_audit.core.scoring.generated.state import Writer

BORDER = 1e-8  # how near the middle of two roundings a score may lie; points in the thousands have larger errors


def rule_source(writer: Writer, rule: Rule) -> str:
    """Source of a rule's truth."""
    rails = writer.condition(rule.when)
    return f"fn_true if {rails.definitely_true} else fn_false if {rails.definitely_false} else fn_open"


def write_decision(writer: Writer) -> None:
    """Set `outcome`: the place in `outcomes_of` of what the decision table recommends.

    A gate or award that cannot be told is not passed, so the rail of truth is all that counts.
    """
    table, decision = writer.ruleset.decision, _Decision(writer)
    gates = [f"not ({decision.all_true(gate.needs)})" for gate in table.gates]
    awards = [decision.all_true(award.needs) for award in table.awards]
    conditional = decision.all_true([Requirement(when=table.conditions_when)]) if table.conditions_when else "False"
    for place, test in enumerate(gates):
        writer.source.add(f"{'elif' if place else 'if'} {test}:", f"    outcome = {place}")
    for place, test in enumerate(awards):
        word = "elif" if place or gates else "if"
        first = len(gates) + 2 * place
        writer.source.add(f"{word} {test}:", f"    outcome = {first + 1} if {conditional} else {first}")
    last = len(gates) + 2 * len(awards)
    writer.source.add(*(["else:", f"    outcome = {last}"] if gates or awards else [f"outcome = {last}"]))


class _Decision:
    """Operands as the decision sees them: facts first, scores rounded."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._scale = float(10**writer.ruleset.decision.digits)

    def all_true(self, needs: Sequence[Requirement]) -> str:
        return " and ".join(self._true(need) for need in needs) or "True"

    def _true(self, need: Requirement) -> str:
        def name(path: Path) -> str:
            return self._operand((*path[:-1], need.node) if need.node and path[-1] == EACH else path)

        def certain(path: Path) -> bool:
            return name(path) in self._writer.certain

        self._writer.source.close_calls.extend(need.when.close_calls(name, certain))
        return need.when.python(name).definitely_true

    def _operand(self, path: Path) -> str:
        word = DECISION_WORDS.get(path[0]) if len(path) == 1 else None
        if word is not None:
            return self._fact(path, word.kind)
        plain = self._writer.operand(path)
        return self._rounded(plain) if path[0] == "score" and len(path) == 2 else plain

    def _fact(self, path: Path, kind: Kind) -> str:
        variable = self._writer.book.variable(Role.FACT, *path, text=kind is Kind.TEXT)
        if path != ("verified_share",):  # all others are counts or words
            self._writer.certain.add(variable)
        return variable

    def _rounded(self, score: str) -> str:
        """Half up; a score so near the border between two roundings that floats cannot tell is a close call."""
        rounded = self._writer.named(f"({score} * {self._scale!r} + 0.5) // 1.0 / {self._scale!r}")
        if rounded not in self._writer.certain:
            self._writer.certain.add(rounded)
            within = BORDER * self._scale
            border = f"({0.5 - within!r} <= {score} * {self._scale!r} % 1.0 <= {0.5 + within!r})"
            self._writer.source.close_calls.append(border)
        return rounded
