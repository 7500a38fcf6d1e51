"""Report to canonical JSON: keys sorted, UTF-8, one line feed at the end."""

import json
from dataclasses import asdict

from bsc_audit.core.report.model import Report
from bsc_audit.render.template import Template


def render_json(report: Report, template: Template | None = None) -> bytes:  # noqa: ARG001 - one signature for all formats
    """Everything the report says, for programs; a template changes nothing."""
    text = json.dumps(asdict(report), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return f"{text}\n".encode()
