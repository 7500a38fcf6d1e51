"""Service level of a queue. Its published variants differ by five points on the same data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.checks import Messages, every, needs, part_of, shape, whole_numbers, within
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding, first_of, weighing_by_n
from bsc_audit.core.metrics.reading import scalar, scalars
from bsc_audit.core.metrics.shares import share, stated_share

ANSWERED = ("answered", "answered_in_target")
ABANDONED = ("abandoned", "abandoned_in_target", "abandoned_after_target", "short_abandons")
FORMS = (Form(fields=ANSWERED, optional=ABANDONED), Form(fields=("value",), optional=("n",)))


def measure(inputs: Inputs, variant: str, _parameters: Parameters) -> Measurement | None:
    """The level in percent; None without calls, or when the variant's own counts are missing."""
    stated = scalar(inputs, "value")
    if stated is not None:
        return stated_share(stated, scalar(inputs, "n"))
    known = _complete(inputs)
    formula = FORMULAS[variant]
    values = scalars(known, *ANSWERED, *formula.needs)
    if values is None:
        return None
    good, calls = formula.count(*values)
    return share(good, calls)


def _complete(inputs: Inputs) -> Inputs:
    """Abandons after the target time follow from all of them and those before it."""
    pair = scalars(inputs, "abandoned", "abandoned_in_target")
    if pair is None or "abandoned_after_target" in inputs:
        return inputs
    return {**inputs, "abandoned_after_target": pair[0] - pair[1]}


def check(inputs: Inputs, variant: str, _parameters: Parameters) -> Messages:
    """Parts within their wholes, and what the variant needs is there."""
    stated = "value" in inputs
    return shape(inputs, FORMS) or every(
        whole_numbers(inputs, *ANSWERED, *ABANDONED, "n"),
        within(inputs, "value", 0, 100),
        part_of(inputs, "answered_in_target", "answered"),
        *(part_of(inputs, part, "abandoned") for part in ABANDONED[1:]),
        () if stated else needs(_complete(inputs), variant, *FORMULAS[variant].needs),
    )


@dataclass(frozen=True, slots=True)
class _Formula:
    """One variant."""

    words: str
    needs: tuple[str, ...]  # fields besides ANSWERED, handed to `count` in this order
    count: Callable[..., tuple[Fraction, Fraction]]  # -> good calls, all calls


FORMULAS: Mapping[str, _Formula] = MappingProxyType(
    {
        "F4": _Formula(
            "answered in target / (answered + abandoned after target) x 100",
            ("abandoned_after_target",),
            lambda answered, in_target, late: (in_target, answered + late),
        ),
        "F1": _Formula(
            "(answered + abandoned, in target) / (answered + abandoned) x 100",
            ("abandoned", "abandoned_in_target"),
            lambda answered, in_target, abandoned, early: (in_target + early, answered + abandoned),
        ),
        "F2": _Formula(
            "answered in target / answered x 100",
            (),
            lambda answered, in_target: (in_target, answered),
        ),
        "F3": _Formula(
            "answered in target / (answered + abandoned) x 100",
            ("abandoned",),
            lambda answered, in_target, abandoned: (in_target, answered + abandoned),
        ),
        "F5": _Formula(
            "(answered in target + short abandons) / (answered + abandoned) x 100",
            ("abandoned", "short_abandons"),
            lambda answered, in_target, abandoned, short: (in_target + short, answered + abandoned),
        ),
    }
)

SERVICE_LEVEL = MetricKind(
    name="service_level",
    title="Service level",
    explains="Share of calls answered within the target time; values of two variants are not comparable (SL-1, SL-2).",
    variants=MappingProxyType({name: formula.words for name, formula in FORMULAS.items()}),
    forms=FORMS,
    measure=measure,
    pool=first_of(adding(*ANSWERED, optional=ABANDONED), weighing_by_n("value")),
    check=check,
)
