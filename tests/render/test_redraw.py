"""A report drawn anew from what its file says is the same file."""

from dataclasses import replace

import signed_reports as files
from bsc_audit.app.report_file import ReportFile
from bsc_audit.app.verification.drawn import NotRedrawn, Redrawn
from bsc_audit.importers.report_file import read_report
from bsc_audit.render.job import RenderJob
from bsc_audit.render.making import look_of
from bsc_audit.render.pdf import render_pdf
from bsc_audit.render.redraw import redrawer


def redrawn(file: ReportFile, **changed: str) -> Redrawn | NotRedrawn:
    assert file.made is not None
    return redrawer({"certification": files.template()}.get)(files.report(), replace(file.made, **changed), file)


def test_a_report_drawn_anew_is_the_same_to_the_byte() -> None:
    again = redrawn(read_report(files.unsigned()))
    assert isinstance(again, Redrawn)
    assert again.data == files.unsigned()


def test_the_address_of_the_verification_page_is_the_files_own() -> None:
    pdf = render_pdf(files.report(), files.template(), verified_at="https://example.org/{number}")
    again = redrawn(read_report(pdf))
    assert isinstance(again, Redrawn)
    assert again.data == pdf


def test_another_template_is_said_and_not_guessed() -> None:
    file = read_report(files.unsigned())
    unknown, other = redrawn(file, template="theirs"), redrawn(file, look="0" * 32)
    assert isinstance(unknown, NotRedrawn)
    assert "this computer does not have, 'theirs'" in unknown.says
    assert isinstance(other, NotRedrawn)
    assert "is another one" in other.says


def test_every_file_and_setting_of_a_template_is_part_of_its_look() -> None:
    look = files.template()
    others = [
        replace(look, page="Letter"),
        replace(look, charts=()),
        replace(look, sections=look.sections[:1]),
        replace(look, palette=replace(look.palette, ink="#000000")),
        replace(look, folders=(files.HERE / "evidence",)),
    ]
    assert len({look_of(one) for one in (look, *others)}) == len(others) + 1


def test_whoever_draws_is_asked_for_the_file_as_it_was_made() -> None:
    """A pool of workers, where the file may be anybody's."""
    asked: list[RenderJob] = []
    file = read_report(files.unsigned())
    assert file.made is not None

    def draw(job: RenderJob) -> bytes:
        asked.append(job)
        return b"drawn"

    again = redrawer({"certification": files.template()}.get, draw)(files.report(), file.made, file)
    assert isinstance(again, Redrawn)
    assert again.data == b"drawn"
    assert [(job.template.id, [one.name for one in job.attachments]) for job in asked] == [
        ("certification", ["assessment.json"])
    ]
