"""A checked tree as Python source on two rails, for the code generator.

A condition becomes two expressions, *definitely true* and *definitely false*; both are false when it is
undetermined. They read local variables only: a missing number is NaN, a missing text is '', a truth value
is 1.0 or 0.0 or NaN. NaN makes every comparison but != false, so no None is ever tested, and != is written
as two comparisons. Where a truth value is itself an operand (`?:`, == between truth values) it is computed
once as 1.0, 0.0 or NaN by a helper, which keeps the source linear in the text. `kleene.HELPERS` is what the source
calls; the caller compiles it with {"__builtins__": {}, **HELPERS}.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bsc_audit.core.expressions.syntax import (
    Arithmetic,
    Call,
    Choose,
    Compare,
    Has,
    Logic,
    Member,
    Negate,
    Node,
    Not,
    Number,
    Operand,
    Text,
    Truth,
)
from bsc_audit.core.expressions.types import Kind, Path


@dataclass(frozen=True, slots=True)
class GeneratedCondition:
    """Python source of a condition; both expressions give `bool`, never both true."""

    definitely_true: str
    definitely_false: str


@dataclass(frozen=True, slots=True)
class Generator:
    """Writes source for one tree, given the kinds of its operands and their local names."""

    kinds: Mapping[Path, Kind]
    name: Callable[[Path], str]

    def condition(self, node: Node) -> GeneratedCondition:
        """Both rails of a truth-valued tree."""
        return GeneratedCondition(self._rail(node, True), self._rail(node, False))

    def _rail(self, node: Node, wanted: bool) -> str:
        """An expression that is true when the tree is definitely `wanted`."""
        match node:
            case Truth(value=value):
                return str(value is wanted)
            case Not(part=part):
                return self._rail(part, not wanted)
            case Logic(op=op, parts=parts):
                word = " and " if (op == "&&") is wanted else " or "
                return f"({word.join(self._rail(part, wanted) for part in parts)})"
            case Compare(op=op, left=left, right=right):
                return self._compare(op if wanted else _OPPOSITE[op], left, right)
            case Member(item=item, choices=choices):
                return self._member(item, choices, wanted)
            case Has(operand=operand):
                return self._has(operand, wanted)
        return f"({self.truth(node)} == {'1.0' if wanted else '0.0'})"

    def _compare(self, op: str, left: Node, right: Node) -> str:
        if self.kind(left) is Kind.TEXT:
            return self._compare_texts(op, left, right)
        first, second = self._scalar(left), self._scalar(right)
        if op == "!=":
            return f"({first} < {second} or {first} > {second})"
        return f"({first} {op} {second})"

    def _compare_texts(self, op: str, left: Node, right: Node) -> str:
        first, second = self._text(left), self._text(right)
        if isinstance(left, Choose) or isinstance(right, Choose):
            return f"(fn_same({first}, {second}) == {'1.0' if op == '==' else '0.0'})"
        present = [f" and {name} != ''" for name, side in ((first, left), (second, right)) if isinstance(side, Operand)]
        return f"({first} {op} {second}{''.join(present)})"

    def _member(self, item: Node, choices: tuple[Number | Text, ...], wanted: bool) -> str:
        listed = self._listed(choices)
        if self.kind(item) is Kind.TEXT:
            found = self._text(item)
            return f"({found} in {listed})" if wanted else f"({found} not in {listed[:-1]} ''))"
        found = self._scalar(item)
        return f"({found} in {listed})" if wanted else f"({found} == {found} and {found} not in {listed})"

    def _listed(self, choices: tuple[Number | Text, ...]) -> str:
        return f"({', '.join(self._literal(choice) for choice in choices)},)"

    def _literal(self, node: Number | Text) -> str:
        return repr(float(node.value)) if isinstance(node, Number) else repr(node.value)

    def _has(self, operand: Operand, wanted: bool) -> str:
        variable = self.name(operand.path)
        if self.kinds[operand.path] is Kind.TEXT:
            return f"({variable} {'!=' if wanted else '=='} '')"
        return f"({variable} {'==' if wanted else '!='} {variable})"

    def kind(self, node: Node) -> Kind:
        """What sort of value a part has."""
        match node:
            case Operand(path=path):
                return self.kinds[path]
            case Text():
                return Kind.TEXT
            case Choose(then=then):
                return self.kind(then)
            case Number() | Negate() | Arithmetic() | Call():
                return Kind.NUMBER
        return Kind.BOOL

    def _scalar(self, node: Node) -> str:
        """A number, or a truth value as 1.0, 0.0 or NaN."""
        return self.truth(node) if self.kind(node) is Kind.BOOL else self.number(node)

    def number(self, node: Node) -> str:
        """A number-valued part as one expression; NaN when it is undetermined."""
        match node:
            case Number():
                return self._literal(node)
            case Negate(part=part):
                return f"(-{self.number(part)})"
            case Arithmetic(op="/", left=left, right=right):
                return self._divide(left, right)
            case Arithmetic(op=op, left=left, right=right):
                return f"({self.number(left)} {op} {self.number(right)})"
            case Call(name=name, arguments=arguments):
                return f"fn_{name}({', '.join(self.number(argument) for argument in arguments)})"
            case Choose():
                return self._choose(node, "fn_choose", self.number)
        return self._operand(node)

    def _divide(self, left: Node, right: Node) -> str:
        above, below = self.number(left), self.number(right)
        if isinstance(right, Number) and right.value:
            return f"({above} / {below})"
        if isinstance(right, Operand):
            return f"({above} / {below} if {below} else fn_nan)"
        return f"fn_divide({above}, {below})"

    def _text(self, node: Node) -> str:
        if isinstance(node, Text):
            return self._literal(node)
        if isinstance(node, Choose):
            return self._choose(node, "fn_choose_text", self._text)
        return self._operand(node)

    def _choose(self, node: Choose, helper: str, written: Callable[[Node], str]) -> str:
        return f"{helper}({self.truth(node.test)}, {written(node.then)}, {written(node.otherwise)})"

    def _operand(self, node: Node) -> str:
        if isinstance(node, Operand):
            return self.name(node.path)
        raise ValueError(f"{type(node).__name__} cannot stand here in a checked tree")

    def truth(self, node: Node) -> str:
        """A truth value as one expression: 1.0, 0.0 or NaN."""
        match node:
            case Truth(value=value):
                return "1.0" if value else "0.0"
            case Not(part=part):
                return f"(1.0 - {self.truth(part)})"
            case Logic(op=op, parts=parts):
                helper = "fn_and" if op == "&&" else "fn_or"
                return f"{helper}({', '.join(self.truth(part) for part in parts)})"
            case Compare(op=op, left=left, right=right):
                return self._compared(op, left, right)
            case Member(item=item, choices=choices):
                return self._membership(item, choices)
            case Has(operand=operand):
                return f"(1.0 if {self._has(operand, True)} else 0.0)"
            case Choose():
                return self._choose(node, "fn_choose", self.truth)
        return self._operand(node)

    def _compared(self, op: str, left: Node, right: Node) -> str:
        if op in (">", ">=", "!="):
            return f"(1.0 - {self._compared(_OPPOSITE[op], left, right)})"
        if self.kind(left) is Kind.TEXT:
            return f"fn_same({self._text(left)}, {self._text(right)})"
        return f"{_COMPARERS[op]}({self._scalar(left)}, {self._scalar(right)})"

    def _membership(self, item: Node, choices: tuple[Number | Text, ...]) -> str:
        text = self.kind(item) is Kind.TEXT
        return f"fn_in({self._text(item) if text else self.number(item)}, {self._listed(choices)})"


_OPPOSITE: Mapping[str, str] = MappingProxyType({"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="})
_COMPARERS: Mapping[str, str] = MappingProxyType({"<": "fn_less", "<=": "fn_at_most", "==": "fn_equal"})
