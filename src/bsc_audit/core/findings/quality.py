"""What somebody should look at before an assessment is signed: remarks, each about one thing, none of them a finding.

A remark says where the evidence carries less than the result suggests. It never changes a score, and an assessment may
be signed with remarks left: a person who knows why is enough.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bsc_audit.core.catalogue import CATALOGUE
from bsc_audit.core.evidence.model import Evidence
from bsc_audit.core.findings.derive import values_of
from bsc_audit.core.findings.hygiene import facts, used_names
from bsc_audit.core.findings.model import Findings, RuleResult
from bsc_audit.core.findings.text import number_text
from bsc_audit.core.ruleset.model import Criterion, Ruleset
from bsc_audit.core.said import say
from bsc_audit.core.scoring.environment import Values
from bsc_audit.core.scoring.model import Scorecard, ScoredIndicator
from bsc_audit.core.vocabulary import Conformity, FindingKind, State, Truth

MOST_NOT_APPLICABLE = Fraction(3, 10)  # of a group's weight; domain brief 6.4, step 2
STALE_AFTER = 2  # times the frequency it is to be measured at
STALE_DAYS = Fraction(366)  # at the latest, and where no frequency is known
APART = Fraction(20)  # points between what the organisation says and what was validated: one level of a rubric


class Check(StrEnum):
    """What a remark is about."""

    CONFORMS_WITHOUT_EVIDENCE = "conforms_without_evidence"
    GRADED_TOO_LOW = "graded_too_low"  # the grade of its evidence held a score down
    EVIDENCE_EXPIRED = "evidence_expired"  # cited, and no longer shown on the day of the assessment
    NOT_APPLICABLE_SHARE = "not_applicable_share"
    THIN_SAMPLE = "thin_sample"
    CONTRADICTION = "contradiction"  # values that do not go together, by a cross-metric rule
    SELF_AGAINST_VALIDATED = "self_against_validated"
    STALE_METRIC = "stale_metric"
    EDIT_WITHOUT_FINDING = "edit_without_finding"


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityRemark:
    """One thing to look at."""

    check: Check
    subject: str  # id of the criterion, indicator, group, rule or finding it is about
    title: str
    says: str
    criteria: tuple[str, ...]  # whose items it leads to; () where it leads to none


def quality_remarks(
    ruleset: Ruleset, evidence: Evidence, scorecard: Scorecard, findings: Findings
) -> tuple[QualityRemark, ...]:
    """What one track's result should be looked at for, by check, then in the order of the ruleset."""
    values = values_of(scorecard)
    found = [
        *_unsupported(ruleset, scorecard, findings),
        *_graded_low(ruleset, scorecard),
        *_set_aside(ruleset, scorecard),
        *_thin(ruleset, scorecard),
        *_contradictions(ruleset, findings),
        *_stale(ruleset, evidence, values),
        *_edits(findings),
    ]
    return tuple(sorted(found, key=lambda remark: list(Check).index(remark.check)))


def differences(ruleset: Ruleset, own: Scorecard, validated: Scorecard) -> tuple[QualityRemark, ...]:
    """Criteria the organisation scores much otherwise than the auditors did, in the order of the ruleset."""
    return tuple(
        QualityRemark(
            check=Check.SELF_AGAINST_VALIDATED,
            subject=name,
            title=criterion.title,
            says=say(
                "The organisation says {own}, validated is {validated}.",
                own=number_text(mine),
                validated=number_text(theirs),
            ),
            criteria=(name,),
        )
        for name, criterion in ruleset.criteria.items()
        if (mine := own.nodes[name].score) is not None
        and (theirs := validated.nodes[name].score) is not None
        and abs(mine - theirs) >= APART
    )


def _unsupported(ruleset: Ruleset, scorecard: Scorecard, findings: Findings) -> Iterator[QualityRemark]:
    lesser = {
        name
        for finding in findings.judged
        if finding.conformity not in (None, Conformity.CONFORMS)
        for name in finding.criteria
    }
    for name, criterion in ruleset.criteria.items():
        if scorecard.nodes[name].state is not State.ASSESSED or name in lesser:
            continue
        if not any(one.measured.evidence or one.measured.records for one in _scored(criterion, scorecard)):
            said = say("It conforms, and no evidence is named.")
            yield _of(criterion, Check.CONFORMS_WITHOUT_EVIDENCE, said)


def _graded_low(ruleset: Ruleset, scorecard: Scorecard) -> Iterator[QualityRemark]:
    for criterion in ruleset.criteria.values():
        for one in _scored(criterion, scorecard):
            cap = ruleset.evidence_grades.get(one.measured.grade)
            if cap is None or one.raw is None or one.score is None:
                continue
            if any(applied.says == cap.says for applied in one.caps):
                earned, credited = number_text(one.raw), number_text(one.score)
                said = say(
                    "Earned {earned}, credited {credited}: {cap}", earned=earned, credited=credited, cap=cap.says
                )
                yield _of(criterion, Check.GRADED_TOO_LOW, said)


def _set_aside(ruleset: Ruleset, scorecard: Scorecard) -> Iterator[QualityRemark]:
    for name, group in ruleset.groups.items():
        share = scorecard.nodes[name].not_applicable_share
        if share > MOST_NOT_APPLICABLE:
            said = say("{share}\u00a0% of its weight is said not to apply.", share=number_text(share * 100))
            below = tuple(one for one in _below(ruleset, name) if _is_set_aside(scorecard, one))
            yield QualityRemark(
                check=Check.NOT_APPLICABLE_SHARE, subject=name, title=group.title, says=said, criteria=below
            )


def _thin(ruleset: Ruleset, scorecard: Scorecard) -> Iterator[QualityRemark]:
    used = used_names(ruleset)
    for name in (one for one in ruleset.indicators if one in used):
        n, least = scorecard.indicators[name].measured.n, ruleset.indicators[name].minimum_n
        if n is not None and least is not None and n < least:
            said = say("It rests on {n} observations, {least} are asked for.", n=n, least=least)
            yield _measured(ruleset, name, Check.THIN_SAMPLE, said)


def _contradictions(ruleset: Ruleset, findings: Findings) -> Iterator[QualityRemark]:
    criteria = {rule.id: rule.criteria for rule in ruleset.rules}
    says = {finding.id: finding.statement for finding in findings.judged}
    for result in findings.rules:
        if result.truth is Truth.TRUE and _compares(result):
            yield QualityRemark(
                check=Check.CONTRADICTION,
                subject=result.rule,
                title=result.title,
                says=says.get(result.rule, ""),
                criteria=criteria[result.rule],
            )


def _compares(result: RuleResult) -> bool:
    """Whether a rule sets several values against each other, and not to the organisation's credit."""
    seen = {operand.path.rpartition(".")[2] for operand in result.operands}
    return len(seen) > 1 and result.kind in (FindingKind.RISK, FindingKind.WEAKNESS)


def _stale(ruleset: Ruleset, evidence: Evidence, values: Values) -> Iterator[QualityRemark]:
    used = used_names(ruleset)
    for name, indicator in ruleset.indicators.items():
        if indicator.kind not in CATALOGUE.metric_kinds or name not in evidence.observations:
            continue
        local = facts(indicator, evidence, values, used=name in used)
        age, every = local.value(("age_days",)), local.value(("every_days",))
        limit = min(STALE_DAYS, every * STALE_AFTER) if isinstance(every, Fraction) else STALE_DAYS
        if isinstance(age, Fraction) and age > limit:
            said = say("Last measured {days} days before the day of the assessment.", days=number_text(age, 0))
            yield _measured(ruleset, name, Check.STALE_METRIC, said)


def _edits(findings: Findings) -> Iterable[QualityRemark]:
    return (
        QualityRemark(
            check=Check.EDIT_WITHOUT_FINDING, subject=one.finding, title=one.finding, says=one.reason, criteria=()
        )
        for one in findings.unapplied
    )


def _of(criterion: Criterion, check: Check, says: str) -> QualityRemark:
    return QualityRemark(check=check, subject=criterion.id, title=criterion.title, says=says, criteria=(criterion.id,))


def _measured(ruleset: Ruleset, indicator: str, check: Check, says: str) -> QualityRemark:
    using = (c.id for c in ruleset.criteria.values() if indicator in {member.id for member in c.indicators})
    title = ruleset.indicators[indicator].title
    return QualityRemark(check=check, subject=indicator, title=title, says=says, criteria=tuple(using))


def _scored(criterion: Criterion, scorecard: Scorecard) -> list[ScoredIndicator]:
    """The criterion's indicators that have a score."""
    scored = (scorecard.indicators[member.id] for member in criterion.indicators)
    return [one for one in scored if one.score is not None]


def _below(ruleset: Ruleset, group: str) -> Iterator[str]:
    for member in ruleset.groups[group].members:
        if member.id in ruleset.groups:
            yield from _below(ruleset, member.id)
        else:
            yield member.id


def _is_set_aside(scorecard: Scorecard, criterion: str) -> bool:
    return scorecard.nodes[criterion].state is State.NOT_APPLICABLE
