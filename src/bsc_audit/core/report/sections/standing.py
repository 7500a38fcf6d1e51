"""What an assessment may call itself: a certificate only where a named person granted what was recommended."""

import re
from collections.abc import Callable
from datetime import date

from bsc_audit.core.report.case import Case
from bsc_audit.core.report.figures import day
from bsc_audit.core.report.model import Standing
from bsc_audit.core.report.words import AWARDING, LABELS
from bsc_audit.core.said import say
from bsc_audit.core.vocabulary import AssessmentKind

CERTIFICATE, STATEMENT = say("Certificate"), say("Statement of assessment")

_GRANTS = re.compile(r"(?:granted|awarded)(?:[\s:,–-]+(?P<award>.+?))?\.?", re.IGNORECASE)


def standing(case: Case) -> Standing:
    """The first obstacle decides; one without any is certified."""
    for stands_in_the_way, word, reason in _OBSTACLES:
        if stands_in_the_way(case):
            label, _ = LABELS[case.evidence.engagement.kind]
            return Standing(granted=False, word=word or label, heading=STATEMENT, reason=reason)
    return _certified(case)


def _certified(case: Case) -> Standing:
    recorded, recommendation = case.evidence.remarks.decision, case.recommendation
    on = date.fromisoformat(recorded["on"])
    return Standing(
        granted=True,
        word=say("Certified: {award}", award=recommendation.award_title),
        heading=CERTIFICATE,
        reason="",
        award=recommendation.award_title,
        by=recorded["by"],
        on=day(on),
        until=day(months_after(on, recommendation.validity_months)),
    )


def months_after(start: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_of_next - date.resolution).day
    return date(year, month + 1, min(start.day, last))


def _is_self_assessment(case: Case) -> bool:
    return case.evidence.engagement.kind is AssessmentKind.SELF_ASSESSMENT


def _is_no_certification(case: Case) -> bool:
    return case.evidence.engagement.kind is not AssessmentKind.CERTIFICATION


def _is_undecided(case: Case) -> bool:
    recorded = case.evidence.remarks.decision
    return not (recorded.get("by") and recorded.get("outcome"))


def _grants_nothing(case: Case) -> bool:
    """Only `granted` and `awarded` grant, alone or with the level; words we do not know never do."""
    return _granted(case) is None


def _is_not_recommended(case: Case) -> bool:
    return case.recommendation.verdict not in AWARDING or not case.recommendation.award


def _grants_another(case: Case) -> bool:
    named = (_granted(case) or "").casefold()
    known = {(case.recommendation.award or "").casefold(), case.recommendation.award_title.casefold()}
    return bool(named) and named not in known


def _has_no_date(case: Case) -> bool:
    try:
        date.fromisoformat(case.evidence.remarks.decision.get("on", ""))
    except ValueError:
        return True
    return False


def _is_decided_by_the_team(case: Case) -> bool:
    by = case.evidence.remarks.decision.get("by", "").casefold()
    return any(name in by for one in case.evidence.engagement.team if (name := one.get("name", "").casefold()))


def _granted(case: Case) -> str | None:
    """The level the decision grants, "" when it names none, None when it grants nothing."""
    found = _GRANTS.fullmatch(case.evidence.remarks.decision.get("outcome", "").strip())
    return (found["award"] or "") if found else None


_DOUBTED = say("Draft: the recorded decision is not supported")
_OBSTACLES: tuple[tuple[Callable[[Case], bool], str, str], ...] = (  # word "" is the label of the kind
    (
        _is_self_assessment,
        "",
        say("It rests on the organisation's own answers, which nobody independent has verified."),
    ),
    (_is_no_certification, "", say("An assessment of this kind leads to no decision on certification.")),
    (_is_undecided, say("Draft: no decision recorded"), say("No decision of a named person is recorded.")),
    (_grants_nothing, say("Decided: not certified"), say("The recorded decision does not grant certification.")),
    (_is_not_recommended, _DOUBTED, say("The recorded decision goes beyond what the assessment recommends.")),
    (_grants_another, _DOUBTED, say("The recorded decision names another level than the assessment recommends.")),
    (_has_no_date, _DOUBTED, say("The recorded decision bears no date.")),
    (_is_decided_by_the_team, _DOUBTED, say("The person named as deciding took part in the assessment.")),
)
