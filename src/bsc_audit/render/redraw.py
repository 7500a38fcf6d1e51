"""A report drawn anew, as its file says it was made."""

from collections.abc import Callable

from bsc_audit.app.report_file import MATERIAL, RESULT, Made, ReportFile
from bsc_audit.app.verification.drawn import NotRedrawn, Redraw, Redrawn
from bsc_audit.core.report.model import Report
from bsc_audit.render.imprint import Attachment, material_attachment
from bsc_audit.render.job import RenderJob, render_here
from bsc_audit.render.making import look_of
from bsc_audit.render.pdf import renderer_version
from bsc_audit.render.template import Template

Find = Callable[[str], Template | None]
Draw = Callable[[RenderJob], bytes]


def redrawer(find: Find, draw: Draw = render_here) -> Redraw:
    """What draws a report anew with the templates of this computer.

    Args:
        find: gives a template by id, checked; None when this computer has none of that name.
        draw: makes the file: a pool of workers where the report may be anybody's, as nothing here bounds it.
    """

    def redraw(report: Report, made: Made, file: ReportFile) -> Redrawn | NotRedrawn:
        template = find(made.template)
        if template is None:
            says = f"they were drawn by a template this computer does not have, {made.template!r}"
            return NotRedrawn(says=f"{says}; name its folder with --template")
        if look_of(template) != made.look:
            return NotRedrawn(
                says=f"the template {made.template!r} of this computer, or its brand, is another one; name the right ones with --template and --brand"
            )
        carried = tuple(_attachment(name, content) for name, content in file.attachments.items() if name != RESULT)
        job = RenderJob(report=report, template=template, attachments=carried, verified_at=made.address)
        return Redrawn(data=draw(job), setter=renderer_version())

    return redraw


def _attachment(name: str, content: bytes) -> Attachment:
    if name == MATERIAL:
        return material_attachment(content)
    return Attachment(name=name, content=content, relationship="Unspecified", description=name)
