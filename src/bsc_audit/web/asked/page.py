"""What a page of the form is made of: the section, its items, the result beside them, and what its script needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bsc_audit.app.plain_data import plain
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.refusals import NotFound
from bsc_audit.app.service.score import Scores, pinned_ruleset
from bsc_audit.core.ruleset.model import Ruleset
from bsc_audit.core.vocabulary import Grade
from bsc_audit.web.asked.item import AskedItem
from bsc_audit.web.asked.kinds import Shape
from bsc_audit.web.asked.live import NOT_JUDGED, Live, live_of
from bsc_audit.web.asked.saving import Saved
from bsc_audit.web.asked.section import Place, StoredAnswers, items_of, place_of
from bsc_audit.web.asked.tracks import Filling, filling_of
from bsc_audit.web.forms import Mistake
from bsc_audit.web.shell import Shell, shell_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeChoice:
    """A grade of evidence to choose."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPage:
    """One section as somebody sees it."""

    org_id: str
    respondent: str  # name of who came by a link; "" for others
    shell: Shell
    filling: Filling
    ruleset: Ruleset
    place: Place
    items: Sequence[AskedItem]
    live: Live
    actors: frozenset[str]  # who gave the answers

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Everything to mend, in the order of the items."""
        return tuple(mistake for one in self.items for mistake in one.mistakes)

    @property
    def grades(self) -> tuple[GradeChoice, ...]:
        """The grades of evidence, with the ruleset's words for them where it has any."""
        known = self.ruleset.evidence_grades
        texts = {grade: f"{grade}: {known[grade].title}" if grade in known else str(grade) for grade in Grade}
        return tuple(GradeChoice(id=str(grade), text=text) for grade, text in texts.items())

    def item(self, key: str) -> AskedItem:
        """One of its items.

        Raises:
            NotFound: it has no such item.
        """
        return self.items[self.index(key)]

    def index(self, key: str) -> int:
        """Where one of its items stands.

        Raises:
            NotFound: as `item`.
        """
        found = next((at for at, one in enumerate(self.items) if one.key == key), None)
        if found is None:
            raise NotFound("the section has no such item")
        return found

    def address(self, *parts: str) -> str:
        """Address of a page of the form, in the same track."""
        if self.respondent:
            return "/".join(("/respond", *(("form", *parts) if parts else ())))
        return self.shell.at("form", *parts) + self.query

    @property
    def query(self) -> str:
        """What keeps the track in an address."""
        return "" if self.filling.usual else f"?track={self.filling.track}"

    def filled_in(self, unsaved: Sequence[Saved]) -> "SectionPage":
        """The page with what was not stored, as it was filled in."""
        shown = {one.sent.item.key: one for one in unsaved}
        return replace(self, items=[_filled_in(one, shown.get(one.key)) for one in self.items])

    def data(self, actor: str) -> dict[str, Any]:
        """What its script needs; `actor` is who looks at it."""
        assessment, track = self.shell.assessment.id, self.filling.track
        answers = f"/v1/organisations/{self.org_id}/assessments/{assessment}/answers/{track}/"
        return {
            "actor": actor,
            "org": self.org_id,
            "assessment": assessment,
            "track": track,
            "page": self.address(self.place.section.id),
            "answers": "/respond/answers/" if self.respondent else answers,
            "live": "/respond/live?" if self.respondent else f"{self.shell.at('live')}?track={track}",
            "account": not self.respondent,
            "items": {one.key: found for one in self.items if (found := item_data(one))},
        }


def section_page(
    work: Work, scores: Scores, who: Principal, assessment_id: str, section: str, track: str, *, judged: bool = True
) -> SectionPage:
    """Read a section; `judged` with the result as it stands, which a form that is stored does not need.

    Raises:
        NotFound: there is no such assessment in the person's part of the organisation, or no such section.
    """
    shell = shell_of(work, who, assessment_id, "form")
    who.demand_shared(shell.assessment.id, section=section)
    filling = filling_of(who, shell.assessment, track)
    ruleset = pinned_ruleset(work, scores.rulesets, shell.assessment)
    place = place_of(scores.rulesets.sections(ruleset), section, who.share.sections if who.share else None)
    answers = StoredAnswers(work, shell.assessment, sorted(place.section.keys))
    live = live_of(work, scores, shell.assessment, filling) if judged else NOT_JUDGED
    return SectionPage(
        org_id=work.org_id,
        respondent=who.share.name if who.share else "",
        shell=shell,
        filling=filling,
        ruleset=ruleset,
        place=place,
        items=items_of(ruleset, place.section, answers, filling.track, live),
        live=live,
        actors=frozenset(answers.actors()),
    )


def item_data(one: AskedItem) -> Mapping[str, Any]:
    """What the script cannot see in the fields of an item; what is empty or usual is left out."""
    found = {
        "rest": plain(one.rest),
        "key": one.stored.key if one.stored and one.stored.key != one.key else None,
        "shape": None if one.shape is Shape.NUMBER else one.shape or "none",
        "parts": list(one.parts),
        "own": plain(one.own.content) if one.own else None,
    }
    return {name: value for name, value in found.items() if value}


def _filled_in(item: AskedItem, saved: Saved | None) -> AskedItem:
    if saved is None:
        return item
    return replace(item, filled=saved.sent.filled, mistakes=saved.mistakes, conflict=saved.conflict)
