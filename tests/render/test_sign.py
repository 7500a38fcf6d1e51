"""Signing: one signature a file, nothing asked of the network unless an authority is named."""

import io
import socket
import sys

import pikepdf
import pytest

import signed_reports as files
from bsc_audit.core.problems import ReportFileError
from bsc_audit.render.sign import authority_at, sign


def refused(pdf: bytes, **more: object) -> str:
    with pytest.raises(ReportFileError) as caught:
        sign(pdf, files.certifier(), files.SEAL, fonts=files.CERTIFICATION, **more)  # type: ignore[arg-type]
    return caught.value.problems[0].code


def test_a_file_is_signed_once() -> None:
    assert refused(files.signed()) == "already-signed"


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert refused(data) == "report-unreadable"


def test_signing_reaches_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    again = sign(files.unsigned(), files.certifier(), files.SEAL, fonts=files.CERTIFICATION)
    assert files.verified(again, files.root().certificate).checks[0].holds


def test_an_authority_that_does_not_answer_is_a_problem() -> None:
    assert refused(files.unsigned(), authority=authority_at("http://127.0.0.1:9/")) == "time-stamp-failed"


@pytest.mark.parametrize("address", ["ftp://example.org", "example.org", "file:///etc/passwd"])
def test_an_authority_is_asked_by_http_only(address: str) -> None:
    with pytest.raises(ReportFileError, match="time-stamp-failed"):
        authority_at(address)


def test_the_signature_allows_no_change_after_it_and_leaves_metadata_and_version() -> None:
    with pikepdf.open(io.BytesIO(files.unsigned())) as before, pikepdf.open(io.BytesIO(files.signed())) as after:
        assert int(after.Root.Perms.DocMDP.Reference[0].TransformParams.P) == 1
        assert bytes(after.Root.Metadata.read_bytes()) == bytes(before.Root.Metadata.read_bytes())
        assert (after.pdf_version, after.Root.get("/Version")) == (before.pdf_version, before.Root.get("/Version"))


def test_a_report_without_a_field_is_signed_all_the_same() -> None:
    with pikepdf.open(io.BytesIO(files.unsigned())) as document:
        del document.Root.AcroForm
        for sheet in document.pages:
            if "/Annots" in sheet:
                del sheet["/Annots"]
        plain = files.saved(document)
    again = sign(plain, files.certifier(), files.SEAL, fonts=files.CERTIFICATION)
    assert "signature" not in files.failing(files.verified(again))


def test_without_the_page_maker_the_extra_to_install_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = files.unsigned()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ReportFileError, match="sign-library-missing"):
        sign(pdf, files.certifier(), files.SEAL, fonts=files.CERTIFICATION)
