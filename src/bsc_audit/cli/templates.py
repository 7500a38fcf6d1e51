"""Which templates a command was asked for, and which files that makes."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bsc_audit import bootstrap
from bsc_audit.cli.console import usage_error
from bsc_audit.render.brand.read import FILE
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.table import PAGED
from bsc_audit.render.template import Template, load_template
from bsc_audit.settings import read_settings

SHELF = "report_templates"
BRANDS = "brand"
ID = re.compile(r"[a-z0-9_-]+")  # never a path: a report's file says it

BrandOption = Annotated[
    Path | None,
    typer.Option(
        "--brand", help="brand.yaml of who issues the report, or its folder.", exists=True, show_default=False
    ),
]


def chosen_templates(names: str, brand: Path | None = None) -> tuple[Template, ...]:
    """The templates named, with commas, by id or folder; each checked.

    Args:
        names: of templates or folders.
        brand: whose look they are shown in; None for the user's own, where there is one.

    Raises:
        Exit: there is no such template, or two of them share an id or a word of file names.
        RenderError: one cannot be used as it stands.
    """
    worn = brand or own_brand()
    folders = [template_folder(name) for name in _names(names)]
    looks = tuple(
        load_template(folder, charts=frozenset(CHARTS), shelves=template_shelves(), brand=worn) for folder in folders
    )
    words = [word for look in looks for word in {look.id, look.file_word(True), look.file_word(False)}]
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice or not looks:
        raise usage_error(f"--template takes different templates; {', '.join(twice) or 'nothing'} is not")
    return looks


def template_shelves() -> list[Path]:
    """Folders of templates that others may be based on, the user's first."""
    return [root / SHELF for root in read_settings().data_roots]


def own_brand() -> Path | None:
    """The brand of the user's folder; None without one."""
    file = bootstrap.data_folder(BRANDS, FILE)
    return file.parent if file else None


def found_template(id_: str, brand: Path | None = None) -> Template | None:
    """The template of that id in a data folder; None when there is none.

    Args:
        id_: as the file of a report says it.
        brand: whose look it is shown in; None for the user's own, where there is one.

    Raises:
        RenderError: it cannot be used as it stands.
    """
    folder = bootstrap.data_folder(SHELF, id_) if ID.fullmatch(id_) else None
    if folder is None:
        return None
    return load_template(folder, charts=frozenset(CHARTS), shelves=template_shelves(), brand=brand or own_brand())


def jobs(looks: Sequence[Template], formats: Sequence[str]) -> tuple[tuple[Template, str], ...]:
    """Template and format of every file: pages for each template, a format of data once.

    Data hold everything, whatever the template shows: they are named after the first template that lets them out.

    Raises:
        Exit: no template named lets them out.
    """
    open_ = next((look for look in looks if look.attach), None)
    data = [name for name in formats if name not in PAGED]
    if data and open_ is None:
        raise usage_error(
            f"--format {','.join(data)} holds everything, and {looks[0].id} is made to be handed out: "
            f"ask for {' or '.join(sorted(PAGED))}, or name another template beside it"
        )
    return tuple((look, name) for look in looks for name in formats if name in PAGED or look is open_)


def _names(text: str) -> list[str]:
    if text and Path(text).is_dir():
        return [text]
    return [name.strip() for name in text.split(",") if name.strip()]


def template_folder(name: str) -> Path:
    """The folder of a template named by id or by folder.

    Raises:
        Exit: there is none.
    """
    own = Path(name)
    if own.is_dir():
        return own
    shipped = bootstrap.data_folder(SHELF, name)
    if shipped is None or "/" in name:
        raise usage_error(f"there is no report template {name!r}")
    return shipped
