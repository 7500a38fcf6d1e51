"""What a stranger's template may try: it is refused or bounded, with a problem, and touches nothing outside."""

import io
import os
import socket
import zlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest

import report_samples as samples
from attacks import BOMBS, DUDS, ESCAPES, HARMLESS, REFUSED, ROOMY, TIGHT, addresses, png_of, svg, template_saying
from bsc_audit.core.problems import Problem, RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.render.drawings import CHARTS
from bsc_audit.render.job import RenderJob
from bsc_audit.render.template import Template, load_template
from bsc_audit.render.workers.limits import MEGABYTE, Limits
from bsc_audit.render.workers.worker import Worker

WAYS = sorted(addresses(""))
READERS = {
    "picture",
    "style sheet",
    "import in data",
    "font",
    "object",
    "attached link",
    "drawing in drawing",
    "entity",
}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """One process for all attacks: none of them may cost it."""
    one = Worker()
    yield one
    assert one.alive
    one.close()


@pytest.fixture
def ear() -> Iterator[socket.socket]:
    """Listens on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@cache
def small() -> Report:
    """A report whose size is no matter here."""
    return samples.report_of(samples.foreign())


def silent(_step: str, _done: float) -> None:
    """Nobody listens."""


def made(worker: Worker, template: Template, limits: Limits = ROOMY) -> bytes:
    return worker.run(RenderJob(report=small(), template=template), limits, silent).content


def problem_of(worker: Worker, template: Template, limits: Limits = ROOMY) -> Problem:
    """What an attack becomes."""
    with pytest.raises(RenderError) as caught:
        made(worker, template, limits)
    problem = caught.value.problems[0]
    assert len(problem.message) < 400
    return problem


def outcome(worker: Worker, template: Template) -> str:
    """Code of the problem, "" when pages were made."""
    try:
        made(worker, template)
    except RenderError as error:
        return error.problems[0].code
    return ""


@pytest.mark.parametrize("way", WAYS)
def test_no_page_reaches_a_neighbour_on_the_network(
    worker: Worker, ear: socket.socket, tmp_path: Path, way: str
) -> None:
    to = f"http://127.0.0.1:{ear.getsockname()[1]}/x.png"
    assert outcome(worker, template_saying(tmp_path, addresses(to)[way])) in ({""} if way in HARMLESS else REFUSED)
    with pytest.raises(BlockingIOError):
        ear.accept()


@pytest.mark.parametrize("way", sorted(HARMLESS | READERS))
def test_no_page_opens_a_file_outside_its_folder(worker: Worker, tmp_path: Path, way: str) -> None:
    secret = tmp_path / "secret.svg"
    os.mkfifo(secret)  # who opens it waits until its time is up
    found = outcome(worker, template_saying(tmp_path / "own", addresses(secret.as_uri())[way]))
    assert found in ({""} if way in HARMLESS else REFUSED)


def test_a_drawing_that_asks_for_a_file_fails_although_the_page_maker_would_go_on(
    worker: Worker, tmp_path: Path
) -> None:
    (tmp_path / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    address = (tmp_path / "secret.svg").as_uri()
    drawing = f"<svg viewBox='0 0 9 9'><image href='{address}' width='9' height='9'/></svg>"
    problem = problem_of(worker, template_saying(tmp_path / "own", drawing))
    assert (problem.code, address[:60] in problem.message) == ("address-refused", True)  # long ones are shortened


@pytest.mark.parametrize("text", ESCAPES)
def test_no_part_leaves_the_sandbox(worker: Worker, tmp_path: Path, text: str) -> None:
    problem = problem_of(worker, template_saying(tmp_path, text))
    assert (problem.code, problem.where.line > 0) == ("template-fails", True)


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_never_end_is_ended(worker: Worker, tmp_path: Path, name: str) -> None:
    body, code = BOMBS[name]
    problem = problem_of(worker, template_saying(tmp_path, body), TIGHT)
    assert problem.code == code
    assert str(problem.where).startswith(str(tmp_path))
    assert problem.hint


@pytest.mark.parametrize("name", DUDS)
def test_what_only_looks_endless_is_set(worker: Worker, tmp_path: Path, name: str) -> None:
    assert made(worker, template_saying(tmp_path, DUDS[name])).startswith(b"%PDF")


def _picture(content: bytes, kind: str = "png") -> str:
    return f"<img alt=x src='data:image/{kind};base64,{b64encode(content).decode()}'>"


def test_a_picture_of_too_many_pixels_is_not_decoded(worker: Worker, tmp_path: Path) -> None:
    picture = png_of(30_000, 30_016)
    assert len(picture) < 1 << 18
    template = template_saying(tmp_path, "<img alt=x src='asset:///big.png'>")
    (tmp_path / "big.png").write_bytes(picture)
    problem = problem_of(worker, template, TIGHT)
    assert problem.code == "resource-refused"
    assert "asset:///big.png: it has 30000 x 30016 pixels, more than 40 million" in problem.message


def test_a_picture_within_the_limit_is_shown(worker: Worker, tmp_path: Path) -> None:
    file = made(worker, template_saying(tmp_path, _picture(png_of(640, 640))))
    with pikepdf.open(io.BytesIO(file)) as document:
        sizes = [(int(one.Width), int(one.Height)) for one in document.pages[0].get_images().values()]
    assert sizes == [(640, 640)]


@pytest.mark.parametrize(
    "page",
    [
        _picture(b"GIF89a" + bytes(50)),
        _picture(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "svg+xml"),
        _picture(b"<svg", "png"),
        _picture(b"\0\0", "jpeg"),
        _picture(b"<svg/>", "webp"),
        "<img alt=x src='data:,x'>",
        "<img alt=x src='data:'>",
        "<img alt=x src='data:image/svg+xml,<svg'>",
        "<img alt=x src='logo.png'>",
        "<link rel=stylesheet href='data:text/html,x'>",
        "<link rel=attachment href='data:application/x-sh,x'>",
        "<img alt=x src='asset:///template.yaml'>",
        "<img alt=x src='asset:///none.png'>",
        "<style>@font-face{font-family:x;src:local('DejaVu Sans')}p{font-family:x}</style><p>x</p>",
    ],
)
def test_a_part_that_cannot_be_shown_is_never_left_out_silently(worker: Worker, tmp_path: Path, page: str) -> None:
    assert problem_of(worker, template_saying(tmp_path, page)).code in REFUSED


def test_a_file_too_large_to_load_is_refused(worker: Worker, tmp_path: Path) -> None:
    template = template_saying(tmp_path, "<img alt=x src='asset:///big.svg'>")
    with (tmp_path / "big.svg").open("wb") as file:
        file.write(b"<")
        file.truncate((16 << 20) + 1)
    problem = problem_of(worker, template)
    assert (problem.code, "more than 16 MB" in problem.message) == ("resource-refused", True)


def test_words_in_a_picture_are_not_unpacked(worker: Worker, tmp_path: Path) -> None:
    packed = b"x\0\0" + zlib.compress(bytes(1 << 29), 9)
    chunk = b"zTXt" + packed
    whole = png_of(64, 64)
    bomb = whole[:33] + len(packed).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4) + whole[33:]
    roomless = replace(ROOMY, memory=400 * MEGABYTE)
    assert made(worker, template_saying(tmp_path, _picture(bomb)), roomless).startswith(b"%PDF")


def test_a_file_too_large_to_hand_on_is_refused(worker: Worker, tmp_path: Path) -> None:
    page = "<!DOCTYPE html><title>x</title>{% for a in range(90000) %}{{ 'x' * 60 }} {% endfor %}"
    job = RenderJob(report=small(), template=template_saying(tmp_path, "", whole=page), format="html")
    with pytest.raises(RenderError) as caught:
        worker.run(job, ROOMY, silent)
    assert caught.value.problems[0].code == "render-too-big"
    assert "made a file of more than 4 MB" in caught.value.problems[0].message


def test_drawings_of_the_page_itself_stay(worker: Worker, tmp_path: Path) -> None:
    drawing = svg("<rect width='9' height='9'/>")
    page = f"<img alt=x src='{drawing}'><svg viewBox='0 0 9 9'><title>x</title></svg>"
    assert made(worker, template_saying(tmp_path, page)).startswith(b"%PDF")


@cache
def crowded() -> Report:
    """A report of ten thousand findings."""
    whole = samples.example_report()
    group = whole.findings[0]
    findings = tuple(replace(group.findings[0], ref=f"F-{number}") for number in range(10_000))
    return replace(whole, findings=(replace(group, findings=findings), *whole.findings[1:]))


def test_ten_thousand_findings_are_cut_to_what_pages_can_show(worker: Worker) -> None:
    look = load_template(samples.TEMPLATES / "executive-summary", charts=frozenset(CHARTS), shelves=[samples.TEMPLATES])
    assert worker.run(RenderJob(report=crowded(), template=look), ROOMY, silent).content.startswith(b"%PDF")


def test_ten_thousand_findings_that_a_stranger_shows_in_full_are_bounded(worker: Worker, tmp_path: Path) -> None:
    loop = "{% for group in report.findings %}{% for one in group.findings %}<p>{{ one.title }}</p>{% endfor %}{% endfor %}"
    template = template_saying(tmp_path, loop * 9, more="filters: {most: {findings.findings: 99999}}\n")
    with pytest.raises(RenderError) as caught:
        worker.run(RenderJob(report=crowded(), template=template), TIGHT, silent)
    assert caught.value.problems[0].code == "render-too-slow"
