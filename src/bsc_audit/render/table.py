"""The export formats by name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bsc_audit.core.report.model import Report
from bsc_audit.render.html import render_html
from bsc_audit.render.json import render_json
from bsc_audit.render.pdf import render_pdf
from bsc_audit.render.template import Template

Renderer = Callable[[Report, Template], bytes]

RENDERERS: Mapping[str, Renderer] = MappingProxyType({"pdf": render_pdf, "html": render_html, "json": render_json})
