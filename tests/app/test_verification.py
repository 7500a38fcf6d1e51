"""Verification: a good file holds, and whatever is changed in it, a line says so."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

import signed_reports as files
from bsc_audit.app.report_file import MATERIAL, RESULT
from bsc_audit.app.verification.claims import leaves
from bsc_audit.core.report.shown import Shown
from bsc_audit.render.json import render_json
from bsc_audit.render.sign import sign

FLIPS = 24
Change = Callable[[Any], None]


def lines(found: Any) -> dict[str, bool | None]:
    return {check.id: check.holds for check in found.checks}


def test_a_good_signed_report_holds_in_every_line() -> None:
    found = files.verified(files.stamped(), files.root().certificate, drawn=files.drawing())
    assert found.holds
    assert {name for name, holds in lines(found).items() if holds is not True} == set()


def test_without_a_named_certificate_the_signers_identity_stays_open() -> None:
    found = files.verified(files.signed(), drawn=files.drawing())
    assert found.holds
    assert {name for name, holds in lines(found).items() if holds is None} == {"signer", "time"}


def test_a_quick_look_says_that_words_were_not_compared() -> None:
    found = files.verified(files.signed())
    assert found.holds
    assert lines(found)["drawn"] is None
    assert "not drawn anew" in next(check.says for check in found.checks if check.id == "drawn")


def test_an_unsigned_report_is_recomputed_all_the_same() -> None:
    found = files.verified(files.unsigned())
    assert found.holds
    assert lines(found)["signature"] is None
    assert lines(found)["scores"] is True
    assert next(check for check in found.checks if check.id == "signature").says.startswith("not signed")


def test_an_unsigned_report_is_not_what_someone_who_trusts_a_signer_expects() -> None:
    assert files.failing(files.verified(files.unsigned(), files.root().certificate)) == {"signature"}


def flipped(number: int, data: bytes) -> bytes:
    """One bit changed at one of FLIPS offsets, spread evenly."""
    offset = (2 * number + 1) * len(data) // (2 * FLIPS)
    return data[:offset] + bytes([data[offset] ^ 1]) + data[offset + 1 :]


@pytest.mark.parametrize("number", range(FLIPS))
def test_a_changed_byte_anywhere_is_found(number: int) -> None:
    assert not files.verified(flipped(number, files.signed())).holds


@pytest.mark.parametrize("number", range(FLIPS))
def test_a_changed_byte_of_the_signature_itself_is_found(number: int) -> None:
    """Of its bytes, of its time stamp and certificates, and of the zeros behind them."""
    data = files.stamped()
    start = data.index(b"/Contents <") + len(b"/Contents <")
    end = data.index(b">", start)
    content = bytes.fromhex(data[start:end].decode())
    used = len(content.rstrip(b"\0")) + 40
    changed = flipped(number, content[:used]) + content[used:]
    assert not files.verified(data[:start] + changed.hex().encode() + data[end:]).holds


def deep(*path: str | int, to: Any) -> Change:
    """Set the value at a path."""

    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        assert data[path[-1]] != to
        data[path[-1]] = to

    return change


def text_in(name: str, old: str, new: str) -> Change:
    """Replace a text in one file of the evidence."""

    def change(data: Any) -> None:
        texts = data["evidence"]["texts"]
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new, 1)

    return change


def rule_in(old: str, new: str) -> Change:
    def change(data: Any) -> None:
        file = data["rulesets"][0]["files"][0]
        assert old in file["text"]
        file["text"] = file["text"].replace(old, new, 1)

    return change


def some_findings(data: Any) -> list[Any]:
    """The first group of findings that has any."""
    return next(group["findings"] for group in data["findings"] if group["findings"])


RESULT_CHANGES: dict[str, tuple[Change, str]] = {
    "overall-score": (deep("scorecard", "overall", "score", "value", to=84.69), "scores"),
    "overall-text": (deep("scorecard", "overall", "score", "text", to="84.69"), "printed-scores"),
    "criterion-score": (deep("chapters", 0, "row", "score", "value", to=99.0), "scores"),
    "one-digit-of-a-weight": (deep("scorecard", "perspectives", 0, "weight", "value", to=1.0000001), "scores"),
    "a-float-for-a-whole": (lambda data: data["scorecard"]["overall"].update(criteria=10.0), "scores"),
    "verdict": (deep("statement", "verdict", "slug", to="recommend"), "recommendation"),
    "heading": (deep("statement", "heading", to="Certification recommended"), "printed-conclusion"),
    "finding": (lambda data: some_findings(data)[0].update(title="Nothing"), "findings"),
    "finding-gone": (lambda data: some_findings(data).pop(), "findings"),
    "ruleset-digest": (deep("provenance", "ruleset_digest", to="sha256:" + 64 * "0"), "ruleset"),
    "evidence-digest": (deep("provenance", "evidence_digest", to="sha256:" + 64 * "0"), "evidence"),
    "engine": (deep("provenance", "engine", to="bsc-audit 9.9.8"), "engine"),
    "organisation": (deep("meta", "organisation", to="Somebody else"), "rest"),
    "kind": (deep("meta", "kind", to="certification"), "rest"),
    "something-added": (lambda data: data.update(extra=1), "rest"),
    "no-object": (lambda data: data.clear(), "scores"),
}
MATERIAL_CHANGES: dict[str, tuple[Change, str]] = {
    "a-threshold": (rule_in("82: 75", "83: 75"), "ruleset"),
    "a-rule": (rule_in("queue_wait_time > 10", "queue_wait_time > 11"), "ruleset"),
    "an-answer": (text_in("assessment.yaml", "The branches.", "Everything."), "evidence"),
    "the-engine": (deep("engine", to="9.9.8"), "engine"),
    "a-document": (deep("evidence", "documents", "documents/strategy.txt", "sha256", to=64 * "0"), "material"),
    "no-assessment": (lambda data: data["evidence"]["texts"].pop("assessment.yaml"), "material"),
    "another-version": (deep("rulesets", 0, "version", to="2.0"), "material"),
}


@pytest.mark.parametrize("name", RESULT_CHANGES)
def test_a_changed_value_of_the_result_is_found_without_a_signature(name: str) -> None:
    change, line = RESULT_CHANGES[name]
    found = files.failing(files.verified(files.changed(RESULT, render_json(files.report()), change)))
    assert {line, "printed-digests"} <= found


@pytest.mark.parametrize("name", MATERIAL_CHANGES)
def test_a_changed_value_of_the_material_is_found_without_a_signature(name: str) -> None:
    change, line = MATERIAL_CHANGES[name]
    found = files.failing(files.verified(files.changed(MATERIAL, files.material(), change)))
    assert {line, "printed-digests"} <= found


def test_every_number_of_the_result_is_compared() -> None:
    """A sweep over values at many depths: one changed number is one found difference."""
    whole = json.loads(render_json(files.report()))
    numbers = [path for path, value in leaves(whole).items() if isinstance(value, float)]
    assert len(numbers) > 50
    for path in numbers[:: max(1, len(numbers) // 12)]:
        data = json.loads(json.dumps(whole))
        holder = data
        for step in path[:-1]:
            holder = holder[step]
        deep(path[-1], to=holder[path[-1]] + 0.01)(holder)
        content = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
        found = files.failing(files.verified(files.reattached(files.unsigned(), RESULT, content.encode())))
        assert found & {"scores", "findings", "recommendation", "rest"}, path


def test_the_same_result_written_otherwise_is_found() -> None:
    content = json.dumps(json.loads(render_json(files.report()))).encode()
    assert files.failing(files.verified(files.reattached(files.unsigned(), RESULT, content))) == {
        "printed-digests",
        "written",
    }


def test_a_result_with_a_key_twice_is_not_read() -> None:
    content = b'{"meta":{},' + render_json(files.report())[1:]
    assert "result" in files.failing(files.verified(files.reattached(files.unsigned(), RESULT, content)))


def test_pages_that_show_another_score_are_found_although_everything_attached_is_right() -> None:
    """The pages of a better report around the true attachments."""
    true = files.report()
    assert true.statement.overall is not None
    assert true.scorecard.overall.score is not None
    better = Shown(text="84.69", value=84.69)
    shown = replace(
        true,
        statement=replace(true.statement, overall=better, heading="Certification recommended"),
        scorecard=replace(true.scorecard, overall=replace(true.scorecard.overall, score=better)),
    )
    pdf = files.reattached(files.rendered(shown), RESULT, render_json(true))
    assert {"printed-conclusion", "printed-digests", "printed-numbers"} <= files.failing(files.verified(pdf))


def test_a_file_saved_anew_is_found() -> None:
    with pikepdf.open(io.BytesIO(files.signed())) as document:
        assert "signature" in files.failing(files.verified(files.saved(document)))


def test_an_appended_revision_is_found() -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(files.signed()), strict=False)
    writer.root["/Lang"] = generic.pdf_string("fr")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert "signature" in files.failing(files.verified(out.getvalue()))


@pytest.mark.parametrize("tail", [b" ", b"\n%%EOF\n", b"\0" * 100])
def test_bytes_put_behind_the_end_are_found(tail: bytes) -> None:
    assert "signature" in files.failing(files.verified(files.signed() + tail))


def test_an_attachment_of_another_report_is_found() -> None:
    def other(data: Any) -> None:
        data["meta"]["id"] = "T-2"

    found = files.verified(files.changed(RESULT, render_json(files.report()), other))
    assert {"number", "rest", "printed-digests"} <= files.failing(found)


def test_a_report_without_its_material_says_so() -> None:
    with pikepdf.open(io.BytesIO(files.unsigned())) as document:
        del document.attachments[MATERIAL]
        assert files.failing(files.verified(files.saved(document))) == {"attachments"}


def test_what_an_unchanged_signed_report_does_not_carry_its_signer_left_out() -> None:
    with pikepdf.open(io.BytesIO(files.unsigned())) as document:
        for name in (RESULT, MATERIAL):
            del document.attachments[name]
        bare = files.saved(document)
    assert files.failing(files.verified(bare)) == {"attachments"}
    found = files.verified(sign(bare, files.certifier(), files.SEAL, fonts=files.CERTIFICATION))
    assert found.holds
    assert lines(found)["attachments"] is None


def test_a_report_signed_by_another_key_is_intact_but_not_by_whom_one_trusts() -> None:
    again = sign(files.unsigned(), files.stranger(), files.SEAL, fonts=files.CERTIFICATION)
    assert files.verified(again).holds
    assert files.failing(files.verified(again, files.root().certificate)) == {"signer"}


def test_the_certificate_of_the_signer_alone_may_be_trusted() -> None:
    found = files.verified(files.stamped(), files.certifier().certificate)
    assert found.holds
    assert lines(found)["signer"] is True
    assert lines(found)["time"] is None


def test_after_its_end_a_certificate_still_shows_that_nothing_changed_and_is_trusted_by_itself_only() -> None:
    """docs/verifying.md, years later."""
    pdf = sign(files.unsigned(), files.past(), files.SEAL, fonts=files.CERTIFICATION)
    assert files.verified(pdf).holds
    assert lines(files.verified(pdf, files.past().certificate))["signer"] is True
    assert files.failing(files.verified(pdf, files.root().certificate)) == {"signer"}


def test_another_engine_version_compares_what_lasts_and_says_that_words_may_differ() -> None:
    found = files.verified(files.signed(), engine="10.0.0")
    assert found.holds
    assert lines(found)["engine"] is None
    assert "written" not in lines(found)
    assert lines(found)["scores"] is True


def test_another_engine_version_still_finds_a_changed_score() -> None:
    change, _ = RESULT_CHANGES["overall-score"]
    found = files.verified(files.changed(RESULT, render_json(files.report()), change), engine="10.0.0")
    assert "scores" in files.failing(found)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\0" * 5000, b"not a pdf at all", b"%PDF-1.7\n1 0 obj\n<<" * 300])
def test_a_file_that_is_no_report_gives_lines_and_no_error(data: bytes) -> None:
    assert not files.verified(data).holds


@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_file_cut_off_gives_lines_and_no_error(tenths: int) -> None:
    assert not files.verified(files.signed()[: len(files.signed()) * tenths // 10]).holds
