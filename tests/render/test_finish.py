"""The written PDF: attachments, both standards, a tagged field for the signature, the same bytes everywhere."""

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import page
import pikepdf
import pytest

import signed_reports as files
from bsc_audit.render.finish import FIELD, FIELD_TITLE
from bsc_audit.render.json import render_json
from bsc_audit.render.pdf import render_pdf
from bsc_audit.render.sign import sign

TESTS = Path(__file__).resolve().parents[1]
IN_ANOTHER_PROCESS = (
    "import hashlib, sys; sys.path.insert(0, sys.argv[1]); import signed_reports as files;"
    "print(hashlib.sha256(files.unsigned()).hexdigest())"
)


def test_result_and_material_are_associated_files_dated_as_the_report_is() -> None:
    with pikepdf.open(io.BytesIO(files.unsigned())) as document:
        found = {str(one.UF): one for one in document.Root.AF}
        relationships = {name: str(one.AFRelationship) for name, one in found.items()}
        assert relationships == {"result.json": "/Data", "assessment.json": "/Source"}
        assert len(document.Root.AF) == 2
        contents = {name: bytes(one.EF.F.read_bytes()) for name, one in found.items()}
        assert contents == {"result.json": render_json(files.report()), "assessment.json": files.material()}
        dates = {str(one.EF.F.Params.ModDate)[2:10] for one in found.values()}
        assert dates == {files.report().meta.as_of.replace("-", "")}


@pytest.mark.parametrize("standard", ["3a", "ua1"])
@pytest.mark.parametrize("make", [files.unsigned, files.signed, files.stamped])
def test_signed_or_not_it_conforms_to_both_standards(make: object, standard: str, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(make())  # type: ignore[operator]
    result = page.validate_pdf(str(file), profile=standard)
    assert [(one.rule_id, one.message) for one in result.failures] == []
    assert result.rules.passed > 100


def test_the_signature_field_is_empty_tagged_and_on_a_page() -> None:
    with pikepdf.open(io.BytesIO(files.unsigned())) as document:
        (field,) = document.Root.AcroForm.Fields
        assert str(field.T) == FIELD
        assert "/V" not in field
        left, low, right, high = (float(one) for one in field.Rect)
        assert right - left > 200
        assert high - low > 50
        assert any(field.objgen == one.objgen for sheet in document.pages for one in sheet.get("/Annots", ()))
        parents = document.Root.StructTreeRoot.ParentTree.Nums
        assert str(parents[-1].Alt) == FIELD_TITLE
        assert int(parents[-2]) == int(field.StructParent)


def test_equal_reports_are_equal_bytes_in_other_processes_too() -> None:
    own = hashlib.sha256(files.unsigned()).hexdigest()
    made = [
        subprocess.run(
            [sys.executable, "-c", IN_ANOTHER_PROCESS, str(TESTS)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "4711")
    ]
    assert made == [own, own]


def test_a_verification_address_is_printed_with_the_number_and_as_a_qr_code() -> None:
    import pypdf

    pdf = render_pdf(files.report(), files.template(), verified_at="https://example.org/r")
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "https://example.org/r/BSC-2026-" in "".join(text.split())
    with pikepdf.open(io.BytesIO(pdf)) as document:
        alternatives = {
            str(one.Alt) for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        }
    assert any(one.startswith("QR code of https://example.org/r/BSC-2026-") for one in alternatives)


def test_without_an_address_the_page_prints_number_and_command_and_no_address() -> None:
    import pypdf

    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(files.unsigned())).pages)
    assert "BSC-2026-" in text
    assert "bsc-audit verify" in text
    assert "http" not in text


def test_a_template_without_a_place_for_the_signature_is_signed_unseen_and_still_conforms(tmp_path: Path) -> None:
    look = files.template()
    short = replace(look, sections=tuple(one for one in look.sections if one.part == "statement"))
    pdf = sign(render_pdf(files.report(), short), files.certifier(), files.SEAL, fonts=files.CERTIFICATION)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert [float(one) for one in document.Root.AcroForm.Fields[0].Rect] == [0, 0, 0, 0]
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf)
    assert [page.validate_pdf(str(file), profile=one).is_compliant for one in ("3a", "ua1")] == [True, True]
