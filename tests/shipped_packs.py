"""Every shipped pack of the example as a PDF, rendered once in a run of the tests, whoever asks first."""

from functools import cache
from pathlib import Path

from environment import one_at_a_time

import report_samples as samples
from bsc_audit.app.bundle import bundle_of
from bsc_audit.importers.folder import read_folder
from bsc_audit.importers.library import FolderLibrary
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.imprint import material_attachment
from bsc_audit.render.pdf import render_pdf
from bsc_audit.render.template import Template, load_template

PACKS = ("certification", "executive-summary", "certificate", "action-plan", "public-summary", "visit-report")


def load(pack: str) -> Template:
    """A shipped template."""
    return load_template(samples.TEMPLATES / pack, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES])


@cache
def material() -> bytes:
    """What the example is made from, as it travels with its report."""
    return bundle_of(FolderLibrary([samples.ROOT]), read_folder(samples.EXAMPLE), engine_version=samples.ENGINE)


def rendered(pack: str) -> bytes:
    """The pack as `assess` writes it."""
    return render_pdf(samples.example_report(), load(pack), attachments=[material_attachment(material())])


def once(pack: str, folder: Path) -> Path:
    """The pack's file in a folder that all processes of a run share; the first to ask makes it, the others wait."""
    file = folder / f"{pack}.pdf"
    with one_at_a_time(folder / "locks" / pack):
        if not file.exists():
            made = folder / f"{pack}.part"
            made.write_bytes(rendered(pack))
            made.replace(file)
    return file
