"""Whether a visit or review has the form its questionnaire asks for, judged by the engine's own acceptance."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bsc_audit.app.service.folder import Rows, folder_of
from bsc_audit.app.service.model.answer import Track
from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.stored import Json
from bsc_audit.app.service.model.visit import ContactReview, RecordStatus, Visit
from bsc_audit.app.service.pinned import PinnedRulesets
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.refusals import Flaw, Invalid
from bsc_audit.app.service.score import demand_acceptable, pinned_ruleset
from bsc_audit.core.problems import EvidenceError

NAMED = ("shopper", "reviewer", "second_reviewer", "team", "ticket")  # fields of a record that could name a person
_AT_HAND = re.compile(r"\S@\S|(?:\d[ ()/-]?){9,}")  # an e-mail address or a telephone number


def demand_form(work: Work, rulesets: PinnedRulesets, assessment: Assessment, record: Visit | ContactReview) -> None:
    """Refuse what the engine would refuse about a record; a draft may be unfinished.

    Raises:
        EvidenceError: with every problem, pointed into the content.
        Invalid: it names people rather than pseudonyms or teams.
    """
    flaws = tuple(_people(record.content))
    if flaws:
        raise Invalid("write pseudonyms and teams, never who somebody is", flaws=flaws)
    ruleset = pinned_ruleset(work, rulesets, assessment)
    cited = tuple(str(name) for name in record.content.get("evidence") or ())
    mine = {"assessment_id": assessment.id}
    rows = Rows(
        organisation=work.organisations.get(work.org_id),
        assessment=assessment,
        track=Track.VALIDATED,
        units=work.units.all() if record.unit_id else (),
        register=(*work.evidence.all(assessment_id=None, entry=cited), *work.evidence.all(**mine, entry=cited))
        if cited
        else (),
        visits=[record] if isinstance(record, Visit) else (),
        reviews=[record] if isinstance(record, ContactReview) else (),
    )
    try:
        demand_acceptable(ruleset, folder_of(rows, ruleset))
    except EvidenceError as error:
        raise EvidenceError(replace(one, field=_in_content(one.field)) for one in error.problems) from error


def finished(record: Visit | ContactReview) -> Visit | ContactReview:
    """The record as it would be accepted, to be judged as a whole one."""
    return replace(record, status=RecordStatus.ACCEPTED)


def _people(content: Json) -> Iterator[Flaw]:
    for name in NAMED:
        said = content.get(name)
        if isinstance(said, str) and _AT_HAND.search(said):
            detail = f"{name} holds an address or a number of a person: write a pseudonym"
            yield Flaw(pointer=f"/content/{name}", code="personal-data", detail=detail)


def _in_content(pointer: str) -> str:
    """Where a place of visits/0001.yaml or reviews/0001.yaml stands in what a client sends."""
    for folder in ("visits", "reviews"):
        own = f"/{folder}~10001.yaml/{folder}/0"
        if pointer.startswith(own):
            return f"/content{pointer.removeprefix(own)}"
    return ""
