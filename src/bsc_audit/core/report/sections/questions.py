"""Every answer a person may give to the ruleset, with what was given: one row an entry of answers.yaml."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from types import MappingProxyType

from bsc_audit.core.catalogue import ANSWERED_KINDS
from bsc_audit.core.evidence.model import Answer
from bsc_audit.core.report.case import Case
from bsc_audit.core.report.questions import AnswerPart, AnswerRow
from bsc_audit.core.ruleset.model import Criterion, Indicator

DIGITS = 60  # more than any number in a file has


def answer_rows(case: Case) -> tuple[AnswerRow, ...]:
    """Rows in the order of the criteria, each id once; what else was or may be answered at the end."""
    found: dict[str, AnswerRow] = {}
    for criterion in case.ruleset.criteria.values():
        names = [member.id for member in criterion.indicators if _answered(case, member.id)]
        if criterion.id not in names and _may_not_apply(case, criterion):
            found[criterion.id] = _row(case, criterion.id, criterion.title, criterion.asks, None)
        for name in names:
            found.setdefault(name, _indicator(case, name, criterion))
    for name in case.ruleset.indicators:
        if _answered(case, name) and name not in found:
            found[name] = _indicator(case, name, None)
    for name in case.evidence.answers:  # a measured indicator can only be said not to apply
        found.setdefault(name, _row(case, name, case.title(name), "", None))
    return tuple(found.values())


def _answered(case: Case, indicator: str) -> bool:
    known = case.ruleset.indicators.get(indicator)
    return known is not None and known.kind in ANSWERED_KINDS


def _may_not_apply(case: Case, criterion: Criterion) -> bool:
    return criterion.may_be_not_applicable or criterion.id in case.evidence.answers


def _indicator(case: Case, name: str, criterion: Criterion | None) -> AnswerRow:
    indicator = case.ruleset.indicators[name]
    return _row(case, name, indicator.title, criterion.asks if criterion else indicator.explains, indicator)


def _row(case: Case, id_: str, title: str, asks: str, indicator: Indicator | None) -> AnswerRow:
    answer = case.evidence.answers.get(id_)
    return AnswerRow(
        id=id_,
        title=title,
        asks=asks,
        takes=_takes(indicator),
        parts=tuple(_parts(indicator, answer)) if indicator else (),
        may_be_not_applicable=_excusable(case, id_),
        not_applicable=(answer.not_applicable or "") if answer else "",
        evidence=answer.evidence if answer else (),
        grade=answer.grade.value if answer else "",
        method=answer.method.value if answer and answer.method else "",
        who=answer.who if answer else "",
        when=answer.when.isoformat() if answer and answer.when else "",
        comment=answer.comment if answer else "",
        illustrative=bool(answer and answer.illustrative),
    )


def _takes(indicator: Indicator | None) -> str:
    if indicator is None:
        return ""
    takes = TAKES[indicator.kind]
    return "half_level" if takes == "level" and indicator.halves else takes


def _excusable(case: Case, id_: str) -> bool:
    """Whether the criterion, or every criterion the indicator serves, may be said not to apply."""
    asked = case.ruleset.criteria.values()
    served = [one for one in asked if one.id == id_ or any(member.id == id_ for member in one.indicators)]
    return all(criterion.may_be_not_applicable for criterion in served)


def _parts(indicator: Indicator, answer: Answer | None) -> Iterator[AnswerPart]:
    value = answer.value if answer else None
    asked = {item.id: item.asks for item in indicator.items} or dict.fromkeys(indicator.facets, "")
    for name, asks in (asked or {"": ""}).items():
        given = value.get(name) if isinstance(value, Mapping) else value
        yield AnswerPart(id=name, asks=asks, value=_text(given))


def _text(value: Fraction | str | None) -> str:
    """A value as a file has it; a number exactly, for every number a file can hold."""
    if value is None or isinstance(value, str):
        return value or ""
    with localcontext(prec=DIGITS):
        return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


TAKES: Mapping[str, str] = MappingProxyType(
    {
        "rubric": "level",
        "three_facet": "facet",
        "yes_no_set": "word",
        "document_properties": "word",
        "demerits": "points",
    }
)
"""What is answered, by kind of indicator."""
