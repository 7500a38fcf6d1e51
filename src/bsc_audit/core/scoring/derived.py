"""Derived values: shares, means, counts and spreads over visits, reviews and series, each with its n."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.methods.agreement import cross_table, kappa
from bsc_audit.core.methods.trend import movement
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.questionnaire.record import Record, RecordScore
from bsc_audit.core.questionnaire.score import agreement_items, score_record
from bsc_audit.core.ruleset.model import Derived, Ruleset
from bsc_audit.core.scoring.before import Before
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.scoring.measure import ACCEPTED
from bsc_audit.core.scoring.model import DerivedValue, Measured


@dataclass(frozen=True, slots=True)
class _Case:
    """One number taken from a record, and the record it was taken from."""

    record: Record
    value: Fraction
    item: str = ""


def derive_values(
    ruleset: Ruleset, evidence: Evidence, measured: Mapping[str, Measured], before: Before | None = None
) -> Mapping[str, DerivedValue]:
    """Every derived value, in the order it was written; later ones may use earlier ones."""
    found: dict[str, DerivedValue] = {}
    for derived in ruleset.derived.values():
        if derived.expression is not None:
            values = Values(measured=measured, derived=found, indicators={}, nodes={})
            found[derived.id] = _expression(derived, values)
        elif derived.of and derived.of[0] in measured:
            series = measured[derived.of[0]]
            same = before and before.over_series(derived, series)
            found[derived.id] = same or _over_series(derived, ruleset, series)
        else:
            same = before and before.over_records(derived, evidence)
            found[derived.id] = same or _over_records(derived, ruleset, evidence)
    return MappingProxyType(found)


def _result(derived: Derived, value: Fraction | str | None, n: int | None, reason: str) -> DerivedValue:
    if value is not None and derived.minimum_n is not None and (n or 0) < derived.minimum_n:
        return DerivedValue(
            id=derived.id, value=None, unit=derived.unit, n=n, reason=f"fewer than {derived.minimum_n} observations"
        )
    return DerivedValue(id=derived.id, value=value, unit=derived.unit, n=n, reason="" if value is not None else reason)


def _expression(derived: Derived, values: Values) -> DerivedValue:
    value = derived.expression.evaluate(values) if derived.expression else None
    exact = Fraction(value) if isinstance(value, float) else value
    n = [values.value(("n", path[-1])) for path in derived.expression.operands] if derived.expression else []
    counts = [int(count) for count in n if isinstance(count, Fraction)]
    number = exact if isinstance(exact, Fraction) else None
    return _result(derived, number, min(counts, default=None), "a value it uses is missing")


# Over a series ------------------------------------------------------------------------------------------


def _over_series(derived: Derived, ruleset: Ruleset, measured: Measured) -> DerivedValue:
    if derived.function == "spread":
        values = list((measured.units or {}).values())
        return _result(derived, _range(values) if len(values) > 1 else None, len(values), "fewer than two units")
    points = measured.series[-(derived.periods or len(measured.series)) :]
    if not points or (derived.periods and len(points) < derived.periods):
        return _result(derived, None, len(points), f"fewer than {derived.periods or 1} periods")
    values = [point.value for point in points]
    if derived.function == "movement":
        moved = movement(values, tolerance=ruleset.indicators[measured.indicator].tolerance)
        return _result(derived, str(moved) if moved else None, len(values), "fewer than two periods")
    return _result(derived, SUMMARIES[derived.function](values), len(values), "")


# Over records -------------------------------------------------------------------------------------------


def _over_records(derived: Derived, ruleset: Ruleset, evidence: Evidence) -> DerivedValue:
    records = [record for record in evidence.records if _selected(derived, record)]
    if derived.function == "agreement":
        return _agreement(derived, ruleset, records)
    cases = [
        case for record in records for case in _cases(derived, ruleset.questionnaires[record.questionnaire], record)
    ]
    if not cases:
        return _result(derived, None, 0, "no accepted record answers it")
    if derived.function in ("share", "count_if"):
        return _counted(derived, cases)
    if derived.function == "spread":
        means = [_mean(values) for values in _groups(derived, cases).values()]
        return _result(derived, _range(means) if len(means) > 1 else None, len(cases), "fewer than two groups")
    if derived.flag:
        return _result(derived, _over_items(derived, cases), len(cases), "")
    return _result(derived, SUMMARIES[derived.function]([case.value for case in cases]), len(cases), "")


def _agreement(derived: Derived, ruleset: Ruleset, records: Sequence[Record]) -> DerivedValue:
    """Linear-weighted kappa over all items that two observers scored in the same record; n is the records."""
    scored = [(agreement_items(ruleset.questionnaires[record.questionnaire], record), record) for record in records]
    twice = [pairs for pairs, _ in scored if pairs]
    first = [pair.first for pairs in twice for pair in pairs]
    scale, table = cross_table(first, [pair.second for pairs in twice for pair in pairs])
    found = kappa(table, scale, "linear") if first else None
    reason = "all answers are alike, so agreement cannot be told from chance" if first else "nothing was observed twice"
    return _result(derived, found.kappa if found else None, len(twice), reason)


def _selected(derived: Derived, record: Record) -> bool:
    fields = {"site": record.site, "channel": record.channel, "team": record.team, "scenario": record.scenario}
    matches = all(fields.get(name) == wanted for name, wanted in derived.where.items())
    return record.questionnaire in derived.of and record.status == ACCEPTED and matches


def _cases(derived: Derived, questionnaire: Questionnaire, record: Record) -> Sequence[_Case]:
    if derived.item is not None and derived.equals is not None:
        answer = record.answers.get(derived.item)
        if answer is None or answer.not_applicable or answer.value is None:
            return ()
        return (_Case(record, Fraction(_same(answer.value, derived.equals))),)
    score = score_record(questionnaire, record)
    if derived.item is not None:
        credit = score.items.get(derived.item)
        return () if credit is None else (_Case(record, 100 * credit),)
    if derived.flag is not None:
        return _flagged(derived.flag, questionnaire, record, score)
    return () if score.final is None else (_Case(record, score.final),)


def _same(given: object, wanted: str) -> bool:
    if isinstance(given, Fraction):
        try:
            return given == Fraction(wanted)
        except ValueError:
            return False
    return str(given) == wanted


def _flagged(flag: str, questionnaire: Questionnaire, record: Record, score: RecordScore) -> Sequence[_Case]:
    items = [item.id for item in questionnaire.items().values() if item.flag == flag]
    credits = [(name, score.items.get(name)) for name in items]
    return [_Case(record, 100 * credit, name) for name, credit in credits if credit is not None]


def _over_items(derived: Derived, cases: Sequence[_Case]) -> Fraction:
    """Each flagged item's mean over records first, then the summary over items."""
    by_item: dict[str, list[Fraction]] = {}
    for case in cases:
        by_item.setdefault(case.item, []).append(case.value)
    return SUMMARIES[derived.function]([_mean(values) for values in by_item.values()])


def _counted(derived: Derived, cases: Sequence[_Case]) -> DerivedValue:
    hits = sum((case.value for case in cases), Fraction(0))
    value = 100 * hits / len(cases) if derived.function == "share" else hits
    return _result(derived, value, len(cases), "")


def _groups(derived: Derived, cases: Sequence[_Case]) -> Mapping[str, list[Fraction]]:
    groups: dict[str, list[Fraction]] = {}
    for case in cases:
        name = {"site": case.record.site, "channel": case.record.channel, "team": case.record.team}[
            derived.by or "site"
        ]
        if name:
            groups.setdefault(name, []).append(case.value)
    return groups


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _range(values: Sequence[Fraction]) -> Fraction:
    return max(values) - min(values)


SUMMARIES: Mapping[str, Callable[[Sequence[Fraction]], Fraction]] = MappingProxyType(
    {"mean": _mean, "minimum": min, "maximum": max, "spread": _range}
)
