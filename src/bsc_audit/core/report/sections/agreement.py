"""How far two people who judged the same records agree: kappa beside plain agreement, which it must never be without."""

from collections.abc import Sequence
from fractions import Fraction

from bsc_audit.core.evidence.model import Record
from bsc_audit.core.methods.agreement import agreement_within, cross_table, kappa
from bsc_audit.core.questionnaire.model import Questionnaire
from bsc_audit.core.questionnaire.score import agreement_items
from bsc_audit.core.report.case import Case
from bsc_audit.core.report.chapters import AgreementRow
from bsc_audit.core.report.figures import decimal, plural, share
from bsc_audit.core.report.shown import Shown
from bsc_audit.core.said import joined, say
from bsc_audit.core.scoring.measure import ACCEPTED

WEIGHTING = "linear"  # answers stand in an order: a step is less than two
REVIEW = "contact_review"  # use of a checklist
KIND = "kappa"  # of the metric whose target is the one for reviewers
AGREEMENT = "agreement"  # the function of a derived value that needs enough records


def agreement(case: Case, questionnaire: Questionnaire, records: Sequence[Record]) -> AgreementRow | None:
    """Agreement over all items two people judged in the same record; None when no accepted record was judged twice.

    Args:
        case: what is reported.
        questionnaire: the checklist.
        records: filled in with it.
    """
    accepted = [record for record in records if record.status == ACCEPTED]
    twice = [pairs for record in accepted if (pairs := agreement_items(questionnaire, record))]
    if not twice:
        return None
    every = [pair for pairs in twice for pair in pairs]
    scale, table = cross_table([pair.first for pair in every], [pair.second for pair in every])
    found = kappa(table, scale, WEIGHTING)
    return _row(
        records=len(twice),
        items=len(every),
        kappa=_coefficient(found.kappa) if found else None,
        same=share(agreement_within(table, 0) or Fraction(0)),
        target=_target(case) if questionnaire.use == REVIEW else None,
        least=_least(case, questionnaire),
    )


def _coefficient(value: Fraction) -> Shown:
    return Shown(decimal(value, 2), float(value))


def _target(case: Case) -> Shown | None:
    """What the organisation set itself for the agreement of its reviewers."""
    scored = case.scorecard.indicators.values()
    mine = [one.measured for one in scored if case.ruleset.indicators[one.measured.indicator].kind == KIND]
    return next((_coefficient(one.target) for one in mine if one.target is not None), None)


def _least(case: Case, questionnaire: Questionnaire) -> int:
    """Records the ruleset asks for before agreement counts; 0 when it asks for none."""
    derived = case.ruleset.derived.values()
    mine = [one for one in derived if one.function == AGREEMENT and questionnaire.id in one.of]
    return max((one.minimum_n or 0 for one in mine), default=0)


def _row(
    *, records: int, items: int, kappa: Shown | None, same: Shown, target: Shown | None, least: int
) -> AgreementRow:
    of = say(
        "{records} judged by two people, {items} in all",
        records=plural(records, "record", "records"),
        items=plural(items, "item", "items"),
    )
    alike = say("{same} judged alike", same=same.text)
    parts = (of, alike, _beyond_chance(kappa), *((say("target {target}", target=target.text),) if target else ()))
    return AgreementRow(
        records=records,
        items=items,
        kappa=kappa,
        same=same,
        target=target,
        says=joined("; ", parts),
        note=_note(records, least),
    )


def _beyond_chance(kappa: Shown | None) -> str:
    if kappa is None:
        return say("no kappa, as chance alone explains the answers")
    return say("kappa {kappa} with linear weights", kappa=kappa.text)


def _note(records: int, least: int) -> str:
    alone = say("Answers about one record hang together, so no interval is given.")
    few = say("Fewer than {least} records: an indication, no result.", least=least)
    return joined(" ", (few, alone)) if records < least else alone
