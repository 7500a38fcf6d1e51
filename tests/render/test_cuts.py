"""A report of any size gives pages of a bounded one, which say what they leave out."""

import re
from dataclasses import fields, replace
from functools import cache
from typing import Any

import pytest

import report_samples as samples
from bsc_audit.core.report.model import Report
from bsc_audit.core.report.shown import Fact
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.page import compose
from bsc_audit.render.paths import list_paths
from bsc_audit.render.template import Template, load_template

PACKS = sorted(file.parent.name for file in samples.TEMPLATES.glob("*/template.yaml"))
FINDINGS, CRITERIA, ROWS = 10_000, 5_000, 2_000
NEVER_LONG = {  # made of a fixed number of parts, or cut by the core or where it is printed
    *("chapters.highest", "chapters.lowest", "cover.facts", "engagement.facts", "method.grades", "method.likelihoods"),
    *(
        "method.risk_bands",
        "method.severities",
        "method.strengths",
        "method.texts",
        "register.grades",
        "risk_map.bands",
    ),
    *("risk_map.likelihoods", "risk_map.names", "risk_map.points", "risk_map.severities", "statement.opinion"),
    *("statement.outcomes", "summary.failing", "summary.first_steps", "summary.missing", "summary.risks"),
    *(
        "summary.working",
        "findings",
        "scorecard.bridge.steps",
        "answers",
        "reviews.every_item",
    ),  # the last two: not printed
    *(
        f"{kind}.{part}"
        for kind in ("visits", "reviews")
        for part in ("listed", "moments", "sections", "visits", "weakest")
    ),
}
SMALL = re.compile(r"(caps|outcomes|evidence|refs|findings|readings|sections|failed_critical|parts|points|criteria)$")


def load(pack: str) -> Template:
    return load_template(samples.TEMPLATES / pack, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES])


def test_every_list_that_can_grow_is_cut_at_a_declared_number() -> None:
    declared = set(load("certification").filters.most)
    long_ = {path for path in list_paths() if path.count(".") < 2 and not SMALL.search(path)}
    assert long_ - NEVER_LONG - declared == set()
    assert {"findings.findings", "chapters.themes.criteria", "chapters.findings"} <= declared


def many(found: tuple[Any, ...], number: int, name: str = "") -> tuple[Any, ...]:
    """As many members as wanted, made of those there are; each with a name of its own."""
    made = (found[at % len(found)] for at in range(number))
    own = len(found) if name else number
    return tuple(one if at < own else replace(one, **{name: f"{name}-{at}"}) for at, one in enumerate(made))


@cache
def huge() -> Report:
    """Ten thousand findings, five thousand criteria, two thousand of everything else."""
    one = samples.example_report()
    per_group, per_chapter = FINDINGS // len(one.findings), CRITERIA // len(one.chapters)
    groups = tuple(replace(group, findings=many(group.findings, per_group, "ref")) for group in one.findings)
    refs = tuple(finding.ref for group in groups for finding in group.findings)
    chapters = tuple(
        replace(
            chapter,
            findings=refs,
            themes=(replace(chapter.themes[0], criteria=many(chapter.themes[0].criteria, per_chapter, "id")),),
        )
        for chapter in one.chapters
    )
    engagement = replace(one.engagement, **{name: many(getattr(one.engagement, name), ROWS) for name in SCOPE})
    return replace(
        one,
        findings=groups,
        chapters=chapters,
        engagement=replace(engagement, not_applicable=(Fact("A", "b"),) * ROWS),
        actions=many(one.actions, ROWS),
        register=replace(one.register, rows=many(one.register.rows, ROWS, "id")),
        metrics=tuple(replace(group, rows=many(group.rows, ROWS, "id")) for group in one.metrics),
        metrics_missing=(Fact("A", "b"),) * ROWS,
        visits=many(one.visits, 100, "id"),
        diagnosis=replace(one.diagnosis, **{name: many(getattr(one.diagnosis, name), ROWS) for name in RULES}),
        remarks=replace(one.remarks, distribution=("Someone",) * ROWS),
        risk_map=replace(one.risk_map, points=many(one.risk_map.points, FINDINGS, "ref")),
        scorecard=replace(one.scorecard, themes=many(one.scorecard.themes, ROWS, "id")),
        statement=replace(one.statement, conditions=("Close it.",) * ROWS),
    )


SCOPE = ("sites", "functions", "sampling", "team", "participants", "excluded")
RULES = ("fired", "not_fired", "not_evaluated")


@pytest.mark.parametrize("pack", PACKS)
def test_pages_of_a_huge_report_stay_bounded(pack: str) -> None:
    page = compose(huge(), load(pack), "")
    assert len(page) < 3_000_000
    assert page.count("<tr") < 4_500
    assert page.count("<article") < 300
    assert page.count("<svg") < 450


def test_they_say_of_every_list_how_much_is_left_out_and_where_it_is() -> None:
    look = load("certification")
    page = compose(huge(), look, "")
    told = [int(number) for number in re.findall(r"Not listed here: (\d+) more\. They are in the JSON and XLSX", page)]
    findings = sum(len(group.findings) for group in huge().findings)
    assert sum(told) > FINDINGS + CRITERIA - 800
    for lost in (ROWS - look.filters.most["register.rows"], ROWS - look.filters.most["actions"]):
        assert lost in told
    assert page.count('class="fd ') < look.filters.most["findings.findings"]
    assert f">{findings // len(huge().findings)}</span>" in page  # the heads still count all


def test_nothing_is_said_of_a_report_of_common_size() -> None:
    assert "Not listed here" not in compose(samples.example_report(), load("certification"), "")


def test_no_field_of_the_report_is_called_as_what_says_the_cut() -> None:
    assert "more" not in {path.rpartition(".")[2] for path in list_paths()} | {field.name for field in fields(Report)}
