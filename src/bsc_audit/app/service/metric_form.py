"""Whether measurements fit the formulas of the metrics they are of, judged by the engine's own acceptance.

Measurements are kept for every assessment, so they need not please one ruleset: each is judged by the rulesets that
know its metric, those the organisation works with before those of the library, and the first that takes it decides.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bsc_audit.app.service.compiled import CompiledRulesets
from bsc_audit.app.service.folder import ASSESSMENT, DOCUMENTS, Folder
from bsc_audit.app.service.folder_metrics import OBSERVATIONS, metrics_of
from bsc_audit.app.service.folder_register import Register
from bsc_audit.app.service.model.ruleset import ContentStatus
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.score import demand_acceptable
from bsc_audit.core.documents.suggest import did_you_mean
from bsc_audit.core.problems import EvidenceError, Location, Problem, RulesetError
from bsc_audit.core.quantities import Period
from bsc_audit.core.ruleset.model import Ruleset


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A measurement as somebody gives it."""

    metric: str
    period: str  # as the evidence folder writes it
    unit_id: str | None = None  # None: the whole organisation
    variant: str = ""  # "" is the ruleset's formula
    content: Json  # inputs of the metric's kind, n, evidence, grade
    expected: int | None = None  # version it replaces; None: whatever is stored


class Formulas:
    """The rulesets measurements are judged by."""

    def __init__(self, pinned: PinnedRulesets, compiled: CompiledRulesets) -> None:
        self._pinned, self._compiled = pinned, compiled

    def of(self, work: Work) -> Iterator[Ruleset]:
        """The organisation's own and pinned ones, the newest first; then the newest of every one of the library."""
        stored = [one for one in work.rulesets.all() if one.status is not ContentStatus.RETIRED]
        for one in reversed(stored):
            with suppress(RulesetError):  # one this release reads differently judges nothing; assessments say so
                yield self._pinned.get(one)
        library = dict(self._compiled.library.rulesets())
        known = {(one.ruleset_id, one.ruleset_version) for one in stored}
        for named in library.items():
            if named not in known:
                yield self._compiled.get(*named)


def judged(
    work: Work, formulas: Formulas, readings: Sequence[Reading], stored: Sequence[Reading]
) -> tuple[tuple[Problem, ...], ...]:
    """What is wrong with each measurement, pointed into it; () where a ruleset takes it.

    Args:
        work: of the organisation.
        formulas: to judge by.
        readings: to be judged.
        stored: what is there of the same metrics and is not replaced.
    """
    found: list[tuple[Problem, ...] | None] = [None] * len(readings)
    known: set[str] = set()
    for ruleset in formulas.of(work):
        names = frozenset(metrics_of(ruleset))
        known |= names
        open_ = [at for at, one in enumerate(readings) if one.metric in names and found[at] != ()]
        for at, problems in zip(open_, _by(work, ruleset, [readings[at] for at in open_], stored), strict=True):
            found[at] = problems if found[at] is None or not problems else found[at]
        if all(one == () for one in found):
            break
    return tuple(
        (_unknown(one.metric, known),) if problems is None else problems
        for one, problems in zip(readings, found, strict=True)
    )


def _by(
    work: Work, ruleset: Ruleset, readings: Sequence[Reading], stored: Sequence[Reading]
) -> list[tuple[Problem, ...]]:
    """The same by one ruleset that knows all of the metrics."""
    problems: list[list[Problem]] = [[] for _ in readings]
    for variant in dict.fromkeys(one.variant for one in readings):
        mine = [at for at, one in enumerate(readings) if one.variant == variant]
        metrics = {readings[at].metric for at in mine}
        beside = [one for one in stored if one.variant == variant and one.metric in metrics]
        for at, problem in _refused(work, ruleset, [readings[at] for at in mine], beside):
            problems[mine[at]].append(problem)
    return [tuple(one) for one in problems]


def _refused(
    work: Work, ruleset: Ruleset, readings: Sequence[Reading], beside: Sequence[Reading]
) -> Iterator[tuple[int, Problem]]:
    """Problems of readings of one variant, each with the index of its reading."""
    try:
        demand_acceptable(ruleset, _folder(work, ruleset, [*readings, *beside]))
    except EvidenceError as error:
        own = f"/{OBSERVATIONS}/observations/"
        for one in error.problems:
            index, _, inside = one.field.removeprefix(own).partition("/")
            at = int(index) if one.field.startswith(own) and index.isdecimal() else 0
            if at < len(readings):
                yield at, replace(one, field=f"/{inside}" if inside else "")
            else:  # what is stored is said to be in the way of what is new
                yield from ((new, replace(one, field="/period")) for new in _like(readings, beside[at - len(readings)]))


def _like(readings: Sequence[Reading], stored: Reading) -> Iterator[int]:
    """Indices of the readings whose periods meet that of a stored one."""
    there = Period.parse(stored.period)
    for at, one in enumerate(readings):
        if (one.metric, one.unit_id) == (stored.metric, stored.unit_id):
            period = Period.parse(one.period)
            if period.start <= there.end and there.start <= period.end:
                yield at


def _folder(work: Work, ruleset: Ruleset, readings: Sequence[Reading]) -> Folder:
    """An evidence folder of nothing but measurements."""
    today = work.now.date()
    units = sorted({one.unit_id for one in readings if one.unit_id})
    cited = sorted({name for one in readings for name in one.content.get("evidence") or ()})
    register = Register.of(work.evidence.all(assessment_id=None, entry=cited) if cited else (), today)
    files: dict[str, Any] = {
        ASSESSMENT: _terms(ruleset, today, units),
        OBSERVATIONS: {"observations": [_entry(one) for one in readings]},
        DOCUMENTS: {"documents": register.entries},
    }
    return Folder(files=files, metrics=None, documents=register.files)


def _entry(reading: Reading) -> dict[str, Any]:
    entry = {**reading.content, "metric": reading.metric, "period": reading.period}
    entry |= {"unit": reading.unit_id} if reading.unit_id else {}
    return {**entry, "variant": reading.variant} if reading.variant else entry


def _terms(ruleset: Ruleset, today: date, units: list[str]) -> dict[str, Any]:
    return {
        "assessment": {
            "id": "measurements",
            "title": "-",
            "kind": "assessed",
            "as_of": today.isoformat(),
            "period": today.isoformat(),
            "language": ruleset.written_in,
        },
        "ruleset": {"id": ruleset.id, "version": ruleset.version},
        "organisation": {"name": "-"},
        "scope": {"statement": "-"},
        **({"units": units} if units else {}),
    }


def _unknown(metric: str, known: Iterable[str]) -> Problem:
    message = f"no ruleset the organisation can use knows the metric {metric!r}"
    hint = did_you_mean(metric, sorted(known))
    return Problem(code="unknown-metric", where=Location(OBSERVATIONS), field="/metric", message=message, hint=hint)
