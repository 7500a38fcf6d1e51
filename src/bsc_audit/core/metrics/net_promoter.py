"""Net promoter score, for customers or staff."""

from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.methods.intervals import net_promoter_standard_error, normal_interval
from bsc_audit.core.metrics.checks import Messages, every, shape, whole_numbers, within
from bsc_audit.core.metrics.kind import STANDARD, Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding, first_of, weighing_by_n
from bsc_audit.core.metrics.reading import numbers, scalar, scalars, total, whole

FORMS = (
    Form(fields=("promoters", "passives", "detractors")),
    Form(fields=("counts",)),
    Form(fields=("value",), optional=("n",)),
)
ANSWERS = 11  # 0 to 10
FIRST_PASSIVE, FIRST_PROMOTER = 7, 9


def measure(inputs: Inputs, _variant: str, _parameters: Parameters) -> Measurement | None:
    """The score in points; None when nobody answered."""
    stated = scalar(inputs, "value")
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    groups = _groups(inputs)
    if groups is None or not total(groups):
        return None
    return _score(*groups)


def _score(promoters: Fraction, passives: Fraction, detractors: Fraction) -> Measurement:
    answers = promoters + passives + detractors
    value = 100 * (promoters - detractors) / answers
    error = net_promoter_standard_error(promoters, passives, detractors)
    named = {"promoters": promoters, "passives": passives, "detractors": detractors}
    return Measurement(
        value=value,
        n=whole(answers),
        standard_error=error,
        interval=None if error is None else normal_interval(value, error, low=-100.0, high=100.0),
        details=MappingProxyType({f"{name}_share": 100 * count / answers for name, count in named.items()}),
    )


def _groups(inputs: Inputs) -> tuple[Fraction, Fraction, Fraction] | None:
    """Promoters, passives, detractors."""
    counts = numbers(inputs, "counts")
    if len(counts) == ANSWERS:
        detractors, passives = counts[:FIRST_PASSIVE], counts[FIRST_PASSIVE:FIRST_PROMOTER]
        return total(counts[FIRST_PROMOTER:]), total(passives), total(detractors)
    named = scalars(inputs, "promoters", "passives", "detractors")
    return (named[0], named[1], named[2]) if named else None


def check(inputs: Inputs, _variant: str, _parameters: Parameters) -> Messages:
    """Counts are counts, eleven of them; a stated score lies in -100..100."""
    counts = len(numbers(inputs, "counts"))
    wrong = (f"counts has {counts} numbers, the answers 0 to 10 need {ANSWERS}",)
    return shape(inputs, FORMS, lists=("counts",)) or every(
        whole_numbers(inputs, "promoters", "passives", "detractors", "counts", "n"),
        wrong if "counts" in inputs and counts != ANSWERS else (),
        within(inputs, "value", -100, 100),
    )


NET_PROMOTER = MetricKind(
    name="net_promoter",
    title="Net promoter score",
    explains="Share of promoters (9-10) minus share of detractors (0-6) on 0-10, with its standard error"
    " (NPS-1, MET-4).",
    variants=MappingProxyType({STANDARD: "(promoters - detractors) / answers x 100"}),
    forms=FORMS,
    measure=measure,
    pool=first_of(adding("promoters", "passives", "detractors"), adding("counts"), weighing_by_n("value")),
    check=check,
)
