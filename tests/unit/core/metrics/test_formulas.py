"""docs/formulas.md says what the code does.

To renew the table: replace what stands between its two markers by `formulas_table(METRIC_KINDS.values())`.
"""

import re
from pathlib import Path

import pytest

from bsc_audit.core.methods.aggregate import AGGREGATORS, LEAF_SCORES
from bsc_audit.core.methods.normalise import NORMALISERS
from bsc_audit.core.metrics.formulas import formulas_table
from bsc_audit.core.metrics.table import METRIC_KINDS

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "formulas.md").read_text(encoding="utf-8")
OPENING, CLOSING = "<!-- kinds: written by formulas_table -->\n", "<!-- end of kinds -->"


def test_the_page_holds_the_table_the_code_writes() -> None:
    _, _, rest = PAGE.partition(OPENING)
    table, closing, _ = rest.partition(CLOSING)
    assert closing
    assert table == formulas_table(METRIC_KINDS.values())


def test_every_row_of_the_table_has_five_cells() -> None:
    for row in formulas_table(METRIC_KINDS.values()).splitlines():
        assert len(re.findall(r"(?<!\\)\|", row)) == 6


@pytest.mark.parametrize("name", [*NORMALISERS, *AGGREGATORS, *LEAF_SCORES])
def test_every_named_method_is_described(name: str) -> None:
    assert any(line.startswith("|") and f"`{name}`" in line.split("|")[1] for line in PAGE.splitlines())


@pytest.mark.parametrize("name", METRIC_KINDS)
def test_a_kind_is_listed_under_its_own_name(name: str) -> None:
    assert METRIC_KINDS[name].name == name
