"""Visits and contact reviews: filled in by one person, handed over, judged by another, disputed where need be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from bsc_audit.app.service.model.assessment import Assessment
from bsc_audit.app.service.model.visit import ContactReview, Visit
from bsc_audit.app.service.permissions import Role, may
from bsc_audit.app.service.ports import Work
from bsc_audit.app.service.principal import Principal
from bsc_audit.app.service.records import (
    REVIEWS,
    STEPS,
    UNFINISHED,
    VISITS,
    Filled,
    RecordDesk,
    RecordKind,
    find_record,
    own_only,
    visible_record,
)
from bsc_audit.app.service.refusals import NotFound, invalid
from bsc_audit.app.service.reviews import raise_dispute, settle_dispute
from bsc_audit.app.service.score import pinned_ruleset
from bsc_audit.core.answers.table import ANSWER_TYPES
from bsc_audit.core.questionnaire.model import Item, Questionnaire
from bsc_audit.web.call import FormCall, InForm, InView, PageCall
from bsc_audit.web.forms import Failure
from bsc_audit.web.names import names
from bsc_audit.web.shell import shell_of

router = APIRouter(prefix="/o/{org}/a/{assessment}/visits")

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


@router.get("")
def visits_page(call: InView, org: str, assessment: str) -> Response:
    """Every visit and review of the assessment; to a shopper the own visits."""
    who = call.enter(org, "list_visits")
    with call.wiring.work.read(org) as work:
        shell = shell_of(work, who, assessment, "visits")
        found = shell.assessment
        records: dict[str, Sequence[Record]] = {
            "visit": work.visits.all(assessment_id=found.id, **own_only(who)),
            "review": () if who.role is Role.SHOPPER else work.contact_reviews.all(assessment_id=found.id),
        }
        about = {
            "shell": shell,
            "kinds": KINDS,
            "records": records,
            "forms": {kind.word: _forms(call, work, found, kind) for kind in KINDS.values()},
            "may_fill": {kind.word: _may(who, found, f"put_{kind.word}") for kind in KINDS.values()},
        }
    actors = [one.actor for some in records.values() for one in some]
    with call.wiring.work.installation() as installation:
        about["names"] = names(installation, org, actors)
    return call.page("visits/visits", about)


@router.get("/{word}/new")
def record_new_page(call: InView, org: str, assessment: str, word: str, questionnaire: str = "") -> Response:
    """An empty form."""
    return _page(call, org, assessment, word, "", questionnaire=questionnaire)


@router.get("/{word}/r/{name}")
def record_page(call: InView, org: str, assessment: str, word: str, name: str) -> Response:
    """One visit or review, to be read, filled in or judged."""
    return _page(call, org, assessment, word, name)


@router.post("/{word}/save")
def record_saved_done(call: InForm, org: str, assessment: str, word: str) -> Response:
    """Store what is filled in; with `hand_over` also hand it over."""
    kind = _kind(word)
    name = call.form.text("name")

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "visits")
        if not name:
            raise invalid("/name", "missing", "give it an id of your own, such as V-01")
        desk = RecordDesk(kind.kind, work, call.wiring.ids, call.scores.rulesets, who, shell.assessment)
        form = _form(call, work, shell.assessment, kind, call.form.text("questionnaire"))
        stored = find_record(work, who, kind.kind, shell.assessment, name)
        expected = call.form.version() if stored else None
        given = Filled(content=_content(call, form), unit_id=call.form.optional("unit_id"))
        put = desk.put(name, given, expected=expected)
        if call.form.ticked("hand_over"):
            desk.take("submit", put, reason="", expected=put.version)
        return call.go(f"{shell.at('visits', word, 'r', name)}", said="saved")

    def again(failure: Failure) -> Response:
        return _page(call, org, assessment, word, name, failure, questionnaire=call.form.text("questionnaire"))

    return call.write(org, f"put_{kind.word}", use, again)


@router.post("/{word}/r/{name}/steps/{step}")
def record_step_done(call: InForm, org: str, assessment: str, word: str, name: str, step: str) -> Response:
    """Hand it over, accept it, give it back, exclude it."""
    kind = _kind(word)
    if step not in STEPS:
        raise NotFound("there is no such step")

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "visits")
        stored = visible_record(work, who, kind.kind, shell.assessment, name)
        desk = RecordDesk(kind.kind, work, call.wiring.ids, call.scores.rulesets, who, shell.assessment)
        desk.take(step, stored, reason=call.form.text("reason"), expected=call.form.version())
        return call.go(shell.at("visits", word, "r", name), said="saved")

    def again(failure: Failure) -> Response:
        return _page(call, org, assessment, word, name, failure)

    return call.write(org, f"{step}_{kind.word}", use, again)


@router.post("/review/r/{name}/dispute")
def review_disputed_done(call: InForm, org: str, assessment: str, name: str) -> Response:
    """Say that a judgement is wrong, and why."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "visits")
        stored = visible_record(work, who, REVIEWS, shell.assessment, name)
        if not call.form.text("said"):
            raise invalid("/said", "missing", "say what is wrong with it")
        raise_dispute(work, who, shell.assessment, stored, said=call.form.text("said"))
        return call.go(shell.at("visits", "review", "r", name), said="saved")

    return call.write(org, "raise_dispute", use, lambda failure: _page(call, org, assessment, "review", name, failure))


@router.post("/review/r/{name}/settle")
def review_settled_done(call: InForm, org: str, assessment: str, name: str) -> Response:
    """Say what came of a dispute."""

    def use(work: Work, who: Principal) -> Response:
        shell = shell_of(work, who, assessment, "visits")
        stored = visible_record(work, who, REVIEWS, shell.assessment, name)
        outcome, reason = call.form.text("outcome"), call.form.text("reason")
        if outcome not in ("upheld", "changed") or not reason:
            raise invalid("/reason", "missing", "say what came of it, and why")
        settle_dispute(work, who, shell.assessment, stored, outcome=outcome, reason=reason)
        return call.go(shell.at("visits", "review", "r", name), said="saved")

    return call.write(org, "settle_dispute", use, lambda failure: _page(call, org, assessment, "review", name, failure))


def _kind(word: str) -> Kind:
    if word not in KINDS:
        raise NotFound("there are visits and reviews")
    return KINDS[word]


def _forms(call: PageCall, work: Work, assessment: Assessment, kind: Kind) -> Sequence[Questionnaire]:
    """Questionnaires of the pinned ruleset that are filled in so."""
    known = pinned_ruleset(work, call.scores.rulesets, assessment).questionnaires.values()
    return [one for one in known if one.use in kind.uses]


def _form(call: PageCall, work: Work, assessment: Assessment, kind: Kind, wanted: str) -> Questionnaire:
    forms = {one.id: one for one in _forms(call, work, assessment, kind)}
    if not forms:
        raise NotFound(f"the ruleset has no form for a {kind.word}")
    return forms.get(wanted) or next(iter(forms.values()))


def _page(
    call: PageCall,
    org: str,
    assessment: str,
    word: str,
    name: str,
    failure: Failure | None = None,
    *,
    questionnaire: str = "",
) -> Response:
    kind = _kind(word)
    who = call.enter(org, f"get_{kind.word}")
    with call.wiring.work.read(org) as work:
        shell = shell_of(work, who, assessment, "visits")
        stored: Record | None = find_record(work, who, kind.kind, shell.assessment, name) if name else None
        if stored is None and (name and not isinstance(call, FormCall)):
            raise NotFound(f"there is no such {kind.word}")
        content = dict(stored.content) if stored else {}
        form = _form(call, work, shell.assessment, kind, content.get("questionnaire") or questionnaire)
        if failure and isinstance(call, FormCall) and "questionnaire" in call.form.fields:
            content = _content(call, form)
        about = {
            "shell": shell,
            "kind": kind,
            "record": stored,
            "name": name,
            "form": form,
            "given": _given(form, content),
            "content": content,
            "header": _header(form),
            "units": sorted(work.units.all(), key=lambda unit: unit.name.casefold()),
            "editable": _editable(who, shell.assessment, kind, stored),
            "steps": list(_steps(who, shell.assessment, kind, stored)),
            "disputes": _disputes(who, shell.assessment, stored),
            "failure": failure,
        }
    with call.wiring.work.installation() as installation:
        actors = [stored.actor] if stored else []
        about["names"] = names(installation, org, actors)
    return call.page("visits/record", about, status=failure.status if failure else 200)


def _given(form: Questionnaire, content: Mapping[str, Any]) -> Mapping[str, tuple[str, str]]:
    """Value and comment of every item, as a form shows them."""
    answers = content.get("answers") or {}
    return {name: _shown(answers.get(name)) for name in form.items()}


def _shown(answer: Any) -> tuple[str, str]:
    if isinstance(answer, Mapping):
        return str(answer.get("value", "")), str(answer.get("comment", ""))
    return ("" if answer is None else str(answer)), ""


def _content(call: FormCall, form: Questionnaire) -> dict[str, Any]:
    """The record as the evidence folder writes it, of what was filled in."""
    sent = call.form
    head = {name: sent.text(f"head.{name}") for name in _header(form) if sent.text(f"head.{name}")}
    control = {name: sent.text(f"control.{name}") for name in ("question", "answer") if sent.text(f"control.{name}")}
    answers = {name: answer for name, item in form.items().items() if (answer := _answer(call, item)) is not None}
    evidence = sent.text("evidence").replace(",", " ").split()
    return {
        "questionnaire": form.id,
        **head,
        **({"control": control} if control else {}),
        **({"evidence": evidence} if evidence else {}),
        "answers": answers,
    }


def _answer(call: FormCall, item: Item) -> Any:
    """What was answered to an item; None where it was left blank."""
    said, comment = call.form.text(f"a.{item.id}"), call.form.text(f"c.{item.id}")
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


def _header(form: Questionnaire) -> Sequence[str]:
    """Fields above the items; the day first, what has a place of its own left out."""
    own = {"when", "control_question", "control_answer", "evidence"}
    return ["when", *(name for name in form.header if name not in own)]


def _may(who: Principal, assessment: Assessment, action: str) -> bool:
    return may(action, assessment.state, role=who.role)


def _editable(who: Principal, assessment: Assessment, kind: Kind, record: Record | None) -> bool:
    mine = record is None or (record.actor == who.actor and record.status in UNFINISHED)
    return mine and _may(who, assessment, f"put_{kind.word}")


def _steps(who: Principal, assessment: Assessment, kind: Kind, record: Record | None) -> Iterator[tuple[str, bool]]:
    """Name and whether a reason is needed, of the steps this person may take now."""
    for name, step in STEPS.items():
        if record is None or record.status not in step.since or not _may(who, assessment, f"{name}_{kind.word}"):
            continue
        if step.by_another is not (record.actor == who.actor):
            yield name, step.reason_needed


def _disputes(who: Principal, assessment: Assessment, record: Record | None) -> Mapping[str, bool]:
    """Whether this person may dispute it, or settle the dispute."""
    if not isinstance(record, ContactReview) or record.status in UNFINISHED:
        return {"raise": False, "settle": False}
    is_open = record.dispute is not None and record.dispute["outcome"] == "open"
    return {
        "raise": not is_open and _may(who, assessment, "raise_dispute"),
        "settle": is_open and _may(who, assessment, "settle_dispute"),
    }


NOT_APPLICABLE = "not_applicable"
NUMERIC = frozenset({"scale", "rating", "number", "scale_0_10"})
