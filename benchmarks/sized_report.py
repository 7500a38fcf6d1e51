"""A report of any number of criteria, by the real engine: the shipped example with its criteria told over and over.

Every copy of a criterion is another unit's: its own words, its own indicators with their answers, measurements and
targets, its own lines in the register of evidence. So lines, findings, metrics and evidence grow with the criteria
as they do in life, and no two copies look alike to a cache. Perspectives, themes, visits and rules stay those of
the example.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

from bsc_audit.app.assessments import Assessment, judge
from bsc_audit.app.rulesets import compile_files
from bsc_audit.core.evidence.intake import accept
from bsc_audit.core.evidence.model import Answer, Document, Evidence, Observation
from bsc_audit.core.report.build import build
from bsc_audit.core.report.model import Report
from bsc_audit.core.ruleset.model import Criterion, Group, Indicator, Member, Ruleset
from bsc_audit.importers.folder import read_folder
from bsc_audit.importers.library import FolderLibrary

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "report_templates"
EXAMPLE = ROOT / "examples" / "harbour-bank"
ENGINE = "0.0.0"
T = TypeVar("T")

SPARED = 11  # criteria that no rule and no finding of the example names, so that it can be told without them


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One more unit the same criterion is asked of."""

    number: int

    def id(self, one: str) -> str:
        """The name of its copy."""
        return f"{one}.{self.number}"

    def says(self, text: str) -> str:
        """A sentence of its own."""
        return f"Unit {self.number}: {text[:1].lower()}{text[1:]}" if text else text


def sized_report(criteria: int) -> Report:
    """The report of an assessment of so many criteria.

    Raises:
        ValueError: fewer than the example can be told with.
    """
    one = sized_assessment(criteria)
    return build(one.ruleset, one.evidence, one.scorecard, one.findings, one.recommendation, engine_version=ENGINE)


def sized_assessment(criteria: int) -> Assessment:
    """An assessment of so many criteria.

    Raises:
        ValueError: fewer than the example can be told with.
    """
    ruleset, evidence = _example()
    known = list(ruleset.criteria)
    if criteria < len(known) - SPARED:
        raise ValueError(f"the example cannot be told with fewer than {len(known) - SPARED} criteria")
    copies = list(islice(_copies(known), max(criteria - len(known), 0)))
    grown = _grown(_shrunk(ruleset, len(known) - criteria), copies)
    return judge(grown, _supplied(evidence, ruleset, copies))


@cache
def _example() -> tuple[Ruleset, Evidence]:
    library = FolderLibrary([ROOT])
    files = library.ruleset("service-excellence", "1.0")
    assert files is not None
    ruleset = compile_files(library, files)
    return ruleset, accept(ruleset, read_folder(EXAMPLE))


def _copies(known: Iterable[str]) -> Iterator[tuple[str, Unit]]:
    """Every criterion of unit 2, then of unit 3, and so on; the example itself is unit 1."""
    number, known = 1, tuple(known)
    while True:
        number += 1
        yield from ((one, Unit(number=number)) for one in known)


def _shrunk(ruleset: Ruleset, less: int) -> Ruleset:
    """Without so many of the criteria nothing depends on."""
    named = {id_ for rule in ruleset.rules for id_ in rule.criteria}
    spared = [one for one in ruleset.criteria if one not in named and not ruleset.criteria[one].critical]
    dropped = frozenset(spared[-less:] if less > 0 else ())
    criteria = {id_: one for id_, one in ruleset.criteria.items() if id_ not in dropped}
    groups = {
        id_: replace(one, members=tuple(member for member in one.members if member.id not in dropped))
        for id_, one in ruleset.groups.items()
    }
    return replace(ruleset, criteria=criteria, groups=groups)


def _grown(ruleset: Ruleset, copies: Iterable[tuple[str, Unit]]) -> Ruleset:
    criteria, indicators, groups = dict(ruleset.criteria), dict(ruleset.indicators), dict(ruleset.groups)
    for id_, unit in copies:
        copy = _criterion(ruleset.criteria[id_], unit)
        criteria[copy.id] = copy
        groups[copy.parent] = _joined(groups[copy.parent], copy)
        indicators.update(
            (unit.id(name), _indicator(ruleset.indicators[name], unit)) for name in _indicators(ruleset, id_)
        )
    return replace(ruleset, criteria=criteria, indicators=indicators, groups=groups)


def _criterion(one: Criterion, unit: Unit) -> Criterion:
    return replace(
        one,
        id=unit.id(one.id),
        title=unit.says(one.title),
        asks=unit.says(one.asks),
        advise=unit.says(one.advise),
        signs={kind: unit.says(text) for kind, text in one.signs.items()},
        indicators=tuple(replace(member, id=unit.id(member.id)) for member in one.indicators),
        critical=False,
    )


def _indicator(one: Indicator, unit: Unit) -> Indicator:
    return replace(one, id=unit.id(one.id), title=unit.says(one.title))


def _joined(group: Group, copy: Criterion) -> Group:
    return replace(group, members=(*group.members, Member(id=copy.id, weight=copy.weight)))


def _indicators(ruleset: Ruleset, criterion: str) -> tuple[str, ...]:
    return tuple(member.id for member in ruleset.criteria[criterion].indicators)


def _supplied(evidence: Evidence, ruleset: Ruleset, copies: Iterable[tuple[str, Unit]]) -> Evidence:
    """Every copy answered, measured, steered and documented as its original is."""
    answers, observations = dict(evidence.answers), dict(evidence.observations)
    scorecard, documents = dict(evidence.scorecard), dict(evidence.documents)
    for id_, unit in copies:
        for name in dict.fromkeys((id_, *_indicators(ruleset, id_))):
            answers.update((unit.id(name), _answer(one, unit)) for one in _found(evidence.answers, name))
            observations.update(
                (unit.id(name), tuple(_observation(one, unit) for one in series))
                for series in _found(evidence.observations, name)
            )
            scorecard.update((unit.id(name), one) for one in _found(evidence.scorecard, name))
            documents.update(_documents(evidence, name, unit))
    return replace(evidence, answers=answers, observations=observations, scorecard=scorecard, documents=documents)


def _found(table: Mapping[str, T], name: str) -> tuple[T, ...]:
    return (table[name],) if name in table else ()


def _answer(one: Answer, unit: Unit) -> Answer:
    return replace(one, comment=unit.says(one.comment), evidence=tuple(map(unit.id, one.evidence)))


def _observation(one: Observation, unit: Unit) -> Observation:
    return replace(one, metric=unit.id(one.metric), evidence=tuple(map(unit.id, one.evidence)))


def _documents(evidence: Evidence, name: str, unit: Unit) -> Iterator[tuple[str, Document]]:
    """The unit's own copies of what an answer or a series rests on."""
    series = (one for found in _found(evidence.observations, name) for one in found)
    found: tuple[Answer | Observation, ...] = (*_found(evidence.answers, name), *series)
    for one in found:
        for id_ in one.evidence:
            original = evidence.documents[id_]
            yield unit.id(id_), replace(original, id=unit.id(id_), title=unit.says(original.title))
