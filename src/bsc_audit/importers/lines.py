"""Lines of metrics.csv as text, columns in the order a person reads them."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from bsc_audit.core.quantities import round_half_up

Line = Mapping[str, str]

FIRST = ("metric", "period", "unit")
LAST = ("evidence", "grade", "variant", "illustrative")
DIGITS = 9  # of a number that has no finite decimal form, such as a mean of thirds


def csv_text(lines: Sequence[Line]) -> str:
    """The whole file; a column nothing was said in is left out, but for those every reader looks for."""
    used = dict.fromkeys(key for line in lines for key, value in line.items() if value)
    inputs = [key for key in used if key not in (*FIRST, *LAST)]
    columns = [*FIRST, *inputs, *(key for key in LAST if key in used)]
    return table_text(columns, lines)


def table_text(columns: Sequence[str], lines: Iterable[Line]) -> str:
    """A comma-separated table with its header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


def number_text(value: Fraction) -> str:
    """A number in decimals: exact where it has a finite form, otherwise to nine digits."""
    if value.denominator == 1:
        return str(value.numerator)
    places = _places(value.denominator)
    rounded = round_half_up(value, DIGITS if places is None else places)
    digits = DIGITS if places is None else places
    scaled = rounded * 10**digits
    whole, part = divmod(abs(scaled.numerator), 10**digits)
    sign = "-" if rounded < 0 else ""
    return f"{sign}{whole}.{part:0{digits}d}".rstrip("0").rstrip(".")


def _places(denominator: int) -> int | None:
    """Decimals of a finite decimal fraction; None when it has none, or needs more than 30."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    places = max(twos, fives)
    return places if denominator == 1 and places <= 30 else None
