"""Which templates a command was asked for, and which files that makes."""

import re
from collections.abc import Sequence
from pathlib import Path

from bsc_audit import bootstrap
from bsc_audit.cli.console import usage_error
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.table import PAGED
from bsc_audit.render.template import Template, load_template
from bsc_audit.settings import read_settings

SHELF = "report_templates"
ID = re.compile(r"[a-z0-9_-]+")  # never a path: a report's file says it


def chosen_templates(names: str) -> tuple[Template, ...]:
    """The templates named, with commas, by id or folder; each checked.

    Raises:
        Exit: there is no such template, or two of them share an id.
        RenderError: one cannot be used as it stands.
    """
    looks = tuple(_loaded(_folder(name)) for name in _names(names))
    ids = [look.id for look in looks]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if twice or not looks:
        raise usage_error(f"--template takes different templates; {', '.join(twice) or 'nothing'} is not")
    return looks


def found_template(id_: str) -> Template | None:
    """The template of that id in a data folder; None when there is none.

    Raises:
        RenderError: it cannot be used as it stands.
    """
    folder = bootstrap.data_folder(SHELF, id_) if ID.fullmatch(id_) else None
    return _loaded(folder) if folder else None


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


def _loaded(folder: Path) -> Template:
    shelves = [root / SHELF for root in read_settings().data_roots]
    return load_template(folder, charts=frozenset(CHARTS), shelves=shelves)


def _folder(name: str) -> Path:
    own = Path(name)
    if own.is_dir():
        return own
    shipped = bootstrap.data_folder(SHELF, name)
    if shipped is None or "/" in name:
        raise usage_error(f"there is no report template {name!r}")
    return shipped
