"""brand.yaml: every problem at its line, all at once; a good one becomes a value."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bsc_audit.core.problems import Problem
from bsc_audit.render.brand.model import Brand
from bsc_audit.render.brand.read import MOST_BYTES, read_brand
from report_samples import TEMPLATES

SHIPPED = yaml.safe_load((TEMPLATES / "certification" / "template.yaml").read_text(encoding="utf-8"))["colours"]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 0h4v1z"/></svg>'
PLEX = TEMPLATES / "certification" / "fonts" / "IBMPlexSans-Regular.ttf"
SYMBOLS = TEMPLATES / "certification" / "fonts" / "BSCSymbols-Regular.ttf"

Made = Callable[..., tuple[Brand | None, tuple[Problem, ...]]]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Reads a brand.yaml of that text beside a logo and two fonts."""

    def read(text: str) -> tuple[Brand | None, tuple[Problem, ...]]:
        (tmp_path / "logo.svg").write_text(SVG, encoding="utf-8")
        (tmp_path / "bad.svg").write_text(SVG.replace("<path", "<script/><path onload='x'"), encoding="utf-8")
        (tmp_path / "large.png").write_bytes(b"0" * (MOST_BYTES + 1))
        shutil.copy(PLEX, tmp_path / "own.ttf")
        shutil.copy(SYMBOLS, tmp_path / "signs.ttf")
        (tmp_path / "link.svg").symlink_to(__file__)
        (tmp_path / "brand.yaml").write_text(text, encoding="utf-8")
        return read_brand(tmp_path, SHIPPED)

    return read


def test_a_name_is_enough(made: Made) -> None:
    brand, problems = made("name: A body with a name longer than feet are\n")
    assert problems == ()
    assert brand is not None
    assert (brand.name, brand.short, brand.logo, brand.colours) == (
        "A body with a name longer than feet are",
        "A body with a name longe",
        None,
        {},
    )


def test_everything_given_is_in_the_value(made: Made) -> None:
    brand, problems = made(
        "name: Institute\nshort: I\nlogo: {light: logo.svg}\ncolours: {accent: '#7A2E6E'}\n"
        "fonts: {sans: {regular: own.ttf, semibold: own.ttf}}\nlegal: Registered.\n"
        "contact: {web: i.example, phone: '1'}\naddresses: [1 Street, Town]\n"
    )
    assert problems == ()
    assert brand is not None
    assert [(face.family, face.weight) for face in brand.faces] == [("Brand sans", 400), ("Brand sans", 600)]
    data = brand.data()
    assert data["logo"].startswith("data:image/svg+xml;base64,")
    assert (data["logo_dark"], data["legal"], data["addresses"]) == ("", "Registered.", ["1 Street", "Town"])
    assert data["contact"] == [{"label": "Telephone", "text": "1"}, {"label": "Web", "text": "i.example"}]


def test_the_file_may_be_named_itself(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("name: I\n", encoding="utf-8")
    brand, _ = read_brand(tmp_path / "ours.yaml", SHIPPED)
    assert brand is not None


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("nmae: x", "schema-additionalProperties", "nmae"),
        ("short: a name that is far too long", "schema-maxLength", ""),
        ("colours: {ink: navy}", "schema-pattern", "navy"),
        ("colours: {tones: ['#112233']}", "schema-minItems", ""),
        ("colours: {mauve: '#112233'}", "schema-additionalProperties", "mauve"),
        ("logo: {light: ../logo.svg}", "schema-pattern", "logo.svg"),
        ("logo: {light: none.svg}", "brand-file", "none.svg"),
        ("logo: {light: link.svg}", "brand-file", "link.svg"),
        ("logo: {light: bad.svg}", "brand-logo", "<script>"),
        ("logo: {light: own.ttf}", "brand-logo", "cannot be read"),
        ("logo: {light: large.png}", "brand-file", "larger"),
        ("fonts: {sans: {regular: logo.svg}}", "brand-font", "cannot be read"),
        ("fonts: {sans: {regular: signs.ttf}}", "brand-font", "lacks"),
        ("colours: {text: '#999999'}", "brand-colour", "2.84:1"),
        ("colours: {ink: '#5588CC', text: '#222222'}", "brand-colour", "3.6"),
    ],
)
def test_a_problem_stands_at_its_line(made: Made, line: str, code: str, words: str) -> None:
    brand, problems = made(f"name: I\n{line}\n")
    assert brand is None
    assert {problem.code for problem in problems} == {code}
    assert {problem.where.line for problem in problems} == {2}
    assert all(problem.where.column for problem in problems)
    assert any(words in problem.message for problem in problems), [problem.message for problem in problems]
    assert all(problem.hint for problem in problems)


def test_all_problems_are_told_at_once(made: Made) -> None:
    _, problems = made(
        "name: I\nlogo: {light: none.svg, dark: bad.svg}\nfonts: {mono: {regular: no.ttf}}\ncolours: {text: '#999999'}\n"
    )
    assert {problem.code for problem in problems} == {"brand-file", "brand-logo", "brand-colour"}
    assert {problem.where.line for problem in problems} == {2, 3, 4}


def test_clashes_of_the_template_alone_are_not_the_brands(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("name: I\ncolours: {gold: '#D9A441'}\n", encoding="utf-8")
    _, problems = read_brand(tmp_path, {**SHIPPED, "text": "#999999"})
    assert problems == ()


@pytest.mark.parametrize("text", ["name: [", "name: a\nname: b", "- 1", ""])
def test_what_is_no_brand_is_a_problem(made: Made, text: str) -> None:
    brand, problems = made(text)
    assert brand is None
    assert problems


def test_no_file_is_a_problem(tmp_path: Path) -> None:
    _, problems = read_brand(tmp_path, SHIPPED)
    assert [problem.code for problem in problems] == ["brand-unreadable"]
