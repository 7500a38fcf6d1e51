"""What every cross-metric rule said: fired, not fired, not evaluated."""

from bsc_audit.core.findings.model import Operand, RuleResult
from bsc_audit.core.findings.text import of
from bsc_audit.core.report.case import Case
from bsc_audit.core.report.judgements import Diagnosis, RuleRow
from bsc_audit.core.report.words import status
from bsc_audit.core.said import joined, listed
from bsc_audit.core.vocabulary import Truth


def diagnosis(case: Case) -> Diagnosis:
    """Every rule in file order, by outcome."""
    rows = [(result.truth, _row(case, result)) for result in case.findings.rules]
    return Diagnosis(
        fired=tuple(row for truth, row in rows if truth is Truth.TRUE),
        not_fired=tuple(row for truth, row in rows if truth is Truth.FALSE),
        not_evaluated=tuple(row for truth, row in rows if truth is Truth.UNDETERMINED),
    )


def _row(case: Case, result: RuleResult) -> RuleRow:
    pairs = zip(case.findings.items, case.refs, strict=True)
    known = [operand for operand in result.operands if operand.value is not None]
    return RuleRow(
        id=result.rule,
        title=result.title,
        kind=status(result.kind.value),
        condition=result.condition,
        seen=joined(" · ", (joined(": ", (operand.title, operand.text)) for operand in known)),
        missing=_missing(case, result),
        refs=tuple(ref for finding, ref in pairs if finding.id == result.rule and finding.origin == "rule"),
    )


def _missing(case: Case, result: RuleResult) -> str:
    titles = {operand.path: operand for operand in result.operands}
    return listed([_in_words(case, path, titles.get(path)) for path in result.missing])


def _in_words(case: Case, path: str, operand: Operand | None) -> str:
    """The operand's own title, else the ruleset's title of the name the path ends with."""
    if operand:
        return operand.title
    prefix, _, name = path.rpartition(".")
    title = case.title(name)
    return of(prefix, title) if prefix else title
