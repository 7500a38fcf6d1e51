"""The assessments of everybody one works for, as one list: found, sorted, cut into pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from bsc_audit.app.service.assessments import reach_of_assessments
from bsc_audit.app.service.disclosure import sees_scores
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.decision import Certificate, CertificateStatus
from bsc_audit.app.service.model.organisation import Organisation
from bsc_audit.app.service.permissions import may_ever
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.standings import Result, basis_of, standings_of
from bsc_audit.app.service.workflow import AssessmentState

UNDER_WAY = tuple(AssessmentState)[: tuple(AssessmentState).index(AssessmentState.DECIDED)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One assessment as a list shows it."""

    organisation: Organisation
    assessment: Assessment
    unit: str  # its name; "" for the whole organisation
    result: Result | None  # as last known, without a score that is withheld; None: never scored, or not for this reader
    scored_at: Any  # when; None with it
    current: bool  # nothing that could change the result happened since
    shows_score: bool  # whether the reader may see one
    withheld: bool  # they may once the certification is validated
    before: Fraction | None  # score of the assessment it is compared with
    due: date | None  # the last day of its work; of a certificate, of its validity
    mine: bool  # the reader leads it, or has a section of it

    @property
    def trend(self) -> Fraction | None:
        """Points since the assessment before; None where one of the two has no score."""
        score = self.result.score if self.result else None
        return None if score is None or self.before is None else score - self.before


class Sort(StrEnum):
    """Orders of the list."""

    DUE = "due"
    CLIENT = "client"
    STATE = "state"
    SCORE = "score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What of the list is wanted; "" for everything."""

    text: str = ""  # in number, title, client or unit
    state: str = ""
    client: str = ""  # organisation's id
    kind: str = ""
    mine: bool = False
    sort: Sort = Sort.DUE
    after: str = ""  # id of the last assessment seen

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.text or self.state or self.client or self.kind or self.mine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One page of the list."""

    lines: Sequence[Line]
    found: int  # on all pages
    more: bool


def lines_of(work: Work, who: Principal, organisation: Organisation) -> list[Line]:
    """Every assessment of an organisation that somebody may see."""
    within = reach_of_assessments(work, who)
    assessments = work.assessments.all(**within)
    if not assessments:
        return []
    book = _Book(work, who, organisation)
    return [book.line(one) for one in assessments]


def cut(lines: Iterable[Line], wish: Wish, *, size: int) -> Cut:
    """The page of a list that is wanted."""
    found = sorted((one for one in lines if _matches(one, wish)), key=SORTS[wish.sort])
    ids = [one.assessment.id for one in found]
    start = ids.index(wish.after) + 1 if wish.after in ids else 0
    return Cut(lines=found[start : start + size], found=len(found), more=len(found) > start + size)


class _Book:
    """What is looked up once for all lines of an organisation."""

    def __init__(self, work: Work, who: Principal, organisation: Organisation) -> None:
        self._organisation, self._actor = organisation, who.actor
        self._units = {one.id: one.name for one in work.units.all()}
        self._known = standings_of(work)
        self._head = work.audit.head()
        self._certificates = {one.assessment_id: one for one in work.certificates.all(status=CertificateStatus.VALID)}
        self._given = {one.assessment_id for one in work.section_tasks.all(assignee=who.actor)}
        self._reads = may_ever("get_score", role=who.role, scopes=who.scopes)
        self._work, self._who = work, who

    def line(self, assessment: Assessment) -> Line:
        known = self._known.get(assessment.id) if self._reads else None
        shows = self._shows(assessment)
        return Line(
            organisation=self._organisation,
            assessment=assessment,
            unit=self._units.get(assessment.unit_id or "", ""),
            result=_shown(Result.of(known), shows) if known else None,
            scored_at=known.updated_at if known else None,
            current=known is not None and known.basis == basis_of(assessment, self._head),
            shows_score=shows,
            withheld=self._reads and not shows,
            before=self._before(assessment) if shows else None,
            due=due_day(assessment, self._certificates.get(assessment.id)),
            mine=assessment.lead == self._actor or assessment.id in self._given,
        )

    def _shows(self, assessment: Assessment) -> bool:
        return self._reads and sees_scores(self._who, assessment)

    def _before(self, assessment: Assessment) -> Fraction | None:
        """Score of the assessment compared with: one that is stored, or one made elsewhere that the engagement tells of."""
        if assessment.previous_id is not None:
            earlier = self._work.assessments.find(assessment.previous_id)
            known = self._known.get(earlier.id) if earlier and self._shows(earlier) else None
            return Result.of(known).score if known else None
        told = (assessment.engagement.get("previous") or {}).get("overall")
        return Fraction(str(told)) if isinstance(told, int | float) else None


def _shown(result: Result, scores: bool) -> Result:
    return result if scores else Result(coverage=result.coverage)


def due_day(assessment: Assessment, certificate: Certificate | None) -> date | None:
    """The last day: of the work while it goes on (what is seen after `as_of` does not count), then of the certificate."""
    if certificate is not None:
        return certificate.valid_until
    if assessment.state not in UNDER_WAY:
        return None
    ends = (assessment.engagement.get("dates") or {}).get("to")
    return date.fromisoformat(ends) if ends else assessment.as_of


def _matches(line: Line, wish: Wish) -> bool:
    about = line.assessment
    words = (about.number, about.title, line.organisation.name, line.unit)
    return (
        all(word in " ".join(words).casefold() for word in wish.text.casefold().split())
        and wish.state in ("", about.state)
        and wish.client in ("", line.organisation.id)
        and wish.kind in ("", about.kind)
        and (line.mine or not wish.mine)
    )


def _by_due(line: Line) -> tuple[Any, ...]:
    return (line.due is None, line.due or date.max, *_by_client(line))


def _by_client(line: Line) -> tuple[Any, ...]:
    return (line.organisation.name.casefold(), line.organisation.id, line.assessment.number, line.assessment.id)


def _by_state(line: Line) -> tuple[Any, ...]:
    return (tuple(AssessmentState).index(line.assessment.state), *_by_client(line))


def _by_score(line: Line) -> tuple[Any, ...]:
    score = line.result.score if line.result else None
    return (score is None, -(score or 0), *_by_client(line))


SORTS: Mapping[Sort, Callable[[Line], tuple[Any, ...]]] = MappingProxyType(
    {Sort.DUE: _by_due, Sort.CLIENT: _by_client, Sort.STATE: _by_state, Sort.SCORE: _by_score}
)
