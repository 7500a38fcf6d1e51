"""Ways to turn the rows of one period and unit into one number; all exact."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.metrics.percentile import MEDIAN, linear

Values = Sequence[Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """One way to sum up; None when it is undefined, such as the mean of nothing."""

    of: Callable[[Values, Fraction], Fraction | None]
    """(values in row order, percentile asked for 0..100). A count gets a 1 for every row that counts; a share
    gets a 1 for every row that counts and a 0 for every other."""
    counts_rows: bool = False  # it names conditions, not a column
    keeps_others: bool = False  # rows that do not count are given to it as well, as 0
    explains: str


def _mean(values: Values) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _share(values: Values) -> Fraction | None:
    mean = _mean(values)
    return None if mean is None else 100 * mean


def _percentile(values: Values, p: Fraction) -> Fraction | None:
    return linear(sorted(values), p / 100) if values else None


AGGREGATES: Mapping[str, Aggregate] = MappingProxyType(
    {
        "count": Aggregate(
            of=lambda values, _p: Fraction(len(values)),
            counts_rows=True,
            explains="rows for which the conditions hold",
        ),
        "share": Aggregate(
            of=lambda values, _p: _share(values),
            counts_rows=True,
            keeps_others=True,
            explains="rows for which the conditions hold, in percent of the rows `among` names, or of all",
        ),
        "sum": Aggregate(of=lambda values, _p: sum(values, Fraction(0)), explains="sum of a column"),
        "sum_of_squares": Aggregate(
            of=lambda values, _p: sum((value * value for value in values), Fraction(0)),
            explains="sum of squares of a column, which keeps its spread when periods are added up",
        ),
        "values": Aggregate(
            of=lambda values, _p: Fraction(len(values)), explains="how many rows have a value in a column"
        ),
        "mean": Aggregate(of=lambda values, _p: _mean(values), explains="arithmetic mean of a column"),
        "median": Aggregate(
            of=lambda values, _p: _percentile(values, MEDIAN), explains="median of a column, linear interpolation"
        ),
        "percentile": Aggregate(of=_percentile, explains="percentile `p` of a column, linear interpolation"),
        "minimum": Aggregate(of=lambda values, _p: min(values, default=None), explains="smallest value of a column"),
        "maximum": Aggregate(of=lambda values, _p: max(values, default=None), explains="largest value of a column"),
    }
)
