"""The export formats by name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bsc_audit.core.report.model import Report
from bsc_audit.render.csv import render_csv, render_csv_marked
from bsc_audit.render.html import render_html
from bsc_audit.render.json import render_json
from bsc_audit.render.pdf import render_pdf
from bsc_audit.render.template import Template
from bsc_audit.render.xlsx import render_xlsx

Renderer = Callable[[Report, Template], bytes]


def file_name(stem: str, name: str) -> str:
    """What a report of this format is called; two formats of one report never share a name."""
    return f"{stem}.{ENDINGS.get(name, name)}"


RENDERERS: Mapping[str, Renderer] = MappingProxyType(
    {
        "pdf": render_pdf,
        "html": render_html,
        "json": render_json,
        "xlsx": render_xlsx,
        "csv": render_csv,
        "csv-bom": render_csv_marked,
    }
)
PAGED = frozenset({"pdf", "html"})  # a template shapes these; the others hold everything whatever it shows
ENDINGS: Mapping[str, str] = MappingProxyType({"csv-bom": "bom.csv"})  # of the others it is the format's name
