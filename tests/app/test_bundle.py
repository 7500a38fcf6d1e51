"""The bundle: everything an assessment was made from, in one text, and nothing accepted that is not that."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import signed_reports as files
from bsc_audit.app import bundle
from bsc_audit.app.assessments import assess
from bsc_audit.app.bundle import bundle_of, reopen
from bsc_audit.app.memory import MemoryLibrary, Shelved
from bsc_audit.core.documents import parse
from bsc_audit.core.problems import AuditError, ReportFileError
from bsc_audit.importers.folder import read_folder
from bsc_audit.importers.library import FolderLibrary

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "harbour-bank"


def altered(change: Callable[[Any], None]) -> bytes:
    data = json.loads(files.material())
    change(data)
    return (json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n").encode()


def code_of(data: bytes) -> str:
    with pytest.raises(ReportFileError) as caught:
        reopen(data)
    return caught.value.problems[0].code


@pytest.mark.parametrize("whole", [False, True], ids=["small", "example"])
def test_what_is_reopened_is_assessed_as_what_was_bundled(whole: bool) -> None:
    library = FolderLibrary([ROOT]) if whole else files.library()
    raw = read_folder(EXAMPLE) if whole else files.raw()
    opened = reopen(bundle_of(library, raw, engine_version="1.2.3"))
    assert opened.engine == "1.2.3"
    first, again = assess(library, raw), assess(opened.library, opened.raw)
    assert again.ruleset.digest == first.ruleset.digest
    assert (again.evidence, again.scorecard) == (first.evidence, first.scorecard)
    assert (again.findings, again.recommendation) == (first.findings, first.recommendation)


def test_what_is_reopened_bundles_to_the_same_bytes() -> None:
    opened = reopen(files.material())
    assert bundle_of(opened.library, opened.raw, engine_version=files.ENGINE) == files.material()


def test_the_head_of_the_audit_log_comes_along_where_there_is_one() -> None:
    whole = bundle_of(files.library(), files.raw(), engine_version="1", log_head="ab" * 32)
    assert reopen(whole).log_head == "ab" * 32
    assert reopen(files.material()).log_head == ""
    assert code_of(altered(lambda data: data.update(log_head="none"))) == "schema-pattern"


def test_the_place_of_the_files_on_this_computer_is_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = bundle_of(FolderLibrary([ROOT]), read_folder(EXAMPLE), engine_version="1")
    monkeypatch.chdir(tmp_path)
    elsewhere = bundle_of(FolderLibrary([ROOT]), read_folder(EXAMPLE), engine_version="1")
    assert there == elsewhere
    assert str(ROOT).encode() not in there


def test_a_ruleset_that_extends_another_takes_it_along() -> None:
    base = files.library().ruleset("small", "1.0")
    assert base is not None
    own = parse(
        'ruleset: {id: own, version: "1.0", title: Own, extends: {id: small, version: "1.0"}}', "own/ruleset.yaml"
    )
    shelves = {
        ("small", "1.0"): Shelved(files=tuple(base), seal=None),
        ("own", "1.0"): Shelved(files=(own,), seal="x"),
    }
    raw = files.raw()
    text = raw.documents["assessment.yaml"].text.replace("id: small", "id: own")
    documents = {**raw.documents, "assessment.yaml": parse(text, "assessment.yaml")}
    raw = type(raw)(documents=documents, tables=raw.tables, files=raw.files)
    library = MemoryLibrary(shelves, files.library().questionnaires())
    opened = reopen(bundle_of(library, raw, engine_version="1"))
    assert opened.library.rulesets() == [("own", "1.0"), ("small", "1.0")]
    assert opened.library.seal("own", "1.0") == "x"
    assert assess(opened.library, opened.raw).ruleset.digest == assess(library, raw).ruleset.digest


def test_only_questionnaires_the_ruleset_names_come_along() -> None:
    stray = parse('questionnaire: {id: stray, version: "1.0", title: Stray}', "stray.yaml")
    library = MemoryLibrary(
        {("small", "1.0"): Shelved(files=tuple(files.library().ruleset("small", "1.0") or ()), seal=None)},
        [*files.library().questionnaires(), stray],
    )
    assert bundle_of(library, files.raw(), engine_version=files.ENGINE) == files.material()


def test_a_bundle_too_large_is_refused_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    material = files.material()
    monkeypatch.setattr(bundle, "MOST_BYTES", 1000)
    with pytest.raises(ReportFileError, match="bundle-too-large"):
        bundle_of(files.library(), files.raw(), engine_version="1")
    assert code_of(material) == "bundle-too-large"


@pytest.mark.parametrize(
    ("damaged", "code"),
    [
        (b"", "bundle-unreadable"),
        (b"\xff", "bundle-unreadable"),
        (b"[" * 100_000, "bundle-unreadable"),
        (b'"\\ud800"', "bundle-unreadable"),
        (b"[]\n", "schema-type"),
        (b"{}\n", "schema-required"),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "bundle-unreadable"),
    ],
)
def test_what_is_no_bundle_is_refused(damaged: bytes, code: str) -> None:
    assert code_of(damaged) == code


def test_a_bundle_written_in_another_way_is_refused() -> None:
    assert code_of(files.material() + b" ") == "bundle-not-canonical"
    assert code_of(json.dumps(json.loads(files.material())).encode()) == "bundle-not-canonical"
    twice = files.material().replace(b'{"engine":"9.9.9",', b'{"engine":"9.9.8","engine":"9.9.9",')
    assert code_of(twice) == "bundle-not-canonical"


def test_every_text_that_cannot_be_read_is_named() -> None:
    def spoil(data: Any) -> None:
        data["evidence"]["texts"]["answers.yaml"] = "a: [1"
        data["evidence"]["texts"]["metrics.csv"] = 'a,b\n"1'
        data["evidence"]["texts"]["notes.txt"] = "x"

    with pytest.raises(ReportFileError) as caught:
        reopen(altered(spoil))
    assert {problem.code for problem in caught.value.problems} >= {
        "yaml-syntax",
        "table-syntax",
        "bundle-unknown-file",
    }


@pytest.mark.parametrize("part", ["format", "engine", "rulesets", "questionnaires", "evidence"])
@pytest.mark.parametrize("value", [None, 0, -1.5, "", "x", [], {}, [[]], [{}], True, 10**30])
def test_any_part_replaced_by_anything_is_refused_or_reopened_but_never_a_crash(part: str, value: Any) -> None:
    def replace_it(data: Any) -> None:
        data[part] = value

    with suppress(AuditError):
        opened = reopen(altered(replace_it))
        assess(opened.library, opened.raw)
