"""Visits and contact reviews as forms: the questionnaires they are filled in by, what was typed, and the content it amounts to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.visit import ContactReview, Visit
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.records import REVIEWS, VISITS, RecordKind
from bsc_audit.app.service.refusals import NotFound, invalid
from bsc_audit.app.service.score import pinned_ruleset
from bsc_audit.core.answers.table import ANSWER_TYPES
from bsc_audit.core.questionnaire.model import Item, Questionnaire
from bsc_audit.web.call import PageCall
from bsc_audit.web.forms import Form

Record = Visit | ContactReview


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Visits or reviews, as the pages name them."""

    word: str  # in addresses
    title: str
    uses: frozenset[str]  # of questionnaires that are filled in so
    kind: RecordKind[Any]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "visit": Kind(word="visit", title="Visit", uses=frozenset({"visit", "touchpoint_walk"}), kind=VISITS),
        "review": Kind(word="review", title="Review", uses=frozenset({"contact_review"}), kind=REVIEWS),
    }
)


def kind_of(word: str) -> Kind:
    """The kind an address names.

    Raises:
        NotFound: it names none.
    """
    if word not in KINDS:
        raise NotFound("there are visits and reviews")
    return KINDS[word]


def forms_of(call: PageCall, work: Work, assessment: Assessment, kind: Kind) -> Sequence[Questionnaire]:
    """Questionnaires of the pinned ruleset that are filled in so."""
    known = pinned_ruleset(work, call.scores.rulesets, assessment).questionnaires.values()
    return [one for one in known if one.use in kind.uses]


def form_of(call: PageCall, work: Work, assessment: Assessment, kind: Kind, wanted: str) -> Questionnaire:
    """The questionnaire that is wanted; where that is none of them, the first.

    Raises:
        NotFound: the ruleset has none of the kind.
    """
    forms = {one.id: one for one in forms_of(call, work, assessment, kind)}
    if not forms:
        raise NotFound(f"the ruleset has no form for a {kind.word}")
    return forms.get(wanted) or next(iter(forms.values()))


def given_in(form: Questionnaire, content: Mapping[str, Any]) -> Mapping[str, tuple[str, str]]:
    """Value and comment of every item, as a form shows them."""
    answers = content.get("answers") or {}
    return {name: _shown(answers.get(name)) for name in form.items()}


def _shown(answer: Any) -> tuple[str, str]:
    if isinstance(answer, Mapping):
        return str(answer.get("value", "")), str(answer.get("comment", ""))
    return ("" if answer is None else str(answer)), ""


def content_of(sent: Form, form: Questionnaire) -> dict[str, Any]:
    """The record as the evidence folder writes it, of what was filled in."""
    head = {name: sent.text(f"head.{name}") for name in header_of(form) if sent.text(f"head.{name}")}
    control = {name: sent.text(f"control.{name}") for name in ("question", "answer") if sent.text(f"control.{name}")}
    answers = {name: answer for name, item in form.items().items() if (answer := _answer(sent, item)) is not None}
    evidence = sent.text("evidence").replace(",", " ").split()
    return {
        "questionnaire": form.id,
        **head,
        **({"control": control} if control else {}),
        **({"evidence": evidence} if evidence else {}),
        "answers": answers,
    }


def _answer(sent: Form, item: Item) -> Any:
    """What was answered to an item; None where it was left blank."""
    said, comment = sent.text(f"a.{item.id}"), sent.text(f"c.{item.id}")
    if not said:
        return None
    value: Any = said
    if said != NOT_APPLICABLE and ANSWER_TYPES[item.type].name in NUMERIC:
        value = _number(said, item)
    return {"value": value, "comment": comment} if comment else value


def _number(said: str, item: Item) -> int | float:
    try:
        return int(said) if said.isdecimal() else float(said.replace(",", "."))
    except ValueError:
        raise invalid(f"/a.{item.id}", "no-number", f"{item.id}: {said!r} is no number") from None


def header_of(form: Questionnaire) -> Sequence[str]:
    """Fields above the items; the day first, what has a place of its own left out."""
    own = {"when", "control_question", "control_answer", "evidence"}
    return ["when", *(name for name in form.header if name not in own)]


NOT_APPLICABLE = "not_applicable"
NUMERIC = frozenset({"scale", "rating", "number", "scale_0_10"})
