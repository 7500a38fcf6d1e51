"""Agreement of two reviewers beyond chance."""

from fractions import Fraction
from math import isqrt, sqrt
from types import MappingProxyType

from bsc_audit.core.methods.agreement import Agreement, Table, agreement_within, cross_table, kappa
from bsc_audit.core.methods.intervals import normal_interval
from bsc_audit.core.metrics.checks import Messages, every, same_length, shape, whole_numbers, within
from bsc_audit.core.metrics.kind import Form, Inputs, Measurement, MetricKind, Parameters
from bsc_audit.core.metrics.pooling import adding, first_of, joining
from bsc_audit.core.metrics.reading import numbers, scalar, total, whole

FORMS = (
    Form(fields=("first", "second")),
    Form(fields=("table",)),
    Form(fields=("value",), optional=("n",)),
)
LISTS = ("first", "second", "table")
UNWEIGHTED = "unweighted"


def measure(inputs: Inputs, variant: str, _parameters: Parameters) -> Measurement | None:
    """Kappa, -1..1; None when nothing was rated or chance alone explains all agreement (pe = 1)."""
    stated, read = scalar(inputs, "value"), _read(inputs)
    if stated is not None:
        return Measurement(value=stated, n=whole(scalar(inputs, "n")))
    if read is None:
        return None
    scale, table = read
    agreed = kappa(table, scale, variant)
    return _measurement(agreed, table, variant) if agreed else None


def _read(inputs: Inputs) -> tuple[tuple[Fraction, ...], Table] | None:
    """Scale and table; a flat list of k x k counts is read row by row, its places are its scale."""
    flat, first, second = (numbers(inputs, name) for name in ("table", "first", "second"))
    side = isqrt(len(flat))
    if not flat:
        return cross_table(first, second) if len(first) == len(second) else None
    if side * side != len(flat):
        return None
    rows = tuple(flat[at : at + side] for at in range(0, len(flat), side))
    return tuple(Fraction(place) for place in range(side)), rows


def _measurement(agreed: Agreement, table: Table, variant: str) -> Measurement:
    n = total(tuple(total(row) for row in table))
    error = _standard_error(agreed, n) if variant == UNWEIGHTED else None
    details = {"po": agreed.observed, "pe": agreed.expected}
    near = agreement_within(table, 1)
    return Measurement(
        value=agreed.kappa,
        n=whole(n),
        standard_error=error,
        interval=None if error is None else normal_interval(agreed.kappa, error, low=-1.0, high=1.0),
        details=MappingProxyType(details if near is None else {**details, "within_one_step": near}),
    )


def _standard_error(agreed: Agreement, n: Fraction) -> float | None:
    """Cohen's large-sample error; None when all agree, which would make it 0."""
    spread = agreed.observed * (1 - agreed.observed)
    return sqrt(spread / n) / float(1 - agreed.expected) if spread else None


def check(inputs: Inputs, _variant: str, _parameters: Parameters) -> Messages:
    """As many first as second ratings; a table is square and holds counts."""
    cells = len(numbers(inputs, "table"))
    wrong = (f"table has {cells} numbers, which is no square of categories",)
    return shape(inputs, FORMS, lists=LISTS) or every(
        same_length(inputs, "first", "second"),
        whole_numbers(inputs, "table", "n"),
        wrong if isqrt(cells) ** 2 != cells else (),
        within(inputs, "value", -1, 1),
    )


KAPPA = MetricKind(
    name="kappa",
    title="Reviewer agreement (kappa)",
    explains="Agreement of two reviewers beyond chance; `first` and `second` are their ratings as numbers,"
    " `table` the k x k counts row by row; show po beside it (Cohen 1960, 1968; KAP-2).",
    variants=MappingProxyType(
        {
            UNWEIGHTED: "(po - pe) / (1 - pe)",
            "linear": "the same with disagreement counted by distance on the scale",
            "quadratic": "the same with disagreement counted by squared distance",
        }
    ),
    forms=FORMS,
    measure=measure,
    pool=first_of(joining("first", "second"), adding("table")),
    check=check,
)
