"""The JSON of a report is canonical and complete."""

import json
from dataclasses import asdict

import report_samples as samples
from bsc_audit.render.json import render_json
from bsc_audit.render.table import RENDERERS


def test_json_reads_back_as_the_report() -> None:
    report = samples.example_report()
    assert json.loads(render_json(report)) == json.loads(json.dumps(asdict(report)))


def test_json_is_canonical() -> None:
    text = render_json(samples.example_report()).decode()
    again = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    assert text == again


def test_what_was_not_assessed_is_null_not_zero() -> None:
    data = json.loads(render_json(samples.report_of(samples.nothing_assessed())))
    assert data["statement"]["overall"] is None
    assert data["scorecard"]["overall"]["score"] is None


def test_every_format_is_in_the_table() -> None:
    assert set(RENDERERS) == {"pdf", "html", "json", "xlsx", "csv", "csv-bom"}
