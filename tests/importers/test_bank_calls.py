"""The call log of a bank, read by the shipped mapping: published results and the example's own file."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from bsc_audit.core.documents import parse
from bsc_audit.core.evidence.tables import Table, read_table
from bsc_audit.importers.mapping import check_mapping, load_mapping, row_mapping
from bsc_audit.importers.rows import import_rows
from bsc_audit.importers.sources import open_table

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "harbour-bank"
MAPPING = EXAMPLE / "import" / "bank-calls.yaml"
RESULT = EXAMPLE / "metrics" / "contact-centre-1999.csv"


@pytest.fixture(scope="module")
def log(shared_folder: Callable[[str], Path]) -> Table:
    return open_table(shared_folder("cases") / "bank-calls-1999-02.tsv.gz")


def total(lines: Table, metric: str, field: str) -> Fraction:
    return sum((Fraction(row.cells[field]) for row in lines.rows if row.cells["metric"] == metric), Fraction(0))


def test_the_published_results_of_february_1999_come_out(log: Table) -> None:
    result = import_rows(log, row_mapping(load_mapping(MAPPING, "rows")))
    assert result.problems == ()
    assert (result.rows, result.left_out) == (33_344, {"no call": 278})
    lines = read_table(result.text, "made")
    calls, answered = total(lines, "abandonment_rate", "offered"), total(lines, "service_level", "answered")
    assert (calls, answered) == (33_066, 27_162)
    assert float(100 * total(lines, "abandonment_rate", "abandoned") / calls) == pytest.approx(17.855, abs=5e-4)
    assert float(total(lines, "asa", "sum") / total(lines, "asa", "count")) == pytest.approx(40.774, abs=5e-4)
    within = 100 * total(lines, "service_level", "answered_in_target") / calls
    assert float(within) == pytest.approx(49.02, abs=5e-3)
    assert float(total(lines, "aht", "amount") / total(lines, "aht", "count")) == pytest.approx(176.353, abs=5e-4)


def test_the_example_keeps_exactly_what_the_importer_makes_of_the_log(log: Table) -> None:
    result = import_rows(log, row_mapping(load_mapping(MAPPING, "rows")))
    assert RESULT.read_text(encoding="utf-8") == result.text
    assert result.made == 4 * 28


def test_no_name_and_no_customer_of_the_log_is_in_the_example(log: Table) -> None:
    agents = {row.cells["server"] for row in log.rows} - {"NO_SERVER"}
    words = {word for path in EXAMPLE.rglob("*.*") for word in path.read_text(encoding="utf-8").upper().split()}
    assert len(agents) > 20
    assert not agents & words
    assert "server" not in RESULT.read_text(encoding="utf-8")


MONTHLY = """
columns:
  date: {type: date, format: "%y%m%d"}
  q_time: {type: number}
period: {column: date, by: month}
unit: {column: type, names: {PS: regular, NW: prospective}}
leave_out:
- {where: {outcome: PHANTOM}, why: no call}
- {where: {type: {not: [PS, NW]}}, why: small kinds of call}
metrics:
  asa:
    inputs:
      value: {mean: q_time, where: {outcome: AGENT}}
      n: {count: {outcome: AGENT}}
  p90_wait:
    inputs:
      value: {percentile: q_time, p: 90, where: {outcome: AGENT}}
  answered_share:
    inputs:
      value: {share: {outcome: AGENT}}
"""


def test_the_same_log_by_month_and_kind_of_call(log: Table) -> None:
    result = import_rows(log, row_mapping(check_mapping(parse(MONTHLY, "m.yaml"), "rows")))
    lines = [row.cells for row in read_table(result.text, "made").rows]
    assert result.left_out["no call"] == 278
    assert [(line["metric"], line["period"], line["unit"]) for line in lines[:2]] == [
        ("asa", "1999-02", "prospective"),
        ("asa", "1999-02", "regular"),
    ]
    waits = sorted(
        int(row.cells["q_time"]) for row in log.rows if row.cells["outcome"] == "AGENT" and row.cells["type"] == "PS"
    )
    regular = next(line for line in lines if line["metric"] == "asa" and line["unit"] == "regular")
    assert int(regular["n"]) == len(waits)
    assert float(regular["value"]) == pytest.approx(sum(waits) / len(waits), abs=1e-9)
