"""Whatever stands in a folder, acceptance gives evidence or problems with a place: never a crash."""

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bsc_audit.core.documents import parse
from bsc_audit.core.evidence.intake import accept
from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.evidence.raw import RawEvidence
from bsc_audit.core.evidence.tables import Row, read_table
from bsc_audit.core.problems import EvidenceError, Problem
from bsc_audit.importers.folder import read_folder
from evidence_builders import GOOD, small_ruleset
from json_mutation import mutated

RAW = read_folder(GOOD)
MORE = settings(max_examples=150, deadline=None)


def _accept_or_explain(raw: RawEvidence) -> None:
    evidence, problems = _outcome(raw)
    assert (evidence is None) is bool(problems)
    assert all(problem.where.file and problem.message and problem.code for problem in problems)
    for answer in evidence.answers.values() if evidence else ():
        assert (answer.value is None) is not (answer.not_applicable is None)


def _outcome(raw: RawEvidence) -> tuple[Evidence | None, tuple[Problem, ...]]:
    try:
        return accept(small_ruleset(), raw), ()
    except EvidenceError as error:
        return None, error.problems


@MORE
@given(st.data())
def test_one_changed_part_of_one_file_is_accepted_or_explained(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(RAW.documents)))
    changed = parse(json.dumps(data.draw(mutated(RAW.documents[name].data))), name)
    _accept_or_explain(replace(RAW, documents={**RAW.documents, name: changed}))


CELLS = st.sampled_from(
    ["", "csat", "C-01", "csi", "2026", "2026-05", "2030", "quay", "north", "-1", "0", "1,5", "1.5", "1,000,0", "50%", "D-1", "A", "F4", "yes", "?"]
)  # fmt: skip


@MORE
@given(st.data())
def test_one_changed_row_of_a_table_is_accepted_or_explained(data: st.DataObject) -> None:
    table = RAW.tables["metrics.csv"]
    at = data.draw(st.integers(0, len(table.rows) - 1))
    column = data.draw(st.sampled_from(table.columns))
    cell = data.draw(CELLS)
    row = table.rows[at]
    cells = {name: value for name, value in {**row.cells, column: cell}.items() if value}
    rows = [*table.rows[:at], Row(line=row.line, cells=cells), *table.rows[at + 1 :]]
    _accept_or_explain(replace(RAW, tables={"metrics.csv": replace(table, rows=tuple(rows))}))


@MORE
@given(
    st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=5), st.permutations(["metric", "period", "value", "n"])
)
def test_any_table_of_metrics_is_accepted_or_explained(rows: list[list[str]], header: list[str]) -> None:
    text = "\n".join(";".join(row) for row in [header, *rows])
    _accept_or_explain(replace(RAW, tables={"metrics.csv": read_table(text, "metrics.csv")}))
