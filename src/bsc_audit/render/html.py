"""Report to one HTML file that needs nothing else: style and fonts are inside."""

import re
from base64 import b64encode

from bsc_audit.core.report.model import Report
from bsc_audit.render.page import compose
from bsc_audit.render.template import Template

_FONT = re.compile(r"url\((fonts/[A-Za-z0-9-]+\.ttf)\)")


def render_html(report: Report, template: Template) -> bytes:
    """The report for a browser; prints as the PDF does, without its page numbers.

    Raises:
        RenderError: the template fails.
    """
    style = _FONT.sub(lambda match: f"url({_inline(template, match[1])})", template.style())
    return _reachable(compose(report, template, style)).encode()


def _reachable(page: str) -> str:
    """A table wider than a small screen scrolls by itself, which a keyboard must be able to do too."""
    return page.replace('<table class="d', '<table tabindex="0" class="d')


def _inline(template: Template, name: str) -> str:
    return f"data:font/ttf;base64,{b64encode(template.file(name).read_bytes()).decode()}"
