"""A stranger's report examined in a limited worker: its file is read, recomputed and drawn anew there, never here.

Each line is written down as soon as it is known, so that a file that oversteps a limit is told as far as it was read.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from asn1crypto import x509  # type: ignore[import-untyped]

from bsc_audit import __version__, bootstrap
from bsc_audit.app.report_file import Made, ReportFile
from bsc_audit.app.verification.check import Check, Verification
from bsc_audit.app.verification.drawn import Drawing, NotRedrawn, Redrawn, pages_open
from bsc_audit.app.verification.verify import Here, checks_of
from bsc_audit.cli.templates import found_template
from bsc_audit.core.problems import Problem, RenderError
from bsc_audit.core.report.model import Report
from bsc_audit.importers.report_file import open_report
from bsc_audit.importers.sheets import sheets_of
from bsc_audit.languages import language
from bsc_audit.render.json import render_json
from bsc_audit.render.pdf import Progress
from bsc_audit.render.redraw import redrawer
from bsc_audit.render.template import Template
from bsc_audit.render.workers.limits import Limits
from bsc_audit.render.workers.pool import Pool

READING = "reading the file and recomputing its scores"
DRAWING = "drawing its pages anew"
COMPARING = "comparing its pages with those drawn anew"

LINES = "lines"
MOST_LETTERS = 2_000  # of one line
OVERSTEPPED = frozenset({"render-too-slow", "render-too-big", "render-too-deep", "render-crashed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be verified, and by what."""

    file: Path
    trusted: tuple[bytes, ...] = ()  # certificates in DER
    templates: tuple[Template, ...] = ()  # looked among before those of the data folders
    brand: Path | None = None
    quick: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """A Task: answers a question, a line of JSON for every check."""

    question: Question
    lines: Path  # where they are written

    @property
    def title(self) -> str:
        """See Task."""
        return "checking it"

    @property
    def place(self) -> str:
        """See Task."""
        return str(self.question.file)

    def do(self, progress: Progress) -> bytes:
        """See Task; nothing is made but lines."""
        asked = self.question
        progress(READING, 0.0)
        trusted = [x509.Certificate.load(one) for one in asked.trusted]
        file = open_report(asked.file, trusted)
        with self.lines.open("a", encoding="ascii") as written:
            for check in checks_of(file, _here(asked, progress)):
                written.write(json.dumps([check.id, check.holds, check.says[:MOST_LETTERS]]) + "\n")
                written.flush()
        return b""


def examined(question: Question, limits: Limits, progress: Progress) -> Verification:
    """What holds of a file.

    Args:
        question: what is asked.
        limits: of processor, clock and memory; what oversteps one is a line, too.
        progress: told what is done.

    Raises:
        RenderError: the file cannot be opened.
    """
    steps = [READING]

    def told(step: str, done: float) -> None:
        steps.append(step)
        progress(step, done)

    with TemporaryDirectory(prefix="bsc-audit-verify-") as folder, Pool(1, limits, warm=False) as pool:
        lines = Path(folder) / LINES
        lines.touch()
        last: tuple[Check, ...] = ()
        try:
            pool.render(Examination(question=question, lines=lines), told)
        except RenderError as error:
            last = (_overstepped(error, steps),)
        return Verification(checks=(*_checks(lines.read_text(encoding="ascii").splitlines()), *last))


def _here(asked: Question, progress: Progress) -> Here:
    return Here(
        library=bootstrap.library(),
        engine_version=__version__,
        encode=render_json,
        speak=language,
        names_trusted=bool(asked.trusted),
        drawing=None if asked.quick else _drawing(asked, progress),
    )


def _drawing(asked: Question, progress: Progress) -> Drawing:
    """Drawing in this process, which tells when it begins and ends."""
    named = {look.id: look for look in asked.templates}
    redraw = redrawer(lambda id_: named.get(id_) or found_template(id_, asked.brand))

    def told(report: Report, made: Made, file: ReportFile) -> Redrawn | NotRedrawn:
        progress(DRAWING, 0.3)
        again = redraw(report, made, file)
        progress(COMPARING, 0.9)
        return again

    return Drawing(redraw=told, sheets=sheets_of)


def _overstepped(error: RenderError, steps: Sequence[str]) -> Check:
    """The line about what could not be checked; what is not a limit overstepped is raised again."""
    problem = error.problems[0]
    if problem.code not in OVERSTEPPED:
        raise error
    step = next(step for step in reversed(steps) if step in _LINES)
    return _LINES[step](problem)


def _unread(problem: Problem) -> Check:
    return Check(id="file", holds=False, says=f"the file could not be checked to the end: {problem.message}")


def _undrawn(problem: Problem) -> Check:
    return pages_open(f"they could not be drawn anew: {problem.message}")


def _uncompared(problem: Problem) -> Check:
    return Check(id="drawn", holds=False, says=f"the pages could not be compared to the end: {problem.message}")


_LINES: dict[str, Callable[[Problem], Check]] = {READING: _unread, DRAWING: _undrawn, COMPARING: _uncompared}


def _checks(lines: Sequence[str]) -> Iterator[Check]:
    """The lines that were written whole, harmless to show."""
    for line in lines:
        try:
            id_, holds, says = json.loads(line)
        except ValueError:  # the last one, cut off
            return
        yield Check(id=id_, holds=holds, says=_shown(says))


def _shown(text: str) -> str:
    """Without what steers a terminal or turns its lines around: names and words in it are a stranger's."""
    return "".join(
        sign if sign.isprintable() else " " if sign.isspace() else "\N{REPLACEMENT CHARACTER}" for sign in text
    )
