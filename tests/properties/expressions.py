"""Random well-typed conditions over a fixed set of names, and random assessments with holes.

Numbers are small multiples of a quarter and divisors are powers of two, so float arithmetic is exact and
the exact evaluator, the float evaluator and the generated code must agree to the last bit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from bsc_audit.core.expressions import Kind, Path, Type, Value

WORDS = ("flat", "improving", "worsening")
NUMBERS: tuple[Path, ...] = (("csat",), ("fcr",), ("score", "nps"), ("score", "CLI-13"))
POWERS_OF_TWO: Path = ("half_life",)
TEXTS: tuple[Path, ...] = (("channel",), ("trend", "nps"))
TRUTHS: tuple[Path, ...] = (("certified",), ("gate", "open"))
NAMES: Mapping[Path, Type] = {
    **{path: Type(Kind.NUMBER) for path in (*NUMBERS, POWERS_OF_TWO)},
    **{path: Type(Kind.TEXT) for path in TEXTS},
    **{path: Type(Kind.BOOL) for path in TRUTHS},
}


class RandomScope:
    def type_of(self, path: Path) -> Type | None:
        return NAMES.get(path)

    def suggestions(self, path: Path) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True)
class Assessment:
    values: Mapping[Path, Value]

    def value(self, path: Path) -> Value:
        return self.values.get(path)

    def in_floats(self) -> "Assessment":
        """The same values, numbers as floats."""
        return Assessment({p: float(v) if isinstance(v, Fraction) else v for p, v in self.values.items()})


def spelled(path: Path) -> str:
    return path[0] + "".join(f".{part}" if part.isidentifier() else f'["{part}"]' for part in path[1:])


def assessments(*, holes: bool) -> st.SearchStrategy[Assessment]:
    """Assessments, with missing values when `holes`."""

    def maybe(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
        return st.one_of(values, st.none()) if holes else values

    quarters = st.integers(-24, 24).map(lambda n: Fraction(n, 4))
    powers = st.sampled_from([Fraction(0), Fraction(1), Fraction(-2), Fraction(4), Fraction(1, 2)])
    return st.fixed_dictionaries(
        {
            **{path: maybe(quarters) for path in NUMBERS},
            POWERS_OF_TWO: maybe(powers),
            **{path: maybe(st.sampled_from(WORDS)) for path in TEXTS},
            **{path: maybe(st.booleans()) for path in TRUTHS},
        }
    ).map(Assessment)


def conditions(*, choose: bool = True, divide: bool = True, has: bool = True, depth: int = 3) -> st.SearchStrategy[str]:
    """Texts of well-typed conditions.

    Args:
        choose: with `?:`, whose open test CEL treats as an error even between equal branches.
        divide: with division by operands, which in CEL is infinite where ours is undetermined.
        has: with has(), the one question about missing itself.
        depth: how far truth values nest.
    """
    numbers = _numbers(divide)
    texts: st.SearchStrategy[str] = st.sampled_from([spelled(path) for path in TEXTS])
    truths = _leaves(numbers, texts, has)
    for _ in range(depth):
        if choose:
            numbers = st.one_of(numbers, st.builds("({} ? {} : {})".format, truths, numbers, numbers))
            texts = st.one_of(texts, st.builds("({} ? {} : {})".format, truths, texts, _any_text(texts)))
        truths = _joined(truths, _leaves(numbers, texts, has), choose)
    return truths


def _any_text(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A text that may be a literal; two literals are never compared, as that is a mistake."""
    return st.one_of(texts, st.sampled_from([f'"{word}"' for word in WORDS]))


def _numbers(divide: bool) -> st.SearchStrategy[str]:
    atoms = st.one_of(
        st.sampled_from([spelled(path) for path in NUMBERS]),
        st.integers(0, 20).map(lambda n: str(Fraction(n, 4)) if n % 4 == 0 else str(n / 4)),
    )
    divisors = ["2", "0.5"] + ([spelled(POWERS_OF_TWO), "0", f"({spelled(POWERS_OF_TWO)} * 2)"] if divide else [])
    once = st.one_of(
        atoms,
        st.builds("({} {} {})".format, atoms, st.sampled_from("+-*"), atoms),
        st.builds("{} / {}".format, atoms, st.sampled_from(divisors)),
        st.builds("-{}".format, atoms),
    )
    return st.one_of(
        once,
        st.builds("abs({})".format, once),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), once, once),
        st.builds("({} + {})".format, once, once),
    )


def _leaves(numbers: st.SearchStrategy[str], texts: st.SearchStrategy[str], has: bool) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    present = [path for path in NAMES if len(path) > 1]  # CEL's has() needs a field
    return st.one_of(
        st.builds("({} {} {})".format, numbers, operators, numbers),
        st.builds("({} {} {})".format, texts, st.sampled_from(["==", "!="]), _any_text(texts)),
        st.builds("({} in [1, 2.5, -3])".format, numbers),
        st.builds('({} in ["flat", "worsening"])'.format, texts),
        st.sampled_from([spelled(path) for path in TRUTHS]),
        st.sampled_from([f"has({spelled(path)})" for path in present] if has else ["true", "false"]),
    )


def _joined(truths: st.SearchStrategy[str], leaves: st.SearchStrategy[str], choose: bool) -> st.SearchStrategy[str]:
    ways = [
        leaves,
        st.builds("!{}".format, truths),
        st.builds("({} && {})".format, truths, truths),
        st.builds("({} || {})".format, truths, truths),
        st.builds("({} && {} && {})".format, truths, leaves, truths),
        st.builds("({} == {})".format, truths, truths),
        st.builds("({} != {})".format, truths, truths),
    ]
    if choose:
        ways.append(st.builds("({} ? {} : {})".format, truths, truths, truths))
    return st.one_of(ways)
