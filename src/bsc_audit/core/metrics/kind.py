"""What a metric kind is: a formula with named variants, the inputs it takes, and how it measures them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.quantities import Interval

Inputs = Mapping[str, Fraction | tuple[Fraction, ...]]  # exact numbers by field name, as submitted
Parameters = Mapping[str, Fraction | tuple[Fraction, ...]]  # what the ruleset fixed for the metric

STANDARD = "standard"  # the variant of a kind that has only one


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A value with what is known about its reliability."""

    value: Fraction  # in the metric's unit: percent 0..100 for shares, -100..100 for net scores
    n: int | None = None  # observations behind it, None when unknown
    standard_error: float | None = None  # of `value`, in its unit; None when it cannot be known
    interval: Interval | None = None  # 95 %, in its unit; None when it cannot be known
    details: Mapping[str, Fraction] = field(default_factory=lambda: MappingProxyType({}))  # named by-products


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One accepted set of input fields. `n` may always be given besides."""

    fields: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricKind:
    """One formula of the field, with all that a ruleset, a form and a document need to know of it."""

    name: str
    title: str
    explains: str  # one sentence for the documentation, with the source of the formula
    variants: Mapping[str, str]  # name -> formula in words; the first is the default; never empty
    forms: tuple[Form, ...]
    parameters: tuple[str, ...] = ()  # names the ruleset may give; `explains` says which are required
    required: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Parameters a variant cannot do without; variants that need none are left out."""
    measure: Callable[[Inputs, str, Parameters], Measurement | None]
    """(inputs, variant, parameters) -> None when the value is undefined: nothing observed, division by 0."""
    pool: Callable[[Sequence[Inputs]], Inputs] | None = None
    """Inputs of several units or periods as one; empty when these cannot be pooled. None: never poolable."""
    check: Callable[[Inputs, str, Parameters], tuple[str, ...]]
    """Messages about impossible inputs; empty when all is well. Check before measuring."""

    def __post_init__(self) -> None:
        if not self.variants or not self.forms:
            raise ValueError(f"metric kind {self.name!r} needs a variant and a form")

    @property
    def default_variant(self) -> str:
        """The variant meant when none is named."""
        return next(iter(self.variants))
