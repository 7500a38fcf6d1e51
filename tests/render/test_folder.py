"""What a stranger's folder may hold before it is read."""

from pathlib import Path

import pytest

import report_samples as samples
from attacks import MANIFEST, template_saying
from bsc_audit.core.problems import Problem, RenderError
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.template import load_template


def problem_of(folder: Path) -> Problem:
    with pytest.raises(RenderError) as caught:
        load_template(folder, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES])
    return caught.value.problems[0]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A template's folder beside a secret."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.html.j2").write_text("hush", encoding="utf-8")
    template_saying(tmp_path / "own", "x")
    return tmp_path / "own"


@pytest.mark.parametrize("name", ["parts", "style.css", "fonts", "parts.html.j2"])
def test_a_link_that_leads_out_is_refused(own: Path, name: str) -> None:
    folder = name in ("parts", "fonts")
    (own / name).symlink_to(own.parent / "secret" if folder else own.parent / "secret" / "key.html.j2")
    problem = problem_of(own)
    assert (problem.code, str(problem.where)) == ("template-link", str(own / name))


def test_a_link_within_the_folder_is_followed(own: Path) -> None:
    (own / "parts").mkdir()
    (own / "parts" / "a.html.j2").symlink_to(own / "report.html.j2")
    assert load_template(own, charts=frozenset(CHARTS), shelves=[samples.TEMPLATES]).id == "own"


def test_too_much_text_is_refused(own: Path) -> None:
    for name in ("a.css", "b.html.j2"):
        with (own / name).open("wb") as file:
            file.truncate((1 << 20) + 1)
    problem = problem_of(own)
    assert (problem.code, "2.0 MB" in problem.message) == ("template-too-large", True)


def test_too_many_files_are_refused(own: Path) -> None:
    for number in range(1001):
        (own / f"{number}.txt").touch()
    assert problem_of(own).code == "template-too-large"


def test_a_manifest_whose_aliases_stand_for_more_than_is_written_is_refused(own: Path) -> None:
    doubled = "".join(f"l{n}: &l{n} [*l{n - 1}, *l{n - 1}]\n" for n in range(1, 40))
    (own / "template.yaml").write_text(f"{MANIFEST}l0: &l0 x\n{doubled}filters: *l39\n", encoding="utf-8")
    problem = problem_of(own)
    assert (problem.code, "*l0" in problem.message) == ("template-unreadable", True)


def test_a_manifest_nested_deeply_is_refused(own: Path) -> None:
    (own / "template.yaml").write_text(f"{MANIFEST}filters: {'[' * 5000}{']' * 5000}\n", encoding="utf-8")
    assert problem_of(own).code == "template-unreadable"


def test_a_manifest_that_is_large_is_refused(own: Path) -> None:
    (own / "template.yaml").write_text(MANIFEST + "#" * (1 << 18), encoding="utf-8")
    assert problem_of(own).code == "template-too-large"
