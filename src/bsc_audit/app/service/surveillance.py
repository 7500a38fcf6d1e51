"""When a certificate is looked at again: every year from the decision on, and anew before it ends.

A certificate that lasts no longer than a year is only renewed. What counts as looked at is a later assessment that names
the certified one, or one that follows it, as the earlier one, and was validated.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bsc_audit.app.service.assessments import within_reach
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.decision import Certificate, CertificateStatus
from bsc_audit.app.service.ports import Query, Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.workflow import AssessmentState
from bsc_audit.core.report.sections.standing import months_after

YEAR = 12  # months; the first surveillance is within twelve of the decision
WATCHED = frozenset({CertificateStatus.VALID, CertificateStatus.SUSPENDED})
LOOKED_AT = frozenset(
    {AssessmentState.VALIDATED, AssessmentState.DECIDED, AssessmentState.ISSUED, AssessmentState.SUPERSEDED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One time a certificate is looked at again."""

    due: date  # the last day for it
    renewal: bool  # the certificate ends on this day, and is issued anew or not at all
    assessment_id: str | None  # by which it was done; None: not yet
    overdue: bool  # not done, and the day is over


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveillance:
    """A certificate with every time it is looked at again, in order."""

    certificate: Certificate
    looks: tuple[Look, ...]

    @property
    def next_due(self) -> date | None:
        """The first day something is still to be done by; None when all is."""
        return next((look.due for look in self.looks if look.assessment_id is None), None)


def surveillance_days(decided: date, valid_until: date) -> tuple[date, ...]:
    """The last days for surveillance: each year from the decision on, before the certificate ends."""
    return tuple(_years(decided, valid_until))


def surveillance(certificate: Certificate, decided: date, follow_ups: Sequence[str], today: date) -> Surveillance:
    """What is due for a certificate.

    Args:
        certificate: as it is stored.
        decided: day of the decision it follows from.
        follow_ups: ids of the later assessments that were validated, the earliest first.
        today: days before it are over.
    """
    days = (*surveillance_days(decided, certificate.valid_until), certificate.valid_until)
    done = (*follow_ups, *[None] * len(days))
    looks = tuple(
        Look(
            due=day,
            renewal=day == certificate.valid_until,
            assessment_id=assessment,
            overdue=assessment is None and day < today,
        )
        for day, assessment in zip(days, done, strict=False)
    )
    return Surveillance(certificate=certificate, looks=looks)


def list_surveillance(work: Work, who: Principal) -> tuple[Surveillance, ...]:
    """Every certificate that counts or is suspended, the most urgent first, in the principal's part of the organisation."""
    seen = within_reach(work, who, Query()).equal
    certificates = work.certificates.all(**seen, status=sorted(WATCHED), org_id=work.org_id)
    decided = {one.id: one.at.date() for one in work.decisions.all(id=[one.decision_id for one in certificates])}
    after = _after(work.assessments.all())
    found = [
        surveillance(one, decided[one.decision_id], _follow_ups(after, one.assessment_id), work.now.date())
        for one in certificates
    ]
    return tuple(sorted(found, key=lambda one: (one.next_due or date.max, one.certificate.number)))


def _years(decided: date, valid_until: date) -> Iterator[date]:
    months = YEAR
    while (day := months_after(decided, months)) < valid_until:
        yield day
        months += YEAR


def _after(assessments: Sequence[Assessment]) -> Mapping[str, list[Assessment]]:
    """Assessments by the one they name as the earlier one."""
    found: dict[str, list[Assessment]] = {}
    for one in assessments:
        if one.previous_id is not None:
            found.setdefault(one.previous_id, []).append(one)
    return found


def _follow_ups(after: Mapping[str, list[Assessment]], assessment_id: str) -> list[str]:
    """Ids of the validated assessments that follow one, the earliest first."""
    waiting, known, found = [assessment_id], {assessment_id}, list[Assessment]()
    while waiting:
        for one in after.get(waiting.pop(), ()):
            if one.id not in known:  # two may name each other
                known.add(one.id)
                waiting.append(one.id)
                found.append(one)
    done = [one for one in found if one.state in LOOKED_AT]
    return [one.id for one in sorted(done, key=lambda one: (one.as_of, one.id))]
