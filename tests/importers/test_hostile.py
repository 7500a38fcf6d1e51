"""Whatever is handed in, an import ends with a result or with problems, never with an accident, and writes nothing bad."""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from bsc_audit.importers.table import IMPORTERS, run_import

MAPPINGS = {
    "rows": "columns: {a: {type: time, format: '%d.%m.%Y'}, b: {type: number}}\nperiod: {column: a, by: week}\n"
    "unit: {column: c}\nmetrics: {m: {inputs: {value: {mean: b, blank: leave_out}, n: {count: {c: {not: x}}}}}}\n",
    "series": "period: {column: a, by: month}\nmetrics: {b: {metric: csat}}\nignore: [c]\n",
    "visits": "fields: {a: when, b: id}\nitems: {c: S01}\nalways: {questionnaire: q}\n",
    "reviews": "fields: {a: when, b: id}\nitems: {c: R1a}\nalways: {questionnaire: q, reason: random}\n",
}
CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["2026-07-01", "31.12.2026", "0000-01-01", "9999-12-31", "1e99", "-0", "1.2.3", "=1+1", "yes"]),
)


def run(kind: str, data: bytes, name: str, mapping: str | None = None) -> None:
    with TemporaryDirectory() as folder:
        source, said = Path(folder, name), Path(folder, "m.yaml")
        target = Path(folder, f"out{IMPORTERS[kind].suffix}")
        source.write_bytes(data)
        said.write_text(mapping or MAPPINGS[kind], encoding="utf-8", newline="\n")
        result = run_import(kind, source, said, target, dry_run=False)
        assert target.exists() is (not result.problems)
        assert bool(result.text) is (not result.problems)


@pytest.mark.parametrize("kind", MAPPINGS)
@given(data=st.binary(max_size=200))
def test_any_bytes(kind: str, data: bytes) -> None:
    run(kind, data, "in.csv")
    run(kind, data, "in.gz")
    run(kind, data, "in.xlsx")


@pytest.mark.parametrize("kind", MAPPINGS)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=6))
def test_any_cells(kind: str, rows: list[tuple[str, str, str]]) -> None:
    quoted = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    run(kind, f"a,b,c\n{quoted}\n".encode("utf-8", "surrogatepass"), "in.csv")


@pytest.mark.parametrize("kind", MAPPINGS)
@given(mapping=st.text(max_size=80))
@example(mapping="period: {column: a, by: day, only: '2026-13'}")
@example(mapping="- 1")
@example(mapping="period: {column: a, format: '%d%d', by: day}\nmetrics: {b: {metric: csat}}")
def test_any_mapping(kind: str, mapping: str) -> None:
    run(kind, b"a,b,c\n2026-07-01,1,yes\n", "in.csv", mapping or " ")


def sheet_of() -> dict[str, bytes]:
    made = Workbook()
    page = made.active
    assert page is not None
    page.append(["a", "b", "c"])
    page.append(["2026-07-01", 1, "yes"])
    data = io.BytesIO()
    made.save(data)
    with zipfile.ZipFile(data) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = sheet_of()


@given(part=st.sampled_from(sorted(PARTS)), at=st.floats(0, 1), junk=st.binary(max_size=6), cut=st.booleans())
def test_any_damage_to_a_workbook(part: str, at: float, junk: bytes, cut: bool) -> None:
    place = int(at * len(PARTS[part]))
    damaged = PARTS[part][:place] + junk + (b"" if cut else PARTS[part][place + len(junk) :])
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, kept in {**PARTS, part: damaged}.items():
            archive.writestr(name, kept)
    run("series", data.getvalue(), "in.xlsx")
