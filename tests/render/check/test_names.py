"""All names that do not exist, with the lines they are used on."""

import pytest
from jinja2 import DictLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bsc_audit.render.check.names import collecting


def seen(source: str) -> list[tuple[int, str]]:
    kind = collecting()
    environment = ImmutableSandboxedEnvironment(loader=DictLoader({"t": source}), undefined=kind, autoescape=True)
    environment.get_template("t").render(report={"a": 1, "b": [{"c": 2}]})
    return [(line, message) for _, line, message in kind.seen]


@pytest.mark.parametrize(
    "use",
    [
        "{{ gone }}",
        "{{ gone | length }}",
        "{{ gone.x.y }}",
        "{{ gone['x'] }}",
        "{{ gone(1) }}",
        "{% if gone %}{% endif %}",
        "{% if 1 in gone %}{% endif %}",
        "{% if gone == 1 %}{% endif %}",
        "{% for one in gone %}{{ one }}{% endfor %}",
        "{{ 3 * gone + 1 }}",
        "{{ gone | join(',') | upper }}",
        "{{ gone > 3 }}",
        "{{ 'a' ~ gone }}",
        "{% macro m() %}{{ gone }}{% endmacro %}{{ m() }}",
    ],
)
def test_every_use_of_a_missing_name_is_seen_at_its_line(use: str) -> None:
    assert seen(f"x\n{use}\n") == [(2, "'gone' is undefined")]


def test_all_of_them_are_told_at_once() -> None:
    found = seen("{{ report.x }}\n{{ y }}\n{% for one in report.b %}{{ one.d }}{% endfor %}")
    assert found == [
        (1, "'dict object' has no attribute 'x'"),
        (2, "'y' is undefined"),
        (3, "'dict object' has no attribute 'd'"),
    ]


def test_a_way_out_of_the_sandbox_is_seen() -> None:
    assert "unsafe" in seen("{{ report.__class__ }}")[0][1]


@pytest.mark.parametrize("use", ["{{ gone is defined }}", "{{ gone | default('x') }}", "{{ report.b[0].c }}"])
def test_asking_whether_it_is_there_is_no_use(use: str) -> None:
    assert seen(use) == []
