"""A stranger's file is examined where it can do no harm: whatever it holds, lines come back in bounded time."""

import io
import json
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import signed_reports as files
from bsc_audit.app.report_file import MATERIAL, RESULT
from bsc_audit.app.verification.check import Verification
from bsc_audit.cli import verifying
from bsc_audit.cli.verifying import COMPARING, DRAWING, READING, Question, examined
from bsc_audit.core.problems import Location, Problem, RenderError
from bsc_audit.render.workers.limits import MEGABYTE, Limits

QUICK = Limits(cpu_seconds=12)
Hostile = Callable[[pikepdf.Pdf], None]


def looked_at(pdf: bytes, folder: Path, limits: Limits = QUICK) -> Verification:
    """What is said of a file at a quick look."""
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    return examined(Question(file=file, quick=True), limits, lambda _step, _done: None)


def fails(found: Verification) -> Mapping[str, str]:
    return {check.id: check.says for check in found.checks if check.holds is False}


@cache
def folded(megabytes: int, filling: bytes = b"\0" * 1024) -> bytes:
    """A stream that unfolds twice, to a thousand times what it is and more."""
    packer = zlib.compressobj(9)
    block = filling * (MEGABYTE // len(filling))
    once = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    return zlib.compress(once, 9)


def unfolding(document: pikepdf.Pdf, megabytes: int, filling: bytes = b"\0" * 1024) -> pikepdf.Stream:
    twice = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    stream = pikepdf.Stream(document, b"")
    stream.write(folded(megabytes, filling), filter=twice)
    return stream


def hostile(change: Hostile) -> bytes:
    with pikepdf.open(io.BytesIO(files.unsigned())) as document:
        change(document)
        return files.saved(document)


def attached(megabytes: int) -> Hostile:
    def change(document: pikepdf.Pdf) -> None:
        file = document.attachments[MATERIAL].obj
        file.EF.F = file.EF.UF = document.make_indirect(unfolding(document, megabytes))

    return change


def endless_page(document: pikepdf.Pdf) -> None:
    document.pages[0].Contents = document.make_indirect(
        unfolding(document, 200, b"0 0 m 9 9 l S BT /F 1 Tf (a) Tj ET  \n")
    )


def test_a_good_file_is_examined_as_if_it_were_here(tmp_path: Path) -> None:
    found = looked_at(files.signed(), tmp_path)
    assert {"signature", "scores", "ruleset"} <= {check.id for check in found.checks if check.holds}


def test_an_attachment_that_unfolds_to_more_than_any_report_has_is_not_taken(tmp_path: Path) -> None:
    pdf = hostile(attached(300))
    assert len(pdf) < 1_000_000
    assert (
        "the attachments cannot be read: ValueError: more than 120,000,000 bytes"
        in fails(looked_at(pdf, tmp_path))["file"]
    )


def test_an_attachment_larger_than_memory_ends_the_worker_and_is_told(tmp_path: Path) -> None:
    assert "file" in fails(looked_at(hostile(attached(300)), tmp_path, Limits(memory=500 * MEGABYTE)))


def test_pages_without_end_are_told_and_not_waited_for(tmp_path: Path) -> None:
    found = looked_at(hostile(endless_page), tmp_path, Limits(cpu_seconds=4))
    # Which limit it meets first, seconds or memory, is the machine's affair.
    assert "could not be checked to the end: checking it" in fails(found)["file"]


def nested(data: Any) -> None:
    data["evidence"]["texts"]["assessment.yaml"] = "[" * 10_000


def test_evidence_nested_without_end_is_a_problem_of_the_material(tmp_path: Path) -> None:
    pdf = files.changed(MATERIAL, files.material(), nested)
    assert "assessment.yaml:1:" in fails(looked_at(pdf, tmp_path))["material"]


@pytest.mark.parametrize("name", [RESULT, MATERIAL])
def test_data_nested_without_end_cannot_be_read(name: str, tmp_path: Path) -> None:
    pdf = files.reattached(files.unsigned(), name, b'{"meta":' * 100_000 + b"1" + b"}" * 100_000)
    line = {RESULT: "result", MATERIAL: "material"}[name]
    assert "read" in fails(looked_at(pdf, tmp_path))[line]


def test_what_was_found_before_a_limit_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The last line was cut off by the end of the worker."""

    def broken(_pool: Any, task: verifying.Examination, told: Any) -> bytes:
        told(READING, 0.0)
        task.lines.write_text(json.dumps(["signature", True, "signed"]) + '\n["signer", tr', encoding="ascii")
        raise RenderError([overstepped()])

    monkeypatch.setattr("bsc_audit.cli.verifying.Pool.render", broken)
    found = looked_at(b"", tmp_path)
    assert [(check.id, check.holds) for check in found.checks] == [("signature", True), ("file", False)]


def overstepped() -> Problem:
    return Problem(code="render-too-slow", where=Location("x"), message="checking it took more than 2 seconds")


@pytest.mark.parametrize(
    ("step", "line", "holds"), [(READING, "file", False), (DRAWING, "drawn", None), (COMPARING, "drawn", False)]
)
def test_only_pages_that_this_engine_cannot_draw_in_time_stay_open(step: str, line: str, holds: bool | None) -> None:
    check = verifying._overstepped(RenderError([overstepped()]), [READING, step, "waiting"])
    assert (check.id, check.holds, "took more than 2 seconds" in check.says) == (line, holds, True)


def test_words_of_a_stranger_steer_no_terminal() -> None:
    line = json.dumps(["signer", None, "\x1b[2Jby \u202eevil\ud800\nholds\xa05"])
    (check,) = verifying._checks([line])
    assert check.says == "\N{REPLACEMENT CHARACTER}[2Jby \N{REPLACEMENT CHARACTER}evil\N{REPLACEMENT CHARACTER} holds 5"
